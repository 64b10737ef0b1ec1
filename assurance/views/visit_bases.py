"""View bases of a visit: a page for whoever prepares it, and a form about one of its records."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from assurance.models import TrackingCase, TrackingSample
from core.permissions import Permission
from core.views import RequiresPermission, ServiceFormView
from safeguard.views.record_forms import RecordForm


class VisitPage(RequiresPermission):
    """A page for whoever prepares a visit."""

    permission = Permission.VISIT_MANAGE


class VisitStart(ServiceFormView):
    """A form that begins something: a sample, a return, a check."""

    permission = Permission.VISIT_MANAGE
    template_name = "assurance/visit_form.html"
    keeps_draft = True
    title = ""
    explanation = ""
    button = "Save and go on"
    back_name = ""
    back_label = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = {"title": self.title, "explanation": self.explanation, "button": self.button}
        back = {"back_url": reverse(self.back_name), "back_label": self.back_label}
        return {**super().get_context_data(**kwargs), **words, **back}


class VisitForm(RecordForm):
    """A form about one record of a visit, which calls one service."""

    template_name = "assurance/visit_form.html"
    permission = Permission.VISIT_MANAGE
    back_label = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        label = self.back_label or str(self.record)
        return {"back_label": label, **super().get_context_data(**kwargs)}


class SampleForm(VisitForm):
    """A form about one case-tracking sample."""

    record: TrackingSample

    def rows(self) -> QuerySet[TrackingSample]:
        return TrackingSample.objects.visible_to(self.request.user).select_related("council")

    def back_url(self) -> str:
        return reverse("assurance:tracking-detail", args=[self.record.pk])


class SampleConfirm(SampleForm):
    """A page of a sample that asks before something happens."""

    template_name = "assurance/visit_confirm.html"
    keeps_draft = False


class CaseForm(SampleForm):
    """A form about one listed case of a sample; the address names both."""

    def case_rows(self) -> QuerySet[TrackingCase]:
        rows = TrackingCase.objects.filter(sample=self.record, place__isnull=False)
        return rows.select_related("sample", "sample__council")
