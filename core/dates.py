"""Whole years between two dates, worked out by the database or by Python, with one answer."""

from calendar import monthrange
from datetime import date
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, DateField, Func, IntegerField
from django.db.models.sql.compiler import SQLCompiler


def years_between(earlier: date, later: date) -> int:
    """Return completed years from `earlier` to `later`, as an age is counted.

    A birthday on 29 February falls on 1 March in other years, which is how the law of England and
    Wales has it.
    """
    before_birthday = (later.month, later.day) < (earlier.month, earlier.day)
    return later.year - earlier.year - before_birthday


def add_months(day: date, months: int) -> date:
    """Return the day `months` later; the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1]))


def years_before(day: date, years: int) -> date:
    """Return the latest date of birth of a person who is at least `years` old on `day`."""
    if (day.month, day.day) == (2, 29):
        target = day.year - years
        leap = target % 4 == 0 and (target % 100 != 0 or target % 400 == 0)
        return date(target, 2, 29) if leap else date(target, 2, 28)
    return day.replace(year=day.year - years)


class _OnBoth(Func):
    """A function that each database spells in its own way, as (template, what joins arguments)."""

    sqlite: tuple[str, str]
    postgresql: tuple[str, str]

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> Any:
        template, joiner = self.sqlite
        return self.as_sql(compiler, connection, template=template, arg_joiner=joiner, **context)

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> Any:
        template, joiner = self.postgresql
        return self.as_sql(compiler, connection, template=template, arg_joiner=joiner, **context)


class YearsBetween(_OnBoth):
    """`years_between` in SQL: `YearsBetween(later, earlier)`.

    Deterministic on both databases, so that a generated column may use it.
    """

    arity = 2
    output_field = IntegerField()
    # SQLite keeps dates as yyyy-mm-dd: without the hyphens, the difference of two such numbers
    # divided by 10,000 is the age.
    sqlite = (
        "((CAST(REPLACE(%(expressions)s, '-', '') AS INTEGER)) / 10000)",
        ", '-', '') AS INTEGER) - CAST(REPLACE(",
    )
    postgresql = (
        "(DATE_PART('year', AGE(%(expressions)s::timestamp))::integer)",
        "::timestamp, ",
    )


class DaysBetween(_OnBoth):
    """Whole calendar days in SQL: `DaysBetween(later, earlier)`; the same day is 0."""

    arity = 2
    output_field = IntegerField()
    sqlite = ("CAST(JULIANDAY(%(expressions)s) AS INTEGER)", ") - JULIANDAY(")
    postgresql = ("(%(expressions)s)", " - ")


class MonthOf(_OnBoth):
    """The month of a date as "yyyy-mm", in SQL."""

    arity = 1
    output_field = CharField()
    sqlite = ("SUBSTR(%(expressions)s, 1, 7)", "")
    postgresql = ("TO_CHAR(%(expressions)s, 'YYYY-MM')", "")


class MonthEnd(_OnBoth):
    """The last day of the month of a date, in SQL."""

    arity = 1
    output_field = DateField()
    sqlite = ("DATE(%(expressions)s, 'start of month', '+1 month', '-1 day')", "")
    postgresql = ("((DATE_TRUNC('month', %(expressions)s) + INTERVAL '1 month - 1 day')::date)", "")
