"""Numbers of versions. Pure."""

import re
from collections.abc import Container

NUMBERED = re.compile(r"(\d+)((?:\.\d+)*)")


def next_number(number: str, taken: Container[str]) -> str:
    """Return the next free version number: 1.0.0 gives 2.0.0; words get a figure behind them."""
    found = NUMBERED.fullmatch(number)
    if found is None:
        step = 2
        while f"{number}-{step}" in taken:
            step += 1
        return f"{number}-{step}"
    major, minor = int(found[1]) + 1, re.sub(r"\d+", "0", found[2])
    while f"{major}{minor}" in taken:
        major += 1
    return f"{major}{minor}"
