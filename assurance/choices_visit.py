"""Codes of a visit: its case tracking, its information return, its factual accuracy check."""

from django.db import models


class SampleStatus(models.TextChoices):
    """How far a case-tracking sample has come."""

    PLANNED = "planned", "Being planned"
    FROZEN = "frozen", "Cases fixed"
    LISTED = "listed", "List drawn"
    PICKED = "picked", "Cases picked"
    TRACKED = "tracked", "Tracking"
    CLOSED = "closed", "Closed"


class CaseStage(models.TextChoices):
    """Where one case of a sample stands."""

    FRAME = "frame", "Could be drawn"
    LISTED = "listed", "Listed"
    PICKED = "picked", "Picked"
    TRACKED = "tracked", "Tracked"
    RESERVE = "reserve", "In reserve"
    STOOD_DOWN = "stood_down", "Stood down"


class TrackingConsent(models.TextChoices):
    """What the person said to their case being tracked."""

    NOT_ASKED = "not_asked", "Not asked yet"
    ASKED = "asked", "Asked, no answer yet"
    GIVEN = "given", "Agreed"
    REFUSED = "refused", "Said no"
    BEST_INTERESTS = "best_interests", "Could not decide: agreed in their best interests"
    WITHDRAWN = "withdrawn", "Agreed, and has changed their mind"


# With these a case may be tracked; nothing else is taken for a yes.
AGREED = (TrackingConsent.GIVEN, TrackingConsent.BEST_INTERESTS)


class LeftOutReason(models.TextChoices):
    """Why a case is not offered for tracking."""

    SAID_NO = "said_no", "The person said no"
    DISTRESS = "distress", "It would distress the person or put them at risk"
    DIED = "died", "The person has died"
    MOVED = "moved", "The person has moved away"
    PROCEEDINGS = "proceedings", "Police, court or coroner's proceedings are under way"
    STAFF = "staff", "The person, or somebody close, works on the assessment"
    RECORD = "record", "The record cannot be made available in time"
    OTHER = "other", "Another reason, written down"


class PreReadState(models.TextChoices):
    """What a reader found of one point of the reading list."""

    IN_ORDER = "in_order", "In order"
    GAP = "gap", "Something is missing"
    NOT_RELEVANT = "not_relevant", "Does not apply to this case"


class ReturnItemStatus(models.TextChoices):
    """How far the answer to one item of the information return has come."""

    NOT_STARTED = "not_started", "Not started"
    GATHERING = "gathering", "Being gathered"
    READY = "ready", "Ready"
    NOT_HELD = "not_held", "Nothing is held"


class PointKind(models.TextChoices):
    """What is wrong with a statement of a draft report."""

    FACT = "fact", "A fact is wrong"
    FIGURE = "figure", "A figure is wrong"
    MISSING = "missing", "Evidence was left out"
    CONTEXT = "context", "Right, but misleading as it stands"


class PointDecision(models.TextChoices):
    """Whether a point goes into the response."""

    OPEN = "open", "Not decided"
    SEND = "send", "Goes into the response"
    HOLD = "hold", "Left out of the response"


class PointOutcome(models.TextChoices):
    """What the assessor answered to a point."""

    ACCEPTED = "accepted", "Accepted"
    PARTLY = "partly", "Accepted in part"
    REFUSED = "refused", "Not accepted"
