"""Give the faults that checking found, in order, and count them; memory stays flat."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from safeguard.extract.columns import BY_NAME, FILE_NAMES
from safeguard.extract.faults import ITEMS, Fault, message_for
from safeguard.extract.reading import WHOLE_ROW
from safeguard.extract.staging import FAULTS, execute

AT_A_TIME = 5_000
LISTED = 200
IN_ORDER = """
SELECT file, line, place, code, value, detail FROM {faults}
WHERE (file, line, place) > (%s, %s, %s)
ORDER BY file, line, place LIMIT {limit}
"""
BY_COLUMN = """
SELECT file, place, code, COUNT(*) AS times FROM {faults} GROUP BY file, place, code
ORDER BY times DESC, file, place, code
"""
UNKNOWN = """
SELECT file, place, detail, COUNT(*) AS times FROM {faults} WHERE code = 'unknown_value'
GROUP BY file, place, detail ORDER BY times DESC, detail
"""


def faults_in_order(labels: Mapping[str, str]) -> Iterator[Fault]:
    """Give every fault by file, line and column; `labels` names the files as the person does."""
    last: tuple[int, int, int] = (-1, 0, 0)
    while True:
        rows = execute(IN_ORDER, *last, faults=FAULTS, limit=str(AT_A_TIME)).fetchall()
        for file, line, place, code, value, detail in rows:
            name, column = _names(file, place)
            message = message_for(name, column, code, value, detail)
            yield Fault(labels[name], line, column, code, message, value)
        if len(rows) < AT_A_TIME:
            return
        last = tuple(rows[-1][:3])


def _names(file: int, place: int) -> tuple[str, str]:
    name = FILE_NAMES[file]
    return name, "" if place == WHOLE_ROW else BY_NAME[name].column_names[place]


def counts_by_column() -> list[dict[str, Any]]:
    """Return how many faults of each code each column has."""
    counted = []
    for file, place, code, times in execute(BY_COLUMN, faults=FAULTS).fetchall():
        name, column = _names(file, place)
        counted.append({"file": name, "column": column, "code": code, "count": times})
    return counted


def unmatched_values() -> dict[str, dict[str, dict[str, int]]]:
    """Return the values that no list holds: by file and column, the most frequent first.

    At most LISTED of each column: a mapping with more is not a mapping of codes.
    """
    found: dict[str, dict[str, Counter[str]]] = {}
    cursor = execute(UNKNOWN, faults=FAULTS)
    while rows := cursor.fetchmany(AT_A_TIME):
        for file, place, detail, times in rows:
            name, column = _names(file, place)
            counter = found.setdefault(name, {}).setdefault(column, Counter())
            for item in detail.split(ITEMS):
                if item in counter or len(counter) < LISTED:
                    counter[item] += times
    return {
        file: {column: dict(counter.most_common()) for column, counter in columns.items()}
        for file, columns in found.items()
    }


def dates_look_british() -> bool:
    """Say whether most cells that are not dates read dd/mm/yyyy."""
    total, british = 0, 0
    cursor = execute(
        "SELECT value FROM {faults} WHERE code IN ('not_a_date', 'not_a_date_time')",
        faults=FAULTS,
    )
    while rows := cursor.fetchmany(AT_A_TIME):
        total += len(rows)
        british += sum(_is_british(value) for (value,) in rows)
    return total > 0 and british * 2 > total


def _is_british(value: str) -> bool:
    day, _, rest = value.strip().partition("/")
    month, _, rest = rest.partition("/")
    return day.isdecimal() and month.isdecimal() and rest[:4].isdecimal()
