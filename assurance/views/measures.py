"""Measures: a group at a time, one with its definition and months, and the cases behind it."""

from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404
from django.views.generic import TemplateView

from assurance.asking import Asked, asked_of, latest_whole_year, years_up_to
from assurance.catalogue import BY_KEY, MEASURES
from assurance.charts import figure, to_table
from assurance.drilldown import CaseList, cases_of
from assurance.measures import Group, Measure
from assurance.reading import Reader
from assurance.scopes import open_scope
from assurance.trends import Trend, trend_over
from assurance.words import ON_PAGES
from core import access
from core.periods import Period
from core.permissions import Permission
from core.views import RequiresPermission
from safeguard.metrics.facts import Facts
from safeguard.metrics.figures import Figure
from safeguard.metrics.scope import CaseScope
from safeguard.models import PolicyChange
from safeguard.rules.measures import Status

PAGE = 50
STATUS_WORDS = {
    Status.MET: "Counted, or met",
    Status.NOT_MET: "Not met",
    Status.NOT_KNOWN: "Not known from the record",
    Status.NOT_APPLICABLE: "The measure does not apply",
}


class MeasurePage(RequiresPermission, TemplateView):
    """A page over one scope and period."""

    permission = Permission.MEASURE_VIEW
    asked: Asked
    default_period = staticmethod(latest_whole_year)

    def opened(self) -> tuple[CaseScope, Asked]:
        """Return the cases that the page's query asks for, and the query as it was read."""
        # `RequiresPermission` has asked the database in this request already.
        scope = open_scope(by=None, council=self.council)
        asked = asked_of(
            self.request.GET, council=self.council, cut=scope.cut, default=self.default_period
        )
        return replace(scope, only=asked.only), asked

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

    @property
    def measure(self) -> Measure:
        """The measure that the address names.

        Raises:
            Http404: there is none of that key.
        """
        found = BY_KEY.get(self.kwargs["key"])
        if found is None:
            raise Http404(f"no measure {self.kwargs['key']}")
        return found


class MeasureList(MeasurePage):
    template_name = "assurance/measure_list.html"

    def about(self, scope: CaseScope, period: Period) -> dict[str, Any]:
        wanted = self.request.GET.get("group")
        group = next((group for group in Group if group.name == wanted), Group.VOLUMES)
        facts = Facts(scope.rows(period))
        chosen = [measure for measure in MEASURES if measure.group is group]
        rows = [
            {"measure": measure, **_in_words(measure, measure.figure(facts))} for measure in chosen
        ]
        return {
            "group": group,
            "groups": list(Group),
            "rows": rows,
            "shows_basis": any(row["basis"] for row in rows),
        }


class MeasureDetail(MeasurePage):
    template_name = "assurance/measure_detail.html"

    def about(self, scope: CaseScope, period: Period) -> dict[str, Any]:
        measure = self.measure
        reader = Reader(scope, period)
        changes = PolicyChange.objects.filter(council=scope.council)
        return {
            "measure": measure,
            **_in_words(measure, measure.figure(reader.source(period))),
            "trend_chart": _chart(trend_over(measure, reader.months, changes)),
            "definition": (
                ("Counted above the line", measure.numerator),
                ("Counted below the line", measure.denominator),
                ("Left out", measure.exclusions),
                ("Source", measure.source),
                ("Bear in mind", measure.caveat),
            ),
        }


class MeasureCases(MeasurePage):
    template_name = "assurance/measure_cases.html"

    def about(self, scope: CaseScope, period: Period) -> dict[str, Any]:
        measure = self.measure
        may_see = access.has(self.person, Permission.CASE_VIEW, council=self.council)
        shown: dict[str, Any] = {
            "measure": measure,
            "may_see_cases": may_see,
            "may_open_for_cause": access.is_offered(
                self.request, Permission.CASE_VIEW_FOR_CAUSE, council=self.council
            ),
        }
        if not may_see:
            return shown
        wanted = self.request.GET.get("status")
        status = next((status for status in Status if status == wanted), Status.MET)
        cases = cases_of(measure, Facts(scope.rows(period)), status)
        pages = Paginator(cases.keys, PAGE)
        page = pages.get_page(self.request.GET.get("page"))
        return {
            **shown,
            "status_label": STATUS_WORDS[status],
            "statuses": [
                {"value": item, "label": STATUS_WORDS[item], "n": n, "current": item is status}
                for item, n in cases.tally.items()
            ],
            "page_obj": page,
            "entity": cases.entity,
            "cases": self._cases(cases, list(page)),
        }

    def _cases(self, cases: CaseList, keys: list[int]) -> list[Any]:
        rows = cases.model.objects.visible_to(self.person).filter(pk__in=keys)
        return list(rows.select_related(*cases.related).order_by("-pk"))


def _in_words(measure: Measure, found: Figure) -> dict[str, str]:
    return {
        "value": ON_PAGES.value(measure, found),
        "basis": ON_PAGES.basis(measure, found),
        "interval": ON_PAGES.margin(measure, found) if found.interval else "",
    }


def _chart(trend: Trend | None) -> dict[str, Any] | None:
    """Return what components/chart.html needs; None where there is no monthly flow."""
    if trend is None:
        return None
    table = to_table(trend.chart)
    columns = [
        {"label": label, "numeric": index in table.numeric}
        for index, label in enumerate(table.columns)
    ]
    return {
        "key": trend.measure.key.replace("_", "-"),
        "title": "Month by month",
        "reading": trend.reading,
        "figure": figure(trend.chart),
        "columns": columns,
        "rows": table.rows,
    }
