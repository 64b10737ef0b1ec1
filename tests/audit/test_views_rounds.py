"""A round from plan to close through its pages, and who sees what."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.choices import RoundStatus
from audit.models import AuditRound, CaseAudit
from core.models import User
from core.roles import Role
from tests.audit.rounds import audits_of, concluded, opened, person, planned, published
from tests.factories import AuditActionFactory, AuditNoticeFactory, EnquiryFactory


def url(name, *args):
    return reverse(f"audit:{name}", args=args)


def page(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def as_person(who: User) -> Client:
    client = Client()
    client.force_login(who)
    return client


@pytest.fixture
def version(qa_lead, council):
    return published(qa_lead, council)


@pytest.fixture
def lead(qa_lead):
    return as_person(qa_lead)


def test_a_round_from_plan_to_close(lead, council, version, auditor):
    concluded(council, 5)
    plan = {
        "version": version.pk,
        "name": "Spring",
        "starts_on": "1/4/2025",
        "ends_on": "30/6/2025",
    }
    made_url = lead.post(url("round-plan"), plan).url
    made = AuditRound.objects.get(name="Spring")
    assert made_url == url("round-population", made.pk)
    filters = {"source": "filters", "basis": "ended"}
    assert lead.post(made_url, filters).url == url("round-sample", made.pk)
    sample = {"method": "random", "wanted_total": "2"}
    assert lead.post(url("round-sample", made.pk), sample).url == url("round-work", made.pk)
    work = {"second_reads": "50", "due_on": "", "reaudit_below": ""}
    assert lead.post(url("round-work", made.pk), work).status_code == 302
    preview = page(lead, url("round-freeze", made.pk))
    assert "5 cases, of which 0 are left out" in preview
    assert "2 of 5 files" in preview
    lead.post(url("round-freeze", made.pk))
    lead.post(url("round-draw", made.pk))
    assert "not all chosen" not in page(lead, url("round-detail", made.pk))
    missing = page(lead, url("round-open", made.pk))
    assert "Share out" in missing
    assert "Choose at least one auditor" in lead.post(url("round-open", made.pk)).content.decode()
    add = {"person": auditor.pk, "audits": "on"}
    assert lead.post(url("round-auditor-set", made.pk), add).status_code == 302
    lead.post(url("round-open", made.pk))
    shown = page(lead, url("round-detail", made.pk))
    assert shown.count("Give to") == 2
    assert sum(audit.is_second_read for audit in audits_of(made)) == 1
    close = lead.post(url("round-close", made.pk), {"closing_note": ""})
    assert "2 of its audits are not submitted" in close.content.decode()
    lead.post(url("round-close", made.pk), {"closing_note": "Over", "leaves_undone": "on"})
    made.refresh_from_db()
    assert made.status == RoundStatus.CLOSED


def test_a_file_of_references_names_its_bad_lines(lead, qa_lead, council, version):
    case = concluded(council, 1)[0]
    made = planned(qa_lead, version)
    text = f"Reference\r\n{case.reference}\r\nE-none\r\n".encode()
    address = url("round-population", made.pk)
    file = SimpleUploadedFile("cases.csv", text)
    said = lead.post(address, {"source": "references", "file": file}).content.decode()
    assert "Line 3: there is no E-none" in said
    empty = SimpleUploadedFile("cases.csv", b"Reference\r\n")
    said = lead.post(address, {"source": "references", "file": empty}).content.decode()
    assert "cases.csv holds no reference" in said
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = case.reference, "x"
    book.save(out := io.BytesIO())
    far = SimpleUploadedFile("cases.xlsx", out.getvalue())
    said = lead.post(address, {"source": "references", "file": far}).content.decode()
    assert "The sheet Sheet reaches to cell XFD1048576, far beyond its rows" in said
    said = lead.post(address, {"source": "references"}).content.decode()
    assert "Choose a file, or type references" in said
    good = SimpleUploadedFile("cases.csv", f"Reference\r\n{case.reference}\r\n".encode())
    assert lead.post(address, {"source": "references", "file": good}).status_code == 302


def test_quotas_are_typed_and_their_faults_named(lead, qa_lead, version):
    made = planned(qa_lead, version)
    address = url("round-sample", made.pk)
    base = {"method": "quota", "wanted_total": "4", "quota_of": "enquiry.kind"}
    said = lead.post(address, {**base, "quotas": "s42: lots\nblue: 10%"}).content.decode()
    assert "give a number of cases or a share" in said
    assert "blue is not one of the values" in said
    said = lead.post(address, {**base, "quota_of": "", "quotas": "s42: 2"}).content.decode()
    assert "Choose what the quotas are set on" in said
    assert lead.post(address, {**base, "quotas": "s42: 50%\nother: 2"}).status_code == 302
    assert [(q.share, q.wanted) for q in made.quotas.all()] == [(0.5, None), (None, 2)]
    assert "s42: 50%" in page(lead, address)


def test_an_auditor_sees_only_their_own_cases(qa_lead, council, version, auditor):
    other = person(council, Role.AUDITOR)
    concluded(council, 4)
    made = opened(qa_lead, version, [auditor, other], wanted_total=4)
    shown = page(as_person(auditor), url("round-detail", made.pk))
    for audit in audits_of(made):
        assert (audit.enquiry.reference in shown) is (audit.auditor == auditor)
    assert "Give to" not in shown
    outsider = as_person(person(council, Role.AUDITOR))
    page(outsider, url("round-detail", made.pk), 404)
    assert made.name not in page(outsider, url("round-list"))


def test_reassigning_shows_who_may_not_and_why(lead, qa_lead, council, version, auditor):
    worker = person(council, Role.PRACTITIONER)
    concluded(council, 1, lead=worker)
    made = opened(qa_lead, version, [auditor], wanted_total=1)
    audit = audits_of(made)[0]
    shown = page(lead, url("audit-reassign", audit.pk))
    assert f"{worker.full_name}: Leads the enquiry" in shown
    chosen = {"auditor": worker.pk, "reason": "x"}
    assert lead.post(url("audit-reassign", audit.pk), chosen).status_code == 200
    other = person(council, Role.AUDITOR)
    lead.post(url("audit-reassign", audit.pk), {"auditor": other.pk, "reason": "On leave"})
    audit.refresh_from_db()
    assert audit.auditor == other


def test_replacing_and_moving_deadlines(lead, qa_lead, council, version, auditor):
    concluded(council, 3)
    made = opened(qa_lead, version, [auditor], wanted_total=2)
    entry = made.frame.drawn().first()
    lead.post(url("case-replace", made.pk, entry.pk), {"reason": "Trial under way"})
    shown = page(lead, url("round-detail", made.pk))
    assert f"in place of {entry.reference}" in shown
    assert "Trial under way" in page(lead, url("round-frame", made.pk))
    day = timezone.localdate() + timedelta(days=30)
    lead.post(url("round-extend", made.pk), {"due_on": f"{day:%d/%m/%Y}", "reason": "Leave"})
    assert CaseAudit.objects.filter(due_on=day).count() == 2
    page(lead, url("round-auditor-remove", made.pk, made.auditors.get().pk))
    assert lead.post(url("round-settle", made.pk)).status_code == 302


def test_my_audits_put_the_overdue_first(qa_lead, council, version, auditor):
    concluded(council, 2)
    made = opened(qa_lead, version, [auditor], wanted_total=2)
    early, late = audits_of(made)
    yesterday = timezone.localdate() - timedelta(days=1)
    CaseAudit.objects.filter(pk=late.pk).update(due_on=yesterday)
    AuditActionFactory(audit=early, owner=auditor, due_on=timezone.localdate())
    AuditNoticeFactory(person=auditor, council=council, words="Told you so")
    client = as_person(auditor)
    shown = page(client, url("my-audits"))
    assert shown.index(late.reference) < shown.index(early.reference)
    assert "1 overdue" in shown
    assert "Told you so" in shown
    client.post(url("notices-read"))
    assert "Told you so" not in page(client, url("my-audits"))
    assert "Audits to do" in page(client, reverse("core:home"))


def test_pages_cost_the_same_however_much_they_hold(
    lead, qa_lead, council, version, auditor, django_assert_max_num_queries
):
    concluded(council, 12)
    made = opened(qa_lead, version, [auditor], wanted_total=12)
    for name in ("round-detail", "round-frame"):
        with django_assert_max_num_queries(12):
            page(lead, url(name, made.pk))
    for name in ("round-list", "action-list", "moderation-list", "feedback-list", "my-audits"):
        with django_assert_max_num_queries(12):
            page(lead, url(name))
    with django_assert_max_num_queries(12):
        page(lead, reverse("core:home"))
    EnquiryFactory(concern__adult__council=council)
    fresh = planned(qa_lead, version, allows_repeats=True, repeats_reason="x")
    with django_assert_max_num_queries(12):
        page(lead, url("round-freeze", fresh.pk))
