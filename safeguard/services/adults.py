"""Add an adult to the register, and change what is held about one."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from core import access, activity
from core.errors import RuleViolationError
from core.models import Organisation, User
from core.permissions import Permission
from core.services.saving import insert
from safeguard.models import Adult, AdultIdentity, Concern, name_key
from safeguard.rules.birth_years import split_year, with_year
from safeguard.rules.lives import check_first_concern, check_life
from safeguard.rules.nhs_numbers import digits_of, is_nhs_number
from safeguard.services import cases
from safeguard.services.numbering import next_reference

KEPT = ("born_on", "died_on", "gender", "ethnicity", "communication_needs")
MERGED = "merged"


@dataclass(frozen=True, kw_only=True)
class AdultFacts:
    """Who an adult is. `born_year` is for somebody of whom the day of birth is not known.

    A name of one word is a family name. `nhs_number` may have spaces.
    """

    gender: str
    ethnicity: str
    family_name: str = ""
    given_name: str = ""
    born_on: date | None = None
    born_year: int | None = None
    died_on: date | None = None
    nhs_number: str = ""
    communication_needs: str = ""


@transaction.atomic
def add_adult(*, by: User, council: Organisation, facts: AdultFacts) -> Adult:
    """Give an adult a record and a reference in `council`.

    Raises:
        PermissionDenied: `by` does not hold CASE_RECORD in `council`.
        RuleViolationError: code `nameless`, `not_an_nhs_number`, or those of `rules.lives`.
        ValidationError: the model refuses a value.
    """
    access.require(by, Permission.CASE_RECORD, council=council)
    if not name_key(facts.family_name):
        raise _nameless()
    today = timezone.localdate()
    _check(facts, today)
    adult = Adult(council=council, reference=next_reference(Adult, council, today.year))
    _write(adult, facts)
    insert(adult, taken="Somebody else took this reference at the same moment. Try again.")
    _identify(adult, facts)
    # Who the adult is stands in the register alone, not in the log.
    named = {"reference": [None, adult.reference]}
    activity.record(by=by, verb="adult_added", target=adult, council=council, changes=named)
    return adult


@transaction.atomic
def change_adult(*, by: User, adult: Adult, version: int, facts: AdultFacts) -> Adult:
    """Make what is held about an adult what `facts` say.

    A record loaded without a name may stay without one.

    Raises:
        PermissionDenied: `by` does not hold CASE_RECORD in the council of `adult`.
        RuleViolationError: code `changed_meanwhile`, `merged`, `nameless`, `not_an_nhs_number`,
            `born_after_concern`, or those of `rules.lives`.
        ValidationError: the model refuses a value.
    """
    adult = cases.lock(by, adult, Permission.CASE_RECORD, version=version)
    refuse_merged(adult)
    if not name_key(facts.family_name) and (
        AdultIdentity.objects.filter(adult=adult).exists() or facts.given_name or facts.nhs_number
    ):
        raise _nameless()
    _check(facts, timezone.localdate())
    _check_concerns(adult, facts)
    before = activity.snapshot(adult)
    _write(adult, facts)
    cases.save(adult, *KEPT)
    renamed = bool(name_key(facts.family_name)) and _identify(adult, facts)
    changes = activity.changed_columns(before, activity.snapshot(adult))
    # That a name was changed is logged; both names stand nowhere but in the register.
    if renamed:
        changes["name or NHS number"] = ["", "changed"]
    activity.record(
        by=by, verb="adult_changed", target=adult, council=adult.council, changes=changes
    )
    return adult


def refuse_merged(adult: Adult) -> None:
    """Refuse to change a record that was merged into another.

    Raises:
        RuleViolationError: code `merged`.
    """
    if adult.merged_into_id is not None:
        raise RuleViolationError(
            MERGED, "This record was merged into another one. Change that one instead"
        )


def facts_of(adult: Adult) -> AdultFacts:
    """Return what is held about an adult, the year of birth apart from communication needs."""
    identity = getattr(adult, "identity", None)
    year, needs = split_year(adult.communication_needs)
    return AdultFacts(
        family_name=identity.family_name if identity else "",
        given_name=identity.given_name if identity else "",
        nhs_number=identity.nhs_number if identity else "",
        born_on=adult.born_on,
        born_year=year,
        died_on=adult.died_on,
        gender=adult.gender,
        ethnicity=adult.ethnicity,
        communication_needs=needs,
    )


def _nameless() -> RuleViolationError:
    return RuleViolationError(
        "nameless",
        "Enter a family name. Where only one name is known, enter it here",
        field="family_name",
    )


def _check(facts: AdultFacts, today: date) -> None:
    check_life(born_on=facts.born_on, born_year=facts.born_year, died_on=facts.died_on, today=today)
    if facts.nhs_number and not is_nhs_number(digits_of(facts.nhs_number)):
        raise RuleViolationError(
            "not_an_nhs_number",
            "NHS number must be 10 digits that belong together, for example 999 123 4543",
            field="nhs_number",
        )


def _check_concerns(adult: Adult, facts: AdultFacts) -> None:
    concerns = Concern.objects.filter(adult=adult).order_by("received_on", "pk")
    first = concerns.values_list("received_on", "reference").first()
    received_on, reference = first or (None, "")
    check_first_concern(
        born_on=facts.born_on,
        born_year=facts.born_year,
        received_on=received_on,
        reference=reference,
    )


def _write(adult: Adult, facts: AdultFacts) -> None:
    adult.born_on, adult.died_on = facts.born_on, facts.died_on
    adult.gender, adult.ethnicity = facts.gender, facts.ethnicity
    adult.communication_needs = with_year(facts.born_year, facts.communication_needs)


def _identify(adult: Adult, facts: AdultFacts) -> bool:
    """Make the adult's name and NHS number those of `facts`; say whether anything changed."""
    held = AdultIdentity.objects.filter(adult=adult).first()
    identity = held or AdultIdentity(adult=adult, council=adult.council)
    before = activity.snapshot(identity)
    identity.given_name, identity.family_name = facts.given_name, facts.family_name
    identity.given_key = name_key(facts.given_name)
    identity.family_key = name_key(facts.family_name)
    identity.nhs_number = digits_of(facts.nhs_number)
    # A name of one word is a family name, so there may be no given one.
    identity.full_clean(exclude=["given_name", "given_key"])
    identity.save()
    return held is None or before != activity.snapshot(identity)
