"""A page over one scope and period, whose charts can each be taken away as CSV."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from assurance.asking import Asked, asked_of, latest_whole_year, years_up_to
from assurance.catalogue import BY_KEY
from assurance.charts import ChartPanel
from assurance.measures import Measure
from assurance.scopes import open_scope
from assurance.services.chart_files import export_chart
from assurance.words import ON_PAGES
from core import access
from core.periods import Period
from core.permissions import Permission
from core.views import RequiresPermission
from safeguard.metrics.figures import Figure
from safeguard.metrics.scope import CaseScope

CSV = "csv"


class MeasurePage(RequiresPermission, TemplateView):
    """A page over one scope and period.

    Its context may hold `panels`; `?csv=` and the key of one answers with the numbers behind it.
    """

    permission = Permission.MEASURE_VIEW
    asked: Asked
    default_period = staticmethod(latest_whole_year)

    def opened(self) -> tuple[CaseScope, Asked]:
        """Return the cases that the page's query asks for, and the query as it was read."""
        scope = open_scope(by=self.person, council=self.council)
        asked = asked_of(
            self.request.GET, council=self.council, cut=scope.cut, default=self.default_period
        )
        return replace(scope, only=asked.only), asked

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        context = self.get_context_data(**kwargs)
        wanted = request.GET.get(CSV)
        if not wanted:
            return self.render_to_response(context)
        panels: Iterable[ChartPanel] = context.get("panels", ())
        panel = next((panel for panel in panels if panel.key == wanted), None)
        if panel is None:
            raise Http404(f"no chart {wanted!r} on this page")
        return self._hand_over(panel, context["period"])

    def _hand_over(self, panel: ChartPanel, period: Period) -> HttpResponse:
        made = export_chart(
            by=self.person, council=self.council, panel=panel, page=self.page(), period=period
        )
        response = HttpResponse(made.content, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{made.filename}"'
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        scope, self.asked = self.opened()
        period = self.asked.period
        return {
            **super().get_context_data(**kwargs),
            "form": self.asked.form,
            "asked": self.asked,
            "period": period,
            "cut": scope.cut,
            "years": [(year, self.asked.query_over(year)) for year in years_up_to(scope.cut)],
            **self.about(scope, period),
        }

    def about(self, scope: CaseScope, period: Period) -> dict[str, Any]:
        """Return what the page shows of `scope` over `period`."""
        raise NotImplementedError(f"{type(self).__name__} shows nothing")

    def csv_url(self, key: str) -> str:
        """Return the address of the numbers behind one chart of this page as it is shown."""
        query = self.request.GET.copy()
        query[CSV] = key
        return f"?{query.urlencode()}"

    def page(self) -> str:
        """Return what the page is called in the name of a file."""
        raise NotImplementedError(f"{type(self).__name__} has no name")

    @property
    def may_manage(self) -> bool:
        return access.is_offered(self.request, Permission.MEASURE_MANAGE, council=self.council)


class OneMeasurePage(MeasurePage):
    """A page about the measure that the address names."""

    @cached_property
    def measure(self) -> Measure:
        """The measure that the address names.

        Raises:
            Http404: there is none of that key.
        """
        return measure_named(self.kwargs["key"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, measure=self.measure, may_manage=self.may_manage)


def measure_named(key: str) -> Measure:
    """Return the measure of that key.

    Raises:
        Http404: there is none.
    """
    found = BY_KEY.get(key)
    if found is None:
        raise Http404(f"no measure {key}")
    return found


def in_words(measure: Measure, found: Figure) -> dict[str, str]:
    return {
        "value": ON_PAGES.value(measure, found),
        "basis": ON_PAGES.basis(measure, found),
        "interval": ON_PAGES.margin(measure, found) if found.interval else "",
    }
