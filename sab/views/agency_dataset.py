"""An agency's own numbers for the board's dataset, and nobody else's."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from core.access import councils_where
from core.permissions import Permission
from core.views import RequiresPermission
from sab.models import DatasetValue, Partner
from sab.rules.dataset import quarters_to
from sab.views.dataset import EntersValues


class AgencyDatasetView(RequiresPermission):
    permission = Permission.AGENCY_ANSWER

    def partners(self) -> QuerySet[Partner]:
        """Return what one's own organisation is to boards: one row for each board it sits on."""
        own = councils_where(self.person, self.permission)
        rows = Partner.objects.filter(organisation__in=own).current()
        return rows.select_related("board").order_by("board__name")


class AgencyDataset(AgencyDatasetView, TemplateView):
    """What was given of what was asked, quarter by quarter."""

    template_name = "sab/agency_dataset.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        periods = quarters_to(timezone.localdate())
        partners = list(self.partners().prefetch_related("indicators"))
        said: dict[tuple[int, Any], int] = {}
        values = DatasetValue.objects.of_own_agency(self.person).filter(indicator__is_retired=False)
        for key, start in values.values_list("partner", "start"):
            said[key, start] = said.get((key, start), 0) + 1
        boards = [
            (
                partner,
                sum(not row.is_retired for row in partner.indicators.all()),
                [(period, said.get((partner.pk, period.start), 0)) for period in periods],
            )
            for partner in partners
        ]
        return {**super().get_context_data(**kwargs), "boards": boards}


class AgencyValuesEnter(AgencyDatasetView, EntersValues):
    @cached_property
    def partner(self) -> Partner:  # type: ignore[override]
        return get_object_or_404(self.partners(), pk=self.kwargs["pk"])

    def back_url(self) -> str:
        return reverse("sab:agency-dataset")

    def back_label(self) -> str:
        return "Our numbers"
