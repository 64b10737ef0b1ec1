"""The adult at risk. Who they are is kept apart from what the casework tables join to."""

from __future__ import annotations

import unicodedata
from datetime import date
from functools import reduce
from operator import or_

from django.contrib.auth.models import AnonymousUser
from django.db import connection, models
from django.db.models import F, Q
from django.utils import timezone

from core.access import councils_where
from core.dates import YearsBetween, years_before
from core.models import Organisation, User
from core.models.base import Record
from core.permissions import Permission
from safeguard.choices import Ethnicity, Gender
from safeguard.models._coded import coded, known
from safeguard.models.case_access import CaseAccess

ADULT_FROM = 18
APOSTROPHES = "'`\u2018\u2019\u02bc\u00b4"
# Letters that no accent can be taken off, and hyphens that only look different.
ALIKE = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "æ": "ae",
        "œ": "oe",
        "\u0131": "i",
        "\u2010": "-",
        "\u2011": "-",
    }
)


class AdultQuerySet(models.QuerySet["Adult"]):
    """Row selection. Every method returns a queryset, so they chain."""

    def visible_to(self, user: User | AnonymousUser) -> AdultQuerySet:
        """Those of councils whose cases `user` reads, and of concerns opened for cause."""
        opened = CaseAccess.objects.held_by(user).values("concern__adult")
        councils = councils_where(user, Permission.CASE_VIEW)
        return self.filter(Q(council__in=councils) | Q(pk__in=opened))

    def outside_collection(self, council: Organisation, on: date) -> AdultQuerySet:
        """Those of `council` under 18 on `on`, or at death if they died by then.

        The return covers adults aged 18 and over; somebody with no date of birth is in it.
        """
        alive_then = Q(died_on__isnull=True) | Q(died_on__gt=on)
        # The council stands in both arms: only then does each find its own index.
        return self.filter(
            (Q(council=council) & alive_then & Q(born_on__gt=years_before(on, ADULT_FROM)))
            | Q(council=council, died_on__lte=on, age_at_death__lt=ADULT_FROM)
        )


def is_outside_collection(
    born_on: date | None, died_on: date | None, age_at_death: int | None, *, on: date
) -> bool:
    """Say of one adult what `outside_collection` selects."""
    if died_on is not None and died_on <= on:
        return age_at_death is not None and age_at_death < ADULT_FROM
    return born_on is not None and born_on > years_before(on, ADULT_FROM)


class Adult(Record):
    """A person about whom the council holds casework, by the council's own reference."""

    council = models.ForeignKey("core.Organisation", models.PROTECT, related_name="adults")
    reference = models.CharField(max_length=40)
    born_on = models.DateField("date of birth", null=True, blank=True)
    died_on = models.DateField("date of death", null=True, blank=True)
    gender = coded(Gender)
    ethnicity = coded(Ethnicity)
    communication_needs = models.CharField(max_length=300, blank=True, default="", db_default="")
    age_at_death = models.GeneratedField(
        expression=YearsBetween(F("died_on"), F("born_on")),
        output_field=models.SmallIntegerField(null=True),
        db_persist=True,
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_records"
    )
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)
    import_run = models.ForeignKey(
        "safeguard.ImportRun",
        models.SET_NULL,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = AdultQuerySet.as_manager()

    class Meta:
        ordering = ["reference"]
        indexes = [
            models.Index(fields=["council", "born_on"], name="adult_by_birth"),
            # "Is known" is what both databases can tell from "is under 18" with a parameter.
            models.Index(
                fields=["council", "age_at_death"],
                name="adult_age_at_death",
                condition=Q(age_at_death__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "reference"], name="one_adult_per_reference"
            ),
            models.CheckConstraint(condition=~Q(reference=""), name="adult_has_a_reference"),
            models.CheckConstraint(
                condition=Q(died_on__isnull=True)
                | Q(born_on__isnull=True)
                | Q(died_on__gte=F("born_on")),
                name="adult_dies_on_or_after_birth",
                violation_error_message="The date of death is before the date of birth.",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")),
                name="adult_is_not_merged_into_itself",
            ),
            known("adult", "gender", Gender),
            known("adult", "ethnicity", Ethnicity),
        ]

    def __str__(self) -> str:
        return self.reference


class AdultIdentityQuerySet(models.QuerySet["AdultIdentity"]):
    """Row selection."""

    def named_like(self, words: str) -> AdultIdentityQuerySet:
        """Those whose given and family names, in either order, begin with `words`.

        Letter case, accents and apostrophes apart. A name may be of several words, and either of
        the two may be left out: "van der berg", "o'brien", "zoe" and "berg zo" all find.
        """
        parts = words.split()
        found = Q(pk__in=[])
        for place in range(len(parts) + 1):
            first, second = " ".join(parts[:place]), " ".join(parts[place:])
            found |= _both(("given_key", first), ("family_key", second))
            if first and second:
                found |= _both(("family_key", first), ("given_key", second))
        return self.filter(found) if parts else self


def name_key(name: str) -> str:
    """Return what the spellings of one name share: letter case, accents and apostrophes apart."""
    level = unicodedata.normalize("NFKD", name.translate(ALIKE).casefold().translate(ALIKE))
    kept = "".join(c for c in level if not unicodedata.combining(c) and c not in APOSTROPHES)
    return " ".join(kept.split())


def _both(*begins: tuple[str, str]) -> Q:
    found = Q()
    for field, words in begins:
        if words:
            # A key stored before accents were levelled has them still.
            spellings = {name_key(words), words.casefold()} - {""}
            found &= reduce(or_, (_begins(field, word) for word in sorted(spellings)))
    return found


def _begins(field: str, word: str) -> Q:
    """Return the condition that an index of this database can serve.

    SQLite's LIKE uses no index; on PostgreSQL a span depends on the collation, and LIKE does not.
    """
    if connection.vendor == "sqlite":
        return Q(**{f"{field}__gte": word, f"{field}__lt": word + "\U0010ffff"})
    return Q(**{f"{field}__startswith": word})


# PostgreSQL serves a LIKE from an index of patterns only; SQLite takes no notice.
BY_PREFIX = ["int8_ops", "varchar_pattern_ops"]


class AdultIdentity(Record):
    """What names an adult. No casework query joins to it; pages that may show a name do."""

    adult = models.OneToOneField(Adult, models.CASCADE, related_name="identity")
    council = models.ForeignKey("core.Organisation", models.PROTECT, related_name="+")
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80)
    given_key = models.CharField(max_length=80, editable=False)
    family_key = models.CharField(max_length=80, editable=False)
    nhs_number = models.CharField("NHS number", max_length=10, blank=True)

    objects = AdultIdentityQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["council", "family_key"],
                name="identity_by_family_name",
                opclasses=BY_PREFIX,
            ),
            models.Index(
                fields=["council", "given_key"], name="identity_by_given_name", opclasses=BY_PREFIX
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(family_name=""), name="identity_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def initials(self) -> str:
        return "".join(name[:1] for name in (self.given_name, self.family_name)).upper()
