"""The demonstration: the same from the same seed, true to its rules, and never in production."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import models, transaction
from django.db.models import F, Max
from django.utils import timezone

from assurance.demo.contacts import STAND_OUT
from assurance.demo.people import PEOPLE
from assurance.demo.story import AS_OF, Story
from assurance.models import BoardPack, SharedRelease
from assurance.services.demo_packs import make_demo_packs
from core.models import ClosureDay, Membership, Organisation, Team, User
from safeguard.metrics import provider_counts
from safeguard.models import (
    Action,
    Adult,
    AdultIdentity,
    Advocacy,
    Allocation,
    CapacityAssessment,
    CausedChase,
    CausedRequest,
    ClockRule,
    Concern,
    ConcernCondition,
    ConcernReport,
    ConcernRiskType,
    DecisionRecord,
    DecisionRoute,
    DesiredOutcome,
    Enquiry,
    ExperienceAnswer,
    ExperienceOption,
    ExperienceQuestion,
    ExperienceResponse,
    LookAgain,
    Notification,
    PlanReview,
    PolicyChange,
    PrioritySetting,
    Provider,
    ProviderNotification,
    QuestionSet,
    RegisterSettings,
    Risk,
)

pytestmark = pytest.mark.django_db
SMALL = 0.03
CASEWORK = [
    Action,
    Adult,
    AdultIdentity,
    Advocacy,
    Allocation,
    CapacityAssessment,
    CausedChase,
    CausedRequest,
    Concern,
    ConcernCondition,
    ConcernReport,
    ConcernRiskType,
    DecisionRecord,
    DecisionRoute,
    DesiredOutcome,
    Enquiry,
    ExperienceAnswer,
    ExperienceOption,
    ExperienceQuestion,
    ExperienceResponse,
    LookAgain,
    Notification,
    PlanReview,
    PrioritySetting,
    Provider,
    ProviderNotification,
    QuestionSet,
    Risk,
]
EVERYTHING = [
    *CASEWORK,
    ClockRule,
    ClosureDay,
    Membership,
    Organisation,
    PolicyChange,
    RegisterSettings,
    Team,
    User,
]
# A salted hash differs each time, and keys follow from what the database gave out before.
DIFFERS = {"password", "id"}


def seed(**options: object) -> str:
    out = StringIO()
    call_command("seed_demo", stdout=out, **{"scale": SMALL, **options})
    return out.getvalue()


def values(row: models.Model) -> tuple[str, ...]:
    return tuple(
        str(getattr(row, field.name))
        for field in row._meta.concrete_fields
        if field.name not in DIFFERS
    )


def rows_of(model: type[models.Model]) -> list[models.Model]:
    keys = [field.name for field in model._meta.concrete_fields if field.is_relation]
    found = model._default_manager.select_related(*keys)
    if model is Organisation or model is User or model is Team:
        found = found.filter(**_made_by_demo(model))
    return list(found)


def _made_by_demo(model: type[models.Model]) -> dict[str, str]:
    if model is User:
        return {"email__endswith": "@demo.example.org"}
    return {"organisation__code__startswith" if model is Team else "code__startswith": "DEMO"}


def dump() -> dict[str, list[tuple[str, ...]]]:
    return {model.__name__: sorted(values(row) for row in rows_of(model)) for model in EVERYTHING}


def dump_of(**options: object) -> dict[str, list[tuple[str, ...]]]:
    """Seed, dump and take it all back."""
    with transaction.atomic():
        seed(**options)
        found = dump()
        transaction.set_rollback(True)
    return found


def test_the_same_seed_gives_the_same_rows_and_another_others() -> None:
    first = dump_of()
    assert len(first["Concern"]) > 300
    assert first == dump_of()
    assert first["Concern"] != dump_of(seed=7)["Concern"]


def test_other_data_under_its_code_is_left_alone() -> None:
    Organisation.objects.create(kind="council", code="DEMO1", name="Somebody's own")
    with pytest.raises(CommandError, match="holds other data"):
        seed()
    assert not Concern.objects.exists()


def test_a_person_with_its_address_is_left_alone() -> None:
    User.objects.create(email=PEOPLE[0].email.upper(), full_name="Somebody else")
    with pytest.raises(CommandError, match="demonstration address"):
        seed()
    assert not Organisation.objects.filter(code="DEMO1").exists()


@pytest.mark.parametrize("module", ["config.settings.prod", "somewhere.settings"])
def test_refused_outside_development_settings(settings, module: str) -> None:
    settings.SETTINGS_MODULE = module
    with pytest.raises(CommandError, match="development settings only"):
        seed()


def test_a_day_to_come_is_refused() -> None:
    with pytest.raises(CommandError, match="in the future"):
        seed(today=timezone.localdate() + timedelta(days=1))


@pytest.mark.parametrize("scale", [0, -1, 6])
def test_a_scale_out_of_range_is_refused(scale: float) -> None:
    with pytest.raises(CommandError, match="scale"):
        seed(scale=scale)


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2025, 3, 31), date(2025, 4, 1)])
def test_any_day_can_be_the_last(day: date) -> None:
    seed(today=day)
    assert max(Concern.objects.values_list("received_on", flat=True)) <= day


@pytest.fixture(scope="module")
def story() -> Story:
    return Story(seed=1, as_of=AS_OF)


@pytest.mark.slow
def test_the_story_it_tells() -> None:
    """More concerns and no more enquiries; one team behind; more people asked."""
    seed(scale=0.4)
    concerns = Concern.objects.filter(council__code="DEMO1")
    enquiries = Enquiry.objects.filter(council__code="DEMO1")

    def conversion(start: date, end: date) -> float:
        span = (start, end)
        return (
            enquiries.filter(commenced_on__range=span).count()
            / concerns.filter(received_on__range=span).count()
        )

    before = conversion(date(2023, 10, 1), date(2024, 9, 30))
    after = conversion(date(2025, 10, 1), date(2026, 9, 30))
    assert after < before - 0.02

    undecided = concerns.undecided()
    late = undecided.filter(team__name="South").count()
    assert late > 0.6 * undecided.count()
    in_march = undecided.filter(team__name="South", received_on__lt=date(2026, 4, 1)).count()
    assert late > in_march

    def asked(start: date, end: date) -> float:
        done = enquiries.filter(concluded_on__range=(start, end))
        return done.filter(outcomes_asked__startswith="ASK").count() / done.count()

    earlier = asked(date(2024, 4, 1), date(2025, 3, 31))
    assert asked(date(2025, 11, 1), date(2026, 10, 31)) > earlier + 0.1
    identified = enquiries.filter(risk_assessment_result__startswith="RI")
    lowered = identified.filter(risk_outcome__in=["REDUCE", "REMOVE"]).count()
    assert 0.85 < lowered / identified.count() < 0.95
    check_the_work_that_waits(undecided, enquiries.open())


def check_the_work_that_waits(undecided: models.QuerySet, unfinished: models.QuerySet) -> None:
    """Nearly all is led, most is looked at, some of it late; two providers stand out."""
    led = unfinished.exclude(lead=None).count()
    assert 0.85 < led / unfinished.count() < 1
    week = timedelta(days=7)
    slow = Allocation.objects.filter(allocated_on__gt=F("enquiry__commenced_on") + week)
    assert slow.filter(enquiry__team__name="South").count() > slow.count() / 2

    due = undecided.filter(looks__isnull=False).annotate(due=Max("looks__next_due_on"))
    overdue = due.filter(due__lt=AS_OF).count()
    assert due.count() > undecided.count() / 2
    assert 0 < overdue < due.count() * 0.6
    assert Action.objects.filter(done_on=None, due_on__lt=AS_OF).exists()
    assert CausedRequest.objects.filter(enquiry__in=unfinished).count() > 5

    council = Organisation.objects.get(code="DEMO1")
    in_services = Concern.objects.filter(council=council, location__in=["CHN", "CHR", "COMMSERV"])
    named = in_services.exclude(provider=None).count() / in_services.count()
    assert 0.75 < named < 0.85
    found = provider_counts.suggestions(council, provider_counts.windows_of(council))
    names = set(Provider.objects.filter(pk__in=found).values_list("name", flat=True))
    assert names >= set(STAND_OUT)


def test_more_is_expected_after_the_recording_changed(story: Story) -> None:
    changed = story.recording_changed_on
    assert story.recording_has_changed(changed)
    assert not story.recording_has_changed(changed - timedelta(days=1))
    assert story.asking(story.form_changed_on) == 0
    assert story.asking(story.form_changed_on + timedelta(days=90)) == 1
    assert story.falls_behind_on == date(2026, 2, 1)


def test_offices_close_between_christmas_and_new_year(story: Story) -> None:
    assert date(2025, 12, 29) in story.closures
    assert not story.calendar.is_working(date(2025, 12, 29))
    assert date(2025, 12, 26) not in story.closures


def test_the_demonstration_has_packs_one_with_a_figure_restated_since(db):
    call_command("seed_demo", "--scale", "0.05", stdout=StringIO())
    packs = list(BoardPack.objects.order_by("start"))
    assert len(packs) == 4
    assert [bool(pack.restated) for pack in packs] == [False, True, False, True]
    assert SharedRelease.objects.get().title == "Board pack, 2026-27 Q1"
    assert make_demo_packs(council=packs[0].council, as_of=AS_OF) == []
