"""Dashboards by role: each answers one reader's question, with its evidence a click away."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView, TemplateView

from assurance.asking import latest_whole_months, latest_whole_year, query_of, years_up_to
from assurance.dashboards import director_page, flow_page, gaps, team_page
from assurance.dashboards.chosen import BOARD, RETURNED
from assurance.dashboards.listed import dashboards_for
from assurance.dashboards.rows import rows_for
from assurance.forms_dashboards import DownloadForm, TeamForm, YearForm
from assurance.models import FrozenReturn
from assurance.scopes import open_scope
from assurance.services.counted import counted
from assurance.services.flow_files import export_flow
from assurance.views.measure_bases import MeasurePage
from assurance.words import Words
from core import access
from core.calendars import calendar_of
from core.disclosure import Mode
from core.errors import RuleViolationError
from core.models import Team
from core.periods import Period, parse_financial_year
from core.permissions import Permission
from core.roles import Role
from core.views import RequiresPermission
from safeguard.metrics.due_today import decisions_due
from safeguard.metrics.scope import CaseScope
from safeguard.metrics.team_work import work_by_team
from safeguard.metrics.timescales import rules_of
from safeguard.metrics.waiting import rows_of, totals
from safeguard.models import RegisterSettings
from safeguard.waiting_shown import judged_by


class DashboardList(RequiresPermission, TemplateView):
    """The dashboards that the reader's roles open, their own first."""

    template_name = "assurance/dashboard_list.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        figures = access.chosen_council(request, Permission.MEASURE_VIEW)
        self.permission = Permission.MEASURE_VIEW if figures else Permission.CASE_VIEW
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        held = access.offered(self.request, council=self.council)
        roles = {
            Role(row.role)
            for row in access.held_by(self.request)
            if row.organisation == self.council
        }
        found = [
            {"dashboard": each, "url": reverse(each.url_name), "is_own": is_own}
            for each, is_own in dashboards_for(held, roles)
        ]
        return super().get_context_data(**kwargs, dashboards=found)


class CountedPage(MeasurePage):
    """A dashboard whose figures may have been counted a while ago; the page says when."""

    counts: str
    default_period = staticmethod(latest_whole_months)

    def about(self, scope: CaseScope, period: Period) -> dict[str, Any]:
        found = counted(scope=scope, page=self.counts, period=period)
        if found.content is None:
            return {"counted": found}
        held = access.offered(self.request, council=self.council)
        is_ahead = period.start > scope.cut
        return {
            "counted": found,
            "is_empty": is_ahead or not found.content["held"],
            "is_ahead": is_ahead,
            "sees_cases": Permission.CASE_VIEW in held,
            "may_open_for_cause": Permission.CASE_VIEW_FOR_CAUSE in held,
            **self.shown(found.content, scope, period),
        }

    def shown(self, content: Any, scope: CaseScope, period: Period) -> dict[str, Any]:
        """Return what the page shows of what was counted."""
        raise NotImplementedError(f"{type(self).__name__} shows nothing")


class DirectorDashboard(CountedPage):
    counts = "director"
    template_name = "assurance/dashboard_director.html"

    def shown(self, content: Any, scope: CaseScope, period: Period) -> dict[str, Any]:
        query, sees_cases = self.asked.query, self.sees_cases
        return {
            **director_page.standing(
                content, self.council, query, is_narrowed=bool(scope.only.given)
            ),
            "waits": gaps.waiting_gaps(content, sees_cases=sees_cases, team=scope.only.team),
            "record": gaps.record_gaps(content, query),
            "return_state": self.return_state(scope),
        }

    @property
    def sees_cases(self) -> bool:
        return access.is_offered(self.request, Permission.CASE_VIEW, council=self.council)

    def return_state(self, scope: CaseScope) -> dict[str, Any] | None:
        """Return whether the return of the last whole year is frozen; None for who may not see."""
        if not access.is_offered(self.request, Permission.RETURN_VIEW, council=self.council):
            return None
        year = latest_whole_year(scope.cut).label
        frozen = FrozenReturn.objects.filter(council=self.council, year=year)
        return {"year": year, "frozen_at": frozen.values_list("frozen_at", flat=True).first()}


class FlowDashboard(CountedPage):
    counts = "flow"
    template_name = "assurance/dashboard_flow.html"

    def shown(self, content: Any, scope: CaseScope, period: Period) -> dict[str, Any]:
        flow = flow_page.flow_over(content, period)
        query = self.asked.query
        sees_cases = access.is_offered(self.request, Permission.CASE_VIEW, council=self.council)
        return {
            "flow": flow,
            "charts": flow_page.charts(flow) if flow.months else [],
            "table": flow_page.table(flow, self.asked) if flow.months else None,
            "waits": gaps.waiting_gaps(content, sees_cases=sees_cases, team=scope.only.team),
            "late": gaps.late_gaps(content),
            "returned": rows_for([RETURNED], {**content, "series": {}}, query)[0],
            "download_url": f"{reverse('assurance:dashboard-flow-download')}?{query}",
        }


class FlowDownload(MeasurePage, FormView[DownloadForm]):
    """Ask what the file of the flow of work is for, then hand it over."""

    form_class = DownloadForm
    template_name = "assurance/dashboard_flow_download.html"
    default_period = staticmethod(latest_whole_months)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        return {**found, "form": kwargs.get("form") or self.get_form()}

    def about(self, scope: CaseScope, period: Period) -> dict[str, Any]:
        back = f"{reverse('assurance:dashboard-flow')}?{self.asked.query}"
        return {"back_url": back}

    def form_valid(self, form: DownloadForm) -> HttpResponse:
        scope, asked = self.opened()
        reason = form.cleaned_data["reason"]
        try:
            made = export_flow(by=self.person, scope=scope, period=asked.period, reason=reason)
        except RuleViolationError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
            return self.form_invalid(form)
        response = HttpResponse(made.content, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{made.filename}"'
        return response


class BoardDashboard(RequiresPermission, TemplateView):
    """What may stand on a screen before the Board: whole years, every figure fit to be shared.

    It has no filters. Figures for sharing need a fixed set of cuts, or a hidden one could be worked
    out as the difference of two that are shown.
    """

    permission = Permission.MEASURE_VIEW
    template_name = "assurance/dashboard_board.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        scope = open_scope(by=self.person, council=self.council)
        years = [year.label for year in years_up_to(scope.cut) if year.end <= scope.cut]
        usual = latest_whole_year(scope.cut)
        form = YearForm(self.request.GET if "year" in self.request.GET else None, years=years)
        form.initial = {"year": usual.label}
        period = parse_financial_year(form.chosen) if form.chosen else usual
        found = counted(scope=scope, page="board", period=period)
        shown = {} if found.content is None else self.shown(found.content, period)
        return super().get_context_data(
            **kwargs, form=form, period=period, cut=scope.cut, counted=found, **shown
        )

    def shown(self, content: Any, period: Period) -> dict[str, Any]:
        """Return what the page shows of what was counted."""
        words = Words(Mode.PUBLICATION)
        principles = [
            {"principle": each, "rows": rows_for(each.keys, content, query_of(period), words)}
            for each in BOARD
        ]
        return {"is_empty": not content["held"], "principles": principles}


class TeamDashboard(RequiresPermission, TemplateView):
    """What needs doing now, in one team or in all: lists of work, for those who read the cases."""

    permission = Permission.CASE_VIEW
    template_name = "assurance/dashboard_team.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        teams = Team.objects.filter(organisation=self.council).order_by("name")
        named = list(teams.values_list("pk", "name"))
        form = TeamForm(self.request.GET if "team" in self.request.GET else None, teams=named)
        team = form.chosen
        settings = RegisterSettings.objects.filter(council=self.council).first()
        today = timezone.localdate()
        judged = judged_by(
            now=timezone.now(),
            today=today,
            until=(settings.data_cut_on if settings else None) or today,
            calendar=calendar_of(self.council),
            rules=rules_of(self.council),
        )
        waiting = totals(rows_of(self.council, today=today, team=team))
        work = work_by_team(self.council, today)
        decisions = None
        if judged.rules and team is None:
            decisions = decisions_due(self.council, judged.rules, judged.calendar, now=judged.now)
        return super().get_context_data(
            **kwargs,
            form=form,
            team_name=dict(named).get(team or 0),
            judged=judged,
            sentence=team_page.sentence(work, waiting, team, decisions),
            stages=team_page.stages(waiting, judged, team),
            due=team_page.due_table(work, team, decisions),
            by_team=None if team else team_page.by_team(work, named),
        )
