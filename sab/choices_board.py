"""Coded values of partner returns, the survey, the dataset, the risk register and the report."""

from django.db import models


class ReturnStatus(models.TextChoices):
    NOT_STARTED = "not_started", "Not started"
    IN_PROGRESS = "in_progress", "In progress"
    SIGNED_OFF = "signed_off", "Signed off by the agency"
    SUBMITTED = "submitted", "Submitted"
    CHANGES_REQUESTED = "changes_requested", "Changes requested"
    MODERATION = "moderation", "Being moderated"
    CHALLENGE = "challenge", "At the challenge event"
    VALIDATED = "validated", "Validated"
    CLOSED = "closed", "Closed"


class Rating(models.IntegerChoices):
    """How far a standard is in place. The values are ordered; a mean of them says nothing."""

    NOT_MET = 0, "Not in place"
    PARTLY = 1, "Partly in place"
    MET = 2, "In place and working"
    EMBEDDED = 3, "Embedded, with evidence of a difference"


class QuestionReason(models.TextChoices):
    LOW = "low", "A low rating"
    FALL = "fall", "A fall since the last return"
    OUTLIER = "outlier", "Unlike the other agencies"
    NO_EVIDENCE = "no_evidence", "Evidence is missing"
    CHOSEN = "chosen", "Chosen by the panel"


class SurveyKind(models.TextChoices):
    BOARD = "board", "How well the board works"
    PRACTICE = "practice", "What practitioners see"


class CommentState(models.TextChoices):
    WAITING = "waiting", "Not read yet"
    RELEASED = "released", "Released"
    WITHHELD = "withheld", "Not released"


class RespondentBand(models.TextChoices):
    MEMBER = "member", "Board member"
    SUBGROUP_CHAIR = "subgroup_chair", "Chair of a subgroup"
    SUBGROUP_MEMBER = "subgroup_member", "Member of a subgroup"
    UNIT = "unit", "Business unit"
    PARTNER_LEAD = "partner_lead", "Partner lead who is not on the board"
    LAY = "lay", "Lay member or member with lived experience"


class Agreement(models.IntegerChoices):
    """An answer; one who does not know gives none, and is counted apart."""

    STRONGLY_DISAGREE = 1, "Strongly disagree"
    DISAGREE = 2, "Tend to disagree"
    AGREE = 3, "Tend to agree"
    STRONGLY_AGREE = 4, "Strongly agree"


class Principle(models.TextChoices):
    """The six principles of adult safeguarding in the Care Act guidance."""

    EMPOWERMENT = "empowerment", "Empowerment"
    PREVENTION = "prevention", "Prevention"
    PROPORTIONALITY = "proportionality", "Proportionality"
    PROTECTION = "protection", "Protection"
    PARTNERSHIP = "partnership", "Partnership"
    ACCOUNTABILITY = "accountability", "Accountability"


class Recipient(models.TextChoices):
    """Schedule 2 paragraph 4(2): to whom the board sends its annual report."""

    CHIEF_EXECUTIVE = "chief_executive", "Chief executive of the council"
    LEADER = "leader", "Leader of the council"
    POLICING_BODY = "policing_body", "Local policing body"
    HEALTHWATCH = "healthwatch", "Local Healthwatch"
    WELLBEING_BOARD = "wellbeing_board", "Chair of the health and wellbeing board"


class Unit(models.TextChoices):
    """What a value of the dataset is, and so what it can be divided by and how it is shared."""

    COUNT = "count", "A count"
    SHARE = "share", "A share: so many of so many"
    AVERAGE = "average", "A number such as days, over so many cases"


class Direction(models.TextChoices):
    """Which way is better. Most indicators only prompt a question, and no way is."""

    CONTEXT = "context", "Neither: it prompts a question"
    HIGHER = "higher", "Higher"
    LOWER = "lower", "Lower"


class RiskAxis(models.TextChoices):
    LIKELIHOOD = "likelihood", "Likelihood"
    IMPACT = "impact", "Impact"
    BAND = "band", "Band of the score, likelihood times impact"
