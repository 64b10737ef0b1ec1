"""Targets, fresh starts and neighbours: who may, what is refused, what is recorded."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from assurance.catalogue import BY_KEY
from assurance.chart_settings import chart_settings_of
from assurance.models import ChartRebase, LocalTarget, StatisticalNeighbour
from assurance.scopes import open_scope
from assurance.services import chart_settings as services
from assurance.services.neighbours import Neighbour, read_neighbours, set_neighbours
from assurance.trends import trend_of
from core.errors import RuleViolationError
from core.models import ActivityEvent
from core.periods import Period
from core.roles import Role
from safeguard.models import RegisterSettings
from tests.factories import ChartRebaseFactory, ConcernFactory, LocalTargetFactory

RAISED, ASKED = BY_KEY["concerns_raised"], BY_KEY["asked_pct"]
WHY = "Agreed by the board"


@pytest.fixture
def qa_lead(person_with):
    return person_with(Role.QA_LEAD)


def set_target(by, council, measure="asked_pct", value=Decimal(85), on=date(2024, 4, 1), why=WHY):
    return services.set_target(
        by=by, council=council, measure=measure, value=value, effective_from=on, reason=why
    )


def test_a_target_holds_from_its_day_until_the_next(council, qa_lead):
    set_target(qa_lead, council)
    set_target(qa_lead, council, value=Decimal(90), on=date(2025, 4, 1))
    set_target(qa_lead, council, value=None, on=date(2026, 4, 1))
    held = chart_settings_of(council, ASKED)
    assert held.target_on(ASKED, date(2024, 3, 31)) is None
    assert held.target_on(ASKED, date(2025, 3, 31)).value == 85
    assert held.target_on(ASKED, date(2025, 4, 1)).value == 90
    assert held.target_on(ASKED, date(2026, 4, 1)) is None
    assert ActivityEvent.objects.filter(verb="local_target_set").count() == 3


@pytest.mark.parametrize(
    ("measure", "value", "code"),
    [
        ("conversion_rate_pct", Decimal(30), "no_target"),
        ("concerns_raised", Decimal(30), "no_target"),
        ("asked_pct", Decimal(101), "no_target"),
        ("nonsense", Decimal(1), "no_measure"),
    ],
)
def test_what_never_has_a_target_is_refused(council, qa_lead, measure, value, code):
    with pytest.raises(RuleViolationError) as refusal:
        set_target(qa_lead, council, measure, value)
    assert refusal.value.code == code
    assert not LocalTarget.objects.exists()


def test_a_context_measure_is_never_judged_by_a_target_that_slipped_in(council):
    LocalTargetFactory(council=council, measure="conversion_rate_pct")
    measure = BY_KEY["conversion_rate_pct"]
    assert chart_settings_of(council, measure).options(measure, [], date(2030, 1, 1)).target is None


def test_a_target_needs_a_reason_and_its_own_day(council, qa_lead):
    with pytest.raises(ValidationError):
        set_target(qa_lead, council, why="  ")
    set_target(qa_lead, council)
    with pytest.raises(ValidationError, match="from this day already"):
        set_target(qa_lead, council)


def test_a_target_entered_in_error_is_removed_and_remembered(council, qa_lead):
    target = set_target(qa_lead, council)
    services.remove_target(by=qa_lead, target=target)
    assert not LocalTarget.objects.exists()
    gone = ActivityEvent.objects.get(verb="local_target_removed")
    assert gone.changes["reason"] == [WHY, None]
    with pytest.raises(LocalTarget.DoesNotExist):
        services.remove_target(by=qa_lead, target=target)


@pytest.fixture
def three_years(council):
    """Thirty months of concerns up to the end of June 2025, more of them from January 2024 on."""
    RegisterSettings.objects.create(council=council, data_cut_on=date(2025, 6, 30))
    first = ConcernFactory(adult__council=council, received_on=date(2023, 1, 10))
    for month in range(30):
        on = date(2023 + month // 12, month % 12 + 1, 15)
        for _ in range(5 + month % 2 + 4 * (month >= 12)):
            ConcernFactory(adult=first.adult, received_on=on)
    return council


def rebase(by, council, on=date(2024, 1, 1), measure="concerns_raised", reason="New front door"):
    return services.rebase_chart(by=by, council=council, measure=measure, on=on, reason=reason)


def test_limits_start_afresh_and_the_old_ones_stay(three_years, qa_lead):
    made = rebase(qa_lead, three_years, on=date(2024, 3, 1))
    assert (made.made_by, made.reason) == (qa_lead, "New front door")
    scope = open_scope(by=qa_lead, council=three_years)
    trend = trend_of(RAISED, scope, Period.financial_year(2025))
    first, second = trend.chart.limits
    assert (first.last, second.first) == (13, 14)
    assert None not in (first.upper, second.upper)
    assert first.mean < second.mean
    assert [note.text for note in trend.chart.annotations] == ["Limits start afresh"]
    assert trend.chart.annotations[0].at == "Mar 2024"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"on": date(2024, 1, 2)}, "not_a_month"),
        ({"on": date(2023, 11, 1)}, "too_few_points"),
        ({"on": date(2024, 8, 1)}, "too_few_points"),
        ({"on": date(2035, 1, 1)}, "too_few_points"),
        ({"measure": "s42_open_at_cut"}, "no_chart"),
        ({"measure": "nonsense"}, "no_measure"),
    ],
)
def test_a_fresh_start_that_says_too_little_is_refused(three_years, qa_lead, given, code):
    with pytest.raises(RuleViolationError) as refusal:
        rebase(qa_lead, three_years, **given)
    assert refusal.value.code == code
    assert not ChartRebase.objects.exists()


def test_within_twelve_points_of_the_last_it_is_refused(three_years, qa_lead):
    rebase(qa_lead, three_years)
    with pytest.raises(RuleViolationError, match="6 months since the limits last started afresh"):
        rebase(qa_lead, three_years, on=date(2024, 7, 1))


def test_a_removed_fresh_start_stays_on_record_and_moves_no_limit(three_years, qa_lead):
    made = rebase(qa_lead, three_years)
    with pytest.raises(RuleViolationError):
        services.remove_rebase(by=qa_lead, rebase=made, reason=" ")
    gone = services.remove_rebase(by=qa_lead, rebase=made, reason="The change was undone")
    assert (gone.removed_by, gone.removal_reason) == (qa_lead, "The change was undone")
    assert not chart_settings_of(three_years, RAISED).rebases
    with pytest.raises(RuleViolationError, match="removed already"):
        services.remove_rebase(by=qa_lead, rebase=made, reason="Again")
    rebase(qa_lead, three_years)
    assert ChartRebase.objects.count() == 2


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.SAB_CHAIR, Role.PRACTITIONER])
def test_who_does_not_keep_measures_changes_nothing(council, person_with, role):
    by = person_with(role)
    target, made = LocalTargetFactory(council=council), ChartRebaseFactory(council=council)
    for call in (
        lambda: set_target(by, council),
        lambda: rebase(by, council),
        lambda: services.remove_target(by=by, target=target),
        lambda: services.remove_rebase(by=by, rebase=made, reason="No"),
        lambda: set_neighbours(by=by, council=council, neighbours=[]),
    ):
        with pytest.raises(PermissionDenied):
            call()


def test_neighbours_are_replaced_as_a_list(council, qa_lead):
    found = read_neighbours("101, Ambermoor\n\n  102 ,Castle, Wen \n")
    assert found == [Neighbour("101", "Ambermoor"), Neighbour("102", "Castle, Wen")]
    set_neighbours(by=qa_lead, council=council, neighbours=found)
    set_neighbours(by=qa_lead, council=council, neighbours=found[1:])
    assert list(StatisticalNeighbour.objects.values_list("code", flat=True)) == ["102"]
    last = ActivityEvent.objects.filter(verb="neighbours_set").last()
    assert last.changes["neighbours"] == ["Ambermoor, Castle, Wen", "Castle, Wen"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("101 Ambermoor", "Line 1: write a code, a comma and a name"),
        ("101,A\n,B", "Line 2: write a code"),
        ("1234567890123,A", "Line 1: the code or the name is too long"),
        ("101,A\n101,B", "101 is there twice"),
        ("TEST,Us", "Leave out the council itself"),
        ("\n".join(f"{n},Council {n}" for n in range(41)), "Name 40 councils at most"),
    ],
)
def test_a_bad_list_is_refused(council, qa_lead, text, message):
    with pytest.raises(RuleViolationError, match=message):
        set_neighbours(by=qa_lead, council=council, neighbours=read_neighbours(text))
    assert not StatisticalNeighbour.objects.exists()
