"""Where a self-assessment's scores stand, in words for a page and a report.

The two statements of Theme 3 make a position, in points. A rating word is printed for all nine
statements and for nothing less.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assurance.frameworks_loader import shipped_scoring_methods
from assurance.models import PublishedScore, SelfAssessment, StatementAssessment
from assurance.rules.rating import Overall, ScoringMethod
from assurance.rules.self_assessment import Standing, standing, with_published
from assurance.words import plural
from core.models import Organisation
from core.rates import round_half_up

S50 = (
    "A score of 1 for a quality statement can lead CQC to notify the Secretary of State under "
    "section 50 of the Health and Social Care Act 2008, whatever the other scores are. Tell the "
    "director now."
)
NO_RATING = (
    "This is a position in points, not a rating: CQC rates a council on all of its quality "
    "statements together."
)


@dataclass(frozen=True, slots=True)
class Told:
    """A standing in words. `alert` is empty where no score is 1, `next_band` where none is told."""

    points: str
    rating: str
    note: str
    next_band: str
    unscored: str
    alert: str
    alert_codes: tuple[str, ...]


def method_of(row: SelfAssessment) -> ScoringMethod:
    return shipped_scoring_methods()[row.method]


def scores_of(rows: Sequence[StatementAssessment]) -> dict[str, int | None]:
    return {row.statement.code: row.score for row in rows}


def tell(found: Standing, mixed: Overall | None = None) -> Told:
    """Put a standing into words.

    Args:
        mixed: our scores among CQC's own for the other statements, for the next band alone.
    """
    overall = found.overall
    return Told(
        points=_points(found),
        rating=_rating(overall),
        note="" if overall or not found.scores else NO_RATING,
        next_band=_next_band(overall, mixed),
        unscored=", ".join(found.unscored),
        alert=S50 if found.alerts else "",
        alert_codes=found.alerts,
    )


def told_of(
    scores: Mapping[str, int | None], published: Mapping[str, int], method: ScoringMethod
) -> Told:
    """Add scores up and put them into words."""
    mixed = with_published(scores, published, method)
    return tell(standing(scores, method), mixed)


def latest_published(council: Organisation) -> dict[str, PublishedScore]:
    """Return CQC's newest published score of each statement, by its code."""
    rows = PublishedScore.objects.filter(council=council).select_related("statement__framework")
    found: dict[str, PublishedScore] = {}
    for row in rows.order_by("-report_date", "-pk"):
        found.setdefault(row.statement.code, row)
    return found


def of_one_report(published: Mapping[str, PublishedScore]) -> dict[str, int]:
    """Return the scores of the newest report alone: those of several days were never one rating."""
    if not published:
        return {}
    newest = max(row.report_date for row in published.values())
    return {code: row.score for code, row in published.items() if row.report_date == newest}


def percent(exact: Fraction) -> str:
    shown = round_half_up(exact, 1)
    return f"{shown}%".replace(".0%", "%")


def _points(found: Standing) -> str:
    position = found.position
    if position is None:
        return "No statement is scored yet"
    share = percent(position.exact_percent)
    return f"{position.total} of {position.maximum} points ({share})"


def _rating(overall: Overall | None) -> str:
    if overall is None:
        return ""
    return f"{overall.percent}%, which by CQC's published bands reads: {overall.rating}"


def _next_band(overall: Overall | None, mixed: Overall | None) -> str:
    if overall is not None:
        if overall.points_to_next is None:
            return "This is the highest band"
        more = plural(str(overall.points_to_next), "more point")
        return f"{more} would reach the next band, {overall.next_rating}"
    if mixed is None or mixed.points_to_next is None:
        return ""
    more = plural(str(mixed.points_to_next), "more point")
    return (
        f"With CQC's own scores for the other statements, {mixed.total} of {mixed.maximum} points; "
        f"{more} would reach the next band"
    )
