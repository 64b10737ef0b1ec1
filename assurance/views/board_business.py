"""Where the business of the board needs charts and files: briefings to take away, indicators."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from assurance.board_charts import indicator_panel
from assurance.services.briefing_files import WRITERS, export_draft, export_edition
from assurance.services.reports import Format
from core.errors import RuleViolationError
from core.permissions import Permission
from sab.dataset_shown import cell_shown, supplied_words
from sab.metrics.dataset import dataset_of
from sab.models import Briefing, DatasetIndicator
from sab.rules.dataset import quarters_to
from sab.views.agency_briefings import AgencyBriefingView
from sab.views.bases import BoardPage, BoardView


class BriefingDownload(BoardView):
    """Hand over a briefing as it stands, or say that it does not fit on one page."""

    permission = Permission.BOARD_VIEW
    http_method_names = ["post", "options"]

    def rows(self) -> QuerySet[Briefing]:
        return Briefing.objects.visible_to(self.person).filter(board=self.board)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        fmt = format_asked(request)
        try:
            made = export_draft(by=self.person, briefing=self.row, fmt=fmt)
        except RuleViolationError as error:
            messages.error(request, str(error))
            return redirect("sab:briefing-detail", self.row.pk)
        return handed_over(made)


class AgencyBriefingDownload(AgencyBriefingView):
    """Hand over the published edition to an agency of the board."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        fmt = format_asked(request)
        return handed_over(export_edition(by=self.person, briefing=self.row, fmt=fmt))


def format_asked(request: HttpRequest) -> Format:
    fmt = request.POST.get("format", Format.PDF)
    if fmt not in list(WRITERS):
        raise Http404(f"no format {fmt}")
    return Format(fmt)


def handed_over(made: Any) -> HttpResponse:
    response = HttpResponse(made.content, content_type=made.content_type)
    response["Content-Disposition"] = f'attachment; filename="{made.filename}"'
    return response


class BoardIndicator(BoardPage):
    """One indicator quarter by quarter: the chart, and what each agency gave or did not."""

    template_name = "assurance/board_indicator.html"

    def rows(self) -> QuerySet[DatasetIndicator]:
        return DatasetIndicator.objects.visible_to(self.person).filter(board=self.board)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        periods = list(reversed(quarters_to(timezone.localdate())))
        found = dataset_of(self.board, periods, indicators=[self.row.pk])[0]
        names = sorted(
            {name for cell in found.cells for name in cell.asked}
            | {value.agency for cell in found.cells for value in cell.values}
        )
        columns: list[dict[str, Any]] = [{"label": "Agency"}]
        columns += [{"label": period.label, "numeric": True} for period in periods]
        rows = [(name, *(_said(cell, name) for cell in found.cells)) for name in names]
        together = [cell_shown(cell) for cell in found.cells]
        rows.append(("Agencies that gave a number", *(one.coverage for one in together)))
        told = [
            (cell.period.label, value.agency, value.commentary)
            for cell in reversed(found.cells)
            for value in cell.values
            if value.commentary
        ]
        return {
            **super().get_context_data(**kwargs),
            "row": self.row,
            "panel": indicator_panel(found),
            "columns": columns,
            "rows": rows,
            "totals": ("Together", *(one.value for one in together)),
            "told": told,
        }


def _said(cell: Any, agency: str) -> str:
    """Return what one agency gave in one quarter; what was not given is never a number."""
    for value in cell.values:
        if value.agency == agency:
            return supplied_words(value, cell.unit)
    return "Missing" if agency in cell.asked else "Not asked"
