"""View bases of a visit: a page for whoever prepares it, and a form about one of its records."""

from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.generic import View

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
    template_name = "assurance/row_form.html"
    keeps_draft = True
    title = ""
    explanation = ""
    button = "Save and go on"
    back_name = ""
    back_label = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = {"title": self.title, "explanation": self.explanation, "button": self.button}
        back = {"back_url": reverse(self.back_name), "back_label": self.back_label}
        caption = {"caption": self.council.name}
        return {**super().get_context_data(**kwargs), **words, **back, **caption}


class VisitForm(RecordForm):
    """A form about one record of a visit, which calls one service."""

    template_name = "assurance/row_form.html"
    permission = Permission.VISIT_MANAGE
    back_label = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        label = self.back_label or str(self.record)
        own = {"back_label": label, "caption": str(self.record)}
        return {**own, **super().get_context_data(**kwargs)}


class OfPart(View):
    """A page whose address names a part, such as one case: its record is looked up from it.

    An address of no part finds no record, after it was asked whether the reader may look at all.
    """

    part_model: type[Model]
    part_name: str
    whole_column: str

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        rows = self.part_model._base_manager.filter(pk=kwargs[self.part_name])
        found = rows.values_list(self.whole_column, flat=True).first()
        kwargs["pk"] = self.kwargs["pk"] = found or 0
        return super().dispatch(request, *args, **kwargs)


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


class OfCase(OfPart):
    """A page of one listed case."""

    part_model, part_name, whole_column = TrackingCase, "case", "sample_id"


class CaseForm(OfCase, SampleForm):
    """A form about one listed case of a sample."""

    def case_rows(self) -> QuerySet[TrackingCase]:
        rows = TrackingCase.objects.filter(sample=self.record, place__isnull=False)
        return rows.select_related("sample", "sample__council")
