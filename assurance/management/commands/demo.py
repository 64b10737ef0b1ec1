"""The demonstration in one command: database, invented council, who to sign in as, server."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from assurance.demo import load
from assurance.management.commands.seed_demo import who_to_sign_in_as
from core.management.commands.serve import check_port, prepare_database, serve_until_stopped


class Command(BaseCommand):
    help = "Make the demonstration council if it is not there, and serve it until Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-serve", action="store_true", help="make the council and stop")

    def handle(self, *, port: int, no_serve: bool, **options: Any) -> None:
        if not no_serve:
            check_port(port)
        self._say("Preparing the database ...")
        prepare_database()
        if load.is_there():
            self._say(who_to_sign_in_as())
        else:
            self._say("Making the demonstration council; this takes about half a minute ...")
            call_command("seed_demo", stdout=self.stdout)
        if not no_serve:
            serve_until_stopped(port, self.stdout)

    def _say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()
