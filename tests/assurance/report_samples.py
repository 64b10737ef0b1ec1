"""Made-up reports and charts that the tests of the writers share."""

import math

from assurance.charts import (
    Annotation,
    BarChart,
    Chart,
    Flag,
    FunnelChart,
    FunnelCurve,
    FunnelPoint,
    HorizontalBars,
    LineChart,
    Series,
    StackedBarChart,
    SurvivalCurve,
    SurvivalSteps,
    XmrChart,
    XmrLimits,
    XmrPoint,
)
from assurance.reports import blocks

MARKUP = "<b>&amp;<img src=x onerror=alert(1)> =1+1 {{ title }} {% now %} \\(x\\) &lt;i&gt;"
MONTHS = tuple(
    f"{month} {year}"
    for year in (2024, 2025)
    for month in [
        "Jan",
        "Feb",
        "Mar",
        "Apr",
        "May",
        "Jun",
        "Jul",
        "Aug",
        "Sep",
        "Oct",
        "Nov",
        "Dec",
    ]
)
LONG_LABELS = tuple(f"Neighbourhood team {number} of the northern borough" for number in range(30))


def xmr(values: tuple[float | None, ...] = (), **more) -> XmrChart:
    values = values or tuple(50 + (at * 7) % 11 for at in range(24))
    flags = {
        3: Flag("improvement", "down", "below the lower limit"),
        9: Flag("concern", "up", "above the upper limit"),
    }
    points = tuple(
        XmrPoint(label, value, flags.get(at) if value is not None else None)
        for at, (label, value) in enumerate(zip(MONTHS, values, strict=False))
    )
    limits = (XmrLimits(0, len(points) - 1, 54.2, 41.0, 67.4),) if points else ()
    return XmrChart("Concluded in time", "%", "Steady.", points, limits, **more)


def funnel(count: int = 40) -> FunnelChart:
    def limit(z: float, n: int) -> float:
        return 32 + z * 100 * math.sqrt(0.32 * 0.68 / n)

    sizes = (20, 50, 100, 400, 1600, 6400)
    curves = tuple(
        FunnelCurve(
            level,
            tuple((n, max(0, limit(-z, n))) for n in sizes),
            tuple((n, min(100, limit(z, n))) for n in sizes),
        )
        for level, z in (("95%", 1.96), ("99.8%", 3.09))
    )
    points = tuple(
        FunnelPoint(
            f"Council {at}",
            100 + 45 * at,
            24 + (at * 37) % 17,
            "further out than chance explains" if at % 9 == 0 else "",
            ours=at == 14,
        )
        for at in range(count)
    )
    return FunnelChart(
        "Share that became an enquiry", "%", "One in three.", "concerns", points, curves, 32
    )


TYPICAL: tuple[Chart, ...] = (
    BarChart(
        "Concerns",
        "concerns",
        "Concerns rose.",
        ("April to June", "July to September"),
        (Series("Concerns", (1203, 1345)), Series("Enquiries", (402, None), ("402", "[c]"))),
    ),
    StackedBarChart(
        "Risk outcomes",
        "%",
        "Removed or reduced in nine of ten.",
        ("2024", "2025"),
        (Series("Removed", (30, 31)), Series("Reduced", (58, 60)), Series("Remained", (12, 9))),
    ),
    LineChart(
        "Open work",
        "cases",
        "Fewer cases are open.",
        MONTHS,
        (
            Series("Open", tuple(300 - 5 * at for at in range(24))),
            Series("Over 12 weeks", tuple(90 - at if at != 7 else None for at in range(24))),
        ),
        annotations=(Annotation("Apr 2025", "New triage desk"),),
        target=120,
    ),
    HorizontalBars(
        "Audit results",
        "%",
        "Capacity is weakest.",
        ("Concern and safety", "Mental capacity and advocacy"),
        (92.5, 61.2),
        (),
        ((85, 96), (50, 71)),
    ),
    xmr(target=45, annotations=(Annotation("Apr 2025", "New desk"),)),
    funnel(),
    SurvivalCurve(
        "Time to conclude",
        "days",
        "Half conclude within 61.5 days.",
        (
            SurvivalSteps(
                "2024-25", ((0, 1), (20, 0.9), (61.5, 0.48), (90, 0.3)), 180, (150, 170), 61.5
            ),
            SurvivalSteps("2025-26", ((0, 1), (15, 0.88), (52, 0.45)), 160),
        ),
    ),
)
EDGES: tuple[Chart, ...] = (
    BarChart("All missing", "concerns", "s", ("A", "B"), (Series("x", (None, None)),)),
    BarChart("All nought", "concerns", "s", ("A", "B"), (Series("x", (0, 0)),)),
    BarChart("No labels", "concerns", "s", (), (Series("x", ()),)),
    BarChart("No series", "concerns", "s", ("A",), ()),
    BarChart(
        "Many long labels",
        "concerns",
        "s",
        LONG_LABELS,
        (Series("x", tuple(float(at) for at in range(30))),),
    ),
    BarChart("Below nought", "change", "s", ("A", "B"), (Series("x", (-5, 12)),)),
    BarChart("Huge and tiny", "pounds", "s", ("A", "B"), (Series("x", (1e9, 0.001)),)),
    StackedBarChart("Gaps", "%", "s", ("A", "B"), (Series("x", (None, 0)), Series("y", (2, None)))),
    LineChart("One point", "days", "s", ("Jan 2026",), (Series("x", (42,)),)),
    LineChart("All missing line", "days", "s", MONTHS, (Series("x", (None,) * 24),)),
    LineChart(
        "Five years",
        "days",
        "s",
        tuple(f"Week {at}" for at in range(260)),
        (Series("x", tuple(float(at % 9) for at in range(260))),),
    ),
    LineChart(
        "Remarks",
        "days",
        "s",
        MONTHS,
        (Series("x", tuple(range(24))),),
        annotations=tuple(Annotation(at, f"What happened in {at}") for at in MONTHS[::3]),
    ),
    xmr((None,) * 24),
    xmr((100.0,)),
    XmrChart(
        "Too few",
        "days",
        "s",
        tuple(XmrPoint(m, 3.0) for m in MONTHS[:7]),
        (XmrLimits(0, 6, 3.0, None, None),),
    ),
    XmrChart("Empty", "days", "s", (), ()),
    HorizontalBars(
        "Sixty",
        "cases",
        "s",
        tuple(f"Ward {at}" for at in range(60)),
        tuple(float(at) for at in range(60)),
    ),
    HorizontalBars(
        "Three hundred", "cases", "s", tuple(f"Ward {at}" for at in range(300)), (None,) * 300
    ),
    HorizontalBars("None", "cases", "s", (), ()),
    FunnelChart("Empty funnel", "%", "s", "concerns", (), (), None),
    FunnelChart("One area", "%", "s", "concerns", (FunnelPoint("Us", 50, 0.0, ours=True),), (), 0),
    SurvivalCurve("No curve", "days", "s", ()),
    SurvivalCurve("Nothing seen", "days", "s", (SurvivalSteps("2025", (), 0),)),
    SurvivalCurve("All open", "days", "s", (SurvivalSteps("2025", ((0, 1),), 90, (20, 90)),)),
)


def document(*content: blocks.Block, **more) -> blocks.Document:
    given = {
        "title": "Theme 3",
        "council": "Marlowe",
        "period_label": "2025-26",
        "made_on": "22 November 2026",
        **more,
    }
    return blocks.Document(blocks=content, **given)


def full_document() -> blocks.Document:
    """One of every kind of block."""
    return document(
        blocks.Heading("The year in one page"),
        blocks.Lead("Fewer people are waiting."),
        blocks.KeyFigures((("Concerns", "5,461", "312 more"), ("Decided in time", "87%", ""))),
        blocks.Note("True counts.", "caution"),
        blocks.Note("March may change.", "provisional"),
        blocks.PageBreak(),
        blocks.Heading("What we see", 2),
        blocks.Paragraph("The council received 5,461 concerns.\nThat is 312 more."),
        *(blocks.chart_block(chart, note="Source: the register.") for chart in TYPICAL),
        blocks.Heading("How we know", 3),
        blocks.BulletList(("Sixty files were audited.", "Twelve were read twice.")),
        blocks.Quote("They listened to me.", "Adult, February 2026"),
        blocks.DefinitionList((("Concern", "A sign of abuse."), ("Enquiry", "Under section 42."))),
        blocks.Table(
            "Evidence", ("Item", "Number"), (("Audit", "60"),), numeric=(1,), note="Note."
        ),
        blocks.Table("Nothing yet", ("Item", "Number"), ()),
        subtitle="Assurance report",
        prepared_for="The Director",
        method="Data cut 31 March 2026.",
    )
