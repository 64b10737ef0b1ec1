"""What a Theme 3 report tells beside its figures, in each mode; the slide; the self-assessment."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from assurance.choices_voices import VoiceScope
from assurance.reports.sections.beyond import beyond_figures
from assurance.reports.self_assessment import self_assessment_document
from assurance.reports.summary import summary_document, summary_of, summary_pdf
from assurance.self_assessments.document import document_of
from assurance.services.beyond import gather_beyond
from assurance.services.reports import Format, export_theme3_report
from assurance.services.self_assessment_files import export_self_assessment
from core.disclosure import Mode
from core.models import ExportEvent
from core.periods import Period
from core.permissions import Permission
from core.roles import GRANTS
from tests.assurance.theme3_samples import sample, texts
from tests.factories import (
    DocumentPartFactory,
    EvidenceItemFactory,
    EvidenceLinkFactory,
    ImprovementItemFactory,
    RegisterSettingsFactory,
    SelfAssessmentFactory,
    VoiceFactory,
)

YEAR = Period.financial_year(2025)
BESIDE = {
    Permission.EVIDENCE_VIEW,
    Permission.VOICE_VIEW,
    Permission.AUDIT_FIGURES_VIEW,
    Permission.IMPROVEMENT_VIEW,
    Permission.SELF_ASSESSMENT_VIEW,
}


def told(council, mode=Mode.INTERNAL):
    found = gather_beyond(council, YEAR, mode, on=timezone.localdate())
    return found, "\n".join(texts(beyond_figures(found)))


def test_whoever_makes_reports_may_read_all_that_is_in_them():
    for granted in GRANTS.values():
        if Permission.REPORT_MAKE in granted:
            assert granted >= BESIDE


def test_an_empty_council_says_so(council, cqc_framework):
    _, words = told(council)
    for said in (
        "QS7 Safeguarding",
        "Nobody agreed to be quoted",
        "No round of audits",
        "No board is recorded",
        "The improvement plan holds nothing",
        "No self-assessment is finished",
    ):
        assert said in words


def test_evidence_is_counted_by_category_and_open_lines_are_named(council, cqc_framework):
    line = cqc_framework.entries.get(code="QS7-RE-PR-01")
    item = EvidenceItemFactory(
        council=council, approved=True, strength="strength", title="The flowchart"
    )
    EvidenceLinkFactory(
        item=item, statement=line.statement, category=line.category, required_evidence=line
    )
    EvidenceLinkFactory(
        item=EvidenceItemFactory(council=council), statement=line.statement, category=line.category
    )
    found, words = told(council)
    cover = next(c for c in found.statements if c.statement.code == "QS7")
    assert f"1 of {len(cover.lines)} lines of required evidence are answered" in words
    assert "The flowchart" in words
    assert "The flowchart" not in told(council, Mode.PUBLICATION)[1]


def test_words_are_quoted_to_those_for_whom_they_were_agreed(council, cqc_framework):
    day = YEAR.start + timedelta(days=40)
    for words, scope in (
        ("Inside only", VoiceScope.INTERNAL),
        ("For everybody", VoiceScope.PUBLIC),
    ):
        VoiceFactory(council=council, agreed=True, words=words, heard_on=day, consent_scope=scope)
    VoiceFactory(council=council, words="Never asked", heard_on=day)
    inside, outside = told(council)[1], told(council, Mode.PUBLICATION)[1]
    assert "Inside only" in inside
    assert "For everybody" in inside
    assert "For everybody" in outside
    assert "Inside only" not in outside
    assert "Never asked" not in inside + outside


def test_a_file_with_quotations_is_kept_in_case_words_are_taken_back(qa_lead, council):
    RegisterSettingsFactory(council=council, data_cut_on=date(2026, 4, 1))
    voice = VoiceFactory(council=council, agreed=True, heard_on=YEAR.start)
    made = export_theme3_report(
        by=qa_lead,
        council=council,
        start=YEAR.start,
        end=YEAR.end,
        fmt=Format.HTML,
        mode=Mode.INTERNAL,
        reason="For the board",
    )
    use = voice.uses.get()
    assert use.has_left
    assert made.filename in use.title


def test_a_file_of_a_self_assessment_is_kept_beside_the_words_it_quotes(
    qa_lead, council, cqc_framework
):
    row = SelfAssessmentFactory(council=council, framework=cqc_framework)
    said = VoiceFactory(council=council, agreed=True)
    silent = VoiceFactory(council=council)
    DocumentPartFactory(self_assessment=row, text=f"[[voice:{said.pk}]] and [[voice:{silent.pk}]]")
    export_self_assessment(
        by=qa_lead, row=row, fmt=Format.HTML, mode=Mode.PUBLICATION, reason="For the visit"
    )
    assert said.uses.get().has_left
    assert not silent.uses.exists()


def test_the_plan_tells_delivery_from_effect(council):
    ImprovementItemFactory(council=council, due_on=date(2026, 1, 1), text="Record wishes first")
    found, words = told(council)
    assert "Record wishes first" in words
    assert found.plan[0].is_overdue
    assert "No evidence of effect yet" in words


@pytest.mark.parametrize("mode", list(Mode))
def test_the_slide_is_one_page_and_the_same_each_time(council, cqc_framework, mode):
    beyond = gather_beyond(council, YEAR, mode, on=date(2026, 4, 2))
    summary = summary_of(sample(mode=mode), beyond)
    made = summary_pdf(summary, made_on=date(2026, 4, 2))
    assert made == summary_pdf(summary, made_on=date(2026, 4, 2))
    assert made.count(b"/Type /Page\n") + made.count(b"/Type /Page ") == 1
    document = summary_document(summary, status="Draft", made_on=date(2026, 4, 2))
    assert "QS7 Safeguarding" in "\n".join(texts(document.blocks))


def test_the_slide_leaves_through_the_ledger(qa_lead, council, cqc_framework):
    RegisterSettingsFactory(council=council, data_cut_on=date(2026, 4, 1))
    made = export_theme3_report(
        by=qa_lead,
        council=council,
        start=YEAR.start,
        end=YEAR.end,
        fmt=Format.PDF,
        mode=Mode.INTERNAL,
        reason="For the board",
        is_summary=True,
    )
    assert made.filename.startswith("one-page-")
    assert ExportEvent.objects.get().filename == made.filename


def test_a_self_assessment_as_a_file(qa_lead, council, cqc_framework):
    row = SelfAssessmentFactory(council=council, framework=cqc_framework)
    document = self_assessment_document(document_of(row), made_on=date(2026, 4, 2))
    words = "\n".join(texts(document.blocks))
    assert document.status == "Draft"
    assert "not a rating, and not by CQC" in document.marking
    assert "E. Figures" in words
    for fmt in Format:
        made = export_self_assessment(
            by=qa_lead, row=row, fmt=fmt, mode=Mode.PUBLICATION, reason="For the visit"
        )
        assert made.content
    assert ExportEvent.objects.count() == len(Format)
