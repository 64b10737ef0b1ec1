"""Coded values of outside assessments, the improvement plan and indicators."""

from django.db import models


class AssessmentKind(models.TextChoices):
    PEER_CHALLENGE = "peer_challenge", "Peer challenge"
    LGA = "lga", "Local Government Association review"
    ADASS = "adass", "Regional ADASS review"
    CQC = "cqc", "CQC local authority assessment"
    OMBUDSMAN = "ombudsman", "Local Government and Social Care Ombudsman decision"
    HEALTHWATCH = "healthwatch", "Healthwatch report"
    AUDITORS = "auditors", "Internal or external auditors"
    OTHER = "other", "Other assessment"


class FindingKind(models.TextChoices):
    STRENGTH = "strength", "Strength"
    CONSIDERATION = "consideration", "Area to consider"
    RECOMMENDATION = "recommendation", "Recommendation"
    IMPROVEMENT = "improvement", "Area for improvement"


class FindingAnswer(models.TextChoices):
    ACCEPTED = "accepted", "Accepted"
    IN_PART = "in_part", "Accepted in part"
    NOT_ACCEPTED = "not_accepted", "Not accepted"
    NOTED = "noted", "Noted"


class ItemSource(models.TextChoices):
    """What an item of the improvement plan came from."""

    FINDING = "finding", "Finding of an outside assessment"
    CQC = "cqc", "CQC report"
    REVIEW = "review", "Safeguarding Adults Review recommendation"
    AUDIT = "audit", "Theme of case-file audits"
    SELF_ASSESSMENT = "self_assessment", "Self-assessment: area for improvement"
    CHECKLIST = "checklist", "Gap found by a checklist"
    VOICE = "voice", "What people said"
    OTHER = "other", "Something else"


class Effect(models.TextChoices):
    """What there is to show that a change did any good. Not whether it was delivered."""

    NONE = "none", "No evidence of effect yet"
    EARLY = "early", "Early signs of effect"
    SHOWN = "shown", "Evidence of effect"


class ItemNoteKind(models.TextChoices):
    PROGRESS = "progress", "Progress"
    MOVED = "moved", "Due date moved"
    EFFECT = "effect", "Evidence of effect"
    CLOSED = "closed", "Closed"
    REOPENED = "reopened", "Opened again"


class Better(models.TextChoices):
    """Which way an indicator is better."""

    HIGHER = "higher", "Higher is better"
    LOWER = "lower", "Lower is better"
    NEITHER = "neither", "Neither: context only"


class IndicatorUnit(models.TextChoices):
    PERCENT = "percent", "Percentage"
    COUNT = "count", "Number"
    DAYS = "days", "Days"
    PER_100K = "per_100k", "Per 100,000 adults"
    SCORE = "score", "Score"


class Collection(models.TextChoices):
    """Where an indicator is collected. Kept apart from its source, which others misquote."""

    ASCS = "ascs", "Adult Social Care Survey (ASCS)"
    SACE = "sace", "Survey of Adult Carers in England (SACE)"
    SAC = "sac", "Safeguarding Adults Collection (SAC)"
    ASCOF = "ascof", "Adult Social Care Outcomes Framework (ASCOF)"
    SKILLS_FOR_CARE = "sfc", "Skills for Care workforce data"
    DOLS = "dols", "Deprivation of Liberty Safeguards (DoLS) data"
    CLD = "cld", "Client Level Data (CLD)"
    LOCAL = "local", "The council's own count"
    OTHER = "other", "Another collection"
