"""Whole years between two dates, worked out by the database or by Python, with one answer."""

from datetime import date
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Func, IntegerField
from django.db.models.sql.compiler import SQLCompiler


def years_between(earlier: date, later: date) -> int:
    """Return completed years from `earlier` to `later`, as an age is counted.

    A birthday on 29 February falls on 1 March in other years, which is how the law of England and
    Wales has it.
    """
    before_birthday = (later.month, later.day) < (earlier.month, earlier.day)
    return later.year - earlier.year - before_birthday


def years_before(day: date, years: int) -> date:
    """Return the latest date of birth of a person who is at least `years` old on `day`."""
    if (day.month, day.day) == (2, 29):
        target = day.year - years
        leap = target % 4 == 0 and (target % 100 != 0 or target % 400 == 0)
        return date(target, 2, 29) if leap else date(target, 2, 28)
    return day.replace(year=day.year - years)


class YearsBetween(Func):
    """`years_between` in SQL: `YearsBetween(later, earlier)`.

    Deterministic on both databases, so that a generated column may use it.
    """

    arity = 2
    output_field = IntegerField()

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> Any:
        # Dates are stored as yyyy-mm-dd: without the hyphens, the difference of two such numbers
        # divided by 10,000 is the age.
        return self.as_sql(
            compiler,
            connection,
            template=("((CAST(REPLACE(%(expressions)s, '-', '') AS INTEGER)) / 10000)"),
            arg_joiner=", '-', '') AS INTEGER) - CAST(REPLACE(",
            **context,
        )

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> Any:
        return self.as_sql(
            compiler,
            connection,
            template="(DATE_PART('year', AGE(%(expressions)s))::integer)",
            arg_joiner="::timestamp, ",
            **context,
        )


class DaysBetween(Func):
    """Whole calendar days in SQL: `DaysBetween(later, earlier)`; the same day is 0."""

    arity = 2
    output_field = IntegerField()

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> Any:
        return self.as_sql(
            compiler,
            connection,
            template="CAST(JULIANDAY(%(expressions)s) AS INTEGER)",
            arg_joiner=") - JULIANDAY(",
            **context,
        )

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> Any:
        return self.as_sql(
            compiler, connection, template="(%(expressions)s)", arg_joiner=" - ", **context
        )


class MonthOf(Func):
    """The month of a date as "yyyy-mm", in SQL."""

    arity = 1
    output_field = CharField()

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> Any:
        return self.as_sql(
            compiler, connection, template="SUBSTR(%(expressions)s, 1, 7)", **context
        )

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> Any:
        return self.as_sql(
            compiler, connection, template="TO_CHAR(%(expressions)s, 'YYYY-MM')", **context
        )
