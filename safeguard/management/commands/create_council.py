"""Make a council to load cases into."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from safeguard.services.registers import open_register


class Command(BaseCommand):
    help = "Makes a council: create_council CODE NAME"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="capital letters, digits and hyphens, at most 12")
        parser.add_argument("name")

    def handle(self, *args: Any, **options: Any) -> None:
        # The first thing done with a new database: it need not be made ready by another command.
        if not connection.introspection.table_names():
            self.stdout.write("The database is empty, so its tables are made first.")
            call_command("migrate", verbosity=0)
            call_command("createcachetable", verbosity=0)
        try:
            council = open_register(by=None, code=options["code"], name=options["name"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"Made {council.name} with the code {council.code}.")
