"""Rows of the invented board's reviews, as each part of its story stores them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from core.dates import add_months
from core.models import Organisation, User
from sab.choices import Stage
from sab.frameworks_loader import stages
from sab.models import (
    ActionEvidence,
    Board,
    CriteriaTest,
    Partner,
    Recommendation,
    RecommendationAction,
    Review,
    ReviewStage,
    Theme,
)


@dataclass
class Scene:
    """What the parts of the board's story share."""

    board: Board
    council: Organisation
    as_of: date
    manager: User
    chair: User
    partners: dict[str, Partner]
    themes: dict[str, Theme]

    def ago(self, months: int, days: int = 0) -> date:
        return add_months(self.as_of, -months) - timedelta(days=days)


def store_review(
    scene: Scene, reference: str, title: str, received: date, **columns: Any
) -> Review:
    return Review.objects.create(
        board=scene.board,
        council=scene.council,
        reference=reference,
        title=title,
        received_on=received,
        acknowledged_on=received + timedelta(days=1),
        referrer_name="Safeguarding lead",
        circumstances=columns.pop("circumstances"),
        why_criteria="Several agencies knew part of this, and nobody held the whole of it.",
        **columns,
    )


def store_decision(
    scene: Scene, review: Review, outcome: str, on: date | None, **columns: Any
) -> None:
    told = {"decided_on": on, "decided_by": scene.chair, "decision_reason": "As the test shows."}
    CriteriaTest.objects.create(
        review=review,
        needs="yes",
        needs_reason="The adult had needs for care and support.",
        working_together_reason="What each agency held was not put together.",
        harm_reason="Neglect, by themselves or others, is suspected to have led to it.",
        is_quorate=True,
        outcome=outcome,
        **({} if on is None else told),
        **columns,
    )


def store_stages(review: Review, *steps: tuple[Stage, date], ended: date | None = None) -> None:
    """Store the stages a review went through, each until the next."""
    ends = [*(day for _, day in steps[1:]), ended]
    for (stage, start), end in zip(steps, ends, strict=True):
        days = stages()[stage].days
        due = start + timedelta(days=days) if days else None
        late = "Agencies' reports came late." if due and end and end > due else ""
        ReviewStage.objects.create(
            review=review,
            stage=stage,
            started_on=start,
            due_on=due,
            finished_on=end,
            delay_reason=late,
        )


def store_recommendation(
    scene: Scene, review: Review, number: int, text: str, partner: str, due: date, **columns: Any
) -> Recommendation:
    theme = columns.pop("theme")
    row = Recommendation.objects.create(
        board=scene.board,
        review=review,
        reference=f"{review.reference}/{number}",
        text=text,
        partner=scene.partners[partner],
        owner_name=columns.pop("owner_name", "Head of safeguarding"),
        due_on=due,
        response="accepted",
        responded_on=(review.concluded_on or due) + timedelta(days=20),
        responded_by=scene.manager,
        **columns,
    )
    row.themes.add(scene.themes[theme])
    return row


def store_action(
    scene: Scene, row: Recommendation, text: str, *, done: date | None, **columns: Any
) -> RecommendationAction:
    assert row.partner is not None and row.due_on is not None  # noqa: S101, PT018 - made above
    action = RecommendationAction.objects.create(
        board=scene.board,
        recommendation=row,
        partner=columns.pop("partner", row.partner),
        text=text,
        owner_name=row.owner_name,
        due_on=row.due_on,
        progress="complete" if done else columns.pop("progress", "on_track"),
        completed_on=done,
        **columns,
    )
    if done:
        ActionEvidence.objects.create(
            action=action,
            kind="audit",
            title="Audit of twenty cases",
            description="Eighteen of twenty showed the change at work.",
            dated_on=done,
            given_by=scene.manager,
            given_on=done,
        )
    return action
