"""Begin again the tasks whose worker was killed. Run it every hour where workers run for long."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand

from core.task_queue import LONGEST, put_back


class Command(BaseCommand):
    help = "Make tasks ready again that began long ago and have not ended."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--older-than",
            type=int,
            default=int(LONGEST.total_seconds() // 60),
            metavar="MINUTES",
            help="default: %(default)s",
        )

    def handle(self, *, older_than: int, **options: Any) -> None:
        ready, failed = put_back(older_than=timedelta(minutes=older_than))
        self.stdout.write(f"{ready} made ready again, {failed} recorded as failed.")
