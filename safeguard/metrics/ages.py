"""Ages and the age bands of the statutory return; at death for somebody who died by then."""

from datetime import date

from django.db.models import Case, CharField, F, IntegerField, Q, Value, When
from django.db.models.expressions import Combinable

from core.dates import YearsBetween, years_before, years_between

NOT_KNOWN = "NK"
# The lowest age of each band after the first, and the band's code in the return.
BANDS = ((95, "95+"), (85, "85-94"), (75, "75-84"), (65, "65-74"), (18, "18-64"))


def age_band(on: date, adult: str = "") -> Case:
    """Return the SQL for the age band on `on`, or at death for somebody who died by then.

    `adult` is the lookup that leads to the adult, ending in two underscores.
    """
    died, born, at_death = f"{adult}died_on", f"{adult}born_on", f"{adult}age_at_death"
    whens = [When(Q(**{f"{born}__isnull": True}), then=Value(NOT_KNOWN))]
    dead = Q(**{f"{died}__lte": on})
    for lowest, code in BANDS:
        whens += [
            When(dead & Q(**{f"{at_death}__gte": lowest}), then=Value(code)),
            When(
                (Q(**{f"{died}__isnull": True}) | Q(**{f"{died}__gt": on}))
                & Q(**{f"{born}__lte": years_before(on, lowest)}),
                then=Value(code),
            ),
        ]
    return Case(*whens, default=Value("under 18"), output_field=CharField())


def age_on(day: Combinable, adult: str) -> Case:
    """Return the SQL for the age on a day that differs from row to row; NULL where not known."""
    died = When(Q(**{f"{adult}died_on__lte": day}), then=F(f"{adult}age_at_death"))
    return Case(died, default=YearsBetween(day, F(f"{adult}born_on")), output_field=IntegerField())


def band_of(age: str) -> Case:
    """Return the SQL for the band of an age that the rows are annotated with as `age`."""
    bands = [When(Q(**{f"{age}__gte": lowest}), then=Value(code)) for lowest, code in BANDS]
    unknown = When(Q(**{f"{age}__isnull": True}), then=Value(NOT_KNOWN))
    return Case(unknown, *bands, default=Value("under 18"), output_field=CharField())


def band_at(born_on: date | None, died_on: date | None, day: date) -> str:
    """Return the band of one adult on `day`, as the SQL has it."""
    if born_on is None:
        return NOT_KNOWN
    age = years_between(born_on, died_on if died_on and died_on <= day else day)
    return next((code for lowest, code in BANDS if age >= lowest), "under 18")
