"""What the director's figures say, for the page of the dashboard and for the director's home."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from assurance.catalogue import BY_KEY
from assurance.chart_settings import chart_settings_of
from assurance.dashboards import gaps, headline
from assurance.dashboards.chosen import CONTEXT, TEN
from assurance.dashboards.rows import rows_for
from core.models import Organisation


def standing(
    content: Mapping[str, Any], council: Organisation, query: str, *, is_narrowed: bool
) -> dict[str, Any]:
    """Return the ten measures, what is late, and the two sentences on top, from kept figures.

    Costs one query, for what the council set for its charts.
    """
    keys = [choice.key for choice in TEN]
    settings = chart_settings_of(council, *(BY_KEY[key] for key in (*keys, *CONTEXT)))
    found = rows_for(keys, content, query, settings=settings)
    rows = [replace(row, why=choice.why) for row, choice in zip(found, TEN, strict=True)]
    long, late = gaps.open_long(content, query), gaps.late_gaps(content)
    return {
        "rows": rows,
        "context_rows": rows_for(CONTEXT, content, query, settings=settings),
        "changes": headline.changes(rows),
        "attention": headline.attention(rows, long, late, is_narrowed=is_narrowed),
        "late": [long, *late],
    }
