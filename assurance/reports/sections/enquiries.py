"""How long section 42 enquiries took: those closed, and all of them."""

from assurance import catalogue, charts
from assurance.reports.blocks import Block, Heading, Lead, Paragraph, chart_block
from assurance.reports.figures import Theme3Figures
from assurance.reports.sections.common import brief, keys_of, measure_table, nothing, shown
from assurance.words import NOT_REACHED, long_date
from core.disclosure import HIDDEN
from core.statistics.survival import Curve

# Below this many still being followed, a step of the curve says more about each than about all.
LEAST_AT_RISK = 10
WHY = (
    "The two medians answer different questions. The first is of enquiries that concluded in the "
    "period: it leaves out those still open, which are the slow ones, and a drive to close old "
    "cases makes it look worse. The second follows every enquiry that began in the period and "
    "counts those still open for as long as they have been seen (Kaplan-Meier). It is the better "
    "answer to how long an enquiry takes; it assumes that open enquiries will go on as others of "
    "the same age did."
)
NO_CURVE = "The curve is left out of a version for sharing, because its steps show single cases."
FEW = "Fewer than ten enquiries were followed, so no curve is drawn."


def enquiries(figures: Theme3Figures) -> tuple[Block, ...]:
    title = Heading("Timeliness of enquiries")
    if not figures.tells("s42_commenced", "s42_concluded"):
        return title, nothing(figures, "section 42 enquiry began or concluded")
    caption = f"How long section 42 enquiries took, {figures.period.label}"
    return (
        title,
        Lead(_lead(figures)),
        Paragraph(WHY),
        measure_table(figures, keys_of((*catalogue.ENQUIRIES, *catalogue.CAUSED)), caption),
        *_curve(figures),
    )


def _lead(figures: Theme3Figures) -> str:
    closed = brief(figures, "s42_days_to_conclude_median")
    followed = brief(figures, "s42_days_to_conclude_km_median")
    whole = shown(figures, "s42_days_to_conclude_km_median")
    if HIDDEN in (closed, followed):
        return "Too few enquiries concluded to show how long they took."
    first = f"Of the enquiries concluded, half had taken {closed} or less."
    if not figures.n("s42_concluded"):
        first = "No enquiry concluded in the period."
    if followed == NOT_REACHED:
        return f"{first} Of those that began, over half were still open ({_counts(whole)})."
    if not figures.n("s42_commenced"):
        return f"{first} None began in the period."
    return f"{first} Counting those still open, half of those that began end within {followed}."


def _counts(whole: str) -> str:
    return whole.partition(" (")[2].rstrip(")")


def _curve(figures: Theme3Figures) -> tuple[Block, ...]:
    if figures.words.is_shared:
        return (Paragraph(NO_CURVE),)
    pairs = ((figures.period.label, figures.curve), (figures.previous.label, figures.curve_before))
    curves = tuple(steps for label, curve in pairs if (steps := _steps(label, curve)))
    if not curves or curves[0].name != figures.period.label:
        return (Paragraph(FEW),)
    chart = charts.SurvivalCurve(
        "Section 42 enquiries still open, by days since they began", "days", "", curves
    )
    return (
        chart_block(
            chart,
            _reading(figures),
            note=(
                f"Followed to {long_date(figures.cut)}. Drawn for as long as at least ten "
                "enquiries were being followed."
            ),
        ),
    )


def _reading(figures: Theme3Figures) -> str:
    shares = [
        f"{brief(figures, f's42_concluded_within_{days}_days_pct')} within {days}"
        for days in (28, 56, 84)
    ]
    return (
        f"Of the enquiries that began in {figures.period.label}, an estimated {shares[0]} days, "
        f"{shares[1]} days and {shares[2]} days had ended."
    )


def _steps(label: str, curve: Curve) -> charts.SurvivalSteps | None:
    rows = [row for row in curve.table if row.at_risk >= LEAST_AT_RISK]
    if not rows:
        return None
    steps = tuple((float(row.day), row.survival) for row in rows if row.events)
    median = curve.median
    shown = median if median is not None and median <= rows[-1].day else None
    return charts.SurvivalSteps(label, steps, float(rows[-1].day), median=shown)
