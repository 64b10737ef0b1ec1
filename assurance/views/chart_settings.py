"""Local targets and fresh starts of a measure's chart, and the councils to compare with."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from assurance.forms_chart_settings import (
    NeighboursForm,
    RebaseForm,
    RemoveRebaseForm,
    TargetForm,
)
from assurance.measures import Measure
from assurance.models import ChartRebase, LocalTarget, StatisticalNeighbour
from assurance.months import FLOWS
from assurance.services.chart_settings import (
    rebase_chart,
    remove_rebase,
    remove_target,
    set_target,
)
from assurance.services.neighbours import read_neighbours, set_neighbours
from assurance.views.measure_bases import measure_named
from core import access
from core.permissions import Permission
from core.views import ConfirmView, RequiresPermission, ServiceFormView


class OfMeasure(RequiresPermission):
    """A page about the chart of the measure that the address names."""

    permission = Permission.MEASURE_MANAGE

    @cached_property
    def measure(self) -> Measure:
        return measure_named(self.kwargs["key"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, measure=self.measure)

    def get_success_url(self) -> str:
        return reverse("assurance:measure-settings", args=[self.measure.key])


class MeasureSettings(OfMeasure, TemplateView):
    """Every target and rebase of one measure, those removed too; read by all who see figures."""

    permission = Permission.MEASURE_VIEW
    template_name = "assurance/measure_settings.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = {"council": self.council, "measure": self.measure.key}
        rebases = ChartRebase.objects.filter(**own).select_related("made_by", "removed_by")
        manages = access.is_offered(self.request, Permission.MEASURE_MANAGE, council=self.council)
        return super().get_context_data(
            **kwargs,
            targets=LocalTarget.objects.filter(**own).newest_first().select_related("set_by"),
            rebases=rebases.order_by("-on", "-pk"),
            may_manage=manages,
            may_have_target=not self.measure.context_only and self.measure.direction != "neutral",
            has_chart=self.measure.calculation.source in FLOWS,
        )


class TargetSet(OfMeasure, ServiceFormView):
    form_class = TargetForm
    template_name = "assurance/target_form.html"
    done_message = "The target is set"

    @cached_property
    def measure(self) -> Measure:
        """The measure; one that never has a target has no such page."""
        found = measure_named(self.kwargs["key"])
        if found.context_only or found.direction == "neutral":
            raise Http404(f"{found.key} has no target")
        return found

    def call_service(self, **data: Any) -> None:
        set_target(by=self.person, council=self.council, measure=self.measure.key, **data)


class TargetRemove(OfMeasure, ConfirmView[LocalTarget]):
    template_name = "assurance/target_remove.html"
    row_name = "target"
    done_message = "The target is removed"

    def rows(self) -> QuerySet[LocalTarget]:
        return LocalTarget.objects.filter(council=self.council, measure=self.measure.key)

    def call_service(self, **data: Any) -> None:
        remove_target(by=self.person, target=self.row)


class RebaseAdd(OfMeasure, ServiceFormView):
    form_class = RebaseForm
    template_name = "assurance/rebase_form.html"
    done_message = "The limits start afresh from that month"

    @cached_property
    def measure(self) -> Measure:
        """The measure; one without a monthly chart has no such page."""
        found = measure_named(self.kwargs["key"])
        if found.calculation.source not in FLOWS:
            raise Http404(f"{found.key} has no monthly chart")
        return found

    def call_service(self, **data: Any) -> None:
        rebase_chart(by=self.person, council=self.council, measure=self.measure.key, **data)


class RebaseRemove(OfMeasure, ConfirmView[ChartRebase]):
    form_class = RemoveRebaseForm
    template_name = "assurance/rebase_remove.html"
    row_name = "rebase"
    done_message = "The limits run on from before"

    def rows(self) -> QuerySet[ChartRebase]:
        return ChartRebase.objects.filter(council=self.council, measure=self.measure.key).standing()

    def call_service(self, **data: Any) -> None:
        remove_rebase(by=self.person, rebase=self.row, **data)


class Neighbours(ServiceFormView):
    permission = Permission.MEASURE_MANAGE
    form_class = NeighboursForm
    template_name = "assurance/neighbours.html"
    done_message = "The list of councils is saved"
    success_url = reverse_lazy("assurance:neighbours")

    def get_initial(self) -> dict[str, Any]:
        held = StatisticalNeighbour.objects.filter(council=self.council)
        return {"neighbours": "\n".join(f"{row.code}, {row.name}" for row in held)}

    def call_service(self, **data: Any) -> None:
        set_neighbours(
            by=self.person, council=self.council, neighbours=read_neighbours(data["neighbours"])
        )
