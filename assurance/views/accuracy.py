"""The factual accuracy desk: drafts to check, their points, the response."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import ListView, TemplateView

from assurance import forms_accuracy
from assurance.choices_visit import PointDecision, PointOutcome
from assurance.models import AccuracyCheck, AccuracyPoint, EvidenceItem, Framework, QualityStatement
from assurance.services import factual_accuracy
from assurance.services.accuracy_files import export_response
from assurance.services.board_reports import MadeFile
from assurance.views.visit_bases import OfPart, VisitForm, VisitPage, VisitStart
from core import access
from core.calendars import calendar_of
from core.permissions import Permission

COLOURS = {PointDecision.OPEN: "grey", PointDecision.SEND: "blue", PointDecision.HOLD: "orange"}
ANSWERS = {
    PointOutcome.ACCEPTED: "green",
    PointOutcome.PARTLY: "yellow",
    PointOutcome.REFUSED: "red",
}


class AccuracyList(VisitPage, ListView[AccuracyCheck]):
    template_name = "assurance/accuracy_list.html"
    paginate_by = 50

    def get_queryset(self) -> QuerySet[AccuracyCheck]:
        rows = AccuracyCheck.objects.visible_to(self.person).filter(council=self.council)
        counted = rows.annotate(
            raised=Count("points"),
            accepted=Count("points", filter=Q(points__outcome=PointOutcome.ACCEPTED)),
        )
        return counted.select_related("owner").order_by("-received_on", "-pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, today=timezone.localdate())


class AccuracyOpen(VisitStart):
    form_class = forms_accuracy.AccuracyOpenForm
    title = "Enter a draft report"
    explanation = "The response is due ten working days after the draft came."
    back_name, back_label = "assurance:accuracy-list", "Factual accuracy"
    made: AccuracyCheck

    def get_form_kwargs(self) -> dict[str, Any]:
        people = access.people_with(Permission.VISIT_MANAGE, self.council)
        return {**super().get_form_kwargs(), "people": people}

    def call_service(self, **data: Any) -> None:
        self.made = factual_accuracy.open_check(by=self.person, council=self.council, **data)

    def get_success_url(self) -> str:
        return reverse("assurance:accuracy-detail", args=[self.made.pk])


class AccuracyDetail(VisitPage, TemplateView):
    template_name = "assurance/accuracy_detail.html"

    @cached_property
    def check(self) -> AccuracyCheck:
        rows = AccuracyCheck.objects.visible_to(self.person).filter(council=self.council)
        return get_object_or_404(rows.select_related("owner"), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        this, today = self.check, timezone.localdate()
        points = this.points.select_related("statement").prefetch_related("evidence")
        calendar = calendar_of(self.council)
        left = calendar.working_days_between(today, this.due_on) if today <= this.due_on else None
        return super().get_context_data(
            **kwargs,
            check=this,
            points=[
                (point, COLOURS[PointDecision(point.decision)], _answer_colour(point))
                for point in points
            ],
            days_left=left,
            is_late=this.sent_on is None and today > this.due_on,
        )


def _answer_colour(point: AccuracyPoint) -> str:
    return ANSWERS[PointOutcome(point.outcome)] if point.outcome else ""


class CheckForm(VisitForm):
    """A form about one check."""

    record: AccuracyCheck

    def rows(self) -> QuerySet[AccuracyCheck]:
        return AccuracyCheck.objects.visible_to(self.request.user).select_related("council")

    def back_url(self) -> str:
        return reverse("assurance:accuracy-detail", args=[self.record.pk])


class AccuracyDueDay(CheckForm):
    title = "When the response is due"
    form_class = forms_accuracy.DueDayForm
    done_message = "The day is moved"

    def get_initial(self) -> dict[str, Any]:
        return {"due_on": self.record.due_on}

    def call_service(self, **data: Any) -> None:
        factual_accuracy.move_due_day(by=self.person, check=self.record, **data)


class AccuracySent(CheckForm):
    title = "The response was sent"
    explanation = "Its points do not change afterwards; what the assessor answers is added to them."
    form_class = forms_accuracy.SentForm
    done_message = "Recorded"

    def call_service(self, **data: Any) -> None:
        factual_accuracy.mark_sent(by=self.person, check=self.record, **data)


class AccuracyFile(CheckForm):
    title = "Make the response document"
    explanation = (
        "It holds the points that are to be sent. What speaks against them, and points left out, "
        "are not in it."
    )
    form_class = forms_accuracy.ResponseFileForm
    button = "Make the file"
    keeps_draft = False
    made: MadeFile | None = None

    def call_service(self, **data: Any) -> None:
        self.made = export_response(by=self.person, check=self.record, **data)

    def form_valid(self, form: Any) -> HttpResponse:
        found = super().form_valid(form)
        if self.made is None:
            return found
        headers = {"Content-Disposition": f'attachment; filename="{self.made.filename}"'}
        return HttpResponse(self.made.content, content_type=self.made.content_type, headers=headers)


class PointWords(CheckForm):
    """The words and evidence of a point."""

    form_class = forms_accuracy.AccuracyPointForm

    def get_form_kwargs(self) -> dict[str, Any]:
        framework = Framework.objects.in_force("cqc-la", on=timezone.localdate())
        statements = QualityStatement.objects.filter(framework=framework).order_by("order")
        library = EvidenceItem.objects.visible_to(self.person).filter(council=self.council)
        return {
            **super().get_form_kwargs(),
            "statements": statements,
            "evidence": library.leaving(timezone.localdate()).order_by("title"),
        }


class PointAdd(PointWords):
    title = "Raise a point"
    done_message = "The point is added"

    def call_service(self, **data: Any) -> None:
        factual_accuracy.add_point(by=self.person, check=self.record, **data)


class OnePoint(OfPart, CheckForm):
    """A form about one point; of two people who save it, the second is shown what changed."""

    part_model, part_name, whole_column = AccuracyPoint, "point", "check_of_id"
    is_versioned = True

    @cached_property
    def point(self) -> AccuracyPoint:
        rows = AccuracyPoint.objects.filter(check_of=self.record)
        return get_object_or_404(rows.select_related("check_of"), pk=self.kwargs["point"])

    def version_of(self) -> Any:
        return self.point

    def read_again(self) -> None:
        super().read_again()
        del self.point

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title = f"{self.title}: point {self.point.number}"
        return {**super().get_context_data(**kwargs), "title": title}


class PointChange(OnePoint, PointWords):
    title = "Change"
    done_message = "The point is changed"

    def get_initial(self) -> dict[str, Any]:
        this = self.point
        names = ("place", "draft_says", "kind", "proposed", "evidence_for", "evidence_against")
        return {
            **{name: getattr(this, name) for name in names},
            "statement": this.statement_id,
            "evidence": list(this.evidence.values_list("pk", flat=True)),
        }

    def call_service(self, **data: Any) -> None:
        factual_accuracy.change_point(by=self.person, point=self.point, **data)


class PointDecide(OnePoint):
    title = "Send it or not"
    form_class = forms_accuracy.PointDecisionForm
    done_message = "Recorded"

    def get_initial(self) -> dict[str, Any]:
        return {"decision": self.point.decision, "reason": self.point.decision_reason}

    def call_service(self, **data: Any) -> None:
        factual_accuracy.decide_point(by=self.person, point=self.point, **data)


class PointAnswer(OnePoint):
    title = "What the assessor answered"
    form_class = forms_accuracy.PointOutcomeForm
    done_message = "Recorded"

    def get_initial(self) -> dict[str, Any]:
        this = self.point
        day = self.record.answered_on
        return {"outcome": this.outcome, "note": this.outcome_note, "answered_on": day}

    def call_service(self, **data: Any) -> None:
        factual_accuracy.record_outcome(by=self.person, point=self.point, **data)
