"""The flow of work month by month: rows, charts with their sentence and table, and a file."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from assurance.asking import Asked
from assurance.charts import LineChart, Series, figure, to_table
from assurance.dashboards import kept
from assurance.dashboards.chosen import FLOW, STOCK
from assurance.words import plural
from core.periods import Period

RAISED, DECIDED, COMMENCED, CONCLUDED = FLOW
HEADS = {
    RAISED: "Concerns raised",
    DECIDED: "Concerns decided",
    COMMENCED: "Enquiries commenced",
    CONCLUDED: "Enquiries concluded",
    STOCK: "Enquiries open at the end",
}
CONCERNS, ENQUIRIES = (RAISED, DECIDED), (COMMENCED, CONCLUDED, STOCK)


@dataclass(frozen=True)
class Flow:
    """The whole months of a period that the data cover, with what moved in each.

    `opening` is how many enquiries were open when the first month began.
    """

    months: tuple[Period, ...]
    counts: Mapping[str, Sequence[int]]
    opening: int

    def total(self, key: str) -> int:
        return sum(self.counts[key])


def flow_over(content: Mapping[str, Any], period: Period) -> Flow:
    """Return the months of `period` out of those that were counted."""
    months = [kept.month_of(start) for start in content["months"]]
    places = [
        place
        for place, month in enumerate(months)
        if period.start <= month.start and month.end <= period.end
    ]
    counts = {key: [content["series"][key][place] for place in places] for key in FLOW}
    # The stock has one more: that of the month before the first.
    counts[STOCK] = [content["open"][place + 1] for place in places]
    opening = content["open"][places[0]] if places else 0
    return Flow(tuple(months[place] for place in places), counts, opening)


def concerns_sentence(flow: Flow) -> str:
    """Say how many concerns came and were decided, and what that did to the queue."""
    raised, decided = flow.total(RAISED), flow.total(DECIDED)
    found = f"{_n(raised, 'concern')} {_was(raised)} raised and {decided:,} decided {_span(flow)}"
    if raised == decided:
        return f"{found}: as many as came in."
    more = "more" if decided > raised else "fewer"
    return f"{found}: {abs(raised - decided):,} {more} than came in."


def enquiries_sentence(flow: Flow) -> str:
    """Say how many enquiries began and ended, and how many were open before and after."""
    began, ended, left = flow.total(COMMENCED), flow.total(CONCLUDED), flow.counts[STOCK][-1]
    return (
        f"{_n(began, 'enquiry', 'enquiries')} commenced and {ended:,} concluded {_span(flow)}; "
        f"{left:,} {_was(left)} open at the end, {flow.opening:,} at the beginning."
    )


def charts(flow: Flow) -> list[dict[str, Any]]:
    """Return what components/chart.html needs for concerns and for enquiries."""
    return [
        _chart("concerns", "Concerns, month by month", CONCERNS, concerns_sentence(flow), flow),
        _chart("enquiries", "Enquiries, month by month", ENQUIRIES, enquiries_sentence(flow), flow),
    ]


def _chart(key: str, title: str, keys: Sequence[str], reading: str, flow: Flow) -> dict[str, Any]:
    labels = tuple(month.label for month in flow.months)
    series = tuple(Series(HEADS[name], tuple(map(float, flow.counts[name]))) for name in keys)
    chart = LineChart(
        title=title, unit="cases", summary=reading, labels=labels, series=series, axis="Month"
    )
    table = to_table(chart)
    columns = [
        {"label": label.removesuffix(" (cases)"), "numeric": place in table.numeric}
        for place, label in enumerate(table.columns)
    ]
    return {
        "key": f"flow-{key}",
        "title": title,
        "reading": reading,
        "figure": figure(chart),
        "columns": columns,
        "rows": table.rows,
    }


def table(flow: Flow, asked: Asked) -> dict[str, Any]:
    """Return every month and count as a table; each number leads to the cases behind it."""
    keys = (*FLOW, STOCK)
    rows = [
        [
            month.label,
            *(
                {"text": flow.counts[key][place], "url": _cases(key, asked.query_over(month))}
                for key in keys
            ),
        ]
        for place, month in enumerate(flow.months)
    ]
    columns = [
        {"label": "Month"},
        *({"label": HEADS[key], "numeric": True} for key in keys),
    ]
    totals = ["All these months", *(flow.total(key) for key in FLOW), flow.counts[STOCK][-1]]
    return {"columns": columns, "rows": rows, "totals": totals}


def as_csv(flow: Flow) -> bytes:
    """Return the table as a CSV file, one line a month."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    keys = (*FLOW, STOCK)
    writer.writerow(["month", *keys])
    for place, month in enumerate(flow.months):
        writer.writerow([f"{month.start:%Y-%m}", *(flow.counts[key][place] for key in keys)])
    return out.getvalue().encode()


def filename(code: str, flow: Flow) -> str:
    first, last = flow.months[0].start, flow.months[-1].start
    return f"flow-{code}-{first:%Y-%m}-to-{last:%Y-%m}-internal-true-counts.csv"


def _cases(key: str, query: str) -> str:
    return f"{reverse('assurance:measure-cases', args=[key])}?{query}"


def _span(flow: Flow) -> str:
    first, last = flow.months[0], flow.months[-1]
    return f"in {first.label}" if first == last else f"from {first.label} to {last.label}"


def _n(n: int, one: str, many: str = "") -> str:
    return plural(f"{n:,}", one, many)


def _was(n: int) -> str:
    return "was" if n == 1 else "were"
