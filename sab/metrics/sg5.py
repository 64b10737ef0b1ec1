"""SG5 of the Safeguarding Adults Collection: reviews, and the individuals in them."""

from datetime import date

from django.db.models import Count, Exists, OuterRef

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


def with_a_death(reviews: ReviewQuerySet) -> ReviewQuerySet:
    """Those in which one or more of the individuals died."""
    return reviews.filter(Exists(_dead()))


def without_a_death(reviews: ReviewQuerySet) -> ReviewQuerySet:
    return reviews.exclude(Exists(_dead()))


def reviews_by_outcome(reviews: ReviewQuerySet) -> dict[str, int]:
    """SG5a: how many reviews had a death and how many had none."""
    return {DIED: with_a_death(reviews).count(), NOBODY_DIED: without_a_death(reviews).count()}


def individuals_by_outcome(reviews: ReviewQuerySet) -> dict[str, int]:
    """SG5b: how many individuals suffered serious harm and died, and how many survived."""
    people = ReviewPerson.objects.filter(review__in=reviews, kind=PersonKind.SUBJECT).order_by()
    found = dict(people.values_list("harm").annotate(Count("id")))
    return {DIED: found.get(Harm.DIED, 0), SURVIVED: found.get(Harm.SURVIVED, 0)}


def reviews_with(reviews: ReviewQuerySet, harm: str) -> ReviewQuerySet:
    """Those with an individual who came to `harm`."""
    return reviews.filter(Exists(_subjects().filter(harm=harm)))


def _subjects() -> ReviewPersonQuerySet:
    return ReviewPerson.objects.filter(review=OuterRef("pk"), kind=PersonKind.SUBJECT)


def _dead() -> ReviewPersonQuerySet:
    return _subjects().filter(harm=Harm.DIED)
