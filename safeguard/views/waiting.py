"""Everything that waits, a table for each stage."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from core.calendars import calendar_of
from core.models import Team
from core.permissions import Permission
from core.views import RequiresPermission
from safeguard.forms_decide import WaitingForm
from safeguard.metrics.queue import QueueAt, queue_by_month
from safeguard.metrics.timescales import rules_of
from safeguard.metrics.waiting import SHOWN, Order, Stage, Total, rows_of, totals, waiting_cases
from safeguard.models import RegisterSettings
from safeguard.services.queue_files import export_queue
from safeguard.waiting_shown import (
    TITLES,
    Judged,
    columns_of,
    judged_by,
    queue_chart,
    row_of,
    totals_table,
)

EACH = 10
QUEUE = "queue"


class Waiting(RequiresPermission, TemplateView):
    """All stages with ten cases each; or with `?stage=`, one stage in pages of fifty."""

    permission = Permission.CASE_VIEW
    template_name = "safeguard/waiting.html"

    @cached_property
    def settings(self) -> RegisterSettings:
        held = RegisterSettings.objects.filter(council=self.council).first()
        return held or RegisterSettings(council=self.council)

    @cached_property
    def form(self) -> WaitingForm:
        teams = Team.objects.filter(organisation=self.council).values_list("pk", "name")
        return WaitingForm(self.request.GET, teams=list(teams))

    @property
    def order(self) -> Order:
        chosen = self.form.cleaned_data.get("sort") if self.form.is_valid() else ""
        return Order(chosen) if chosen else Order.LOOK

    @property
    def team(self) -> int | None:
        chosen = self.form.cleaned_data.get("team") if self.form.is_valid() else ""
        return int(chosen) if chosen else None

    @cached_property
    def stage(self) -> Stage | None:
        asked = self.request.GET.get("stage")
        return Stage(asked) if asked in set(Stage) else None

    def address(self, **changes: str | None) -> str:
        """Return this page with other choices; a page number does not outlive them."""
        query: QueryDict = self.request.GET.copy()
        query.pop("page", None)
        for name, value in changes.items():
            query.pop(name, None)
            if value is not None:
                query[name] = value
        return f"?{query.urlencode()}"

    def judged(self) -> Judged:
        today = timezone.localdate()
        return judged_by(
            now=timezone.now(),
            today=today,
            until=self.settings.data_cut_on or today,
            calendar=calendar_of(self.council),
            rules=rules_of(self.council),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        judged = self.judged()
        rows = rows_of(self.council, today=judged.today, team=self.team)
        counted = totals(rows)
        shown = {self.stage: rows[self.stage]} if self.stage else rows
        count = counted[self.stage].number if self.stage else 0
        page = Paginator(range(count), SHOWN).get_page(self.request.GET.get("page"))
        cases = waiting_cases(
            shown,
            order=self.order,
            look_again_days=self.settings.look_again_days,
            first=(page.number - 1) * SHOWN,
            shown=SHOWN if self.stage else EACH,
        )
        return super().get_context_data(
            **kwargs,
            form=self.form,
            stage=self.stage,
            title=TITLES[self.stage] if self.stage else "What is waiting",
            page_obj=page,
            judged=judged,
            summary=totals_table(counted, judged, lambda stage: self.address(stage=str(stage))),
            tables=[self.table(stage, cases[stage], counted[stage], judged) for stage in shown],
            all_url=self.address(stage=None),
            chart=self.chart(judged),
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.get("csv") != QUEUE:
            return super().get(request, *args, **kwargs)
        judged = self.judged()
        name, content = export_queue(
            by=self.person, council=self.council, queue=self.queue(judged), until=judged.until
        )
        response = HttpResponse(content, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def table(self, stage: Stage, cases: list[Any], total: Total, judged: Judged) -> dict[str, Any]:
        """Return one stage as the page shows it."""
        return {
            "key": str(stage),
            "title": TITLES[stage],
            "count": total.number,
            "shown": len(cases),
            "url": self.address(stage=str(stage)),
            "columns": columns_of(stage, self.order, lambda by: self.address(sort=str(by))),
            "rows": [row_of(case, judged) for case in cases],
        }

    def chart(self, judged: Judged) -> dict[str, Any] | None:
        """Return the queue over twelve months; not on the page of one stage."""
        if self.stage:
            return None
        return queue_chart(self.queue(judged), self.address(csv=QUEUE))

    def queue(self, judged: Judged) -> list[QueueAt]:
        return queue_by_month(self.council, until=judged.until, team=self.team)
