"""Load one year of the national Safeguarding Adults publication from its CSV file."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from assurance.services.published import load_published
from core.csv_table import opener
from core.errors import InputError, RuleViolationError

SOURCE = "Safeguarding Adults Collection, national publication"


class Command(BaseCommand):
    help = "Load the published figures of other councils from the publication's CSV (long form)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.csv")
        parser.add_argument("--year", required=True, help="reporting year, as 2024-25")
        parser.add_argument("--source", default=SOURCE, help="what to print beside the figures")
        parser.add_argument("--url", default="", help="address of the publication")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            loaded = load_published(
                by=None,
                council=None,
                open_bytes=opener(path),
                filename=path.name,
                year=options["year"],
                source=options["source"],
                source_url=options["url"],
            )
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}") from error
        except (InputError, RuleViolationError) as error:
            raise CommandError(str(error)) from error
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        said = f"{loaded.release.year}: {loaded.councils} councils, {loaded.release.rows} cells"
        if loaded.was_there:
            self.stdout.write(f"{said}. This file was loaded already; nothing has changed.")
            return
        before = " in place of the file held before" if loaded.replaced else ""
        passed = f" {loaded.totals} lines of regions and England passed over." * bool(loaded.totals)
        self.stdout.write(f"{said} loaded{before}.{passed}")
