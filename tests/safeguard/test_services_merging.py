"""Two records of one adult: joined, counted once, loaded again, and taken apart."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from core.errors import RuleViolationError
from core.models import ActivityEvent
from core.periods import Period
from core.workdays import WorkingCalendar
from safeguard.choices import ImportState
from safeguard.metrics import return_counts
from safeguard.metrics.scope import CaseScope
from safeguard.models import Adult, AdultMerge, Concern, ImportChange
from safeguard.services.import_undo import undo_import
from safeguard.services.merging import merge_adults, undo_merge
from tests.factories import (
    AdultFactory,
    ConcernDraftFactory,
    ConcernFactory,
    NotificationFactory,
    ProviderNotificationFactory,
)
from tests.safeguard.extract_files import extract, load, more, write_csvs

WHY = "One NHS number, and her sister says so"
RECEIVED = date(2024, 6, 3)


@pytest.fixture
def kept(council):
    return AdultFactory(council=council, reference="KEPT")


@pytest.fixture
def other(council):
    return AdultFactory(council=council, reference="OTHER")


def refusal(service, **data) -> RuleViolationError:
    with pytest.raises(RuleViolationError) as caught:
        service(**data)
    return caught.value


def stands(adult: Adult) -> str | None:
    adult.refresh_from_db()
    return adult.merged_into.reference if adult.merged_into else None


def test_what_belonged_to_one_goes_to_the_other_and_back(manager, council, kept, other):
    theirs = ConcernFactory(adult=other)
    own = ConcernFactory(adult=kept)
    rows = [
        NotificationFactory(council=council, adult=other),
        ProviderNotificationFactory(council=council, adult=other),
        ConcernDraftFactory(council=council, started_by=manager, adult=other),
    ]
    merge = merge_adults(by=manager, kept=kept, merged=other, reason=f" {WHY} ")
    assert (merge.reason, merge.merged_by, merge.undone_at) == (WHY, manager, None)
    assert stands(other) == "KEPT"
    assert (other.version, Adult.objects.get(pk=kept.pk).version) == (2, 2)
    assert set(kept.concerns.all()) == {theirs, own}
    for row in rows:
        row.refresh_from_db()
        assert row.adult == kept
    assert merge.moved["concerns"] == [theirs.pk]
    verbs = ActivityEvent.objects.values_list("verb", "target_id")
    assert set(verbs) == {("adults_merged", str(merge.pk)), ("adult_merged", str(other.pk))}

    since = ConcernFactory(adult=kept)
    undone = undo_merge(by=manager, merge=merge, reason=" Twins ")
    assert (undone.undone_reason, undone.undone_by) == ("Twins", manager)
    assert stands(other) is None
    assert set(kept.concerns.all()) == {own, since}
    assert set(other.concerns.all()) == {theirs}
    for row in rows:
        row.refresh_from_db()
        assert row.adult == other
    assert ActivityEvent.objects.filter(verb="adult_merge_undone").count() == 2
    # Both histories are kept, and the two may be merged again.
    merge_adults(by=manager, kept=other, merged=kept, reason=WHY)
    assert AdultMerge.objects.count() == 2


def test_a_record_that_took_one_over_is_merged_itself(manager, council, kept, other):
    third = AdultFactory(council=council, reference="THIRD")
    first = ConcernFactory(adult=other)
    inner = merge_adults(by=manager, kept=kept, merged=other, reason=WHY)
    outer = merge_adults(by=manager, kept=third, merged=kept, reason=WHY)
    assert (stands(other), stands(kept)) == ("THIRD", "THIRD")
    first.refresh_from_db()
    assert first.adult == third

    undo_merge(by=manager, merge=outer, reason="No")
    assert (stands(other), stands(kept)) == ("KEPT", None)
    first.refresh_from_db()
    assert first.adult == kept
    undo_merge(by=manager, merge=inner, reason="No")
    first.refresh_from_db()
    assert (stands(other), first.adult) == (None, other)


def test_the_inner_of_two_merges_is_undone_first(manager, council, kept, other):
    third = AdultFactory(council=council, reference="THIRD")
    first = ConcernFactory(adult=other)
    inner = merge_adults(by=manager, kept=kept, merged=other, reason=WHY)
    outer = merge_adults(by=manager, kept=third, merged=kept, reason=WHY)
    undo_merge(by=manager, merge=inner, reason="No")
    first.refresh_from_db()
    assert (stands(other), first.adult, stands(kept)) == (None, other, "THIRD")
    undo_merge(by=manager, merge=outer, reason="No")
    first.refresh_from_db()
    assert (stands(other), first.adult, stands(kept)) == (None, other, None)


@pytest.mark.parametrize("merged_on", [False, True])
def test_what_another_merge_brought_since_stays_with_it(manager, council, kept, other, merged_on):
    third = AdultFactory(council=council, reference="THIRD")
    first, own = ConcernFactory(adult=other), ConcernFactory(adult=kept)
    inner = merge_adults(by=manager, kept=kept, merged=other, reason=WHY)
    outer = merge_adults(by=manager, kept=third, merged=kept, reason=WHY)
    undo_merge(by=manager, merge=inner, reason="No")
    again = merge_adults(by=manager, kept=third, merged=other, reason=WHY)
    last = third
    if merged_on:
        last = AdultFactory(council=council, reference="LAST")
        merge_adults(by=manager, kept=last, merged=third, reason=WHY)

    undo_merge(by=manager, merge=outer, reason="No")
    assert (stands(other), stands(kept)) == (last.reference, None)
    assert (list(last.concerns.all()), list(kept.concerns.all())) == ([first], [own])
    undo_merge(by=manager, merge=again, reason="No")
    assert (stands(other), list(other.concerns.all())) == (None, [first])


def test_what_went_elsewhere_before_both_met_stays_there(manager, council, kept, other):
    third = AdultFactory(council=council, reference="THIRD")
    inmost = AdultFactory(council=council, reference="INMOST")
    concern = ConcernFactory(adult=inmost)
    inner = merge_adults(by=manager, kept=other, merged=inmost, reason=WHY)
    outer = merge_adults(by=manager, kept=kept, merged=other, reason=WHY)
    undo_merge(by=manager, merge=inner, reason="No")
    merge_adults(by=manager, kept=third, merged=inmost, reason=WHY)
    merge_adults(by=manager, kept=third, merged=kept, reason=WHY)
    undo_merge(by=manager, merge=outer, reason="No")
    concern.refresh_from_db()
    assert (stands(inmost), stands(other), concern.adult) == ("THIRD", None, third)


def test_who_cannot_be_merged(manager, council, other_council, kept, other, person_with):
    def merged(into, what):
        return refusal(merge_adults, by=manager, kept=into, merged=what, reason=WHY)

    assert merged(kept, kept).code == "same_record"
    away = AdultFactory(council=council, merged_into=other)
    assert merged(kept, away).code == "merged"
    assert merged(away, kept).code == "merged"
    ConcernFactory(adult=other, received_on=date(1949, 1, 1), reference="C-OLD")
    error = merged(kept, other)
    assert error.code == "born_after_concern"
    assert "C-OLD" in str(error)
    with pytest.raises(ValidationError):
        merge_adults(by=manager, kept=other, merged=kept, reason=" ")
    assert not AdultMerge.objects.exists()
    assert not ActivityEvent.objects.exists()


def test_two_councils_keep_their_own_records(manager, other_council, kept, person_with):
    elsewhere = AdultFactory(council=other_council)
    with pytest.raises(PermissionDenied):
        merge_adults(by=manager, kept=kept, merged=elsewhere, reason=WHY)
    from core.roles import Role
    from tests.factories import MembershipFactory

    MembershipFactory(person=manager, organisation=other_council, role=Role.SAFEGUARDING_MANAGER)
    error = refusal(merge_adults, by=manager, kept=kept, merged=elsewhere, reason=WHY)
    assert error.code == "other_council"


def test_a_merge_is_undone_once_and_for_a_reason(manager, kept, other):
    merge = merge_adults(by=manager, kept=kept, merged=other, reason=WHY)
    with pytest.raises(ValidationError):
        undo_merge(by=manager, merge=merge, reason=" ")
    assert stands(other) == "KEPT"
    undo_merge(by=manager, merge=merge, reason="Twins")
    assert refusal(undo_merge, by=manager, merge=merge, reason="Twins").code == "undone"


def test_each_needs_the_permission_in_that_council(
    practitioner, stranger, analyst, manager, kept, other
):
    for person in (practitioner, stranger, analyst):
        with pytest.raises(PermissionDenied):
            merge_adults(by=person, kept=kept, merged=other, reason=WHY)
    merge = merge_adults(by=manager, kept=kept, merged=other, reason=WHY)
    for person in (practitioner, stranger, analyst):
        with pytest.raises(PermissionDenied):
            undo_merge(by=person, merge=merge, reason="No")
    assert stands(other) == "KEPT"


def test_each_keeps_nothing_if_the_log_fails(manager, kept, other, monkeypatch):
    concern = ConcernFactory(adult=other)
    with monkeypatch.context() as broken:
        broken.setattr("core.activity.record", lambda **event: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            merge_adults(by=manager, kept=kept, merged=other, reason=WHY)
    concern.refresh_from_db()
    assert (stands(other), concern.adult) == (None, other)
    assert not AdultMerge.objects.exists()
    merge = merge_adults(by=manager, kept=kept, merged=other, reason=WHY)
    monkeypatch.setattr("core.activity.record", lambda **event: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        undo_merge(by=manager, merge=merge, reason="No")
    concern.refresh_from_db()
    assert (stands(other), concern.adult) == ("KEPT", kept)


def test_the_person_counts_once_in_the_return(manager, council, kept, other):
    for adult in (kept, other):
        ConcernFactory(adult=adult, received_on=RECEIVED)
    rows = CaseScope(council, WorkingCalendar(horizon=2030), date(2025, 10, 1)).rows(
        Period.financial_year(2024)
    )
    assert return_counts.people(rows)["gender"] == {("", "F", "CONCERN"): 2}
    merge = merge_adults(by=manager, kept=kept, merged=other, reason=WHY)
    assert return_counts.people(rows)["gender"] == {("", "F", "CONCERN"): 1}
    reasons = return_counts.people_by(rows, "primary_support_reason")
    assert reasons == {("", "PHYS", "CONCERN"): 1}
    assert return_counts.cases(rows)["", "CONCERN", "COUNT"] == 2
    undo_merge(by=manager, merge=merge, reason="Twins")
    assert return_counts.people(rows)["gender"] == {("", "F", "CONCERN"): 2}


def two_people(**second):
    """An extract in which P1 and P2 are one person, with a concern each."""
    made = more(extract(), "people", person_ref="P2", **second)
    return more(made, "concerns", concern_ref="C2", person_ref="P2", decision="", decided_on="",
                s42_1a="", s42_1b="", s42_1c="", decision_reason="")  # fmt: skip


def adults_of(*references):
    return [Adult.objects.get(reference=reference) for reference in references]


def test_the_same_extract_again_changes_nothing(manager, council, tmp_path):
    source = write_csvs(tmp_path / "first", two_people())
    load(council, source)
    first, second = adults_of("P1", "P2")
    merge = merge_adults(by=manager, kept=first, merged=second, reason=WHY)
    run = load(council, source)
    assert run.state == ImportState.UNCHANGED
    assert not ImportChange.objects.exists()
    assert Concern.objects.get(reference="C2").adult == first
    assert stands(second) == "P1"

    # A row that did change is changed, and still stands with the record that was kept.
    later = two_people()
    later["concerns"][1]["priority"] = "red"
    run = load(council, write_csvs(tmp_path / "later", later))
    assert run.state == ImportState.LOADED
    concern = Concern.objects.get(reference="C2")
    assert (concern.priority, concern.adult) == ("red", first)
    assert ImportChange.objects.get().after == {"priority": "red"}

    # What is new about the merged record goes to the kept one.
    more(later, "concerns", concern_ref="C3", person_ref="P2")
    load(council, write_csvs(tmp_path / "more", later))
    assert Concern.objects.get(reference="C3").adult == first

    undo_merge(by=manager, merge=merge, reason="Twins")
    assert Concern.objects.get(reference="C2").adult == second


def test_an_extract_that_gives_a_case_to_another_person_is_followed(manager, council, tmp_path):
    made = more(two_people(), "people", person_ref="P3")
    load(council, write_csvs(tmp_path / "first", made))
    first, second, third = adults_of("P1", "P2", "P3")
    merge_adults(by=manager, kept=first, merged=second, reason=WHY)
    made["concerns"][1]["person_ref"] = "P3"
    load(council, write_csvs(tmp_path / "away", made))
    assert Concern.objects.get(reference="C2").adult == third
    made["concerns"][1]["person_ref"] = "P2"
    run = load(council, write_csvs(tmp_path / "back", made))
    assert Concern.objects.get(reference="C2").adult == first
    undo_import(by=None, run=run)
    assert Concern.objects.get(reference="C2").adult == third


def test_an_import_that_a_merge_rests_on_is_not_undone(manager, council, tmp_path):
    run = load(council, write_csvs(tmp_path / "first", two_people()))
    first, second = adults_of("P1", "P2")
    merge_adults(by=manager, kept=first, merged=second, reason=WHY)
    assert refusal(undo_import, by=None, run=run).code in ("later_change", "later_record")
