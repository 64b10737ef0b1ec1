"""Measures: a group at a time, one with its definition and months, and the cases behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator

from assurance.catalogue import MEASURES
from assurance.chart_settings import chart_settings_of
from assurance.dashboards.kept import unpack
from assurance.drilldown import CaseList, cases_of
from assurance.forms_chart_settings import ChartRulesForm
from assurance.measures import Group
from assurance.months import MONTHS_SHOWN, months_around
from assurance.reading import Reader
from assurance.services.counted import counted
from assurance.trend_panel import trend_panel
from assurance.trends import trend_of
from assurance.views.measure_bases import MeasurePage, OneMeasurePage, in_words
from core import access
from core.periods import Period
from core.permissions import Permission
from core.statistics.xmr_rules import TwoOfThree
from safeguard.metrics.facts import Facts
from safeguard.metrics.scope import CaseScope
from safeguard.rules.measures import Status

MONTHS = "months"
PAGE = 50
STATUS_WORDS = {
    Status.MET: "Counted, or met",
    Status.NOT_MET: "Not met",
    Status.NOT_KNOWN: "Not known from the record",
    Status.NOT_APPLICABLE: "The measure does not apply",
}


@dataclass(frozen=True)
class ChosenRules:
    """The variants of the method that the address asks for, and the form that says so."""

    form: ChartRulesForm
    screen_outliers: bool
    two_of_three: TwoOfThree

    @property
    def chosen(self) -> dict[str, Any]:
        return {"screen_outliers": self.screen_outliers, "two_of_three": self.two_of_three}


def chosen_rules(query: Mapping[str, str]) -> ChosenRules:
    """Read the variants from a query; what it does not ask for, or asks wrongly, is the usual."""
    form = ChartRulesForm(query)
    said = form.cleaned_data if form.is_valid() else {}
    variant = said.get("two_of_three") or TwoOfThree.MDC_2023
    return ChosenRules(form, said.get("screening") != "off", TwoOfThree(variant))


class MeasureList(MeasurePage):
    """A group of measures. All are counted together and kept: the next group costs nothing."""

    template_name = "assurance/measure_list.html"

    def about(self, scope: CaseScope, period: Period) -> dict[str, Any]:
        wanted = self.request.GET.get("group")
        group = next((group for group in Group if group.name == wanted), Group.VOLUMES)
        found = counted(scope=scope, page="measures", period=period)
        figures = found.content["figures"] if found.content else {}
        rows = [
            {"measure": measure, **in_words(measure, unpack(figures[measure.key]))}
            for measure in MEASURES
            if measure.group is group and figures
        ]
        return {
            "counted": found,
            "group": group,
            "may_manage": self.may_manage,
            "groups": list(Group),
            "rows": rows,
            "shows_basis": any(row["basis"] for row in rows),
        }


class MeasureDetail(OneMeasurePage):
    template_name = "assurance/measure_detail.html"

    def page(self) -> str:
        return self.measure.key

    def about(self, scope: CaseScope, period: Period) -> dict[str, Any]:
        measure = self.measure
        rules = chosen_rules(self.request.GET)
        settings = chart_settings_of(scope.council, measure).choosing(**rules.chosen)
        months = months_around(scope, period)
        reader = Reader(scope, period, months)
        reader.read(figures=[measure.key], series=[measure.key])
        trend = trend_of(measure, scope, period, settings, months[-MONTHS_SHOWN:])
        panel = trend and trend_panel(trend, key=MONTHS, csv_url=self.csv_url(MONTHS))
        return {
            **in_words(measure, measure.figure(reader.source(period))),
            "panels": [panel] if panel else [],
            "rules_form": rules.form,
            "target": settings.target_on(measure, min(period.end, scope.cut)),
            "rebases": settings.rebases_of(measure),
            "may_pin": access.is_offered(
                self.request, Permission.EVIDENCE_MANAGE, council=self.council
            ),
            "may_have_target": not measure.context_only and measure.direction != "neutral",
            "definition": (
                ("Counted above the line", measure.numerator),
                ("Counted below the line", measure.denominator),
                ("Left out", measure.exclusions),
                ("Source", measure.source),
                ("Bear in mind", measure.caveat),
            ),
        }


class MeasureCases(OneMeasurePage):
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
