"""Coded values of recommendations, their actions and what shows that they made a difference."""

from django.db import models


class Response(models.TextChoices):
    ACCEPTED = "accepted", "Accepted"
    IN_PART = "accepted_in_part", "Accepted in part"
    NOT_ACCEPTED = "not_accepted", "Not accepted"


NEEDS_REASON = (Response.IN_PART, Response.NOT_ACCEPTED)


class Assurance(models.IntegerChoices):
    """How sure the board is that a recommendation took effect. Not the same as being delivered."""

    NONE = 0, "None"
    TOLD = 1, "Told"
    SHOWN = 2, "Shown"
    TESTED = 3, "Tested"
    DIFFERENCE = 4, "Difference shown"


ASSURANCE_MEANS = {
    Assurance.NONE: "Nothing has been received.",
    Assurance.TOLD: "The owner says it is done.",
    Assurance.SHOWN: "A document or data has been seen.",
    Assurance.TESTED: "Someone other than the owner checked it by audit, survey or observation.",
    Assurance.DIFFERENCE: "There is evidence of a difference to adults or to practice.",
}


class Progress(models.TextChoices):
    """What the owner says of an action."""

    NOT_STARTED = "not_started", "Not started"
    ON_TRACK = "on_track", "On track"
    AT_RISK = "at_risk", "At risk"
    BLOCKED = "blocked", "Blocked"
    COMPLETE = "complete", "Complete"


NEEDS_NOTE = (Progress.AT_RISK, Progress.BLOCKED)


class EvidenceKind(models.TextChoices):
    POLICY = "policy", "Policy or procedure"
    TRAINING = "training", "Training data"
    AUDIT = "audit", "Audit result"
    DATA = "data", "Performance data"
    MINUTES = "minutes", "Minutes or record of a decision"
    CASE_EXAMPLE = "case_example", "Anonymised case example"
    FEEDBACK = "feedback", "Feedback from adults or carers"
    STAFF_FEEDBACK = "staff_feedback", "Feedback from staff"
    CONTRACT = "contract", "Contract or commissioning record"
    INSPECTION = "inspection", "External inspection"
    REVIEW_LEARNING = "review_learning", "Record of learning from a review"


class LinkKind(models.TextChoices):
    """What a key names. The keys are strings here and are looked up in `assurance`."""

    MEASURE = "measure", "Measure"
    AUDIT_QUESTION = "audit_question", "Audit question"


class ReopenTrigger(models.TextChoices):
    THEME_AGAIN = "new_review_same_theme", "A new review with the same theme"
    RECHECK_FAILED = "recheck_failed", "Looked at again, and it does not hold"
    AUDIT = "audit_contradicts", "An audit contradicts it"
    INSPECTION = "inspection_finding", "A finding of an inspection"
    INDICATOR = "indicator_breach", "A measure has got worse"
    RESTRUCTURE = "restructure", "The agency has been reorganised"
    DECISION = "decision", "The board decided so"


class OtherReviewKind(models.TextChoices):
    DARDR = "dardr", "Domestic abuse related death review"
    CSPR = "cspr", "Child safeguarding practice review"
    LEDER = "leder", "LeDeR review"
    PFD = "pfd", "Coroner's report to prevent future deaths (Regulation 28)"
    MHHR = "mhhr", "Mental health homicide review"
    MAPPA = "mappa", "MAPPA serious case review"
    PSII = "psii", "NHS patient safety incident investigation"
    OMBUDSMAN = "ombudsman", "Ombudsman's decision"
    OTHER = "other", "Single-agency or other learning review"


class Domain(models.TextChoices):
    PRACTICE = "practice", "Direct practice with the person"
    BETWEEN = "between", "Working between agencies"
    ORGANISATION = "organisation", "Organisational conditions"
    GOVERNANCE = "governance", "Governance of the board"
    NATIONAL = "national", "National context"
