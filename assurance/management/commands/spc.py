"""Draw one XmR chart as data: a CSV file of dated values in, a JSON file out."""

import argparse
import json
import math
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assurance.csv_input import Row, read_rows
from core.errors import InputError
from core.files import write_whole
from core.statistics.xmr import LEAST_BASELINE, Direction, Options, Point, xmr
from core.statistics.xmr_data import as_data
from core.statistics.xmr_rules import TwoOfThree

NUMBER = "seq"


class Command(BaseCommand):
    help = "Work out an XmR chart (NHS Making Data Count rules) from a CSV file and write JSON."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--in",
            dest="source",
            type=Path,
            required=True,
            metavar="FILE.csv",
            help="columns date and value, and seq if you like; a blank value is a missing period",
        )
        parser.add_argument(
            "--out", dest="target_file", type=Path, required=True, metavar="FILE.json"
        )
        parser.add_argument(
            "--improvement",
            choices=[direction.value for direction in Direction],
            default=Direction.NEUTRAL.value,
            help="which way is better (default: neutral, no judgement)",
        )
        parser.add_argument("--target", type=_number, help="for assurance; none by default")
        parser.add_argument(
            "--rebase",
            type=_day,
            nargs="+",
            action="extend",
            default=[],
            metavar="DATE",
            help="date of the first point of each new segment, as 2024-06-01",
        )
        parser.add_argument(
            "--baseline",
            type=_baseline,
            metavar="N",
            help="fix limits on the first N points of each segment (default: all of them)",
        )
        parser.add_argument(
            "--no-screening",
            dest="screening",
            action="store_false",
            help="keep outlying moving ranges",
        )
        parser.add_argument(
            "--two-of-three",
            choices=[variant.value for variant in TwoOfThree],
            default=TwoOfThree.PACKAGE.value,
            help="whether points beyond a limit count as near it (mdc-2023) or not (package)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            data = _chart(options["source"], _options(options))
            text = json.dumps(data, indent=1, allow_nan=False) + "\n"
            write_whole(options["target_file"], text.encode())
        except InputError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(
                f"{options['target_file']} cannot be written: {error.strerror}"
            ) from error


def _options(options: dict[str, Any]) -> Options:
    return Options(
        improvement=Direction(options["improvement"]),
        target=options["target"],
        rebase=tuple(options["rebase"]),
        baseline=options["baseline"],
        screen_outliers=options["screening"],
        two_of_three=TwoOfThree(options["two_of_three"]),
    )


def _chart(source: Path, options: Options) -> dict[str, Any]:
    rows = sorted(
        ((_date_of(row), row) for row in read_rows(source, ["date", "value"])),
        key=lambda dated: dated[0],
    )
    points = [Point(on, _value_of(row)) for on, row in rows]
    numbers = _numbers([row for _, row in rows])
    seen: set[date] = set()
    for on, row in rows:
        if on in seen:
            raise row.fault("date", f"{on} is there twice")
        seen.add(on)
    for rebase in options.rebase:
        if rebase not in seen:
            raise InputError(f"{source.name} has no row for the rebase date {rebase}")
    return as_data(xmr(points, options), numbers)


def _date_of(row: Row) -> date:
    try:
        return _day(row.values["date"])
    except argparse.ArgumentTypeError as error:
        raise row.fault("date", str(error)) from error


def _value_of(row: Row) -> float | None:
    text = row.values["value"]
    try:
        return _number(text) if text else None
    except argparse.ArgumentTypeError as error:
        raise row.fault("value", str(error)) from error


def _numbers(rows: list[Row]) -> list[int] | None:
    """Return what the file calls its points, if it does."""
    if NUMBER not in rows[0].values:
        return None
    numbers: list[int] = []
    for row in rows:
        text = row.values[NUMBER]
        if not (text.isascii() and text.isdigit()):
            raise row.fault(NUMBER, f"{text!r} is not a whole number")
        if int(text) in numbers:
            raise row.fault(NUMBER, f"{text} is there twice")
        numbers.append(int(text))
    return numbers


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date such as 2024-06-01") from error


def _number(text: str) -> float:
    try:
        # float() also takes 1_000, which nobody writes in a spreadsheet.
        number = float(text.replace("_", "?"))
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number") from error
    if not math.isfinite(number):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number")
    return number


def _baseline(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number")
    if int(text) < LEAST_BASELINE:
        raise argparse.ArgumentTypeError(f"a baseline needs at least {LEAST_BASELINE} points")
    return int(text)
