"""Rate councils from their nine quality statement scores, as CQC does."""

import csv
import io
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assurance.csv_input import Row, read_rows
from assurance.frameworks_loader import DEFAULT_METHOD, shipped_scoring_methods
from assurance.rules.rating import ScoringMethod, overall_rating
from core.errors import InputError

COUNCIL = "council"


class Command(BaseCommand):
    help = "Print each council's overall percentage and rating from columns council, qs1 to qs9."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--in",
            dest="source",
            type=Path,
            required=True,
            metavar="FILE.csv",
            help="columns council and qs1 to qs9; others are ignored",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        # Both methods combine statement scores in the same way.
        method = shipped_scoring_methods()[DEFAULT_METHOD]
        statements = [f"qs{place}" for place in range(1, method.statements + 1)]
        output = io.StringIO()
        writer = csv.writer(output, lineterminator="\n")
        writer.writerow([COUNCIL, "overall_pct", "overall_rating"])
        try:
            for row in read_rows(options["source"], [COUNCIL, *statements]):
                writer.writerow(_rated(row, statements, method))
        except InputError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(output.getvalue(), ending="")


def _rated(row: Row, statements: list[str], method: ScoringMethod) -> tuple[str, int, str]:
    if not row.values[COUNCIL]:
        raise row.fault(COUNCIL, "the council's name is missing")
    overall = overall_rating([_score(row, column, method) for column in statements], method)
    return row.values[COUNCIL], overall.percent, overall.rating


def _score(row: Row, column: str, method: ScoringMethod) -> int:
    text = row.values[column]
    allowed = {str(score): score for score in range(method.lowest, method.highest + 1)}
    if text not in allowed:
        message = f"{text!r} is not a score from {method.lowest} to {method.highest}"
        raise row.fault(column, message if text else "the score is missing")
    return allowed[text]
