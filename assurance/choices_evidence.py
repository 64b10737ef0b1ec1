"""What an item of evidence is, how far it has come, and what was found at the end of a link."""

from django.db import models

# The framework that evidence is laid out by.
FRAMEWORK = "cqc-la"


class EvidenceKind(models.TextChoices):
    FILE = "file", "File"
    LINK = "link", "Link"
    NOTE = "note", "Note"
    FIGURE = "figure", "Pinned figure"


class EvidenceStatus(models.TextChoices):
    DRAFT = "draft", "Waiting for approval"
    APPROVED = "approved", "Approved"
    WITHDRAWN = "withdrawn", "Withdrawn"


class EvidenceStrength(models.TextChoices):
    STRENGTH = "strength", "Strength"
    IMPROVEMENT = "improvement", "Area for improvement"
    NEITHER = "neither", "Neither"


class LinkState(models.TextChoices):
    """What a person found who opened a link. The service itself never opens one."""

    NOT_CHECKED = "not_checked", "Not checked yet"
    WORKING = "working", "Opens"
    SIGN_IN = "sign_in", "Opens after signing in elsewhere"
    EXPIRED = "expired", "Expired"
    UNREACHABLE = "unreachable", "Cannot be reached"


BROKEN = (LinkState.EXPIRED, LinkState.UNREACHABLE)
