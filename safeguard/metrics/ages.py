"""The age bands of the statutory return, in SQL."""

from datetime import date

from django.db.models import Case, CharField, Q, Value, When

from core.dates import years_before

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
