"""Fill an empty database with the invented councils. Never in production."""

import time
from argparse import ArgumentParser
from datetime import date
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from assurance.demo import load
from assurance.demo.audits import make_audits
from assurance.demo.people import PEOPLE, SHARED_PASSWORD
from assurance.demo.plan import make_plan
from assurance.demo.story import AS_OF, SEED, Story
from assurance.demo.world import CODE
from assurance.management.demo_audits import make_audits_under_way
from assurance.management.demo_evidence import make_demo_evidence
from assurance.management.demo_past_rounds import make_past_rounds
from assurance.management.demo_self_assessment import make_demo_self_assessment
from assurance.management.demo_visit import make_visit
from assurance.services.demo_packs import make_demo_packs
from assurance.services.frameworks import ensure_shipped
from audit.files import SHIPPED
from core.models import Organisation
from core.roles import Role
from safeguard.services.quality_counts import count_every_year

SAFE_SETTINGS = ("config.settings.dev", "config.settings.test")


class Command(BaseCommand):
    help = (
        "Fill the database with an invented council, its people and three years of casework. "
        "The same seed and date give the same rows; a second run changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seed", type=int, default=SEED)
        parser.add_argument(
            "--today",
            type=date.fromisoformat,
            default=AS_OF,
            metavar="DATE",
            help="the last day of the casework (default: %(default)s)",
        )
        parser.add_argument(
            "--scale", type=float, default=1.0, help="a share of the usual casework, such as 0.05"
        )

    def handle(self, *, seed: int, today: date, scale: float, **options: Any) -> None:
        if settings.SETTINGS_MODULE not in SAFE_SETTINGS:
            raise CommandError(
                f"Not with the settings {settings.SETTINGS_MODULE}: the demonstration's password "
                "is public, so it is made in development settings only."
            )
        if today > timezone.localdate():
            raise CommandError(f"{today} is in the future; give a day that has come.")
        if not 0 < scale <= 5:
            raise CommandError("The scale is a number above 0 and up to 5.")
        started = time.monotonic()
        try:
            made = load.make(Story(seed=seed, as_of=today, scale=scale))
        except load.OtherDataError as error:
            raise CommandError(f"Nothing was changed: {error}.") from error
        ensure_shipped()
        for path in sorted(SHIPPED.glob("*.yaml")):
            call_command("load_audit_tool", str(path), verbosity=0, stdout=StringIO())
        make_audits(Story(seed=seed, as_of=today, scale=scale))
        make_audits_under_way()
        make_past_rounds(Story(seed=seed, as_of=today, scale=scale))
        if made.was_there:
            self.stdout.write("The demonstration is there already; nothing was changed.")
        else:
            for council in Organisation.objects.filter(kind=Organisation.Kind.COUNCIL):
                count_every_year(by=None, council=council)
            first = Organisation.objects.get(code=CODE)
            make_demo_packs(council=first, as_of=today)
            make_demo_evidence(council=first, as_of=today)
            make_visit(Story(seed=seed, as_of=today, scale=scale))
            make_plan(Story(seed=seed, as_of=today, scale=scale))
            make_demo_self_assessment(council=first, as_of=today)
            self.stdout.write(
                f"Made {made.concerns:,} concerns and {made.enquiries:,} enquiries up to {today} "
                f"in {time.monotonic() - started:.0f} seconds. All of it is invented."
            )
        self.stdout.write(who_to_sign_in_as())


def who_to_sign_in_as() -> str:
    """Return the table of people, and the password they share."""
    lines = ["", f"Everybody's password is: {SHARED_PASSWORD}", ""]
    for person in PEOPLE:
        roles = "; ".join(f"{Role(role).label} ({code})" for code, role in person.roles)
        lines.append(f"  {person.email:<40} {roles}")
    return "\n".join([*lines, ""])
