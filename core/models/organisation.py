"""Councils and their partners, teams within them, and the roles people hold there."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from core.models.base import Record
from core.roles import Role


class Organisation(Record):
    """A council with adult social services responsibilities, or a body that works with one."""

    class Kind(models.TextChoices):
        COUNCIL = "council", "Council"
        PARTNER = "partner", "Partner organisation"

    kind = models.CharField(max_length=10, choices=Kind)
    code = models.CharField(
        max_length=12,
        unique=True,
        validators=[
            RegexValidator(
                r"^[A-Z0-9][A-Z0-9-]*\Z",
                "Use capital letters, digits and hyphens only.",
            )
        ],
    )
    name = models.CharField(max_length=120)
    colour = models.CharField(
        max_length=7,
        default="#0b5c5c",
        validators=[RegexValidator(r"^#[0-9a-f]{6}\Z", "Write a colour as #rrggbb.")],
    )
    ons_code = models.CharField("ONS code", max_length=9, blank=True)
    region = models.CharField(max_length=40, blank=True)
    succeeded_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors"
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="organisation_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Team(Record):
    """A team of one organisation."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="teams")
    name = models.CharField(max_length=100)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"], name="one_team_of_a_name_in_an_organisation"
            )
        ]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Row selection."""

    def in_force_on(self, day: date) -> MembershipQuerySet:
        """Those whose span includes `day`; both ends are included."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)


class Membership(Record):
    """One role that one person holds in one organisation, from a day and perhaps until one."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=24, choices=Role)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "role", "since"], name="one_membership_per_role"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="membership_ends_on_or_after_it_begins",
                violation_error_message="A membership cannot end before it begins.",
            ),
            models.CheckConstraint(
                condition=Q(role__in=Role.values), name="membership_role_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.ASSESSOR) | Q(until__isnull=False),
                name="an_assessor_has_a_last_day",
                violation_error_message="Give the last day of a visiting assessor.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()}"
