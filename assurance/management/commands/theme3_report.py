"""`manage.py theme3_report`: the Theme 3 assurance report of one council over a period."""

from argparse import ArgumentTypeError
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from assurance.commands import add_only, cases_given, council_of, day, write_file
from assurance.services.reports import Format, MadeReport, make_theme3_report
from core.disclosure import Mode
from core.errors import RuleViolationError


def report_file(text: str) -> Path:
    """Read the name of the file; its suffix says which kind it is."""
    path = Path(text)
    if path.suffix.lower().lstrip(".") not in tuple(Format):
        kinds = ", ".join(f".{kind}" for kind in Format)
        raise ArgumentTypeError(f"{text!r} ends in none of {kinds}")
    return path


class Command(BaseCommand):
    help = "Write the Theme 3 assurance report of one council as PDF, Word or HTML."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--council", required=True, metavar="CODE")
        parser.add_argument("--from", required=True, type=day, dest="start", metavar="DATE")
        parser.add_argument("--to", required=True, type=day, dest="end", metavar="DATE")
        parser.add_argument(
            "--out", required=True, type=report_file, metavar="FILE.pdf|.docx|.html"
        )
        parser.add_argument("--mode", choices=[m.value for m in Mode], default=Mode.INTERNAL.value)
        parser.add_argument("--prepared-for", default="", metavar="TEXT")
        add_only(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        out: Path = options["out"]
        try:
            # A file that cannot be written leaves no report on record either.
            with transaction.atomic():
                made = self._make(out, options)
                write_file(out, made.content)
        except RuleViolationError as error:
            raise CommandError(str(error)) from None
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        told = f"{out}: {len(made.content):,} bytes, data to {made.run.data_cut_on}."
        self.stdout.write(f"{told} {made.run.cases}".rstrip())

    def _make(self, out: Path, options: Mapping[str, Any]) -> MadeReport:
        council = council_of(options["council"])
        cases = cases_given(options["only"], council)
        return make_theme3_report(
            by=None,
            council=council,
            only=cases.only,
            only_words=cases.words,
            start=options["start"],
            end=options["end"],
            fmt=Format(out.suffix.lower().lstrip(".")),
            mode=Mode(options["mode"]),
            prepared_for=options["prepared_for"].strip(),
        )
