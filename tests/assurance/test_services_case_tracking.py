"""A case-tracking sample from its plan to the cases tracked, and what goes wrong on the way."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from assurance.choices_visit import CaseStage, LeftOutReason, SampleStatus, TrackingConsent
from assurance.models import TrackingCase
from assurance.rules.case_tracking import Quota
from assurance.services import tracking_cases, tracking_samples
from core.errors import RuleViolationError
from core.models import ActivityEvent, ExportEvent
from tests.factories import AdultFactory, ConcernFactory, TrackingSampleFactory

STARTS, ENDS = date(2025, 1, 1), date(2025, 12, 31)
SOME = b"reference,carer,dols\nF-1,yes,\nF-2,No,Yes\n"


def people(council, number, **columns):
    """So many adults with a concern in the period, over 85 unless told."""
    born = columns.pop("born_on", date(1938, 5, 5))
    for place in range(number):
        adult = AdultFactory(council=council, born_on=born, **columns)
        ConcernFactory(adult=adult, received_on=STARTS + timedelta(days=place))


def planned(by, council, **sizes):
    sample = tracking_samples.plan_sample(
        by=by, council=council, title="Visit", starts_on=STARTS, ends_on=ENDS, seed="s"
    )
    numbers = {"list_size": 8, "pick_size": 4, "track_size": 2, "reserve_size": 2, **sizes}
    quotas = numbers.pop("quotas", [Quota("age_band", "85-94", 3)])
    return tracking_samples.set_sizes_and_quotas(by=by, sample=sample, quotas=quotas, **numbers)


def listed(by, council, **sizes):
    sample = planned(by, council, **sizes)
    sample = tracking_samples.freeze_frame(by=by, sample=sample)
    tracking_samples.draw_sample(by=by, sample=sample)
    sample.refresh_from_db()
    return sample


def agreed(by, cases):
    for case in cases:
        tracking_cases.record_consent(
            by=by, case=case, consent=TrackingConsent.GIVEN, on=date(2026, 1, 5)
        )


def tracked(by, council):
    sample = listed(by, council)
    codes = [case.code for case in sample.cases.ever_listed().order_by("place")[:4]]
    picked = tracking_cases.pick_cases(by=by, sample=sample, codes=codes)
    agreed(by, picked[:3])
    tracking_cases.choose_tracked(by=by, sample=sample, codes=codes[:2])
    return sample, codes


def stages(sample):
    return dict(sample.cases.ever_listed().values_list("code", "stage"))


def refused(code, call, **given):
    with pytest.raises(RuleViolationError) as refusal:
        call(**given)
    assert refusal.value.code == code
    return refusal.value


def test_from_plan_to_tracking(qa_lead, council):
    people(council, 5)
    people(council, 10, born_on=date(1980, 5, 5))
    sample, codes = tracked(qa_lead, council)
    sample.refresh_from_db()
    assert sample.status == SampleStatus.TRACKED
    found = stages(sample)
    assert [found[code] for code in codes] == ["tracked", "tracked", "reserve", "reserve"]
    quota = sample.quotas.get()
    assert (quota.available, quota.listed >= 3) == (5, True)
    verbs = set(ActivityEvent.objects.values_list("verb", flat=True))
    assert {"tracking_list_drawn", "tracking_consent_recorded", "tracking_begun"} <= verbs


def test_the_frame_is_everybody_with_casework_in_the_period(qa_lead, council):
    people(council, 2)
    people(council, 1, died_on=date(2025, 11, 1))
    people(council, 1, born_on=date(2012, 1, 1))
    ConcernFactory(adult__council=council, received_on=date(2024, 12, 31))
    sample = planned(qa_lead, council)
    tracking_samples.add_from_file(by=qa_lead, sample=sample, filename="more.csv", content=SOME)
    sample = tracking_samples.freeze_frame(by=qa_lead, sample=sample)
    assert sample.frame_size == 5
    left_out = sample.cases.exclude(left_out_because="")
    assert [case.left_out_because for case in left_out] == [LeftOutReason.DIED]
    added = sample.cases.get(reference="F-2")
    assert added.facts == {"carer": ["no"], "dols": ["yes"]}
    assert added.adult is None


def test_the_same_frame_and_seed_give_the_same_list(qa_lead, council):
    people(council, 12)
    first = listed(qa_lead, council)
    second = tracking_samples.plan_sample(
        by=qa_lead, council=council, title="Again", starts_on=STARTS, ends_on=ENDS, seed="s"
    )
    second = tracking_samples.set_sizes_and_quotas(
        by=qa_lead,
        sample=second,
        list_size=8,
        pick_size=4,
        track_size=2,
        reserve_size=2,
        quotas=[Quota("age_band", "85-94", 3)],
    )
    second = tracking_samples.freeze_frame(by=qa_lead, sample=second)
    tracking_samples.draw_sample(by=qa_lead, sample=second)
    assert first.frame_sha256 == second.frame_sha256

    def order(sample):
        return list(sample.cases.ever_listed().order_by("place").values_list("reference", "code"))

    assert order(first) == order(second)


def test_a_case_left_out_is_not_drawn_and_changes_the_hash(qa_lead, council):
    people(council, 4)
    sample = tracking_samples.freeze_frame(by=qa_lead, sample=planned(qa_lead, council))
    before, reference = sample.frame_sha256, sample.cases.first().reference
    refused(
        "no_note",
        tracking_samples.leave_out,
        by=qa_lead,
        sample=sample,
        reference=reference,
        because=LeftOutReason.OTHER,
    )
    tracking_samples.leave_out(
        by=qa_lead, sample=sample, reference=reference, because=LeftOutReason.DISTRESS
    )
    tracking_samples.draw_sample(by=qa_lead, sample=sample)
    sample.refresh_from_db()
    assert sample.frame_sha256 != before
    assert sample.cases.get(reference=reference).stage == CaseStage.FRAME


def test_a_tracked_case_that_stands_down_is_followed_by_one_that_agreed(qa_lead, council):
    people(council, 12)
    sample, codes = tracked(qa_lead, council)
    case = sample.cases.get(code=codes[0])
    refused(
        "stand_down_first",
        tracking_cases.record_consent,
        by=qa_lead,
        case=case,
        consent=TrackingConsent.WITHDRAWN,
        on=date(2026, 1, 6),
    )
    instead = tracking_cases.stand_down(by=qa_lead, case=case, because=LeftOutReason.SAID_NO)
    assert (instead.code, instead.stage, instead.stands_in_for.code) == (
        codes[2],
        "tracked",
        codes[0],
    )
    # The last one in reserve never agreed, so nobody takes the next place.
    case = sample.cases.get(code=codes[1])
    assert tracking_cases.stand_down(by=qa_lead, case=case, because=LeftOutReason.DIED) is None


def test_a_listed_case_that_stands_down_is_followed_by_the_next_in_the_draw(qa_lead, council):
    people(council, 12)
    sample = listed(qa_lead, council)
    case = sample.cases.get(code="CT-03")
    instead = tracking_cases.stand_down(by=qa_lead, case=case, because=LeftOutReason.MOVED)
    assert (instead.code, instead.place) == ("CT-09", 9)
    refused(
        "not_now", tracking_cases.stand_down, by=qa_lead, case=case, because=LeftOutReason.MOVED
    )


@pytest.mark.parametrize("number", [3, 5])
def test_as_many_are_picked_as_the_sample_says(qa_lead, council, number):
    people(council, 12)
    sample = listed(qa_lead, council)
    codes = [f"CT-{place:02}" for place in range(1, number + 1)]
    error = refused("number", tracking_cases.pick_cases, by=qa_lead, sample=sample, codes=codes)
    assert error.field == "codes"


def test_a_code_off_the_list_is_named(qa_lead, council):
    people(council, 12)
    sample = listed(qa_lead, council)
    error = refused(
        "unknown", tracking_cases.pick_cases, by=qa_lead, sample=sample, codes=["CT-01", "CT-99"]
    )
    assert "CT-99" in str(error)


def test_nobody_is_tracked_who_did_not_agree(qa_lead, council):
    people(council, 12)
    sample = listed(qa_lead, council)
    codes = [f"CT-{place:02}" for place in range(1, 5)]
    tracking_cases.pick_cases(by=qa_lead, sample=sample, codes=codes)
    error = refused(
        "no_agreement", tracking_cases.choose_tracked, by=qa_lead, sample=sample, codes=codes[:1]
    )
    assert "CT-01" in str(error)


def test_only_a_rehearsal_is_picked_by_chance(qa_lead, council):
    people(council, 12)
    sample = listed(qa_lead, council)
    refused("not_a_rehearsal", tracking_cases.pick_by_seed, by=qa_lead, sample=sample)
    sample.is_rehearsal = True
    sample.save()
    assert len(tracking_cases.pick_by_seed(by=qa_lead, sample=sample)) == 4


@pytest.mark.parametrize(
    ("quotas", "code"),
    [
        ([Quota("age_band", "85-94", 9)], "too_much"),
        ([Quota("age_band", "very old", 1)], "unknown"),
        ([Quota("carer", "yes", 1), Quota("carer", "yes", 2)], "twice"),
    ],
)
def test_quotas_that_cannot_be(qa_lead, council, quotas, code):
    refused(code, planned, by=qa_lead, council=council, quotas=quotas)


def test_sizes_must_agree(qa_lead, council):
    with pytest.raises(ValidationError, match="must together be those picked"):
        planned(qa_lead, council, reserve_size=5)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"name,carer\nA,yes\n", "no column headed"),
        (b"reference,shoe_size\nA,9\n", "shoe_size"),
        (b"reference,carer\nA,perhaps\n", "line 2"),
        (b"reference,carer\nA,yes\nA,no\n", "twice"),
        (b"reference\n", "no case"),
        (b"MZ\x90\x00\x03", "not a text file"),
        ("reference,carer\nJosé,yes\n".encode("cp1252"), None),
    ],
)
def test_a_file_of_cases_is_read_whole_or_refused(qa_lead, council, content, says):
    sample = planned(qa_lead, council)
    given = {"by": qa_lead, "sample": sample, "filename": "more.csv", "content": content}
    if says is None:
        assert tracking_samples.add_from_file(**given).added[0]["reference"] == "José"
        return
    error = refused("file", tracking_samples.add_from_file, **given)
    assert says in str(error)
    sample.refresh_from_db()
    assert sample.added == []


def test_the_file_of_the_list_names_nobody(qa_lead, council):
    people(council, 12)
    sample = listed(qa_lead, council)
    name, content = tracking_cases.export_list(
        by=qa_lead, sample=sample, facts=["age_band"], reason="For the assessor"
    )
    text = content.decode()
    assert "CT-01" in text
    assert "85 to 94" in text
    assert not any(case.reference in text for case in sample.cases.all())
    event = ExportEvent.objects.get(filename=name)
    assert (event.rows, event.reason) == (8, "For the assessor")


def test_what_a_reader_found_is_kept(qa_lead, council):
    people(council, 12)
    case = listed(qa_lead, council).cases.get(code="CT-01")
    note = tracking_cases.note_pre_read
    refused("no_note", note, by=qa_lead, case=case, found={"voice": ("gap", " ")})
    note(by=qa_lead, case=case, found={"voice": ("gap", "No wishes"), "plan": ("in_order", "")})
    note(by=qa_lead, case=case, found={"plan": ("", "")})
    assert list(case.pre_read.values_list("point", "state", "note")) == [
        ("voice", "gap", "No wishes")
    ]


def test_it_is_for_those_who_prepare_a_visit(qa_lead, council, practitioner, stranger):
    people(council, 12)
    sample = listed(qa_lead, council)
    case = sample.cases.get(code="CT-01")
    for who in (practitioner, stranger):
        for call, given in (
            (tracking_samples.plan_sample, {"council": council, "title": "T"}),
            (tracking_samples.close_sample, {"sample": sample}),
            (tracking_cases.pick_cases, {"sample": sample, "codes": []}),
            (tracking_cases.stand_down, {"case": case, "because": "died"}),
            (tracking_cases.export_list, {"sample": sample, "facts": [], "reason": "x"}),
        ):
            more = (
                {"starts_on": STARTS, "ends_on": ENDS}
                if call is tracking_samples.plan_sample
                else {}
            )
            with pytest.raises(PermissionDenied):
                call(by=who, **given, **more)


def test_a_closed_sample_does_not_change(qa_lead, council):
    sample = TrackingSampleFactory(council=council)
    tracking_samples.close_sample(by=qa_lead, sample=sample, note="Not needed")
    refused("not_now", tracking_samples.freeze_frame, by=qa_lead, sample=sample)
    refused("not_now", tracking_samples.close_sample, by=qa_lead, sample=sample)


def test_a_day_to_come_is_no_answer(qa_lead, council):
    people(council, 12)
    case = listed(qa_lead, council).cases.get(code="CT-01")
    refused(
        "in_the_future",
        tracking_cases.record_consent,
        by=qa_lead,
        case=case,
        consent=TrackingConsent.GIVEN,
        on=timezone.localdate() + timedelta(days=1),
    )
    assert TrackingCase.objects.get(pk=case.pk).consent == TrackingConsent.NOT_ASKED
