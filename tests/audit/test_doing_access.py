"""An audit is open to whoever it is given to, part by part; a link opens one part alone."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.doing.links import hash_of_token
from audit.models import Answer, AuditStrand, CaseAudit
from audit.views import links
from core.models import ActivityEvent
from core.roles import Role
from core.services.drafts import claim_held
from tests.audit.documents import document_of, question, section
from tests.audit.doing import audit_with, auditor_in, begun, say, shipped, tool_of
from tests.factories import OrganisationFactory

TOKEN = "a-link-of-this-test"


@pytest.fixture(autouse=True)
def no_requests_counted():
    cache.clear()


@pytest.fixture
def auditor(council):
    return auditor_in(council)


@pytest.fixture
def audit(council, auditor):
    return audit_with(
        shipped("s42_case_file"),
        council,
        auditor,
        practitioner=auditor_in(council, Role.PRACTITIONER),
    )


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(name, pk, *rest):
    return reverse(f"audit:{name}", args=[pk, *rest])


def test_an_auditor_opens_what_is_allocated_to_them_and_nothing_else(council, auditor, audit):
    strand = begun(audit, auditor, "auditor")
    other = audit_with(audit.version, council, auditor_in(council))
    mine = signed_in(auditor)
    assert mine.get(page("case-audit-detail", audit.pk)).status_code == 200
    assert mine.get(page("case-audit-section", strand.pk, "B")).status_code == 200
    assert mine.get(page("case-audit-section", strand.pk, "ZZ")).status_code == 404
    assert mine.get(page("case-audit-detail", other.pk)).status_code == 404
    assert mine.get(page("case-audit-section", other.strands.first().pk, "B")).status_code == 404


def test_a_practitioner_answers_their_own_part_and_reads_no_other(council, auditor, audit):
    begun(audit, auditor, "auditor")
    strand = begun(audit, audit.practitioner, "self_audit")
    theirs = signed_in(audit.practitioner)
    assert theirs.get(page("case-audit-section", strand.pk, "B")).status_code == 200
    of_auditor = audit.strands.get(key="auditor")
    assert theirs.get(page("case-audit-section", of_auditor.pk, "B")).status_code == 404
    assert theirs.get(page("case-audit-read", of_auditor.pk)).status_code == 404
    now = timezone.now()
    AuditStrand.objects.filter(pk=of_auditor.pk).update(status="submitted", submitted_at=now)
    assert theirs.get(page("case-audit-read", of_auditor.pk)).status_code == 404
    assert theirs.get(page("case-audit-result", audit.pk)).status_code == 404


def test_a_lead_of_another_council_finds_nothing(audit):
    elsewhere = signed_in(auditor_in(OrganisationFactory(), Role.QA_LEAD))
    assert elsewhere.get(page("case-audit-detail", audit.pk)).status_code == 404


@pytest.mark.parametrize("questions", [10, 120])
def test_a_section_costs_the_same_however_many_questions(
    council, auditor, questions, django_assert_max_num_queries
):
    document = document_of(section("A", *(question(f"A{n}") for n in range(questions))))
    strand = begun(audit_with(tool_of(document), council, auditor), auditor, "auditor")
    for code in ("A1", "A2", "A9"):
        say(auditor, strand, code, answer="no", comment="Words")
    client = signed_in(auditor)
    for address in (
        page("case-audit-section", strand.pk, "A"),
        page("case-audit-finish", strand.pk),
        page("case-audit-detail", strand.audit_id),
    ):
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200


@pytest.fixture
def linked(council, auditor):
    """A police strand that a link opens."""
    audit = audit_with(shipped("multi_agency_strands"), council, auditor)
    AuditStrand.objects.filter(audit=audit, key="police").update(
        outside_name="PC Ashby",
        token_sha256=hash_of_token(TOKEN),
        token_expires_at=timezone.now() + timedelta(days=3),
    )
    return audit.strands.get(key="police")


def link(name="start", *rest):
    return reverse(f"audit:link-{name}", args=[TOKEN, *rest])


def test_a_link_opens_its_part_without_signing_in_and_shows_nothing_of_the_case(client, linked):
    page = client.get(link())
    assert page.status_code == 200
    words = page.content.decode()
    enquiry = linked.audit.enquiry
    for secret in (linked.audit.reference, enquiry.reference, enquiry.concern.reference):
        assert secret not in words
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert client.post(link()).status_code == 302
    assert client.get(link("section", "Q")).status_code == 200
    assert client.get(link("section", "K")).status_code == 404
    assert ActivityEvent.objects.filter(verb="audit_link_opened").count() == 1
    opened = AuditStrand.objects.get(pk=linked.pk)
    assert opened.token_used_at is not None


def test_an_answer_by_a_link_is_kept_as_nobodys_here(client, linked):
    client.post(link())
    held = client.get(link("section", "Q")).context["page"].boxes[0]
    sent = {"question": held.row.pk, "seen": "0", f"{held.id}-answer": "yes"}
    told = client.post(link("answer"), sent).json()
    assert (told["done"], told["total"]) == (1, 2)
    row = Answer.objects.get()
    assert (row.option, row.saved_by) == ("yes", None)
    other = linked.audit.version.questions.get(code="K3")
    sent = {"question": other.pk, "seen": "0", f"q{other.pk}-answer": "yes"}
    assert client.post(link("answer"), sent).status_code == 400


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"token_expires_at": timezone.now() - timedelta(days=1)}, "has expired"),
        ({"token_revoked_at": timezone.now()}, "was taken back"),
        ({"status": "submitted", "submitted_at": timezone.now()}, "have been sent"),
    ],
)
def test_a_link_that_is_over_says_so(client, linked, changes, words):
    AuditStrand.objects.filter(pk=linked.pk).update(**changes)
    for address in (link(), link("section", "Q"), link("finish")):
        gone = client.get(address)
        assert gone.status_code == 410
        assert words in gone.content.decode()
    assert client.post(link("answer"), {}).status_code == 410


def test_guessing_links_is_slowed_down(client, db):
    statuses = [
        client.get(reverse("audit:link-start", args=[f"guess-{n}"])).status_code
        for n in range(links.MOST_GUESSES + 2)
    ]
    assert (statuses[0], statuses[-1]) == (404, 429)


def test_whoever_is_asked_for_consent_gives_it_first(client, council, auditor):
    audit = audit_with(shipped("msp_three_voices"), council, auditor)
    AuditStrand.objects.filter(audit=audit, key="person").update(
        outside_name="The adult",
        token_sha256=hash_of_token(TOKEN),
        token_expires_at=timezone.now() + timedelta(days=3),
    )
    assert "agree" in client.post(link()).content.decode()
    assert AuditStrand.objects.get(audit=audit, key="person").begun_at is None
    assert urlsplit(client.post(link(), {"agree": "yes"}).url).path == link("section", "V")
    strand = AuditStrand.objects.get(audit=audit, key="person")
    assert (strand.consent_given, strand.consent_on) == (True, timezone.localdate())
    assert client.post(link("finish"), {}).status_code == 200
    assert CaseAudit.objects.get(pk=audit.pk).status == "in_progress"


def test_a_blind_reader_is_not_shown_the_first_answers(council, auditor):
    second = auditor_in(council)
    audit = audit_with(shipped("referral_and_decision"), council, auditor, is_second_read=True)
    AuditStrand.objects.filter(audit=audit, key="second").update(person=second)
    strand = begun(audit, auditor, "first")
    say(auditor, strand, "B1", answer="partly", comment="A word that only the first wrote")
    now = timezone.now()
    AuditStrand.objects.filter(pk=strand.pk).update(status="submitted", submitted_at=now)
    blind = begun(audit, second, "second")
    client = signed_in(second)
    assert client.get(page("case-audit-read", strand.pk)).status_code == 404
    words = client.get(page("case-audit-section", blind.pk, "B")).content.decode()
    assert "only the first wrote" not in words


def test_what_is_sent_when_nobody_is_signed_in_any_more_is_shown_after_signing_in(auditor, audit):
    """The page was made for somebody: what they typed waits for them, and for nobody else."""
    strand = begun(audit, auditor, "auditor")
    address = page("case-audit-section", strand.pk, "B")
    shown = signed_in(auditor).get(address)
    box = next(each for each in shown.context["page"].boxes if each.row.code == "B2")
    sent = {
        "_draft_person": shown.context["seal"],
        f"{box.id}-was": box.was,
        f"{box.id}-seen": box.held.seen,
        f"{box.id}-answer": "no",
        f"{box.id}-comment": "Nobody had looked at the file",
    }
    again = Client()
    gone = again.post(address, sent, follow=True)
    assert "what you typed is not lost" in gone.content.decode()
    assert not Answer.objects.filter(strand=strand, question__code="B2").exists()
    again.force_login(auditor)
    # As signing in by its page does.
    session = again.session
    claim_held(by=auditor, session=session)
    session.save()
    shown = again.get(address).content.decode()
    assert "were signed out before they were saved" in shown
    assert "Nobody had looked at the file" in shown
    again.post(address, {**sent, "told": "yes"})
    assert Answer.objects.get(strand=strand, question__code="B2").comment.startswith("Nobody had")
    assert "were signed out before" not in again.get(address).content.decode()


def test_a_part_that_may_repeat_is_added_again_with_a_name_of_its_own(council):
    lead = auditor_in(council, Role.QA_LEAD)
    audit = audit_with(shipped("multi_agency_strands"), council, lead)
    nhs, police = (audit.strands.get(key=key) for key in ("icb_nhs", "police"))
    client = signed_in(lead)
    shown = client.get(page("case-audit-detail", audit.pk)).content.decode()
    assert page("case-audit-repeat", nhs.pk) in shown
    assert page("case-audit-repeat", police.pk) not in shown
    client.post(page("case-audit-repeat", nhs.pk), {"label": "Royal Infirmary"})
    added = audit.strands.get(key="icb_nhs", number=2)
    assert (added.label, added.is_required, added.status) == ("Royal Infirmary", False, "open")
    for strand, label, said in (
        (nhs, "royal infirmary", "There is a part royal infirmary already"),
        (police, "Second", "The tool asks for one contribution of this kind"),
    ):
        refused = client.post(page("case-audit-repeat", strand.pk), {"label": label})
        assert said in refused.content.decode()
        assert label in refused.content.decode()


def test_consent_is_a_link_beside_a_part_that_asks_for_it(council):
    lead = auditor_in(council, Role.QA_LEAD)
    audit = audit_with(shipped("msp_three_voices"), council, lead)
    person, record = (audit.strands.get(key=key) for key in ("person", "record"))
    shown = signed_in(lead).get(page("case-audit-detail", audit.pk)).content.decode()
    assert page("case-audit-consent", person.pk) in shown
    assert page("case-audit-consent", record.pk) not in shown
