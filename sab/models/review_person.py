"""The people in a review: kept apart from it, and read by few."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from core.coded import coded, filled, known, known_or_empty
from core.models.base import Stamped
from core.permissions import Permission
from sab.choices import Harm, PersonKind
from sab.models._scoped import BoardRows


class ReviewPersonQuerySet(BoardRows["ReviewPerson"]):
    permission = Permission.REVIEW_PEOPLE_VIEW


class ReviewPerson(Stamped):
    """Somebody in a review, by name. Nothing else in `sab` names them.

    `harm` says, of an adult the review is about, which row of SG5b counts them.
    """

    board = models.ForeignKey("sab.Board", models.PROTECT, related_name="+")
    review = models.ForeignKey("sab.Review", models.CASCADE, related_name="people")
    kind = coded(PersonKind)
    name = models.CharField("full name", max_length=150)
    other_names = models.CharField(
        "other names they are known by", max_length=200, blank=True, default=""
    )
    born_on = models.DateField("date of birth", null=True, blank=True)
    died_on = models.DateField("date of death", null=True, blank=True)
    harm = coded(Harm, blank=True, default="")
    wishes = models.TextField("wishes about being named and told", blank=True, default="")

    objects = ReviewPersonQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            filled("reviewperson", "name", "Enter the name."),
            known("reviewperson", "kind", PersonKind),
            known_or_empty("reviewperson", "harm", Harm),
            models.CheckConstraint(
                condition=Q(kind=PersonKind.SUBJECT) & ~Q(harm="")
                | ~Q(kind=PersonKind.SUBJECT) & Q(harm=""),
                name="harm_is_said_of_the_adult_alone",
                violation_error_message="Say what harm the adult came to; of nobody else.",
            ),
            models.CheckConstraint(
                condition=Q(died_on__isnull=True)
                | Q(born_on__isnull=True)
                | Q(died_on__gte=F("born_on")),
                name="review_person_dies_on_or_after_birth",
                violation_error_message="The date of death is before the date of birth.",
            ),
            models.CheckConstraint(
                condition=~Q(harm=Harm.SURVIVED) | Q(died_on__isnull=True),
                name="who_survived_has_no_date_of_death_here",
                violation_error_message="Somebody who survived the harm has no date of death.",
            ),
        ]

    def __str__(self) -> str:
        return f"A person in {self.review_id}"
