"""A year of birth where the day is not known.

The register's date of birth is a whole date or nothing, because ages are worked out from it. A
year alone is kept as the first sentence of what the council knows about communicating with the
adult, in words that people and this module both read. It is never counted as an age.
"""

import re

SENTENCE = "Born in {year}, date not known."
FOUND = re.compile(r"^Born in (\d{4}), date not known\.\s*")


def with_year(year: int | None, needs: str) -> str:
    """Return communication needs that begin with the year of birth, if there is one."""
    rest = split_year(needs)[1]
    return " ".join(part for part in (SENTENCE.format(year=year) if year else "", rest) if part)


def split_year(needs: str) -> tuple[int | None, str]:
    """Return the year of birth that communication needs begin with, and the rest of them."""
    found = FOUND.match(needs)
    if found is None:
        return None, needs.strip()
    return int(found.group(1)), needs[found.end() :].strip()
