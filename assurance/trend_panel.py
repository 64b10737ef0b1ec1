"""The XmR chart of a measure as a page shows it: drawing, icons, table, numbers and notes."""

from dataclasses import dataclass

from assurance.charts import ChartPanel, Numbers
from assurance.charts.tables import limits_at
from assurance.measures import Unit
from assurance.trend_words import ASSURANCE_WORDS, NO_VARIATION, VARIATION_WORDS
from assurance.trends import Trend
from assurance.words import listed
from core.statistics.xmr import Assurance, PointKind
from core.statistics.xmr_data import as_data

NOTHING_ON_RECORD = (
    "No case at all is on record for {months}. A month that was not loaded is drawn as 0 and moves "
    "the limits: load it, or read the chart without it."
)
COLUMNS = (
    "Month starts",
    "Month",
    "Value",
    "Numerator",
    "Denominator",
    "Mean",
    "Lower limit",
    "Upper limit",
    "Special cause",
    "Kind of point",
    "Remark",
)


@dataclass(frozen=True)
class Icon:
    """A sign with its words: the words say it, the sign only repeats it.

    `shape` names the drawing in `components/spc_icon.html`; `code` is the verdict as data.
    """

    shape: str
    code: str
    label: str
    words: str


SHAPES = {
    PointKind.COMMON_CAUSE: "stable",
    PointKind.IMPROVEMENT: "better",
    PointKind.CONCERN: "worse",
    PointKind.NEUTRAL_HIGH: "high",
    PointKind.NEUTRAL_LOW: "low",
    Assurance.PASS: "pass",
    Assurance.FAIL: "fail",
    Assurance.HIT_OR_MISS: "hit-or-miss",
}


def icons_of(trend: Trend) -> tuple[Icon, ...]:
    """Return the variation icon, and the assurance icon where there is a local target.

    The variation icon says what the latest month says and nothing else. Neither is given where
    there are too few points, or no variation.
    """
    if trend.judged is None or trend.judged.variation is None:
        return ()
    verdict = trend.judged.variation
    found = [Icon(SHAPES[verdict], verdict.value, "Variation", VARIATION_WORDS[verdict])]
    if trend.assurance is not None:
        words = ASSURANCE_WORDS[trend.assurance]
        found.append(Icon(SHAPES[trend.assurance], trend.assurance.value, "Assurance", words))
    return tuple(found)


def numbers_of(trend: Trend) -> Numbers:
    """Return every month with its exact value, limits, and what the NHS reference calls it."""
    points = as_data(trend.worked_out)["points"] if trend.worked_out else [None] * len(trend.months)
    remarks: dict[str, list[str]] = {}
    for note in trend.chart.annotations:
        remarks.setdefault(note.at, []).append(note.text)
    rows = []
    for at, ((period, figure), point) in enumerate(zip(trend.months, points, strict=True)):
        limits = limits_at(trend.chart, at)
        levels = (limits.mean, limits.lower, limits.upper) if limits else (None, None, None)
        judged = point is not None and point["point_type"] is not None
        rows.append(
            (
                period.start.isoformat(),
                period.label,
                figure.value,
                figure.numerator,
                figure.denominator,
                *levels,
                point["special_cause_type"] if judged and point else "",
                point["point_type"].value if judged and point else "",
                "; ".join(remarks.get(period.label, [])),
            )
        )
    return Numbers(COLUMNS, tuple(rows))


def trend_panel(trend: Trend, *, key: str, csv_url: str = "", title: str = "") -> ChartPanel:
    """Return the chart for a page, under `title` or "Month by month"."""
    sentences = (trend.reading, trend.assurance_reading)
    notes = [trend.rules_used]
    if trend.empty and trend.worked_out and trend.measure.unit is Unit.COUNT:
        notes.insert(0, NOTHING_ON_RECORD.format(months=listed(trend.empty)))
    if trend.variation == NO_VARIATION:
        notes.insert(0, "Every month is the same, so there is no variation to judge by.")
    return ChartPanel(
        key=key,
        title=title or "Month by month",
        reading=" ".join(sentence for sentence in sentences if sentence),
        chart=trend.chart,
        csv_url=csv_url,
        numbers=numbers_of(trend),
        notes=tuple(notes),
        icons=icons_of(trend),
    )
