"""Make a report as a file, and keep what it said."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from assurance.models import ReportRun
from assurance.releases.checking import Withheld
from assurance.releases.theme3 import shared_figures, without
from assurance.reports.beyond import Beyond
from assurance.reports.blocks import Document, Status
from assurance.reports.figures import Theme3Figures, gather
from assurance.reports.render_docx import render_docx
from assurance.reports.render_html import render_html
from assurance.reports.render_pdf import render_pdf
from assurance.reports.summary import summary_document, summary_of, summary_pdf
from assurance.reports.theme3 import theme3_document
from assurance.scopes import open_scope
from assurance.services.beyond import gather_beyond, record_quotes
from assurance.services.releases import (
    check_cut,
    keys_of,
    lock_ledger,
    record_release,
    what_to_withhold,
)
from core import access, activity
from core.disclosure import Mode
from core.errors import RuleViolationError
from core.exports import record_export
from core.models import Organisation, User
from core.periods import Period
from core.permissions import Permission
from safeguard.metrics.figures import Figure
from safeguard.metrics.narrowing import EVERYTHING, Narrowing

KIND = "theme3"
WHOLE_COUNCIL_ONLY = (
    "A report for sharing covers every case: from one of some cases, a hidden number could be "
    "worked out. Choose true counts to read about some of them."
)
# Beyond these a date is a slip of the pen.
FIRST_YEAR, LAST_YEAR = 1990, 2100


class Format(StrEnum):
    PDF = "pdf"
    DOCX = "docx"
    HTML = "html"


CONTENT_TYPES: Mapping[Format, str] = {
    Format.PDF: "application/pdf",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.HTML: "text/html; charset=utf-8",
}
WRITERS: Mapping[Format, Callable[[Document], bytes]] = {
    Format.PDF: render_pdf,
    Format.DOCX: render_docx,
    Format.HTML: lambda document: render_html(document).encode(),
}


@dataclass(frozen=True)
class MadeReport:
    """A report as a file ready to hand over, and the record of its making."""

    content: bytes
    filename: str
    content_type: str
    run: ReportRun


@dataclass(frozen=True)
class Theme3Report:
    """The report as it is shown, and what is hidden in it beyond the small figures."""

    figures: Theme3Figures
    document: Document
    withheld: tuple[Withheld, ...]
    beyond: Beyond | None = None


def read_theme3_report(
    *,
    by: User | None,
    council: Organisation,
    start: date,
    end: date,
    mode: Mode,
    prepared_for: str = "",
    status: Status = "Draft",
    made_on: date | None = None,
    only: Narrowing = EVERYTHING,
    only_words: str = "",
) -> Theme3Report:
    """Return the report over `start` to `end`, both included, without keeping anything.

    In a version for sharing, more than the small figures is hidden where it must be.

    Args:
        by: the reader; None for a command run by whoever holds the machine.
        made_on: the date on the cover; None is today.
        only: of which cases; `only_words` says so under the title and on the first page. True
            counts only: what is for sharing has a fixed set of cuts.

    Raises:
        PermissionDenied: `by` does not hold REPORT_MAKE in `council`.
        RuleViolationError: code `ends_before_it_starts`, `too_far` or `whole_council_only`; for a
            version for sharing also `not_a_fixed_cut` or `nothing_left`.
    """
    if only.given and mode is not Mode.INTERNAL:
        raise RuleViolationError("whole_council_only", WHOLE_COUNCIL_ONLY, field="mode")
    if by is not None:
        access.require(by, Permission.REPORT_MAKE, council=council)
    period = _period(start, end)
    if mode is Mode.PUBLICATION:
        check_cut(start, end)
    figures = gather(open_scope(by=by, council=council, only=only), period, mode)
    withheld = _withheld(council, figures)
    figures = without(figures, keys_of(withheld))
    made = made_on or timezone.localdate()
    # Evidence, voices and plans are of the whole council, so not beside some of its cases.
    beyond = None if only.given else gather_beyond(council, period, mode, on=made)
    document = theme3_document(
        figures,
        prepared_for=prepared_for,
        status=status,
        made_on=made,
        cases=only_words,
        beyond=beyond,
    )
    return Theme3Report(figures, document, tuple(withheld), beyond)


@transaction.atomic
def make_theme3_report(
    *,
    by: User | None,
    council: Organisation,
    start: date,
    end: date,
    fmt: Format,
    mode: Mode,
    prepared_for: str = "",
    status: Status = "Draft",
    made_on: date | None = None,
    only: Narrowing = EVERYTHING,
    only_words: str = "",
    is_summary: bool = False,
) -> MadeReport:
    """Make the report as a file, and keep its figures with what was asked for.

    Args:
        is_summary: the period on one slide, in place of the whole report.

    A version for sharing is entered in the ledger of releases. The same data and arguments give
    the same bytes. For the other arguments and errors see `read_theme3_report`.

    Raises:
        ValidationError: `prepared_for` is too long.
    """
    if mode is Mode.PUBLICATION:
        lock_ledger(council)
    report = read_theme3_report(
        by=by,
        council=council,
        start=start,
        end=end,
        mode=mode,
        prepared_for=prepared_for,
        status=status,
        made_on=made_on,
        only=only,
        only_words=only_words,
    )
    figures = report.figures
    content = (
        _summary(report, fmt, status, made_on) if is_summary else WRITERS[fmt](report.document)
    )
    run = ReportRun(
        council=council,
        kind=KIND,
        start=start,
        end=end,
        mode=mode.value,
        only=dict(only.given),
        cases=only_words,
        prepared_for=prepared_for,
        figures={key: _as_json(figure) for key, figure in figures.now.items()},
        data_cut_on=figures.cut,
        code_version=settings.VERSION,
        made_by=by,
    )
    run.full_clean(exclude=["prepared_for", "made_by"] if not prepared_for else ["made_by"])
    run.save(force_insert=True)
    activity.record(
        by=by,
        verb="report_made",
        target=run,
        council=council,
        changes={"period": [None, figures.period.label], "format": [None, fmt.value]},
    )
    filename = _filename(council, figures, fmt, of_some=bool(only.given))
    if is_summary:
        filename = f"one-page-{filename}"
    made = MadeReport(content, filename, CONTENT_TYPES[fmt], run)
    if report.beyond is not None and not is_summary:
        record_quotes(by, report.beyond, title=f"{_title(figures)}: {filename}")
    if mode is Mode.PUBLICATION:
        _record_release(by, council, report, made)
    return made


def _summary(report: Theme3Report, fmt: Format, status: Status, made_on: date | None) -> bytes:
    """Return the one slide; nothing is in it that the whole report does not show."""
    made = made_on or timezone.localdate()
    summary = summary_of(report.figures, report.beyond)
    if fmt is Format.PDF:
        return summary_pdf(summary, made_on=made)
    return WRITERS[fmt](summary_document(summary, status=status, made_on=made))


def _record_release(
    by: User | None, council: Organisation, report: Theme3Report, made: MadeReport
) -> None:
    record_release(
        by=by,
        council=council,
        kind=f"{KIND}_report",
        title=_title(report.figures),
        period=report.figures.period,
        figures=shared_figures(report.figures),
        withheld=report.withheld,
        filename=made.filename,
        content=made.content,
    )


def _title(figures: Theme3Figures) -> str:
    return f"Theme 3 report, {figures.period.label}"


def _withheld(council: Organisation, figures: Theme3Figures) -> list[Withheld]:
    if not figures.words.is_shared:
        return []
    return what_to_withhold(
        council=council, figures=shared_figures(figures), document=_title(figures)
    )


@transaction.atomic
def export_theme3_report(
    *,
    by: User | None,
    council: Organisation,
    start: date,
    end: date,
    fmt: Format,
    mode: Mode,
    reason: str,
    prepared_for: str = "",
    only: Narrowing = EVERYTHING,
    only_words: str = "",
    is_summary: bool = False,
) -> MadeReport:
    """Make the report and enter its file in the ledger of exports, both or neither.

    Raises:
        RuleViolationError: as `make_theme3_report`, or code `no_reason`.
    """
    made = make_theme3_report(
        by=by,
        council=council,
        start=start,
        end=end,
        fmt=fmt,
        mode=mode,
        prepared_for=prepared_for,
        only=only,
        only_words=only_words,
        is_summary=is_summary,
    )
    record_export(
        by=by,
        council=council,
        kind=f"{KIND}_report",
        filename=made.filename,
        content=made.content,
        reason=reason,
        parameters={
            "from": start.isoformat(),
            "to": end.isoformat(),
            "format": fmt.value,
            "mode": mode.value,
            "only": dict(only.given),
            "run": str(made.run.public_id),
        },
        rows=None,
    )
    return made


def _period(start: date, end: date) -> Period:
    if end < start:
        raise RuleViolationError(
            "ends_before_it_starts",
            f"The period ends on {end}, before it starts on {start}.",
            field="end",
        )
    if start.year < FIRST_YEAR or end.year > LAST_YEAR:
        raise RuleViolationError(
            "too_far",
            f"The period must lie between {FIRST_YEAR} and {LAST_YEAR}.",
            field="start" if start.year < FIRST_YEAR else "end",
        )
    return Period.between(start, end)


def _filename(council: Organisation, figures: Theme3Figures, fmt: Format, *, of_some: bool) -> str:
    period = figures.period
    counts = "for-sharing" if figures.words.is_shared else "internal"
    counts = f"some-cases-{counts}" if of_some else counts
    return f"theme3-{council.code}-{period.start}-to-{period.end}-{counts}.{fmt}"


def _as_json(figure: Figure) -> dict[str, Any]:
    interval = figure.interval
    return {
        "value": figure.value,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "not_known": figure.not_known,
        "still_open": figure.still_open,
        "interval": [interval.lower, interval.upper] if interval else None,
    }
