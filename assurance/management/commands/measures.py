"""`manage.py measures`: every measure of one council over a period, as JSON."""

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assurance.catalogue import MEASURES, in_four_places
from assurance.commands import (
    add_only,
    council_of,
    day,
    only_given,
    period_of,
    write_json,
)
from assurance.scopes import open_scope
from safeguard.metrics.facts import Facts

NONE_SUCH = ", of the kind asked for"


class Command(BaseCommand):
    help = "Write every measure, with numerator and denominator, for one council and period."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--council", required=True, metavar="CODE")
        parser.add_argument("--from", required=True, type=day, dest="start", metavar="DATE")
        parser.add_argument("--to", required=True, type=day, dest="end", metavar="DATE")
        add_only(parser)
        parser.add_argument("--out", required=True, type=Path, metavar="FILE.json")

    def handle(self, *args: Any, **options: Any) -> None:
        council = council_of(options["council"])
        start: date = options["start"]
        period = period_of(start, options["end"])
        only = only_given(options["only"], council)
        scope = open_scope(by=None, council=council, only=only)
        facts = Facts(scope.rows(period))
        if not any(facts.of(name) for name in ("concerns", "commenced", "concluded")):
            raise CommandError(
                f"{council.code} has no concern received, and no enquiry commenced or concluded, "
                f"from {period.start} to {period.end}{NONE_SUCH if only.given else ''}."
            )
        found = {}
        for measure in MEASURES:
            figure = measure.figure(facts)
            found[measure.key] = {
                "title": measure.title,
                "value": in_four_places(figure.value),
                "numerator": figure.numerator,
                "denominator": figure.denominator,
                "not_known": figure.not_known,
                "still_open": figure.still_open,
                "unit": measure.unit.value,
                "context_only": measure.context_only,
                **({"note": figure.note} if figure.note else {}),
            }
        body = {
            "council": council.code,
            "from": period.start.isoformat(),
            "to": period.end.isoformat(),
            **({"only": dict(only.given)} if only.given else {}),
            "data_cut": scope.cut.isoformat(),
            "measures": found,
        }
        write_json(options["out"], body)
        self.stdout.write(f"{len(found)} measures of {council.code} written to {options['out']}.")
