"""The report of a round in all its forms, the pages of results, and who may have which."""

import io
import zipfile

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from assurance.reports.audit_round.document import round_document
from assurance.reports.audit_round.results import headline
from assurance.services.audit_answers import export_answers
from assurance.services.round_reports import (
    RoundFormat,
    export_round_report,
    read_round_report,
)
from audit.choices import SamplingMethod
from audit.models import AuditRound
from core.errors import RuleViolationError
from core.models import ExportEvent
from core.roles import Role
from tests.audit.results_rows import NO, YES, read, round_of, under_way, version_of
from tests.factories import AuditActionFactory, MembershipFactory, TeamFactory

pytestmark = pytest.mark.django_db


def member(council, role):
    return MembershipFactory(organisation=council, role=role).person


@pytest.fixture
def qa(council):
    return member(council, Role.QA_LEAD)


@pytest.fixture
def finished(council):
    held = round_of(version_of(council), eligible=40, name="Spring round")
    for at in range(12):
        read(held, YES if at < 9 else NO)
    return held


def report_of(by, held):
    return read_round_report(by=by, audit_round=held)


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ([], "No audit of this round is finished yet"),
        ([YES], "One file was read. It was graded Fine."),
        ([YES, NO], "They are too few for percentages."),
        ([{"A": "na", "B": "na"}] * 2, "too little applied in any of them"),
    ],
)
def test_what_little_there_is_is_said_in_words(council, qa, answers, words):
    held = round_of(version_of(council), eligible=5)
    under_way(held)
    for each in answers:
        read(held, each)
    figures, document = report_of(qa, held)
    assert words in headline(figures)
    for fmt in RoundFormat:
        made = export_round_report(by=qa, audit_round=held, fmt=fmt, reason="To read")
        assert made.content
    text = " ".join(str(block) for block in document.blocks)
    assert "%" not in headline(figures)
    assert "Method" in text


def test_the_report_says_margin_population_and_seed(qa, finished):
    AuditActionFactory(audit=finished.audits.first(), council=finished.council)
    figures, document = report_of(qa, finished)
    text = " ".join(str(block) for block in document.blocks)
    assert "12 of 40 files" in text
    assert finished.frame_sha256 in text
    assert finished.seed in text
    assert "75%" in text
    assert document == round_document(figures)


def test_files_picked_for_what_they_are_get_no_margin(council, qa):
    held = round_of(
        version_of(council), eligible=40, method=SamplingMethod.TARGETED, method_reason="Long open"
    )
    for _ in range(12):
        read(held, YES)
    figures, document = report_of(qa, held)
    assert all(line.estimate.interval is None for line in figures.sections)
    assert "no margin of error" in " ".join(str(block) for block in document.blocks)


def test_the_workbook_holds_numbers_and_no_formula(council, qa):
    held = round_of(version_of(council), eligible=40, name="=1+1")
    for _ in range(12):
        read(held, YES)
    made = export_round_report(by=qa, audit_round=held, fmt=RoundFormat.XLSX, reason="To count")
    book = load_workbook(io.BytesIO(made.content))
    assert book["Read me"]["A1"].value == "=1+1"
    assert book["Read me"]["A1"].data_type == "s"
    sheet = next(each for each in book if "files by grade" in each.title)
    assert [cell.value for cell in sheet[5]][:2] == ["Fine", 12]


def test_each_file_is_in_the_ledger_with_its_reason(qa, finished):
    export_round_report(by=qa, audit_round=finished, fmt=RoundFormat.PDF, reason="For the Board")
    event = ExportEvent.objects.get()
    assert (event.kind, event.reason) == ("audit_round_report", "For the Board")
    with pytest.raises(RuleViolationError):
        export_round_report(by=qa, audit_round=finished, fmt=RoundFormat.PDF, reason=" ")


def test_what_is_shared_holds_no_small_number_and_no_words_of_anybody(client, qa, finished):
    """9 of 12 are Fine and 3 Bad: the three are hidden, and so is every share that tells them."""
    _, document = read_round_report(by=qa, audit_round=finished, for_sharing=True)
    text = " ".join(str(block) for block in document.blocks)
    rows = {row[0]: row[1:] for block in document.blocks for row in getattr(block, "rows", ())}
    assert rows["Fine"] == ("10", "[c]")
    assert rows["Bad"] == ("[c]", "[c]")
    assert "Files read: 10," in text
    assert "12" not in text.replace("2012", "")
    assert document.marking == "For sharing: small numbers are hidden"
    for fmt in RoundFormat:
        assert export_round_report(
            by=qa, audit_round=finished, fmt=fmt, reason="For the Board", for_sharing=True
        ).filename.startswith("audit-round-shared-")
    assert ExportEvent.objects.filter(parameters__for_sharing=True).count() == 4
    client.force_login(qa)
    address = reverse("assurance:round-report-file", args=[finished.pk])
    typed = {"variant": "sharing", "fmt": "xlsx", "reason": "For partners"}
    made = client.post(address, typed)
    assert "audit-round-shared" in made["Content-Disposition"]


def test_a_report_is_a_draft_until_its_round_is_closed(qa, finished):
    AuditRound.objects.filter(pk=finished.pk).update(status="open", closed_at=None)
    assert report_of(qa, finished)[1].status == "Draft"
    AuditRound.objects.filter(pk=finished.pk).update(status="closed", closed_at=timezone.now())
    assert report_of(qa, finished)[1].status == "Final"


def test_figures_about_workers_are_for_those_entitled(client, council, qa):
    version = version_of(council)
    version.tool.is_personnel = True
    version.tool.save()
    held = round_of(version)
    read(held, YES)
    with pytest.raises(RuleViolationError, match="Audits of workers stay"):
        read_round_report(by=qa, audit_round=held, for_sharing=True)
    director = member(council, Role.DIRECTOR)
    client.force_login(director)
    address = reverse("assurance:round-report", args=[held.pk])
    assert client.get(address).status_code == 404
    assert client.get(f"{address}file/").status_code == 404
    for name in ("audit-results", "audit-trend", "audit-teams"):
        assert held.name not in client.get(reverse(f"assurance:{name}")).content.decode()
    with pytest.raises(AuditRound.DoesNotExist):
        read_round_report(by=director, audit_round=held)
    client.force_login(qa)
    page = client.get(address)
    assert page.status_code == 200
    assert "entitled to personnel matters only" in page.content.decode()


def test_another_council_sees_nothing(client, finished):
    other = MembershipFactory(role=Role.QA_LEAD)
    client.force_login(other.person)
    assert client.get(reverse("assurance:round-report", args=[finished.pk])).status_code == 404
    tool = finished.version.tool
    assert client.get(reverse("assurance:audit-answers", args=[tool.pk])).status_code == 404
    with pytest.raises(PermissionDenied):
        export_answers(by=other.person, council=finished.council, tool=tool, reason="No")


def test_the_trend_page_shows_what_is_asked_for_and_else_the_first(client, qa, finished):
    client.force_login(qa)
    address = reverse("assurance:audit-trend")
    for query in ({}, {"what": "section:S"}, {"what": "section:nothing", "tool": "9" * 30}):
        page = client.get(address, query)
        assert "Spring round" in page.content.decode()


def test_the_teams_page_names_no_best_or_worst(client, council, qa):
    held = round_of(version_of(council), eligible=60)
    for name in ("West", "East", "North"):
        team = TeamFactory(organisation=council, name=name)
        for at in range(10):
            read(held, YES if at % 2 else NO, team=team)
    client.force_login(qa)
    text = client.get(reverse("assurance:audit-teams")).content.decode()
    assert text.index("East") < text.index("North") < text.index("West")
    assert "No team lies further" in text


def test_all_answers_leave_as_a_workbook(qa, finished):
    made = export_answers(
        by=qa, council=finished.council, tool=finished.version.tool, reason="To study"
    )
    assert zipfile.is_zipfile(io.BytesIO(made.content))
    book = load_workbook(io.BytesIO(made.content))
    assert book.sheetnames == ["Audits", "Answers", "Questions"]
    assert book["Answers"].max_row == 25
    assert ExportEvent.objects.get().rows == 24


def test_pages_cost_no_more_for_more_rounds(client, qa, finished, django_assert_max_num_queries):
    for _ in range(3):
        more = round_of(finished.version, eligible=12)
        read(more, YES)
    client.force_login(qa)
    for name in ("audit-results", "audit-trend", "audit-teams"):
        with django_assert_max_num_queries(12):
            assert client.get(reverse(f"assurance:{name}")).status_code == 200
