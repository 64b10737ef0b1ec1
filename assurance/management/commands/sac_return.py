"""Write the statutory return of one council and year to a file."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from assurance.commands import council_of, write_file
from assurance.sac.read_me import in_full
from assurance.services.sac_files import FileFormat, ReturnFile, export_return
from core.disclosure import Mode
from core.errors import RuleViolationError


class Command(BaseCommand):
    help = "Write the Safeguarding Adults Collection return of one council and year to a file."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--council", required=True, metavar="CODE")
        parser.add_argument("--year", required=True, help="reporting year, as 2024-25")
        parser.add_argument(
            "--format", required=True, choices=[form.value for form in FileFormat], dest="form"
        )
        parser.add_argument("--out", required=True, type=Path, metavar="FILE")
        parser.add_argument(
            "--published",
            action="store_true",
            help="counts for sharing, as nationally published: 0 to 4 as [c], others to the "
            "nearest 5; further cells are hidden where they would give a hidden one away",
        )
        parser.add_argument(
            "--reason",
            default="Made with the command sac_return",
            help="what the file is for; kept in the ledger of exports",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        council, out = council_of(options["council"]), options["out"]
        try:
            # A file that cannot be written is not one that left: the ledger's line goes with it.
            with transaction.atomic():
                made = export_return(
                    by=None,
                    council=council,
                    year=options["year"],
                    file_format=FileFormat(options["form"]),
                    mode=Mode.PUBLICATION if options["published"] else Mode.INTERNAL,
                    reason=options["reason"],
                )
                write_file(out, made.content)
        except RuleViolationError as error:
            words = str(error)
            end = "" if words.endswith((".", "?")) else "."
            raise CommandError(f"{words}{end} Nothing was written.") from error
        except ValidationError as error:
            raise CommandError(f"{' '.join(error.messages)} Nothing was written.") from error
        self._say(made, out)

    def _say(self, made: ReturnFile, out: Path) -> None:
        cut, end = made.scope.cut, made.built.period.end
        if cut < end:
            self.stderr.write(
                f"The data reach to {in_full(cut)}, before {made.built.year} ends: these figures"
                " are not final."
            )
        self.stdout.write(f"Wrote {len(made.built.cells)} cells of {made.built.year} to {out}.")
