"""What stands open when an enquiry is to close: for the page that asks, and for the service."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from safeguard.choices_work import CausedQuality
from safeguard.models import Action, CausedRequest, DesiredOutcome, Enquiry, Hold, PlanReview
from safeguard.rules.concluding import Dated, Standing


@dataclass(frozen=True)
class Open:
    """The rows of one enquiry that matter when it closes, each kind read once."""

    enquiry: Enquiry
    outcomes: tuple[DesiredOutcome, ...]
    actions: tuple[Action, ...]
    requests: tuple[CausedRequest, ...]
    reviews: tuple[PlanReview, ...]
    holds: tuple[Hold, ...]

    @property
    def open_actions(self) -> list[Action]:
        return [action for action in self.actions if action.done_on is None]

    @property
    def unanswered_requests(self) -> list[CausedRequest]:
        """Requests to enquire that stand, with no report that was accepted or taken over."""
        settled = (CausedQuality.ACCEPTED, CausedQuality.TAKEN_OVER)
        return [
            request
            for request in self.requests
            if request.declined_on is None
            and request.withdrawn_on is None
            and request.quality not in settled
        ]

    @property
    def open_reviews(self) -> list[PlanReview]:
        return [review for review in self.reviews if review.held_on is None]

    @property
    def open_hold(self) -> Hold | None:
        return next((hold for hold in self.holds if hold.until is None), None)

    def standing(self, today: date) -> Standing:
        """Return the same as plain values, for the rule."""
        asked = [f"asked of {request.to_whom}" for request in self.unanswered_requests]
        hold = self.open_hold
        return Standing(
            today=today,
            dated=tuple(_dated(self)),
            outcomes=tuple(outcome.pk for outcome in self.outcomes),
            open_work=(*(action.what for action in self.open_actions), *asked),
            open_hold=hold.since if hold else None,
        )


def open_work(enquiry: Enquiry) -> Open:
    """Return what stands open, in five statements. An outcome that another replaced is left out."""
    wanted = DesiredOutcome.objects.filter(enquiry=enquiry, replaced_by__isnull=True)
    return Open(
        enquiry=enquiry,
        outcomes=tuple(wanted),
        actions=tuple(Action.objects.filter(enquiry=enquiry).select_related("owner")),
        requests=tuple(CausedRequest.objects.filter(enquiry=enquiry)),
        reviews=tuple(PlanReview.objects.filter(enquiry=enquiry)),
        holds=tuple(Hold.objects.filter(enquiry=enquiry)),
    )


def _dated(found: Open) -> Iterator[Dated]:
    yield Dated(found.enquiry.commenced_on, "the enquiry commenced then")
    if found.enquiry.planned_on:
        yield Dated(found.enquiry.planned_on, "it was planned then")
    for hold in found.holds:
        yield Dated(hold.until or hold.since, "it was on hold until then")
    for request in found.requests:
        for on, what in (
            (request.requested_on, "another body was asked to enquire then"),
            (request.received_on, "a report that was asked for came then"),
            (request.quality_on, "a report was checked then"),
        ):
            if on:
                yield Dated(on, what)
    for review in found.reviews:
        if review.held_on:
            yield Dated(review.held_on, "the plan was reviewed then")
