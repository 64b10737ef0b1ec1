"""`manage.py count_dashboards`: count again what is no longer fresh, for instance each night."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from assurance.commands import council_of
from assurance.dashboards.counts import COUNTS
from assurance.models import CountedFigures
from assurance.scopes import open_scope
from assurance.services.counted import counted_now
from assurance.services.counting import count_again
from core.models import Organisation

LOOKED_AT = timedelta(days=7)


class Command(BaseCommand):
    help = "Count the dashboards again that were looked at in the last seven days, where need be."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--council", metavar="CODE", help="only this council")

    def handle(self, *args: Any, **options: Any) -> None:
        code = options["council"]
        councils = [council_of(code)] if code else _councils()
        for council in councils:
            held = CountedFigures.objects.filter(
                council=council, counted_at__gte=timezone.now() - LOOKED_AT
            )
            for page, asked in list(held.values_list("page", "asked")):
                count_again(by=None, council=council, page=page, asked=asked)
            scope = open_scope(by=None, council=council)
            for page, counting in COUNTS.items():
                counted_now(scope=scope, page=page, period=counting.usual(scope.cut))
            self.stdout.write(f"The dashboards of {council.code} are counted.")


def _councils() -> list[Organisation]:
    councils = Organisation.objects.filter(kind=Organisation.Kind.COUNCIL)
    return list(councils.order_by("code"))
