"""What our commands share: plain refusals of bad arguments, and files written whole or not."""

import json
from argparse import ArgumentTypeError
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.http import QueryDict

from assurance.asking import Cases, cases_asked
from assurance.filters import CASE_NAMES
from core.files import write_whole
from core.models import Organisation
from core.periods import Period
from safeguard.metrics.narrowing import Narrowing


def day(text: str) -> date:
    """Read a date written as 2024-04-01, for argparse.

    Raises:
        ArgumentTypeError: it is not one.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a date such as 2024-04-01") from None


def council_of(code: str) -> Organisation:
    """Return the council of that code.

    Raises:
        CommandError: there is none; the message lists those there are.
    """
    councils = Organisation.objects.filter(kind=Organisation.Kind.COUNCIL)
    found = councils.filter(code=code).first()
    if found is None:
        known = ", ".join(councils.order_by("code").values_list("code", flat=True)) or "none yet"
        raise CommandError(f"There is no council with the code {code!r}. Councils here: {known}.")
    return found


def period_of(start: date, end: date) -> Period:
    """Return the period from `start` to `end`, both included.

    Raises:
        CommandError: it ends before it starts.
    """
    if end < start:
        raise CommandError(f"The period ends on {end}, before it starts on {start}.")
    return Period.between(start, end)


def filter_given(text: str) -> tuple[str, str]:
    """Read a filter written as location=OWN, for argparse.

    Raises:
        ArgumentTypeError: it is not one, or there is no filter of that name.
    """
    name, _, value = text.partition("=")
    if name not in CASE_NAMES or not value:
        known = ", ".join(CASE_NAMES)
        raise ArgumentTypeError(f"{text!r} is not a filter such as location=OWN. Names: {known}")
    return name, value


def cases_given(filters: Iterable[tuple[str, str]], council: Organisation) -> Cases:
    """Return which cases of `council` the filters ask for.

    Raises:
        CommandError: a filter has a value that is not listed, or is given twice.
    """
    query = QueryDict(mutable=True)
    for name, value in filters:
        if name in query:
            raise CommandError(f"The filter {name} is given twice.")
        query[name] = value
    asked = cases_asked(query, council=council)
    if asked.wrong:
        wrong = (f"{name}: {words[0]}." for name, words in asked.wrong.items())
        raise CommandError(" ".join(wrong))
    return asked


def only_given(filters: Iterable[tuple[str, str]], council: Organisation) -> Narrowing:
    """Return which cases the filters ask for, as `cases_given` does, without the words."""
    return cases_given(filters, council).only


def add_only(parser: CommandParser) -> None:
    """Let a command be asked for some of the cases."""
    parser.add_argument(
        "--only",
        action="append",
        default=[],
        type=filter_given,
        metavar="NAME=VALUE",
        help=f"only such cases, as the filters of a page have them: {', '.join(CASE_NAMES)}",
    )


def write_file(path: Path, content: bytes) -> None:
    """Write the whole file or none of it: a failure leaves what stood there before.

    Raises:
        CommandError: the folder is missing or may not be written to.
    """
    try:
        write_whole(path, content)
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.") from error


def write_json(path: Path, body: Mapping[str, Any]) -> None:
    """Write `body` as indented JSON, whole or not at all."""
    write_file(path, (json.dumps(body, indent=1, ensure_ascii=False) + "\n").encode())
