"""What is held of a return besides the register: its freezes and its sign-off sheet."""

from django.db.models import QuerySet

from assurance.models import FrozenReturn, SignOffSheet
from core.models import Organisation


def freezes_of(council: Organisation) -> QuerySet[FrozenReturn]:
    """Return every freeze of `council`, newest first, each with who froze it."""
    return FrozenReturn.objects.filter(council=council).select_related("frozen_by")


def sheet_of(council: Organisation, year: str) -> SignOffSheet | None:
    """Return the sign-off sheet of one year; None while nobody has filled it in."""
    return SignOffSheet.objects.filter(council=council, year=year).first()
