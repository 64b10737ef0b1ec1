"""SG5 of the Safeguarding Adults Collection: reviews, and the individuals in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from core.models import Organisation
from sab.choices import Harm, PersonKind
from sab.models import Review, ReviewPerson
from sab.models.review import ReviewQuerySet
from sab.models.review_person import ReviewPersonQuerySet

DIED, NOBODY_DIED, SURVIVED = "DIED", "NODEATH", "SURVIVED"


def reviews_in(council: Organisation, start: date, end: date) -> ReviewQuerySet:
    """Return the reviews that the return of `start` to `end` counts: those concluded in it.

    Which day puts a review in a year was not found in the guidance: the return says provisional.
    """
    return Review.objects.filter(council=council).concluded_in(start, end)


@dataclass(frozen=True)
class Sg5:
    """Both tables: reviews by whether anybody died, and individuals by what became of them."""

    reviews: Mapping[str, int]
    people: Mapping[str, int]


def count(reviews: ReviewQuerySet) -> Sg5:
    """Count SG5a and SG5b over `reviews`, in one query.

    A review without a named individual counts as one in which nobody died.
    """
    harms: dict[int, list[str]] = {}
    found = reviews.order_by().values_list("pk", "people__kind", "people__harm")
    for key, kind, harm in found:
        harms.setdefault(key, []).extend([harm] if kind == PersonKind.SUBJECT else [])
    died = sum(Harm.DIED in held for held in harms.values())
    everybody = [harm for held in harms.values() for harm in held]
    return Sg5(
        {DIED: died, NOBODY_DIED: len(harms) - died},
        {DIED: everybody.count(Harm.DIED), SURVIVED: everybody.count(Harm.SURVIVED)},
    )


def with_a_death(reviews: ReviewQuerySet) -> ReviewQuerySet:
    """Those in which one or more of the individuals died."""
    return reviews_with(reviews, Harm.DIED)


def without_a_death(reviews: ReviewQuerySet) -> ReviewQuerySet:
    return reviews.exclude(Exists(_subjects(Harm.DIED)))


def reviews_with(reviews: ReviewQuerySet, harm: str) -> ReviewQuerySet:
    """Those with an individual who came to `harm`."""
    return reviews.filter(Exists(_subjects(harm)))


def _subjects(harm: str) -> ReviewPersonQuerySet:
    return ReviewPerson.objects.filter(review=OuterRef("pk"), kind=PersonKind.SUBJECT, harm=harm)
