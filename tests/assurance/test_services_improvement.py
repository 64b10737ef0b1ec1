"""The improvement plan: closed on verified effect only; what an outside assessment found."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from assurance.choices_improvement import Effect, ItemSource
from assurance.models import ImprovementItem
from assurance.services import assessments
from assurance.services import improvement as services
from core.errors import RuleViolationError
from core.models import ActivityEvent, ExportEvent
from core.roles import Role
from sab.choices_recommendation import Progress
from tests import factories as f
from tests.assurance.test_difference import DUE, KEY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
TODAY = date(2026, 3, 2)
ABOUT = {
    "source": ItemSource.OTHER,
    "source_note": "A team meeting",
    "audit_theme": None,
    "statement": None,
    "text": "Ask every adult what they want",
    "difference": "",
    "owner": None,
    "owner_name": "The principal social worker",
    "due_on": date(2026, 6, 30),
    "changed_on": None,
    "measure": "",
    "baseline": "",
    "aim": "",
}


@pytest.fixture
def today():
    with time_machine.travel(TODAY):
        yield


def add(by, council, **changes):
    parts = {name: changes.pop(name) for name in ("finding", "voice") if name in changes}
    return services.add_item(by=by, council=council, about={**ABOUT, **changes}, **parts)


def refused(call):
    with pytest.raises(RuleViolationError) as refusal:
        call()
    return refusal.value.code


def test_an_item_from_its_making_to_its_closing_and_again(council, qa_lead, director, manager):
    item = add(qa_lead, council, owner=manager)
    assert (item.reference, item.first_due_on) == ("IMP-2026-00001", date(2026, 6, 30))
    step = services.add_step(
        by=manager, item=item, text="Change the form", owner_name="A manager", due_on=TODAY
    )

    def close(by=director):
        return services.close_item(by=by, item=item, reason="It holds")

    assert refused(close) == "open_steps"
    services.update_step(by=manager, step=step, progress=Progress.COMPLETE, words="Done")
    assert refused(close) == "no_effect"
    services.record_effect(by=manager, item=item, effect=Effect.SHOWN, evidence="30 cases read")
    assert refused(close) == "not_verified"
    services.verify_effect(by=qa_lead, item=item, note="I read ten of them")
    close()
    assert refused(close) == "closed"
    reopened = services.reopen_item(
        by=qa_lead, item=item, reason="An audit contradicts it", due_on=date(2026, 9, 30)
    )
    assert (reopened.effect, reopened.verified_on, reopened.closed_on) == ("none", None, None)
    kinds = [note.kind for note in item.notes.all()]
    assert kinds == ["reopened", "closed", "effect", "effect", "progress"]
    assert "It holds" in item.notes.first().words
    verbs = ActivityEvent.objects.filter(target_id=str(item.pk)).values_list("verb", flat=True)
    assert {"improvement_added", "improvement_closed", "improvement_reopened"} <= set(verbs)


def test_neither_the_owner_nor_who_recorded_the_effect_verifies_it(council, qa_lead, director):
    item = add(qa_lead, council, owner=director)
    services.record_effect(by=qa_lead, item=item, effect=Effect.SHOWN, evidence="Figures")
    for by, code in ((director, "owner"), (qa_lead, "recorder")):
        assert refused(lambda by=by: services.verify_effect(by=by, item=item, note="x")) == code
    third = f.MembershipFactory(organisation=council, role=Role.QA_LEAD).person
    services.verify_effect(by=third, item=item, note="Read it")
    assert refused(lambda: services.close_item(by=director, item=item, reason="x")) == "owner"
    # Whoever verified it does not become its owner, which would undo what it rests on.
    about = {**ABOUT, "owner": third}
    assert refused(lambda: services.change_item(by=qa_lead, item=item, about=about)) == "verified"


def test_evidence_that_changes_is_verified_anew(council, qa_lead, director):
    item = f.ImprovementItemFactory(council=council, verified=True)
    services.record_effect(by=qa_lead, item=item, effect=Effect.EARLY, evidence="Less sure")
    held = ImprovementItem.objects.get()
    assert (held.verified_by, held.verified_on, held.verified_note) == (None, None, "")
    with pytest.raises(ValidationError, match="what shows the effect"):
        services.record_effect(by=qa_lead, item=item, effect=Effect.SHOWN, evidence=" ")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"measure": "conversion_rate_pct"}, "never_an_aim"),
        ({"measure": "concerns_raised"}, "never_an_aim"),
        ({"measure": "nonsense"}, "no_measure"),
        ({"source": ItemSource.FINDING}, "no_finding"),
    ],
)
def test_what_an_item_cannot_be(council, qa_lead, changes, code):
    assert refused(lambda: add(qa_lead, council, **changes)) == code
    assert not ImprovementItem.objects.exists()


def test_an_owner_can_read_the_plan(council, qa_lead, practitioner):
    assert refused(lambda: add(qa_lead, council, owner=practitioner)) == "may_not"
    with pytest.raises(ValidationError, match="who owns it"):
        add(qa_lead, council, owner_name="")
    with pytest.raises(ValidationError, match="comes from"):
        add(qa_lead, council, source_note="")


def test_a_due_date_moves_with_a_reason_and_the_first_is_kept(council, qa_lead):
    item = add(qa_lead, council)
    about = {**ABOUT, "due_on": date(2026, 12, 31)}
    assert refused(lambda: services.change_item(by=qa_lead, item=item, about=about)) == "no_reason"
    services.change_item(by=qa_lead, item=item, about=about, why="A vacancy")
    held = ImprovementItem.objects.get()
    assert (held.first_due_on, held.due_on) == (date(2026, 6, 30), date(2026, 12, 31))
    assert held.notes.get().words == "From 30/06/2026 to 31/12/2026. A vacancy"


def test_an_owner_writes_on_their_own_item_and_on_no_other(council, qa_lead, manager, analyst):
    item = add(qa_lead, council, owner=manager)
    services.write_note(by=manager, item=item, words="The form is changed")
    for by, what in ((analyst, item), (manager, add(qa_lead, council))):
        with pytest.raises(PermissionDenied):
            services.write_note(by=by, item=what, words="x")
    for call in (services.close_item, services.reopen_item):
        with pytest.raises(PermissionDenied):
            call(
                by=manager,
                item=item,
                reason="x",
                **({"due_on": TODAY} if call != services.close_item else {}),
            )


def test_a_blocked_action_says_why_and_nothing_is_added_once_closed(council, qa_lead):
    step = f.ImprovementStepFactory(item__council=council)
    blocked = dict(by=qa_lead, step=step, progress=Progress.BLOCKED, words=" ")
    assert refused(lambda: services.update_step(**blocked)) == "no_note"
    closed = f.ImprovementItemFactory(council=council, closed=True)
    note = lambda: services.write_note(by=qa_lead, item=closed, words="x")  # noqa: E731
    assert refused(note) == "closed"


def test_a_finding_is_answered_and_becomes_an_item(council, qa_lead, director):
    about = dict.fromkeys(assessments.FIELDS, "")
    about |= {"kind": "peer_challenge", "title": "Peer challenge", "by_whom": "Peers"}
    about |= {"starts_on": TODAY, "ends_on": None, "reported_on": None}
    about |= {"report": f.EvidenceItemFactory()}
    add_it = lambda: assessments.add_assessment(by=director, council=council, about=about)  # noqa: E731
    assert refused(add_it) == "other_council"
    about |= {"report": f.EvidenceItemFactory(council=council)}
    held = assessments.add_assessment(by=director, council=council, about=about)
    first = assessments.add_finding(by=qa_lead, assessment=held, kind="strength", text="Kind")
    second = assessments.add_finding(
        by=qa_lead, assessment=held, kind="recommendation", text="Ask adults"
    )
    assert (first.number, second.number) == (1, 2)
    with pytest.raises(ValidationError, match="not wholly accepted"):
        assessments.answer_finding(
            by=qa_lead, finding=second, answer="in_part", answer_text="", on=TODAY
        )
    assessments.answer_finding(
        by=qa_lead, finding=second, answer="accepted", answer_text="", on=TODAY
    )
    item = add(qa_lead, council, source=ItemSource.FINDING, source_note="", finding=second)
    assert list(second.items.all()) == [item]
    elsewhere = f.AssessmentFindingFactory()
    assert refused(lambda: add(qa_lead, council, finding=elsewhere)) == "other_council"


def test_assessments_are_kept_by_who_keeps_the_plan(council, manager, stranger, sab_manager):
    held = f.OutsideAssessmentFactory(council=council)
    for by in (manager, stranger, sab_manager):
        with pytest.raises(PermissionDenied):
            assessments.add_finding(by=by, assessment=held, kind="strength", text="x")


def test_the_plan_is_taken_out_as_it_is_narrowed_and_stands_in_the_ledger(
    council, signed_in, manager
):
    late = f.ImprovementItemFactory(council=council, due_on=date(2026, 1, 31), owner=manager)
    f.ImprovementItemFactory(council=council, due_on=date(2026, 6, 30), text="=later")
    voice = f.VoiceFactory(council=council, agreed=True, words="Zanzibar")
    late.replies.create(voice=voice)
    address = reverse("assurance:improvement-file") + "?state=late"
    client = signed_in(Role.QA_LEAD)
    assert "This field is required" not in client.get(address).content.decode()
    assert client.post(address, {"reason": " "}).status_code == 200
    made = client.post(address, {"reason": "For the board"}).content.decode("utf-8-sig")
    assert late.reference in made
    assert "30" in made
    assert "=later" not in made
    assert "Zanzibar" not in made
    event = ExportEvent.objects.get()
    assert (event.kind, event.rows, event.parameters) == (
        "improvement_plan",
        1,
        {"state": "late"},
    )


def test_what_is_overdue_and_whose(council, signed_in, manager):
    f.ImprovementItemFactory(council=council, due_on=date(2026, 1, 31), owner=manager)
    f.ImprovementItemFactory(council=council, due_on=TODAY, owner=manager)
    f.ImprovementItemFactory(council=council, closed=True, due_on=date(2025, 1, 1))
    page = signed_in(Role.DIRECTOR).get(reverse("assurance:improvement-list"))
    assert [(row.owner, row.overdue, row.open) for row in page.context["owners"]] == [
        (manager.full_name, 1, 2)
    ]
    assert [item.days_late for item in page.context["rows"]] == [30, 0, 0]


def test_a_linked_measure_says_what_it_shows_within_the_price_of_a_page(
    council, signed_in, django_assert_max_num_queries
):
    for month in range(1, 13):
        f.ConcernFactory(adult__council=council, received_on=date(2025, month, 3))
    item = f.ImprovementItemFactory(council=council, measure=KEY, due_on=DUE)
    item.replies.create(voice=f.VoiceFactory(council=council))
    for _ in range(3):
        f.ImprovementStepFactory(item=item)
        f.ImprovementNoteFactory(item=item)
    client = signed_in(Role.DIRECTOR)
    address = reverse("assurance:improvement-detail", args=[item.pk])
    with django_assert_max_num_queries(12):
        page = client.get(address)
    assert page.context["since"].words
    assert "There is no consent to show these words" in page.content.decode()
    board = signed_in(Role.SAB_MANAGER).get(address)
    assert board.context["replies"] == []


def test_lists_cost_no_more_when_they_hold_more(council, signed_in, django_assert_max_num_queries):
    client = signed_in(Role.QA_LEAD)
    for _ in range(3):
        owner = f.MembershipFactory(organisation=council, role=Role.ANALYST).person
        finding = f.AssessmentFindingFactory(assessment__council=council, answered=True)
        item = f.ImprovementItemFactory(council=council, owner=owner, finding=finding)
        f.ImprovementStepFactory(item=item)
    with django_assert_max_num_queries(12):
        client.get(reverse("assurance:improvement-list"))
    with django_assert_max_num_queries(12):
        client.get(reverse("assurance:assessment-list"))
    with django_assert_max_num_queries(12):
        client.get(reverse("assurance:assessment-detail", args=[finding.assessment_id]))
