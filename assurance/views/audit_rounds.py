"""Results of audits on the screen: the rounds, the report of one, its file."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView, ListView, TemplateView

from assurance.forms_audits import RoundReportForm
from assurance.services.round_reports import HandedOver, export_round_report, read_round_report
from assurance.views.reports import page_of
from audit.choices import AuditStatus
from audit.models import AuditRound
from core import access
from core.errors import RuleViolationError
from core.permissions import Permission
from core.views import RequiresPermission, add_model_errors

EARLY = (AuditStatus.PLANNED, AuditStatus.ALLOCATED, AuditStatus.IN_PROGRESS, AuditStatus.VOID)


class ResultsPage(RequiresPermission):
    """A page of figures from audits, of rounds that its reader may know of."""

    permission = Permission.AUDIT_FIGURES_VIEW

    def rounds(self) -> QuerySet[AuditRound]:
        rows = AuditRound.objects.figures_visible_to(self.person).filter(council=self.council)
        return rows.select_related("version__tool", "council")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        held = access.offered(self.request, council=self.council)
        return super().get_context_data(
            **kwargs,
            may_export=Permission.REPORT_MAKE in held,
            may_see_audits=Permission.AUDIT_VIEW in held,
        )


class RoundResultList(ResultsPage, ListView[AuditRound]):
    template_name = "assurance/audit_results.html"
    paginate_by = 25

    def get_queryset(self) -> QuerySet[AuditRound]:
        done = Count("audits", filter=~Q(audits__status__in=EARLY), distinct=True)
        rows = self.rounds().defer("version__content").annotate(read=done)
        return rows.order_by("-starts_on", "-pk")


class RoundReport(ResultsPage, TemplateView):
    """The report as a page, as it stands today."""

    template_name = "assurance/round_report.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        audit_round = get_object_or_404(self.rounds(), pk=self.kwargs["pk"])
        try:
            _, document = read_round_report(by=self.person, audit_round=audit_round)
        except RuleViolationError as error:
            raise Http404(str(error)) from error
        return {
            **super().get_context_data(**kwargs),
            **page_of(document),
            "document": document,
            "round": audit_round,
            "breadcrumbs": [
                {"label": "Results of audits", "url": reverse("assurance:audit-results")},
                {"label": audit_round.name},
            ],
        }


class HandsOver(RequiresPermission, FormView[Any]):
    """A form that hands over a file, or says what is wrong with what was asked for."""

    def hand_over(self, **data: Any) -> HandedOver:
        raise NotImplementedError(f"{type(self).__name__} has no file")

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            made = self.hand_over(**form.cleaned_data)
        except RuleViolationError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
            return self.form_invalid(form)
        except ValidationError as error:
            add_model_errors(form, error)
            return self.form_invalid(form)
        response = HttpResponse(made.content, content_type=made.content_type)
        response["Content-Disposition"] = f'attachment; filename="{made.filename}"'
        return response


class RoundReportFile(HandsOver):
    """Whoever makes reports may take the figures of a round that they may read."""

    permission = Permission.REPORT_MAKE
    form_class = RoundReportForm
    template_name = "assurance/audit_file_form.html"

    @cached_property
    def round(self) -> AuditRound:
        rows = AuditRound.objects.figures_visible_to(self.person).filter(council=self.council)
        rows = rows.select_related("council").defer("version__content")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            title="Take the report as a file",
            about=self.round.name,
            up_url=reverse("assurance:round-report", args=[self.round.pk]),
            up_label=self.round.name,
        )

    def hand_over(self, **data: Any) -> HandedOver:
        for_sharing = data.pop("variant") == "sharing"
        return export_round_report(
            by=self.person, audit_round=self.round, for_sharing=for_sharing, **data
        )
