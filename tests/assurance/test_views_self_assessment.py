"""The pages of checklists and of the self-assessment, as the people who use them meet them."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from assurance.models import ChecklistRound, PublishedScore, SelfAssessment
from assurance.services.self_assessment_signing import finish
from core.models import FormDraft
from tests.assurance.self_assessment_set import (
    cqc,
    heard,
    lines,
    opened,
    ready,
    round_of,
    theme3,
    voice,
    write,
)
from tests.factories import ChecklistPartFactory, EvidenceItemFactory, MembershipFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
WORDS = re.compile(r"inadequate|requires improvement|\bgood\b(?! standard)|outstanding", re.I)


@pytest.fixture
def lead(client, qa_lead):
    client.force_login(qa_lead)
    return client


def page(client, name, *args, status=200, **query):
    response = client.get(reverse(f"assurance:{name}", args=args), query)
    assert response.status_code == status
    return response.content.decode()


def post(client, page_name, *args, **data):
    return client.post(reverse(f"assurance:{page_name}", args=args), data)


def main_of(text):
    return text.partition("<main")[2].partition("</main>")[0]


def test_a_round_from_opening_to_what_was_found(lead, council, practitioner, signed_in):
    given = {
        "title": "Spring",
        "opens_on": f"{TODAY:%d/%m/%Y}",
        "closes_on": f"{TODAY:%d/%m/%Y}",
        "statements": [theme3()[1].pk],
        "groups": "Frontline staff\nUnpaid carers",
    }
    assert post(lead, "checklist-open", **given).status_code == 302
    round = ChecklistRound.objects.get()
    assert not round.has_neither
    staff = round.groups.first()
    asked = {"group": staff.pk, "person": practitioner.pk}
    assert post(lead, "checklist-ask", round.pk, "person", **asked).status_code == 302
    assert page(lead, "checklist-ask", round.pk, "nobody", status=404)
    worker = Client()
    worker.force_login(practitioner)
    assert "Spring" in page(worker, "checklist-mine")
    part = practitioner.checklist_parts.get()
    first = lines()[0]
    text = page(worker, "checklist-line", part.pk, first.pk)
    assert escape(first.text) in text
    assert "Neither agree" not in text
    said = {"agreement": "tend_to_disagree", "why": "It waits"}
    response = post(worker, "checklist-line", part.pk, first.pk, **said)
    assert response.url == reverse("assurance:checklist-line", args=[part.pk, lines()[1].pk])
    assert "Tend to disagree" in page(worker, "checklist-part", part.pk)
    assert post(worker, "checklist-part", part.pk).status_code == 302
    text = page(lead, "checklist-results", round.pk)
    assert "Frontline staff" in text
    assert "too few even together" in text
    # Nobody's answer shows before a group is large enough.
    assert escape(first.text) not in text


def test_what_is_typed_wrongly_stays_on_the_page(lead, council):
    given = {"title": "Spring", "opens_on": "tomorrow", "closes_on": "31/2/2026"}
    text = post(lead, "checklist-open", **given, groups="Carers\ncarers").content.decode()
    assert "First day must be a real date" in text
    assert 'value="Spring"' in text
    assert not ChecklistRound.objects.exists()


def test_a_link_opens_one_part_and_nothing_else(
    lead, council, client, django_capture_on_commit_callbacks
):
    round, (carers,) = round_of(council, "Unpaid carers")
    other = ChecklistPartFactory(group=carers)
    given = {"group": carers.pk, "name": "Ivy Amberley", "email": "ivy@example.org", "days": 7}
    with django_capture_on_commit_callbacks(execute=True):
        assert post(lead, "checklist-ask", round.pk, "outside", **given).status_code == 302
    address = re.search(r"http\S+", mail.outbox[0].body).group().partition("testserver")[2]
    outside = Client()
    response = outside.get(address)
    assert response.status_code == 200
    assert "Ivy Amberley" in response.content.decode()
    assert response.headers["Cache-Control"] == "no-store"
    line = f"{address}{lines()[0].pk}/"
    assert outside.post(line, {"agreement": ""}).status_code == 200
    assert outside.post(line, {"agreement": "dont_know"}).status_code == 302
    assert outside.get(f"{address}{lines('QS6')[0].pk}/").status_code == 404
    away = reverse("assurance:checklist-part", args=[other.pk])
    assert outside.get(away).status_code == 302
    assert "Your answers are sent" in outside.post(address).content.decode()
    assert outside.get(address).status_code == 410
    ChecklistRound.objects.update(closes_on=TODAY - timedelta(days=1))
    assert outside.get(address).status_code == 410


def test_results_show_groups_and_words_without_names(lead, council, qa_lead):
    round, (staff, carers) = round_of(council, "Frontline staff", "Unpaid carers")
    heard(staff, *["strongly_agree"] * 5)
    parts = heard(carers, *["strongly_disagree"] * 6)
    parts[0].answers.update(why="Nobody rang back", evidence_needed="When people are rung")
    text = page(lead, "checklist-result", round.pk, lines()[0].pk)
    assert "Nobody rang back" in text
    assert not any(part.person.full_name in text for part in parts)
    given = {"needed": "Calls", "owner": qa_lead.pk, "due_on": f"{TODAY:%d/%m/%Y}"}
    assert post(lead, "checklist-result", round.pk, lines()[0].pk, **given).status_code == 302
    task = round.tasks.get()
    assert "Calls" in page(lead, "evidence-task-list")
    item = EvidenceItemFactory(council=council)
    assert post(lead, "evidence-task-done", task.pk, evidence=item.pk).status_code == 302
    assert item.title in page(lead, "evidence-task-list")
    assert page(lead, "checklist-results", round.pk, order="list")


def test_a_director_reads_results_and_not_who_was_asked(council, director, client):
    round, (staff,) = round_of(council, "Frontline staff")
    part = ChecklistPartFactory(group=staff)
    client.force_login(director)
    text = page(client, "checklist-detail", round.pk)
    assert "1 asked, 0 sent" in text
    assert part.person.full_name not in text


def test_a_round_costs_the_same_with_more_people(lead, council, django_assert_max_num_queries):
    round, groups = round_of(council, "Frontline staff", "Unpaid carers")
    for group in groups:
        heard(group, *["tend_to_agree"] * 6)
    for name in ("checklist-list", "evidence-task-list"):
        with django_assert_max_num_queries(12):
            page(lead, name)
    for name in ("checklist-detail", "checklist-results"):
        with django_assert_max_num_queries(12):
            page(lead, name, round.pk)


def statement_data(row, **changed):
    names = ("ambition", "knowing", "plans", "others_say", "documents", "score_reason")
    held = {name: getattr(row, name) for name in names}
    return {**held, "score": row.score or "", "version": row.version, **changed}


def test_two_who_write_at_once_lose_nothing(lead, council, qa_lead, manager):
    row = opened(qa_lead, council).statements.get(statement__code="QS7")
    address = reverse("assurance:statement-write", args=[row.pk])
    version = re.search(r'name="version" value="([^"]+)"', lead.get(address).content.decode())[1]
    write(manager, row, boxes={"plans": "Theirs"})
    mine = statement_data(row, ambition="Mine", version=version, plans="", knowing="")
    row.refresh_from_db()
    text = lead.post(address, {**mine, "score": "", "score_reason": ""}).content.decode()
    assert "Theirs" in text
    assert "Mine" in text
    row.refresh_from_db()
    assert row.ambition == "People are safe, and say so."
    # What was typed is kept as a draft as well.
    assert FormDraft.objects.get(person=qa_lead).answers["ambition"] == ["Mine"]


def test_a_figure_is_put_in_from_the_list_and_a_score_needs_its_reason(lead, council, qa_lead):
    row = opened(qa_lead, council).statements.get(statement__code="QS7")
    item = EvidenceItemFactory(council=council, approved=True, title="Training plan")
    text = page(lead, "statement-write", row.pk)
    assert f"[[evidence:{item.pk}]]" in text
    data = statement_data(row, insert=f"[[evidence:{item.pk}]]", ambition="Words")
    response = post(lead, "statement-write", row.pk, **data)
    assert "Choose the box to put it in" in response.content.decode()
    assert post(lead, "statement-write", row.pk, **data, into="documents").status_code == 302
    row.refresh_from_db()
    assert row.documents == f"[[evidence:{item.pk}]]"
    assert "Training plan" in page(lead, "self-assessment-document", row.self_assessment_id)
    response = post(lead, "statement-write", row.pk, **statement_data(row, score="3"))
    assert "Say why this score" in response.content.decode()


def test_no_page_of_theme_3_prints_a_rating_word(lead, council, qa_lead, director):
    whole = ready(qa_lead, council)
    row = whole.statements.get(statement__code="QS7")
    write(qa_lead, row, score=1)
    for name in ("self-assessment-detail", "self-assessment-document", "self-assessment-what-if"):
        text = main_of(page(lead, name, whole.pk))
        assert "4 of 8 points (50%)" in text
        assert "section 50" in text
        assert not WORDS.search(text), name
    text = main_of(page(lead, "self-assessment-what-if", whole.pk, QS7="3"))
    assert "6 of 8 points (75%)" in text
    assert not WORDS.search(text)
    row.refresh_from_db()
    assert row.score == 1


def test_a_version_from_first_to_last(lead, council, qa_lead, director):
    given = {
        "title": "2025-26",
        "period_from": "1/4/2025",
        "period_to": "31/3/2026",
        "statements": [statement.pk for statement in theme3()],
    }
    assert post(lead, "self-assessment-open", **given).status_code == 302
    whole = SelfAssessment.objects.get()
    for row in whole.statements.all():
        text = page(lead, "statement-write", row.pk)
        assert "Ambition" not in text or "Prompts" in text
        data = statement_data(row, ambition="A", knowing="B", plans="C", score="3")
        data["score_reason"] = "It holds"
        assert post(lead, "statement-write", row.pk, **data).status_code == 302
    part = whole.parts.first()
    assert post(lead, "document-part-write", part.pk, text="We are", version="1").status_code == 302
    assert post(lead, "self-assessment-ask", whole.pk, post="Director").status_code == 302
    assert post(lead, "self-assessment-ask", whole.pk, post="Directer").status_code == 302
    sign_off, mistyped = whole.sign_offs.all()
    assert post(lead, "self-assessment-drop", whole.pk, mistyped.pk).status_code == 302
    kept = {**given, "title": "Theme 3, 2025-26"}
    assert post(lead, "self-assessment-change", whole.pk, **kept).status_code == 302
    text = page(lead, "self-assessment-detail", whole.pk)
    assert reverse("assurance:self-assessment-sign", args=[whole.pk, sign_off.pk]) in text
    client = Client()
    client.force_login(director)
    assert "Not signed: Director" in page(client, "self-assessment-finish", whole.pk)
    text = post(client, "self-assessment-finish", whole.pk).content.decode()
    assert "Not ready. Not signed: Director" in text
    signed = {"engagement": "took_part", "how": "here"}
    address = ("self-assessment-sign", whole.pk, sign_off.pk)
    assert "I took part in making" in page(client, *address)
    assert post(client, *address, **signed).status_code == 302
    assert post(client, "self-assessment-finish", whole.pk).status_code == 302
    whole.refresh_from_db()
    assert whole.is_finished
    assert whole.content_sha256[:32] in page(client, "self-assessment-document", whole.pk)
    row = whole.statements.first()
    assert "never changes" in page(lead, "statement-write", row.pk)
    assert page(lead, "document-part-write", part.pk, status=404)


def test_the_next_version_offers_the_last_and_takes_nothing_by_itself(
    lead, council, qa_lead, director
):
    earlier = ready(qa_lead, council)
    finish(by=director, self_assessment=earlier)
    later = opened(qa_lead, council, "2026-27", previous=earlier)
    row = later.statements.get(statement__code="QS7")
    text = page(lead, "statement-write", row.pk)
    assert "Carry it over" in text
    assert "What the earlier version said" in text
    assert post(lead, "statement-carry", row.pk).status_code == 302
    text = page(lead, "statement-write", row.pk)
    assert "They count once you have read and saved them" in text
    assert "Carried over, to be confirmed" in page(lead, "self-assessment-detail", later.pk)
    text = page(lead, "self-assessment-compare", later.pk, earlier.pk)
    assert "Score: from" in text
    assert page(lead, "self-assessment-compare", later.pk, 999_999, status=404)


def test_pages_of_a_full_version_keep_within_their_price(
    lead, council, qa_lead, django_assert_max_num_queries
):
    whole = ready(qa_lead, council)
    row = whole.statements.get(statement__code="QS7")
    tokens = " ".join(
        f"[[evidence:{EvidenceItemFactory(council=council, approved=True).pk}]]" for _ in range(6)
    )
    write(
        qa_lead,
        row,
        boxes={"documents": tokens, "others_say": f"[[voice:{voice(council).pk}]] [[figure:1]]"},
    )
    for name in ("self-assessment-detail", "self-assessment-document", "self-assessment-what-if"):
        with django_assert_max_num_queries(12):
            page(lead, name, whole.pk)
    for _ in range(3):
        voice(council)
    with django_assert_max_num_queries(12):
        page(lead, "statement-write", row.pk)


def test_published_scores_are_entered_loaded_and_removed(lead, council, analyst):
    assert "Neither we nor CQC" in page(lead, "side-by-side")
    safe = cqc().statements.get(code="QS7")
    given = {"statement": safe.pk, "score": 2, "report_date": "30/5/2025", "source": "CQC report"}
    assert post(lead, "published-score-enter", **given).status_code == 302
    again = post(lead, "published-score-enter", **given).content.decode()
    assert "entered already" in again
    late = {**given, "report_date": f"{TODAY + timedelta(days=9):%d/%m/%Y}"}
    assert "not after today" in post(lead, "published-score-enter", **late).content.decode()
    text = b"statement,score,report_date,source\nQS6,9,2025-05-30,CQC\n"
    bad = SimpleUploadedFile("scores.csv", text)
    assert (
        "is not a whole number from 1 to 4"
        in post(lead, "published-score-load", file=bad).content.decode()
    )
    zipped = SimpleUploadedFile("scores.csv", b"PK\x03\x04 not a table")
    assert "really" in post(lead, "published-score-load", file=zipped).content.decode()
    good = SimpleUploadedFile("scores.csv", text.replace(b",9,", b",3,"))
    assert post(lead, "published-score-load", file=good).status_code == 302
    assert "We have not scored ourselves" in page(lead, "side-by-side")
    row = PublishedScore.objects.get(statement=safe)
    assert post(lead, "published-score-remove", row.pk).status_code == 302
    assert PublishedScore.objects.count() == 1


def test_another_council_is_not_there(lead, other_council):
    stranger = MembershipFactory(organisation=other_council, role="qa_lead").person
    whole = ready(stranger, other_council)
    round, _ = round_of(other_council, "Staff")
    for name, key in (
        ("self-assessment-detail", whole.pk),
        ("self-assessment-document", whole.pk),
        ("statement-write", whole.statements.first().pk),
        ("checklist-results", round.pk),
        ("checklist-change", round.pk),
    ):
        page(lead, name, key, status=404)
