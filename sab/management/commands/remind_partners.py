"""Write to agencies whose return to a board is due. Run it every morning."""

from typing import Any

from django.core.management.base import BaseCommand

from sab.services.chasing import send_reminders


class Command(BaseCommand):
    help = "Write to agencies whose return is due soon, today, or has been due for whole weeks."

    def handle(self, **options: Any) -> None:
        agencies = send_reminders()
        self.stdout.write(f"{agencies} agencies written to.")
