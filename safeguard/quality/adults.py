"""Rules about adults with a concern in the year."""

from django.db.models import Count, Exists, OuterRef, Q

from safeguard.choices import Ethnicity, Gender
from safeguard.models import Adult, AdultIdentity
from safeguard.quality.rule import Reach, Rule, Subject, with_concerns


def _same_name_and_birth(reach: Reach) -> Q:
    # From the day of birth, which few people share, and only then by name.
    others = Adult.objects.filter(
        council=reach.council,
        born_on=OuterRef("born_on"),
        merged_into__isnull=True,
        identity__family_key=OuterRef("identity__family_key"),
        identity__given_key=OuterRef("identity__given_key"),
    ).exclude(pk=OuterRef("pk"))
    return Q(born_on__isnull=False) & Q(Exists(others))


def _shares_nhs_number(reach: Reach) -> Q:
    held = AdultIdentity.objects.filter(council=reach.council, adult__merged_into__isnull=True)
    shared = (
        held.exclude(nhs_number="")
        .order_by()
        .values("nhs_number")
        .annotate(n=Count("pk"))
        .filter(n__gt=1)
    )
    return Q(identity__nhs_number__in=shared.values("nhs_number"))


ADULT_RULES = (
    Rule(
        "gender",
        Subject.ADULT,
        "Gender not known",
        "Counted as “Not Known” in SG1b.",
        "Ask, or find it in the adult's social care record.",
        with_concerns,
        lambda reach: Q(gender=Gender.NOT_KNOWN),
        "created_at",
    ),
    Rule(
        "ethnicity",
        Subject.ADULT,
        "Ethnicity not known",
        "Counted as “Undeclared / Not Known” in SG1c. Without it nobody can tell whether some "
        "groups are reached less well. “Refused” is an answer and does not fail.",
        "Ask the adult, or find it in their social care record.",
        with_concerns,
        lambda reach: Q(ethnicity=Ethnicity.NOT_KNOWN),
        "created_at",
    ),
    Rule(
        "no-birth-date",
        Subject.ADULT,
        "No date of birth",
        "Counted as “Not Known” in the age bands of SG1a, and as an adult whatever their age.",
        "Find the date of birth; a year alone tells the age band.",
        with_concerns,
        lambda reach: Q(born_on__isnull=True),
        "created_at",
    ),
    Rule(
        "same-person",
        Subject.ADULT,
        "Same name and date of birth as another adult",
        "One person may be held twice, so that SG1a to SG1c count them twice and repeat concerns "
        "go unseen.",
        "Compare the two records. Merge them if they are one person.",
        with_concerns,
        _same_name_and_birth,
        "created_at",
    ),
    Rule(
        "shared-nhs-number",
        Subject.ADULT,
        "NHS number held for several adults",
        "An NHS number belongs to one person: either a number is wrong, or one person is held "
        "twice and counted twice in SG1a to SG1c.",
        "Check the numbers. Merge the records if they are one person.",
        with_concerns,
        _shares_nhs_number,
        "created_at",
    ),
)
