"""The ledger of releases: what was shared outside, figure by figure."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.shortcuts import get_object_or_404
from django.views.generic import ListView, TemplateView

from assurance import catalogue
from assurance.models import SharedRelease
from assurance.words import listed, long_date
from core.periods import Period
from core.permissions import Permission
from core.views import RequiresPermission

PEOPLE = {"people_CONCERN": "People in concerns", "people_S42": "People in section 42 enquiries"}
COLUMNS = (
    {"label": "Figure"},
    {"label": "Period"},
    {"label": "Part"},
    {"label": "As shared", "numeric": True},
)
WITHHELD_COLUMNS = (*COLUMNS[:3], {"label": "Because of"})
WITHIN = "Other figures of the same document"


class ReleaseList(RequiresPermission, ListView[SharedRelease]):
    permission = Permission.EXPORT_VIEW
    template_name = "assurance/release_list.html"
    paginate_by = 25

    def get_queryset(self) -> Any:
        visible = SharedRelease.objects.visible_to(self.person).filter(council=self.council)
        return visible.select_related("shared_by").defer("figures").order_by("-shared_at", "-pk")


class ReleaseDetail(RequiresPermission, TemplateView):
    permission = Permission.EXPORT_VIEW
    template_name = "assurance/release_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        visible = SharedRelease.objects.visible_to(self.person).filter(council=self.council)
        release = get_object_or_404(
            visible.select_related("shared_by"), public_id=self.kwargs["release"]
        )
        return {
            **super().get_context_data(**kwargs),
            "release": release,
            "columns": COLUMNS,
            "rows": [_row(each) for each in _once(release.figures)],
            "withheld_columns": WITHHELD_COLUMNS,
            "withheld": _withheld(release.withheld),
        }


def _once(figures: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """Leave out of a return what stands there as a cell already."""
    return [each for each in figures if "cell" in each] or figures


def _row(held: Mapping[str, Any]) -> tuple[str, ...]:
    if "cell" in held:
        return (held["cell"], "The year", "", held["shown"])
    return (*_named(held), held["printed"])


def _named(held: Mapping[str, Any]) -> tuple[str, str, str]:
    key = held["measure"]
    measure = catalogue.BY_KEY.get(key)
    title = measure.title if measure else PEOPLE.get(key, key)
    start, end = date.fromisoformat(held["start"]), date.fromisoformat(held["end"])
    part = held["part"] or "The council"
    label = long_date(start) if start == end else Period.between(start, end).label
    return title, label, part


def _withheld(rows: Sequence[Mapping[str, Any]]) -> list[tuple[str, ...]]:
    """Put the months of one measure into one row: they were hidden together."""
    found: dict[tuple[str, ...], list[str]] = {}
    for row in rows:
        cell = row.get("cell")
        title, period, part = (cell, "The year", "") if cell else _named(row)
        because = listed(row["because_of"]) or WITHIN
        found.setdefault((title, part, because), []).append(period)
    return [
        (title, periods[0] if len(periods) == 1 else f"{len(periods)} periods", part, because)
        for (title, part, because), periods in found.items()
    ]
