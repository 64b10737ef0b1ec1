"""The information return and the factual accuracy check: days, evidence, answers, files."""

import io
import zipfile
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from assurance.choices_visit import PointDecision, ReturnItemStatus
from assurance.models import EntryKind, EvidenceRevision
from assurance.rules.information_return import ItemState, completeness, due_day
from assurance.services import evidence, factual_accuracy, information_returns
from assurance.services.accuracy_files import export_response
from assurance.services.evidence_contents import Keeping, Words
from assurance.services.evidence_standing import approve, withdraw
from assurance.services.reports import Format
from assurance.services.return_files import export_return
from core.errors import RuleViolationError
from core.models import BankHoliday, ExportEvent
from core.roles import Role
from tests.factories import (
    AccuracyCheckFactory,
    AccuracyPointFactory,
    EvidenceItemFactory,
    FrameworkEntryFactory,
    MembershipFactory,
    OfficialWordingFactory,
    OrganisationFactory,
)

NOTICE = date(2026, 6, 1)
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def refused(code, call, **given):
    with pytest.raises(RuleViolationError) as refusal:
        call(**given)
    assert refusal.value.code == code
    return refusal.value


@pytest.fixture
def asked(cqc_framework):
    """Two things the framework asks for, whatever else it asks for."""
    for days in (7, 21):
        FrameworkEntryFactory(
            framework=cqc_framework,
            kind=EntryKind.INFORMATION_ITEM,
            statement=None,
            order=days,
            due_days=days,
        )
    return cqc_framework


@pytest.fixture
def opened(qa_lead, council, asked):
    return information_returns.open_return(
        by=qa_lead, council=council, title="Assessment", notice_on=NOTICE
    )


@pytest.fixture
def director(council):
    return MembershipFactory(organisation=council, role=Role.DIRECTOR).person


def save(by, item, **changed):
    item.refresh_from_db()
    given = {
        "text": item.text,
        "number": item.number,
        "due_on": item.due_on,
        "look_back_months": item.look_back_months,
        "owner": item.owner,
        "status": item.status,
        "answer": item.answer,
        "version": item.version,
        **changed,
    }
    return information_returns.change_item(by=by, item=item, **given)


@pytest.mark.parametrize(
    ("days", "due"), [(7, date(2026, 6, 8)), (21, date(2026, 6, 22)), (None, date(2026, 6, 22))]
)
def test_an_item_is_due_so_many_days_after_the_notice(days, due):
    assert due_day(NOTICE, days) == due


def test_a_return_is_complete_once_every_item_has_something_that_counts():
    def state(status, **more):
        return ItemState(
            status, NOTICE, **{"has_owner": True, "has_answer": True, "documents": 0, **more}
        )

    def judged(*states):
        return completeness(states, today=NOTICE + timedelta(days=1))

    assert judged(state("ready"), state("not_held")).is_complete
    assert not judged().is_complete
    assert not judged(state("ready"), state("gathering")).is_complete
    assert not judged(state("ready", has_answer=False)).is_complete
    assert not judged(state("ready", documents=1, stopped_counting=1)).is_complete
    assert judged(state("gathering"), state("ready")).overdue == 1


def test_items_come_from_the_framework_with_the_council_s_own_wording(qa_lead, council, asked):
    entries = asked.entries.filter(kind="information_item").order_by("order")
    first = entries.first()
    OfficialWordingFactory(council=council, entry=first, text="In their words")
    made = information_returns.open_return(
        by=qa_lead, council=council, title="Assessment", notice_on=NOTICE
    )
    items = list(made.items.all())
    assert len(items) == entries.count() > 0
    assert items[0].text == "In their words"
    assert all(item.due_on == due_day(NOTICE, item.entry.due_days) for item in items)


def test_no_return_without_a_framework(qa_lead, council, cqc_framework):
    error = refused(
        "no_framework",
        information_returns.open_return,
        by=qa_lead,
        council=council,
        title="Long ago",
        notice_on=date(2010, 1, 1),
    )
    assert error.field == "notice_on"


def test_an_item_is_ready_with_an_answer_or_evidence(qa_lead, opened):
    item = opened.items.first()
    refused("nothing_there", save, by=qa_lead, item=item, status=ReturnItemStatus.READY)
    with pytest.raises(ValidationError, match="Say why nothing is held"):
        save(qa_lead, item, status=ReturnItemStatus.NOT_HELD)
    item = save(qa_lead, item, status=ReturnItemStatus.READY, answer="See our website")
    assert item.version == 2


def test_of_two_people_who_save_an_item_the_second_is_told(qa_lead, opened):
    item = opened.items.first()
    save(qa_lead, item, answer="Mine")
    refused("changed_meanwhile", save, by=qa_lead, item=item, answer="Theirs", version=1)


def test_only_evidence_that_counts_is_chosen(qa_lead, council, opened):
    item = opened.items.first()
    choose = information_returns.choose_evidence
    draft = EvidenceItemFactory(council=council)
    refused("not_approved", choose, by=qa_lead, item=item, evidence=draft)
    foreign = EvidenceItemFactory(council=OrganisationFactory(), approved=True)
    refused("elsewhere", choose, by=qa_lead, item=item, evidence=foreign)
    document = choose(
        by=qa_lead, item=item, evidence=EvidenceItemFactory(council=council, approved=True)
    )
    item.refresh_from_db()
    assert item.status == ReturnItemStatus.GATHERING
    save(qa_lead, item, status=ReturnItemStatus.READY)
    document.item.refresh_from_db()
    information_returns.drop_evidence(by=qa_lead, document=document)
    item.refresh_from_db()
    assert item.status == ReturnItemStatus.GATHERING


def test_days_of_items_move_with_the_notice(qa_lead, opened):
    before = list(opened.items.values_list("due_on", flat=True))
    information_returns.change_days(
        by=qa_lead, information_return=opened, notice_on=NOTICE + timedelta(days=3), visit_on=None
    )
    after = list(opened.items.values_list("due_on", flat=True))
    assert after == [day + timedelta(days=3) for day in before]


def test_a_sent_return_does_not_change(qa_lead, opened):
    information_returns.mark_return_sent(
        by=qa_lead, information_return=opened, sent_on=timezone.localdate()
    )
    refused("sent", save, by=qa_lead, item=opened.items.first(), answer="Too late")


def test_the_file_holds_an_index_and_what_counts(
    qa_lead, director, council, opened, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    words = Words(title="Pathway", effective_from=NOTICE)
    kept = evidence.add_file(
        by=qa_lead,
        council=council,
        file=SimpleUploadedFile("../path way?.pdf", PDF),
        words=words,
        keeping=Keeping(),
    )
    approve(by=director, item=kept, after=1)
    kept.refresh_from_db()
    gone = EvidenceItemFactory(council=council, approved=True, title="Old plan")
    item = opened.items.first()
    for each in (kept, gone):
        information_returns.choose_evidence(by=qa_lead, item=item, evidence=each, pointer="p. 2")
    withdraw(by=director, item=gone, reason="Out of date")
    made = export_return(by=qa_lead, information_return=opened, reason="To the assessor")
    again = export_return(by=qa_lead, information_return=opened, reason="To the assessor")
    assert made.content == again.content
    with zipfile.ZipFile(io.BytesIO(made.content)) as packed:
        files = [name for name in packed.namelist() if not name.startswith("index")]
        index = packed.read("index.csv").decode("utf-8-sig")
        assert [packed.read(name) for name in files] == [PDF]
    assert files[0].startswith("item-01/01-")
    assert not any(part in files[0] for part in ("..", "?"))
    assert "Cannot be shown now: not packed" in index
    assert EvidenceRevision.objects.get(item=kept).sha256 in index
    assert ExportEvent.objects.filter(kind="information_return").count() == 2


def test_a_file_lost_from_the_disk_is_named(qa_lead, director, council, opened, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    kept = evidence.add_file(
        by=qa_lead,
        council=council,
        file=SimpleUploadedFile("plan.pdf", PDF),
        words=Words(title="The plan", effective_from=NOTICE),
        keeping=Keeping(),
    )
    kept = approve(by=director, item=kept, after=1)
    information_returns.choose_evidence(by=qa_lead, item=opened.items.first(), evidence=kept)
    for path in tmp_path.rglob("*"):
        if path.is_file():
            path.unlink()
    error = refused(
        "file_gone", export_return, by=qa_lead, information_return=opened, reason="To send"
    )
    assert "The plan" in str(error)


def test_the_response_is_due_ten_working_days_after_the_draft(qa_lead, council):
    BankHoliday.objects.filter(on__year=2026).delete()
    BankHoliday.objects.create(on=date(2026, 6, 3), title="A holiday", source="A proclamation")
    check = factual_accuracy.open_check(
        by=qa_lead, council=council, title="Draft", received_on=date(2026, 6, 1)
    )
    assert check.due_on == date(2026, 6, 16)
    moved = factual_accuracy.move_due_day(
        by=qa_lead, check=check, due_on=date(2026, 6, 20), reason="The letter says so"
    )
    assert (moved.due_on, moved.due_reason) == (date(2026, 6, 20), "The letter says so")


def test_a_response_is_sent_once_every_point_is_decided(qa_lead, council):
    check = AccuracyCheckFactory(council=council)
    point = AccuracyPointFactory(check_of=check, number=1)
    today = timezone.localdate()
    error = refused("undecided", factual_accuracy.mark_sent, by=qa_lead, check=check, sent_on=today)
    assert "point 1" in str(error)
    with pytest.raises(ValidationError, match="Say why the point is left out"):
        factual_accuracy.decide_point(
            by=qa_lead, point=point, version=1, decision=PointDecision.HOLD
        )
    point.refresh_from_db()
    point = factual_accuracy.decide_point(
        by=qa_lead, point=point, version=1, decision=PointDecision.SEND
    )
    refused(
        "not_sent",
        factual_accuracy.record_outcome,
        by=qa_lead,
        point=point,
        version=2,
        outcome="accepted",
        note="",
        answered_on=today,
    )
    factual_accuracy.mark_sent(by=qa_lead, check=check, sent_on=today)
    refused(
        "sent",
        factual_accuracy.change_point,
        by=qa_lead,
        point=point,
        version=2,
        place="Page 4",
    )
    answered = factual_accuracy.record_outcome(
        by=qa_lead, point=point, version=2, outcome="partly", note="Noted", answered_on=today
    )
    assert answered.outcome == "partly"


def test_the_response_holds_what_is_sent_and_nothing_of_the_rest(qa_lead, council):
    check = AccuracyCheckFactory(council=council)
    AccuracyPointFactory(
        check_of=check, decision="send", evidence_against="A weakness", place="Page 9"
    )
    AccuracyPointFactory(
        check_of=check, decision="hold", decision_reason="Weak", draft_says="A held point"
    )
    made = export_response(by=qa_lead, check=check, fmt=Format.HTML, reason="To send")
    text = made.content.decode()
    assert "Page 9" in text
    assert "An advocate was appointed." in text
    assert not any(words in text for words in ("A weakness", "A held point", "Weak"))


def test_a_point_of_another_council_s_evidence_is_refused(qa_lead, council):
    check = AccuracyCheckFactory(council=council)
    refused(
        "elsewhere",
        factual_accuracy.add_point,
        by=qa_lead,
        check=check,
        evidence=[EvidenceItemFactory()],
        place="Page 1",
        draft_says="a",
        kind="fact",
        proposed="b",
        evidence_for="c",
        evidence_against="",
    )
    assert not check.points.exists()


def test_a_visit_is_prepared_by_those_who_may(opened, council, practitioner, stranger):
    check = AccuracyCheckFactory(council=council)
    today = timezone.localdate()
    for who in (practitioner, stranger):
        for call, given in (
            (save, {"item": opened.items.first()}),
            (export_return, {"information_return": opened, "reason": "x"}),
            (factual_accuracy.mark_sent, {"check": check, "sent_on": today}),
            (export_response, {"check": check, "fmt": Format.PDF, "reason": "x"}),
        ):
            with pytest.raises(PermissionDenied):
                call(by=who, **given)
