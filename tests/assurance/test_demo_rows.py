"""What the demonstration holds: one is made, and each test reads it."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from django.core.management import CommandError
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from assurance.demo import load
from assurance.demo.people import PEOPLE, SHARED_PASSWORD
from assurance.demo.story import AS_OF
from core import access
from core.models import ActivityEvent, Membership, User
from core.permissions import Permission
from core.roles import Role
from safeguard.models import (
    Concern,
    Enquiry,
    ExperienceResponse,
    QuestionSet,
    RegisterSettings,
)
from tests.assurance.test_demo_seed import CASEWORK, dump, rows_of, seed
from tests.kept import kept

pytestmark = pytest.mark.django_db
# Days by which something is to be done lie ahead.
AHEAD = {"due_on", "first_due_on", "next_due_on"}


@pytest.fixture(scope="module", autouse=True)
def printed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Make it, and give what the command said."""
    with kept(django_db_blocker):
        yield seed()


def casework_days() -> Iterator[tuple[str, date]]:
    for model in CASEWORK:
        for row in rows_of(model):
            for field in model._meta.concrete_fields:
                if field.name in AHEAD:
                    continue
                value = getattr(row, field.name)
                if isinstance(value, datetime):
                    value = timezone.localdate(value)
                if isinstance(value, date):
                    yield f"{model.__name__}.{field.name}", value


def test_nothing_happens_after_the_as_of_date() -> None:
    assert [(where, day) for where, day in casework_days() if day > AS_OF] == []


def test_every_row_passes_its_models_own_checks() -> None:
    for model in CASEWORK:
        keys = {field.name for field in model._meta.concrete_fields if field.is_relation}
        for row in rows_of(model):
            unset = {f.name for f in model._meta.concrete_fields if getattr(row, f.attname) is None}
            row.clean_fields(exclude=keys | unset)
            row.validate_constraints(exclude=keys)


def test_the_day_received_is_the_day_in_london() -> None:
    for concern in Concern.objects.all():
        assert concern.received_on == timezone.localdate(concern.received_at)


def test_the_assessors_role_ends() -> None:
    assert Membership.objects.get(role=Role.ASSESSOR).until == AS_OF + timedelta(days=365)


def test_the_councils_are_apart() -> None:
    eldermarsh = User.objects.get(email="eldermarsh@demo.example.org")
    seen = Concern.objects.visible_to(eldermarsh)
    assert {concern.council.code for concern in seen.select_related("council")} == {"DEMO2"}
    assert 40 <= seen.count() <= 80
    analyst = User.objects.get(email="analyst@demo.example.org")
    held = access.councils_where(analyst, Permission.CASE_VIEW)
    assert {council.code for council in held} == {"DEMO1", "DEMO2"}


def test_figures_are_judged_as_of_the_as_of_date() -> None:
    settings = RegisterSettings.objects.get(council__code="DEMO1")
    assert settings.data_cut_on == AS_OF
    assert "invented" in settings.counting_rule


def test_experience_is_asked_of_a_share_by_questions_of_its_own() -> None:
    (questions,) = QuestionSet.objects.all()
    assert questions.council.code == "DEMO1"
    assert "not a national wording" in questions.source
    asked = ExperienceResponse.objects.values_list("respondent", flat=True)
    concluded = Enquiry.objects.filter(concluded_on__isnull=False, council__code="DEMO1").count()
    assert set(asked) == {"adult", "representative"}
    assert 0.1 * concluded < len(asked) < concluded


def test_a_second_run_changes_nothing() -> None:
    before = dump()
    assert "nothing was changed" in seed()
    assert dump() == before
    assert ActivityEvent.objects.filter(verb=load.VERB).count() == 1


def test_another_demonstration_is_not_mixed_in() -> None:
    with pytest.raises(CommandError, match="another demonstration"):
        seed(seed=7)


def test_every_role_has_somebody_to_sign_in_as(client, printed: str) -> None:
    assert {role for person in PEOPLE for _, role in person.roles} == set(Role)
    for person in PEOPLE:
        assert person.email in printed
        assert client.login(email=person.email, password=SHARED_PASSWORD)
    assert SHARED_PASSWORD in printed
