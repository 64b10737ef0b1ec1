"""Concluding an enquiry, and telling agencies how it ended."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from core.errors import RuleViolationError
from core.models import ActivityEvent
from safeguard.models import AgencyTold, ClosingCheck, Conclusion
from safeguard.rules.concluding import Judgement
from safeguard.services.cases import fingerprint
from safeguard.services.concluding import (
    NotReadyError,
    Told,
    add_agency_told,
    change_agency_told,
    conclude_enquiry,
)
from tests.factories import (
    ActionFactory,
    AgencyToldFactory,
    CausedRequestFactory,
    DesiredOutcomeFactory,
    EnquiryFactory,
    HoldFactory,
)
from tests.safeguard.closing_answers import CLOSING, ENDED, closing

TOLD = {"agency": " The police ", "told_on": ENDED, "how": "By email"}


@pytest.fixture
def enquiry(council):
    return EnquiryFactory(concern__adult__council=council, commenced_on=date(2025, 4, 2))


def conclude(by, enquiry, said=CLOSING, **options):
    return conclude_enquiry(by=by, enquiry=enquiry, closing=said, **{"version": None, **options})


def test_it_writes_the_columns_the_words_and_the_checklist(manager, enquiry):
    conclude(
        manager, enquiry, told=[Told("The police"), Told("A ward", date(2025, 4, 30), "Phone")]
    )
    enquiry.refresh_from_db()
    assert (enquiry.concluded_on, enquiry.version) == (ENDED, 2)
    assert (enquiry.risk_assessment_result, enquiry.risk_outcome) == ("RI_A", "REMOVE")
    assert (enquiry.lacked_capacity, enquiry.supported) == ("NO", None)
    assert (enquiry.outcomes_asked, enquiry.outcomes_achieved) == ("ASK_NONE", None)
    assert (enquiry.conclusion.reason, enquiry.conclusion.closed_by) == (CLOSING.reason, manager)
    assert enquiry.closing_checks.count() == len(CLOSING.checks)
    told = {row.agency: row.told_on for row in enquiry.agencies_told.all()}
    assert told == {"The police": ENDED, "A ward": date(2025, 4, 30)}
    event = ActivityEvent.objects.get()
    assert event.verb == "enquiry_concluded"
    assert event.changes["risk_outcome"] == [None, "REMOVE"]


def test_each_outcome_is_judged_and_dated(manager, enquiry):
    judged = DesiredOutcomeFactory(enquiry=enquiry)
    stands = DesiredOutcomeFactory(
        enquiry=enquiry, achieved="FULL", in_whose_view="her own", judged_on=date(2025, 4, 20)
    )
    nobody = DesiredOutcomeFactory(enquiry=enquiry)
    replaced = DesiredOutcomeFactory(enquiry=enquiry)
    DesiredOutcomeFactory(enquiry=enquiry, replaces=replaced, achieved="NOT", in_whose_view="hers")
    last = enquiry.desired_outcomes.get(replaces=replaced)
    said = closing(
        outcomes_asked="ASK_EXP",
        outcomes_achieved="PART",
        outcomes={
            judged.pk: Judgement("PART", " her own "),
            stands.pk: Judgement("FULL", "her own"),
            nobody.pk: Judgement(None, "", "She left the area"),
            last.pk: Judgement("NOT", "hers"),
        },
    )
    conclude(manager, enquiry, said)
    for row in (judged, stands, nobody, replaced):
        row.refresh_from_db()
    assert (judged.achieved, judged.in_whose_view, judged.judged_on) == ("PART", "her own", ENDED)
    assert stands.judged_on == date(2025, 4, 20)
    assert (nobody.achieved, nobody.not_judged_reason) == (None, "She left the area")
    assert replaced.judged_on is None


def test_it_needs_the_right_to_decide_in_that_council(practitioner, analyst, stranger, enquiry):
    for nobody in (practitioner, analyst, stranger):
        with pytest.raises(PermissionDenied):
            conclude(nobody, enquiry)
    assert not Conclusion.objects.exists()
    assert not ActivityEvent.objects.exists()


def test_it_keeps_nothing_if_the_log_fails(manager, enquiry, monkeypatch):
    monkeypatch.setattr("core.activity.record", lambda **event: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        conclude(manager, enquiry, told=[Told("The police")])
    enquiry.refresh_from_db()
    assert (enquiry.concluded_on, enquiry.version) == (None, 1)
    assert not (Conclusion.objects.exists())
    assert not (ClosingCheck.objects.exists())
    assert not AgencyTold.objects.exists()


def test_it_concludes_once(manager, enquiry):
    conclude(manager, enquiry)
    with pytest.raises(RuleViolationError) as refusal:
        conclude(manager, enquiry)
    assert refusal.value.code == "concluded"


def test_somebody_elses_save_is_not_run_over(manager, enquiry):
    with pytest.raises(RuleViolationError) as refusal:
        conclude(manager, enquiry, version=9)
    assert refusal.value.code == "changed_meanwhile"


def test_everything_against_it_is_said_and_nothing_is_stored(manager, enquiry):
    HoldFactory(enquiry=enquiry, until=None)
    ActionFactory(enquiry=enquiry, done_on=None)
    with pytest.raises(NotReadyError) as refusal:
        conclude(manager, enquiry, closing(risk_outcome=None))
    codes = [fault.code for fault in refusal.value.faults]
    assert codes == ["on_hold", "open_actions", "risk_outcome_missing"]
    assert refusal.value.code == "on_hold"
    enquiry.refresh_from_db()
    assert enquiry.concluded_on is None


def test_open_work_is_left_with_a_reason(manager, enquiry):
    ActionFactory(enquiry=enquiry, done_on=None)
    CausedRequestFactory(enquiry=enquiry, requested_on=date(2025, 4, 3), due_on=date(2025, 4, 30))
    with pytest.raises(NotReadyError) as refusal:
        conclude(manager, enquiry, closing(open_actions_reason="  "))
    assert refusal.value.code == "open_actions"
    conclude(manager, enquiry, closing(open_actions_reason="The care team does"))
    assert enquiry.conclusion.open_actions_reason == "The care team does"


def test_not_before_it_was_planned_or_a_report_came(manager, enquiry):
    enquiry.planned_on = date(2025, 5, 2)
    enquiry.save()
    with pytest.raises(NotReadyError) as refusal:
        conclude(manager, enquiry)
    assert (refusal.value.code, refusal.value.field) == ("out_of_order", "concluded_on")


@pytest.mark.parametrize("name", ["reason", "review_reason"])
def test_a_blank_is_no_reason(manager, enquiry, name):
    with pytest.raises(ValidationError):
        conclude(manager, enquiry, closing(**{name: "  "}))
    enquiry.refresh_from_db()
    assert enquiry.concluded_on is None


def test_an_agency_is_told_after_the_end_and_put_right(practitioner, enquiry):
    row = add_agency_told(by=practitioner, enquiry=enquiry, **TOLD)
    assert row.agency == "The police"
    change_agency_told(by=practitioner, row=row, **{**TOLD, "agency": "The ward"})
    row.refresh_from_db()
    assert row.agency == "The ward"
    verbs = ActivityEvent.objects.order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["agency_told_added", "agency_told_changed"]


def test_of_two_who_put_an_agency_right_the_second_is_told(practitioner, enquiry):
    row = AgencyToldFactory(enquiry=enquiry)
    row.refresh_from_db()
    seen = fingerprint(row)
    change_agency_told(by=practitioner, row=row, **{**TOLD, "agency": "Ward 1"}, version=seen)
    with pytest.raises(RuleViolationError) as refusal:
        change_agency_told(by=practitioner, row=row, **TOLD, version=seen)
    assert refusal.value.code == "changed_meanwhile"
    assert AgencyTold.objects.get().agency == "Ward 1"


def test_telling_an_agency_needs_the_right_to_record(analyst, stranger, enquiry):
    row = AgencyToldFactory(enquiry=enquiry)
    for nobody in (analyst, stranger):
        with pytest.raises(PermissionDenied):
            add_agency_told(by=nobody, enquiry=enquiry, **TOLD)
        with pytest.raises(PermissionDenied):
            change_agency_told(by=nobody, row=row, **TOLD)
    assert AgencyTold.objects.get() == row


@pytest.mark.parametrize(
    ("on", "code"), [(date(2025, 4, 1), "out_of_order"), (date(2090, 1, 1), "future")]
)
def test_agencies_are_told_while_it_can_be(practitioner, manager, enquiry, on, code):
    row = AgencyToldFactory(enquiry=enquiry, agency="A ward")
    with pytest.raises(RuleViolationError) as refusal:
        add_agency_told(by=practitioner, enquiry=enquiry, **{**TOLD, "told_on": on})
    assert (refusal.value.code, refusal.value.field) == (code, "told_on")
    with pytest.raises(RuleViolationError):
        change_agency_told(by=practitioner, row=row, **{**TOLD, "told_on": on})
    with pytest.raises(RuleViolationError) as refusal:
        conclude(manager, enquiry, told=[Told("The police", on)])
    assert refusal.value.field == "agencies_told_on"
    assert AgencyTold.objects.get().agency == "A ward"
    enquiry.refresh_from_db()
    assert enquiry.concluded_on is None


def test_telling_keeps_nothing_if_the_log_fails(practitioner, enquiry, monkeypatch):
    row = AgencyToldFactory(enquiry=enquiry, agency="A ward")
    monkeypatch.setattr("core.activity.record", lambda **event: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        add_agency_told(by=practitioner, enquiry=enquiry, **TOLD)
    with pytest.raises(ZeroDivisionError):
        change_agency_told(by=practitioner, row=row, **TOLD)
    assert AgencyTold.objects.get().agency == "A ward"
