"""Providers of care that concerns and quality notifications are about."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from core.models.base import Record
from core.permissions import Permission
from core.scoping import ScopedQuerySet


class ProviderQuerySet(ScopedQuerySet["Provider"]):
    permission = Permission.CASE_VIEW


class Provider(Record):
    """A home, agency, hospital or other service, by the name the council knows it under."""

    council = models.ForeignKey("core.Organisation", models.PROTECT, related_name="providers")
    name = models.CharField(max_length=160)
    name_key = models.CharField(
        max_length=160, editable=False, help_text="The name with letter case and spaces levelled."
    )
    regulator_id = models.CharField("CQC location ID", max_length=20, blank=True)

    objects = ProviderQuerySet.as_manager()

    class Meta:
        ordering = ["name_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "name_key"], name="one_provider_of_a_name_in_a_council"
            ),
            models.CheckConstraint(condition=~Q(name_key=""), name="provider_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def key_of(name: str) -> str:
        """Return what two spellings of one name share: letter case and spaces apart."""
        return " ".join(name.casefold().split())
