"""Evidence is added, revised, approved by another, withdrawn, and counts only while it stands."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from assurance.choices_evidence import EvidenceStatus, EvidenceStrength, LinkState
from assurance.models import EvidenceItem, EvidenceRevision
from assurance.services.evidence import add_file, add_link, add_note, keep, revise
from assurance.services.evidence_contents import Keeping, Words, file_content, note_content
from assurance.services.evidence_files import add_files, open_evidence_file, pieces_of
from assurance.services.evidence_links import Place, link_evidence, unlink_evidence
from assurance.services.evidence_standing import approve, record_link_check, withdraw
from audit.services.stories import withdraw_story_consent
from core.errors import RuleViolationError
from core.models import ActivityEvent
from core.roles import Role
from tests.assurance.evidence_files import PDF, REFUSED, overlapping, upload
from tests.factories import (
    AuditRoundFactory,
    EvidenceItemFactory,
    EvidenceLinkFactory,
    MembershipFactory,
    StoryOfDifferenceFactory,
)

WORDS = Words(title="Training plan", effective_from=date(2026, 1, 5))


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def note(analyst, council):
    return add_note(by=analyst, council=council, text="Seen at the meeting", words=WORDS)


def refused(call, **data) -> str:
    with pytest.raises(RuleViolationError) as refusal:
        call(**data)
    return refusal.value.code


def files(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def counting(council):
    return list(EvidenceItem.objects.filter(council=council).counting(timezone.localdate()))


def test_a_file_is_kept_by_what_it_holds(analyst, council, media):
    item = add_file(by=analyst, council=council, file=upload("a/b/Plan é.pdf"), words=WORDS)
    revision = item.revisions.get()
    assert (item.status, revision.filename, revision.size) == ("draft", "Plan é.pdf", len(PDF))
    assert revision.content_type == "application/pdf"
    (kept,) = files(media)
    assert (kept.name, kept.read_bytes()) == (str(revision.public_id), PDF)
    assert ActivityEvent.objects.get().verb == "evidence_added"


@pytest.mark.parametrize("code", REFUSED)
def test_what_is_not_kept(analyst, council, media, code):
    data = {"by": analyst, "council": council, "file": upload(*REFUSED[code]), "words": WORDS}
    assert refused(add_file, **data) == code
    assert not EvidenceItem.objects.exists()
    assert files(media) == []


def test_parts_that_lie_over_one_another_are_refused(analyst, council):
    file = upload("Plan.xlsx", overlapping())
    assert refused(add_file, by=analyst, council=council, file=file, words=WORDS) == "bomb"


def test_a_file_that_is_too_large_is_not_read(analyst, council, monkeypatch):
    file = upload()
    file.size = 300 * 1024 * 1024
    monkeypatch.setattr(file, "chunks", lambda: pytest.fail("it was read"))
    data = {"by": analyst, "council": council, "file": file, "words": WORDS}
    assert refused(add_file, **data) == "too_large"


def test_the_same_file_is_kept_once(analyst, council, other_council):
    first = add_file(by=analyst, council=council, file=upload(), words=WORDS)
    data = {"by": analyst, "council": council, "file": upload("b.pdf"), "words": WORDS}
    with pytest.raises(RuleViolationError, match="Training plan"):
        add_file(**data)
    withdraw(by=analyst, item=first, reason="Wrong plan")
    assert add_file(**data).revisions.get().filename == "b.pdf"


def test_what_the_models_refuse_names_the_field(analyst, council):
    bad = Words(title=" ", effective_from=date(2026, 1, 5), effective_to=date(2026, 1, 4))
    with pytest.raises(ValidationError) as refusal:
        add_note(by=analyst, council=council, text="x", words=bad)
    assert "title" in refusal.value.message_dict
    assert refused(add_note, by=analyst, council=council, text=" ", words=WORDS) == "no_text"


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.PRACTITIONER, Role.ASSESSOR])
def test_who_may_not_add(person_with, council, role):
    with pytest.raises(PermissionDenied):
        add_note(by=person_with(role), council=council, text="x", words=WORDS)


def test_evidence_counts_once_somebody_else_approves_it(analyst, qa_lead, director, council, note):
    assert counting(council) == []
    with pytest.raises(PermissionDenied):
        approve(by=analyst, item=note, after=1)
    approve(by=director, item=note, after=1)
    assert counting(council) == [note]
    assert refused(approve, by=qa_lead, item=note, after=1) == "approved"


def test_nobody_approves_what_they_added_or_revised(qa_lead, director, analyst, council):
    own = add_note(by=qa_lead, council=council, text="x", words=WORDS)
    assert refused(approve, by=qa_lead, item=own, after=1) == "own"
    theirs = add_note(by=analyst, council=council, text="y", words=WORDS)
    revise(by=qa_lead, item=theirs, after=1, words=WORDS, content=note_content("z"))
    assert refused(approve, by=qa_lead, item=theirs, after=2) == "own"
    assert refused(approve, by=director, item=theirs, after=1) == "changed"
    assert approve(by=director, item=theirs, after=2).status == EvidenceStatus.APPROVED


def test_a_revision_keeps_what_was_and_waits_for_approval(analyst, director, council, note):
    approve(by=director, item=note, after=1)
    words = Words(
        title="Training plan, new",
        effective_from=date(2026, 1, 5),
        strength=EvidenceStrength.STRENGTH,
    )
    revised = revise(by=analyst, item=note, after=1, words=words, what_changed="A new year")
    assert (revised.status, revised.title, revised.approved_by) == ("draft", words.title, None)
    assert counting(council) == []
    old, new = note.revisions.order_by("number")
    assert (old.title, old.text) == ("Training plan", "Seen at the meeting")
    assert (new.title, new.text, new.what_changed) == (words.title, old.text, "A new year")
    assert refused(revise, by=analyst, item=note, after=1, words=WORDS) == "changed"
    assert refused(revise, by=analyst, item=note, after=2, words=words) == "nothing_new"


def test_a_new_file_leaves_the_old_one_as_it_was(analyst, council, media):
    item = add_file(by=analyst, council=council, file=upload(), words=WORDS)
    content = file_content(upload("New.pdf", PDF + b"more"))
    revise(by=analyst, item=item, after=1, words=WORDS, content=content)
    assert len(files(media)) == 2
    for number, held in ((1, PDF), (2, PDF + b"more"), (None, PDF + b"more")):
        found = open_evidence_file(by=analyst, public_id=item.public_id, number=number)
        assert b"".join(pieces_of(found)) == held


def test_withdrawn_for_a_reason_and_for_good(analyst, director, council, note):
    approve(by=director, item=note, after=1)
    assert refused(withdraw, by=analyst, item=note, reason=" ") == "no_reason"
    withdraw(by=director, item=note, reason="Out of date")
    assert counting(council) == []
    for call, data in (
        (approve, {"after": 1}),
        (revise, {"after": 1, "words": WORDS}),
        (withdraw, {"reason": "Again"}),
        (keep, {"keeping": Keeping()}),
    ):
        assert refused(call, by=director if call is approve else analyst, item=note, **data) == (
            "withdrawn"
        )


def test_consent_taken_back_stops_it_counting_at_once(analyst, qa_lead, director, council):
    story = StoryOfDifferenceFactory(council=council, reviewed=True)
    keeping = Keeping(story=story)
    item = add_file(by=analyst, council=council, file=upload(), words=WORDS, keeping=keeping)
    approve(by=director, item=item, after=1)
    assert counting(council) == [item]
    withdraw_story_consent(by=qa_lead, story=story, on=timezone.localdate())
    assert counting(council) == []
    assert list(EvidenceItem.objects.source_gone()) == [item]
    fresh = EvidenceItem.objects.get()
    assert (fresh.source_is_gone, fresh.counts(timezone.localdate())) == (True, False)
    data = {"by": director, "public_id": item.public_id}
    assert refused(open_evidence_file, **data) == "source_gone"
    assert refused(
        add_note, by=analyst, council=council, text="x", words=WORDS, keeping=keeping
    ) == ("not_told")


def test_an_abandoned_round_stops_it_counting(analyst, director, council):
    round_ = AuditRoundFactory(council=council)
    item = add_note(
        by=analyst, council=council, text="x", words=WORDS, keeping=Keeping(audit_round=round_)
    )
    approve(by=director, item=item, after=1)
    assert counting(council) == [item]
    type(round_).objects.filter(pk=round_.pk).update(status="abandoned")
    assert counting(council) == []
    assert refused(approve, by=director, item=item, after=1) == "approved"


def test_an_owner_reads_evidence_here(analyst, practitioner, director, council, note):
    data = {"by": analyst, "item": note}
    assert refused(keep, **data, keeping=Keeping(owner=practitioner)) == "not_an_owner"
    assert keep(**data, keeping=Keeping(owner=director)).owner == director
    # Who has left goes on being named until somebody changes it.
    director.memberships.update(until=date(2020, 1, 1), since=date(2019, 1, 1))
    assert keep(**data, keeping=Keeping(owner=director, review_on=date(2026, 6, 1))).owner


def test_what_a_person_found_at_a_link(analyst, director, council):
    today = timezone.localdate()
    item = add_link(by=analyst, council=council, url=" https://example.gov.uk/a ", words=WORDS)
    assert item.link_state == LinkState.NOT_CHECKED
    approve(by=director, item=item, after=1)
    data = {"by": analyst, "item": item}
    assert refused(record_link_check, **data, state="working", on=today + timedelta(1)) == "later"
    record_link_check(**data, state=LinkState.WORKING, on=today)
    assert counting(council) == [item]
    assert refused(record_link_check, **data, state="expired", on=today - timedelta(1)) == (
        "earlier"
    )
    record_link_check(**data, state=LinkState.UNREACHABLE, on=today)
    assert counting(council) == []
    content = {"url": "https://example.gov.uk/b"}
    assert EvidenceRevision.objects.exclude(**content).count() == 1


def test_a_link_expires_on_its_last_day(analyst, director, council):
    today = timezone.localdate()
    data = {"by": analyst, "council": council, "url": "https://example.gov.uk/a", "words": WORDS}
    for days, counts in ((0, True), (-1, False)):
        item = add_link(**data, expires_on=today + timedelta(days))
        if counts:
            approve(by=director, item=item, after=1)
        else:
            assert refused(approve, by=director, item=item, after=1) == "broken_link"
        assert (item in counting(council)) is counts


def test_links_belong_together(analyst, council, cqc_framework, note):
    statement = cqc_framework.statements.get(code="QS7")
    other = cqc_framework.statements.get(code="QS6")
    processes = cqc_framework.categories.get(code="processes")
    line = statement.entries.filter(kind="required_evidence", category=processes).first()
    data = {"by": analyst, "item": note}
    assert refused(link_evidence, **data, places=[]) == "nowhere"
    wrong = Place(other, processes, required_evidence=line)
    assert refused(link_evidence, **data, places=[wrong]) == "other_statement"
    wrong = Place(statement, processes, sub_heading=other.sub_headings.first())
    assert refused(link_evidence, **data, places=[wrong]) == "other_statement"
    partners = cqc_framework.categories.get(code="partners")
    wrong = Place(statement, partners, required_evidence=line)
    assert refused(link_evidence, **data, places=[wrong]) == "other_category"
    elsewhere = EvidenceLinkFactory().category
    assert refused(link_evidence, **data, places=[Place(statement, elsewhere)]) == "other_framework"
    places = [Place(statement, processes), Place(statement, processes, required_evidence=line)]
    assert len(link_evidence(**data, places=places)) == 2
    assert refused(link_evidence, **data, places=places) == "taken"
    unlink_evidence(**data, link=note.links.first())
    assert note.links.count() == 1


def test_stale_and_orphaned(analyst, council, cqc_framework):
    today = date(2026, 3, 31)
    old = EvidenceItemFactory(council=council, effective_from=date(2025, 3, 31))
    due = EvidenceItemFactory(council=council, effective_from=today, review_on=today - timedelta(1))
    EvidenceItemFactory(council=council, effective_from=today, review_on=today)
    EvidenceItemFactory(council=council, effective_from=date(2020, 1, 1), withdrawn=True)
    rows = EvidenceItem.objects.filter(council=council)
    assert set(rows.stale(today)) == {old, due}
    EvidenceLinkFactory(item=old)  # to another framework
    linked = EvidenceLinkFactory(
        item=due,
        statement=cqc_framework.statements.first(),
        category=cqc_framework.categories.first(),
    )
    orphans = set(rows.orphaned(cqc_framework.pk))
    assert (old in orphans, linked.item in orphans) == (True, False)


def test_several_files_each_judged_apart(analyst, council, media):
    uploads = [
        upload("One.pdf"),
        upload("Two.pdf", PDF + b"2"),
        upload("Virus.pdf", b"MZ\0"),
        upload("Same.pdf"),
        upload("Empty.pdf", b""),
    ]
    words = Words(title="Minutes", effective_from=date(2026, 1, 5))
    found = add_files(by=analyst, council=council, files=uploads, words=words)
    assert [each.item.title if each.item else "" for each in found] == [
        *("Minutes: One", "Minutes: Two", "", "", "")
    ]
    assert "program" in found[2].refusal
    assert "in the library already: Minutes: One" in found[3].refusal
    assert found[4].refusal == "The file is empty"
    assert len(files(media)) == 2


def test_evidence_of_another_council_is_not_found(other_council, analyst):
    item = EvidenceItemFactory(council=other_council)
    with pytest.raises(PermissionDenied):
        revise(by=analyst, item=item, after=1, words=WORDS)
    with pytest.raises(EvidenceRevision.DoesNotExist):
        open_evidence_file(by=analyst, public_id=item.public_id)
    MembershipFactory(person=analyst, organisation=other_council, role=Role.ANALYST)
    revise(by=analyst, item=item, after=1, words=WORDS)
