"""Work at hand in a loaded world: what an extract of ended cases leaves out, and pages live from.

Four thousand concerns wait in their stages, three thousand enquiries are open, and a third of those
were asked of others, as in a very large council with a backlog.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.db import models
from django.db.models import Max

from core.models import Organisation, User
from safeguard.choices import DecisionResult
from safeguard.choices_work import CapacityView, ClockEvent, ClockUnit, DecisionState
from safeguard.models import (
    Adult,
    AdultIdentity,
    CausedRequest,
    ClockRule,
    Concern,
    DecisionRecord,
    Enquiry,
    LookAgain,
    RegisterSettings,
)

WAITING, UNGRADED, PROPOSED, NOT_STARTED = 4000, 400, 300, 200
OPEN, UNALLOCATED, ASKED, LED = 3000, 200, 1000, 60
AT_ONCE = 500


def add_work(council: Organisation, person: User) -> None:
    """Reopen some of the newest cases of a loaded world, and give `person` some of the work."""
    chance = random.Random(5)  # noqa: S311 - invented data, not a secret
    newest = Concern.objects.filter(council=council).aggregate(on=Max("received_on"))["on"]
    RegisterSettings.objects.update_or_create(council=council, defaults={"data_cut_on": newest})
    recent = Concern.objects.filter(
        council=council, received_on__gt=newest - timedelta(days=60), enquiries=None
    )
    keys = list(recent.order_by("pk").values_list("pk", flat=True))
    chance.shuffle(keys)
    waiting, decided = keys[:WAITING], keys[WAITING : WAITING + NOT_STARTED]
    _change(Concern, waiting, decision=None, decided_on=None, met_a=None, met_b=None, met_c=None)
    _change(Concern, waiting[:UNGRADED], priority=None)
    _change(Concern, decided, decision=DecisionResult.SECTION_42, met_c=True)
    _propose(waiting[UNGRADED : UNGRADED + PROPOSED], person, newest)
    _look(waiting[UNGRADED::2], person, newest, chance)
    _open(council, person, newest, chance)
    _name_adults(council)
    ClockRule.objects.create(
        council=council,
        name="Decision",
        start_event=ClockEvent.RECEIVED,
        end_event=ClockEvent.DECIDED,
        amount=5,
        unit=ClockUnit.WORKING_DAYS,
        effective_from=date(2015, 4, 1),
    )


def _parts(keys: Sequence[int], size: int = AT_ONCE) -> Iterator[Sequence[int]]:
    return (keys[first : first + size] for first in range(0, len(keys), size))


def _change(model: type[models.Model], keys: Sequence[int], **columns: object) -> None:
    for some in _parts(keys):
        model._default_manager.filter(pk__in=some).update(**columns)


def _propose(keys: Sequence[int], person: User, day: date) -> None:
    words = {f"reason_{part}": "Invented" for part in "abc"}
    answers = {"met_a": True, "met_b": True, "met_c": False}
    DecisionRecord.objects.bulk_create(
        DecisionRecord(
            concern_id=key,
            state=DecisionState.PROPOSED,
            result=DecisionResult.NOT_AN_ENQUIRY,
            reason="Invented",
            decided_on=day,
            proposed_by=person,
            **words,
            **answers,
        )
        for key in keys
    )


def _look(keys: Sequence[int], person: User, newest: date, chance: random.Random) -> None:
    rows = []
    for key in keys:
        on = newest - timedelta(days=chance.randrange(10))
        due = on + timedelta(days=7)
        words = "Staying with their sister."
        rows.append(
            LookAgain(
                concern_id=key,
                looked_on=on,
                next_due_on=due,
                safe_meanwhile=words,
                looked_by=person,
            )
        )
    LookAgain.objects.bulk_create(rows, batch_size=AT_ONCE)


def _open(council: Organisation, person: User, newest: date, chance: random.Random) -> None:
    """Undo the conclusions of recent enquiries; lead some, leave some to nobody, ask some."""
    recent = Enquiry.objects.filter(
        council=council, commenced_on__gt=newest - timedelta(days=300), commenced_on__lte=newest
    )
    keys = list(recent.order_by("pk").values_list("pk", flat=True))
    chance.shuffle(keys)
    keys = keys[:OPEN]
    other = User.objects.create_user("colleague@example.org", None, full_name="Colleague")
    _change(
        Enquiry,
        keys,
        lead=other,
        concluded_on=None,
        risk_assessment_result=None,
        risk_outcome=None,
        outcomes_asked=None,
        outcomes_achieved=None,
    )
    _change(Enquiry, keys[:UNALLOCATED], lead=None)
    _change(Enquiry, keys[UNALLOCATED : UNALLOCATED + LED], lead=person)
    started = dict(
        Enquiry.objects.filter(council=council, concluded_on=None).values_list("pk", "commenced_on")
    )
    CausedRequest.objects.bulk_create(
        (
            CausedRequest(
                enquiry_id=key,
                to_whom="Invented provider",
                scope="Invented",
                adult_views="Invented",
                capacity_view=CapacityView.values[0],
                requested_on=started[key],
                due_on=started[key] + timedelta(days=28),
                requested_by=person,
            )
            for key in keys[-ASKED:]
        ),
        batch_size=AT_ONCE,
    )


def _name_adults(council: Organisation) -> None:
    """Give each adult a name: pages join names, and the desk compares them."""
    adults = Adult.objects.filter(council=council, identity=None).order_by("pk")
    for some in _parts(list(adults.values_list("pk", flat=True)), 10 * AT_ONCE):
        AdultIdentity.objects.bulk_create(
            (
                AdultIdentity(
                    adult_id=key,
                    council=council,
                    given_name=f"Given{key % 997}",
                    family_name=f"Family{key % 9973}",
                    given_key=f"given{key % 997}",
                    family_key=f"family{key % 9973}",
                )
                for key in some
            ),
            batch_size=AT_ONCE,
        )
