"""Find an adult in a council's register, and records that may be of one person.

Nothing is joined by rule: each record is offered with what it shares, and a person decides.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Max, OuterRef, Q, Subquery

from safeguard.models import Adult, AdultIdentity, AdultQuerySet, Concern, name_key
from safeguard.models.adult import AdultIdentityQuerySet
from safeguard.rules.birth_years import SENTENCE, split_year
from safeguard.rules.nhs_numbers import digits_of

SHOWN = 20
CANDIDATES = 200
SAME_START = 3
SAME_DAY, SAME_YEAR = "Same date of birth", "Same year of birth"
BIRTHS = {SAME_DAY, SAME_YEAR}
DIFFERENT_NAMES = "Different names"


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is known of somebody who is looked for. Empty where nothing is."""

    family_name: str = ""
    given_name: str = ""
    born_on: date | None = None
    born_year: int | None = None
    nhs_number: str = ""


@dataclass(frozen=True)
class Alike:
    """A record that may be the same person: what it shares, and what speaks against it."""

    adult: Adult
    reasons: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Found:
    """What a search found, fewest first; `more` if there are others than these."""

    adults: Sequence[Adult]
    more: bool


def known_of(adult: Adult) -> Known:
    """Return what the register knows of an adult."""
    identity = getattr(adult, "identity", None)
    return Known(
        family_name=identity.family_name if identity else "",
        given_name=identity.given_name if identity else "",
        nhs_number=identity.nhs_number if identity else "",
        born_on=adult.born_on,
        born_year=split_year(adult.communication_needs)[0],
    )


def search(rows: AdultQuerySet, *, name: str, born: tuple[date, date] | None, number: str) -> Found:
    """Return the adults among `rows` that fit everything given, twenty at most.

    A record that was merged is not found; looked for by its number, the one it was merged into is.

    Args:
        rows: adults of one council.
        born: the first and the last day that a date of birth may be.
        number: the beginning of a reference, or an NHS number.
    """
    found = rows
    identities = AdultIdentity.objects.filter(council__in=rows.values("council")[:1])
    if name:
        found = found.filter(pk__in=identities.named_like(name).values("adult"))
    if born:
        found = found.filter(_born_between(*born))
    if number:
        found = found.filter(_numbered(identities, number))
    if number:
        found = rows.filter(
            Q(pk__in=found.values("pk"), merged_into__isnull=True)
            | Q(pk__in=found.filter(merged_into__isnull=False).values("merged_into"))
        )
    else:
        found = found.filter(merged_into__isnull=True)
    adults = list(with_history(found)[: SHOWN + 1])
    return Found(adults[:SHOWN], more=len(adults) > SHOWN)


def with_history(rows: AdultQuerySet) -> AdultQuerySet:
    """Add to each adult their name, the number of concerns and the day of the last."""
    about = Concern.objects.filter(adult=OuterRef("pk")).order_by().values("adult")
    return rows.select_related("identity", "council").annotate(
        concern_count=Subquery(about.annotate(n=Count("pk")).values("n")),
        last_concern_on=Subquery(about.annotate(on=Max("received_on")).values("on")),
    )


def possible_duplicates(rows: AdultQuerySet, known: Known) -> list[Alike]:
    """Return the adults among `rows` who may be the person known, the likeliest first.

    Offered are: the same NHS number; the same name (letter case, accents and order apart), or
    given names that begin alike; the same date of birth with a name alike, or with no name held,
    as records loaded from an extract have none.

    Args:
        rows: adults of one council.
    """
    identities = AdultIdentity.objects.filter(council__in=rows.values("council")[:1])
    candidates: set[int] = set()
    for condition in (_same_number(known), _same_name(known)):
        if condition:
            named = identities.filter(condition).values_list("adult", flat=True)
            candidates.update(named[:CANDIDATES])
    if known.born_on:
        born_then = rows.filter(born_on=known.born_on).values_list("pk", flat=True)
        candidates.update(born_then[:CANDIDATES])
    if not candidates:
        return []
    standing = rows.filter(pk__in=candidates, merged_into__isnull=True)
    found = [_compared(adult, known) for adult in with_history(standing)]
    likely = [alike for alike in found if _is_likely(alike)]
    return sorted(likely, key=lambda alike: (len(alike.doubts), -len(alike.reasons)))[:SHOWN]


def _is_likely(alike: Alike) -> bool:
    """Tell a record worth a look from one that only shares a birthday with a stranger."""
    return bool(set(alike.reasons) - BIRTHS) or (
        SAME_DAY in alike.reasons and DIFFERENT_NAMES not in alike.doubts
    )


def _same_number(known: Known) -> Q:
    digits = digits_of(known.nhs_number)
    return Q(nhs_number=digits) if digits else Q()


def _same_name(known: Known) -> Q:
    family, given = _keys(known.family_name), _keys(known.given_name)
    if not name_key(known.family_name):
        return Q()
    if not name_key(known.given_name):
        # One word only: it may be either name of the other record.
        return Q(family_key__in=family) | Q(given_key__in=family)
    begins = name_key(known.given_name)[:SAME_START]
    return Q(family_key__in=family) & (Q(given_key__startswith=begins) | Q(given_key="")) | Q(
        family_key__in=given, given_key__in=family
    )


def _keys(name: str) -> set[str]:
    # A key stored before accents were levelled has them still.
    return {name_key(name), name.casefold()}


def _compared(adult: Adult, known: Known) -> Alike:
    alike = Alike(adult)
    held = known_of(adult)
    _compare_numbers(alike, held, known)
    _compare_names(alike, held, known)
    _compare_births(alike, held, known)
    return alike


def _compare_numbers(alike: Alike, held: Known, known: Known) -> None:
    one, other = digits_of(held.nhs_number), digits_of(known.nhs_number)
    if one and other:
        same = one == other
        (alike.reasons if same else alike.doubts).append(
            "Same NHS number" if same else "Different NHS numbers"
        )


def _compare_names(alike: Alike, held: Known, known: Known) -> None:
    one, other = _names(held), _names(known)
    if not any(one) or not any(other):
        if any(other) and not any(one):
            alike.doubts.append("No name is held for this record")
        return
    if one == other:
        alike.reasons.append("Same name")
    elif sorted(one) == sorted(other):
        alike.reasons.append("Same names the other way round")
    elif one[1] == other[1] and one[0][:SAME_START] == other[0][:SAME_START]:
        alike.reasons.append("Same family name, and given names that begin alike")
    elif set(one) & set(other) - {""}:
        alike.reasons.append("One name the same")
    else:
        alike.doubts.append(DIFFERENT_NAMES)


def _names(known: Known) -> tuple[str, str]:
    return name_key(known.given_name), name_key(known.family_name)


def _compare_births(alike: Alike, held: Known, known: Known) -> None:
    if held.born_on and known.born_on:
        same = held.born_on == known.born_on
        (alike.reasons if same else alike.doubts).append(
            SAME_DAY if same else "Different dates of birth"
        )
        return
    one = held.born_on.year if held.born_on else held.born_year
    other = known.born_on.year if known.born_on else known.born_year
    if one and other:
        same = one == other
        (alike.reasons if same else alike.doubts).append(
            SAME_YEAR if same else "Different years of birth"
        )


def _born_between(first: date, last: date) -> Q:
    exact = Q(born_on__range=(first, last))
    for year in range(first.year, last.year + 1):
        exact |= Q(born_on=None, communication_needs__startswith=SENTENCE.format(year=year))
    return exact


def _numbered(identities: AdultIdentityQuerySet, number: str) -> Q:
    """Select by the beginning of a reference, or by a whole NHS number."""
    found = Q(reference__startswith=number.strip())
    digits = digits_of(number)
    if digits.isdigit():
        found |= Q(pk__in=identities.filter(nhs_number=digits).values("adult"))
    return found


def explained(found: Iterable[Alike]) -> list[dict[str, object]]:
    """Return each record offered with its reasons and doubts as one sentence."""
    return [
        {
            "adult": alike.adult,
            "why": "; ".join([*alike.reasons, *(f"but {d.lower()}" for d in alike.doubts)]),
        }
        for alike in found
    ]
