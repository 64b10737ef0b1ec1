"""Audits over time, and whether teams differ by more than chance."""

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from assurance.audit_charts import funnel_chart, limits_of_teams, trend_chart
from assurance.charts import Chart, figure, to_table
from assurance.forms_audits import FollowForm, TeamsForm
from assurance.views.audit_rounds import ResultsPage
from audit.models import AuditRound, AuditTool
from audit.results.teams import teams_of
from audit.results.trends import choices_of, trend_of

ROUND_COLUMNS = (
    {"label": "Round"},
    {"label": "Period"},
    {"label": "Asked with"},
    {"label": "Files read", "numeric": True},
)


class FollowPage(ResultsPage, TemplateView):
    """A page over the rounds of one tool, chosen by a form that asks by GET."""

    form_class: type[FollowForm]
    title = ""

    @cached_property
    def held(self) -> list[AuditRound]:
        return list(self.rounds())

    @cached_property
    def tools(self) -> dict[int, AuditTool]:
        found = {each.version.tool_id: each.version.tool for each in self.held}
        return dict(sorted(found.items(), key=lambda item: item[1].title))

    @cached_property
    def tool(self) -> AuditTool | None:
        wanted = self.request.GET.get("tool", "")
        chosen = self.tools.get(int(wanted)) if wanted.isdecimal() and len(wanted) < 15 else None
        return chosen or next(iter(self.tools.values()), None)

    @cached_property
    def choices(self) -> list[tuple[str, list[tuple[str, str]]]]:
        return choices_of(self.tool) if self.tool else []

    def asked(self, name: str, offered: list[str]) -> str:
        """Return what the address asks for if it is offered, else the first that is."""
        wanted = self.request.GET.get(name, "")
        return wanted if wanted in offered else next(iter(offered), "")

    def form(self, what: str) -> FollowForm:
        tools = [(key, tool.title) for key, tool in self.tools.items()]
        chosen = {"tool": self.tool.pk if self.tool else None, "what": what}
        return self.form_class(initial=chosen, tools=tools, choices=self.choices)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            title=self.title,
            breadcrumbs=[
                {"label": "Results of audits", "url": reverse("assurance:audit-results")},
                {"label": self.title},
            ],
        )


class AuditTrend(FollowPage):
    template_name = "assurance/audit_trend.html"
    form_class = FollowForm
    title = "Audits over time"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        offered = [key for _, group in self.choices for key, _ in group]
        what = self.asked("what", offered)
        kind, _, key = what.partition(":")
        trend = trend_of(self.held, self.tool, kind, key) if self.tool and what else None
        return super().get_context_data(
            **kwargs,
            form=self.form(what) if self.tool else None,
            trend=trend,
            chart=shown("audit-trend", trend_chart(trend)) if trend else None,
            round_columns=ROUND_COLUMNS,
            round_rows=[(p.label, p.period, p.version, p.files) for p in trend.points]
            if trend
            else [],
        )


class AuditTeams(FollowPage):
    template_name = "assurance/audit_teams.html"
    form_class = TeamsForm
    title = "Do teams differ by more than chance?"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        offered = [key for name, group in self.choices for key, _ in group if name == "Results"]
        what = self.asked("what", offered)
        own = [each for each in self.held if self.tool and each.version.tool_id == self.tool.pk]
        teams = teams_of(own, what.partition(":")[2])
        chart = funnel_chart(teams)
        return super().get_context_data(
            **kwargs,
            form=self.form(what) if self.tool else None,
            teams=teams,
            limits=limits_of_teams(teams),
            chart=shown("audit-teams", chart) if chart else None,
        )


def shown(key: str, chart: Chart) -> dict[str, Any]:
    """Return a chart as `components/chart.html` needs it."""
    table = to_table(chart)
    return {
        "key": key,
        "title": chart.title,
        "reading": chart.summary,
        "figure": figure(chart),
        "columns": [
            {"label": label, "numeric": at in table.numeric}
            for at, label in enumerate(table.columns)
        ],
        "rows": table.rows,
    }
