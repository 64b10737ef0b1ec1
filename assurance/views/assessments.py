"""Peer challenges and other outside assessments: the list, one of them, and their forms."""

from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.forms import Form
from django.urls import reverse
from django.utils import timezone

from assurance.choices_evidence import EvidenceStatus
from assurance.choices_improvement import FindingKind
from assurance.forms_improvement import AnswerForm, AssessmentForm, FindingForm
from assurance.models import (
    AssessmentFinding,
    EvidenceItem,
    ImprovementItem,
    OutsideAssessment,
)
from assurance.services import assessments as services
from assurance.views.plan_bases import PlanForm, PlanPage, PlanView, statements_in_force
from core.permissions import Permission


class OfAssessments(PlanView):
    permission = Permission.IMPROVEMENT_VIEW

    def rows(self) -> QuerySet[Any]:
        return OutsideAssessment.objects.visible_to(self.person).filter(council=self.council)


class AssessmentList(OfAssessments, PlanPage):
    template_name = "assurance/assessment_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        findings = Count("findings", distinct=True)
        strengths = Q(findings__kind=FindingKind.STRENGTH)
        waiting = Q(findings__answer="") & ~strengths
        rows = self.rows().annotate(
            found=findings,
            strengths=Count("findings", filter=strengths, distinct=True),
            waiting=Count("findings", filter=waiting, distinct=True),
        )
        return {**super().get_context_data(**kwargs), "rows": rows}


class AssessmentDetail(OfAssessments, PlanPage):
    template_name = "assurance/assessment_detail.html"

    def rows(self) -> QuerySet[Any]:
        items = ImprovementItem.objects.only("reference", "finding_id", "closed_on")
        findings = AssessmentFinding.objects.select_related("statement", "answered_by")
        parts = Prefetch("findings", findings.prefetch_related(Prefetch("items", items)))
        return super().rows().select_related("report").prefetch_related(parts)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "row": self.row}


class AssessmentFormPage(OfAssessments, PlanForm):
    permission = Permission.IMPROVEMENT_MANAGE
    form_class: type[Form] = AssessmentForm

    def get_form_kwargs(self) -> dict[str, Any]:
        given = super().get_form_kwargs()
        if issubclass(self.form_class, AssessmentForm):
            items = EvidenceItem.objects.visible_to(self.person).filter(council=self.council)
            given["reports"] = items.exclude(status=EvidenceStatus.WITHDRAWN)
        return given

    def back_url(self) -> str:
        return reverse("assurance:assessment-detail", args=[self.row.pk])

    def back_label(self) -> str:
        return str(self.row.title)


class AssessmentAdd(AssessmentFormPage):
    title = "Add an outside assessment"
    done_message = "The assessment is added. Add next what it found."
    made: OutsideAssessment | None = None

    def back_url(self) -> str:
        return reverse("assurance:assessment-list")

    def back_label(self) -> str:
        return "Outside assessments"

    def get_success_url(self) -> str:
        return reverse("assurance:assessment-detail", args=[self.made.pk]) if self.made else ""

    def call_service(self, **data: Any) -> None:
        self.made = services.add_assessment(by=self.person, council=self.council, about=data)


class AssessmentChange(AssessmentFormPage):
    title = "Change the assessment"
    done_message = "The assessment is changed"

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.row, name) for name in services.FIELDS}

    def call_service(self, **data: Any) -> None:
        services.change_assessment(by=self.person, assessment=self.row, about=data)


class FindingAdd(AssessmentFormPage):
    form_class = FindingForm
    title = "Add a finding"
    done_message = "The finding is added"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "statements": statements_in_force()}

    def call_service(self, **data: Any) -> None:
        services.add_finding(by=self.person, assessment=self.row, **data)


class FindingFormPage(AssessmentFormPage):
    """A form about one finding."""

    def rows(self) -> QuerySet[Any]:
        rows = AssessmentFinding.objects.filter(assessment__in=super().rows())
        return rows.select_related("assessment")

    def back_url(self) -> str:
        return reverse("assurance:assessment-detail", args=[self.row.assessment_id])

    def back_label(self) -> str:
        return str(self.row.assessment.title)

    def get_caption(self) -> str:
        return f"Finding {self.row.number}"


class FindingChange(FindingFormPage):
    form_class = FindingForm
    title = "Change the finding"
    done_message = "The finding is changed"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "statements": statements_in_force()}

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.row, name) for name in ("kind", "text", "statement")}

    def call_service(self, **data: Any) -> None:
        services.change_finding(by=self.person, finding=self.row, **data)


class FindingAnswer(FindingFormPage):
    form_class = AnswerForm
    title = "Answer the finding"
    done_message = "The answer is kept"

    @property
    def explanation(self) -> str:  # type: ignore[override]
        return str(self.row.text)

    def get_initial(self) -> dict[str, Any]:
        held = {"answer": self.row.answer, "answer_text": self.row.answer_text}
        return {**held, "on": self.row.answered_on or timezone.localdate()}

    def call_service(self, **data: Any) -> None:
        services.answer_finding(by=self.person, finding=self.row, **data)
