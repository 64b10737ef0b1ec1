"""`manage.py make_board_pack`: pin the figures of one quarter for a council's board."""

from argparse import ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assurance.commands import council_of
from assurance.services.board_packs import make_board_pack
from core.errors import RuleViolationError
from core.periods import Period, parse_quarter


def quarter(text: str) -> Period:
    """Read a quarter written as 2025-26-Q2, for argparse."""
    try:
        return parse_quarter(text)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from None


class Command(BaseCommand):
    help = (
        "Make the board pack of one council for a quarter, and tell those who asked to be told. "
        "Run it from a schedule after each quarter; a pack that is there already is left alone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--council", required=True, metavar="CODE")
        parser.add_argument("--quarter", required=True, type=quarter, metavar="2025-26-Q2")

    def handle(self, *args: Any, **options: Any) -> None:
        council = council_of(options["council"])
        try:
            pack = make_board_pack(by=None, council=council, quarter=options["quarter"])
        except RuleViolationError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(
            f"Board pack of {council.name} for {options['quarter'].label}: "
            f"{len(pack.figures)} figures pinned, {len(pack.restated)} restated since, "
            f"data to {pack.data_cut_on}."
        )
        for remark in pack.remarks:
            self.stdout.write(f"Note: {remark}")
