"""The board's annual report: Schedule 2 paragraph 4(1) in the order of the Act."""

from collections.abc import Iterable
from datetime import date

from assurance.reports.blocks import (
    Block,
    BulletList,
    Document,
    Heading,
    Lead,
    Note,
    PageBreak,
    Paragraph,
    Table,
)
from assurance.words import long_date
from sab.choices_board import Recipient
from sab.metrics.schedule import Done, NotDone, Schedule
from sab.metrics.year import PlanLine, Year

MARKING = "Draft for the board: not for publication until the board has approved it"
NOT_WRITTEN = "Not written yet."


def annual_document(
    schedule: Schedule, year: Year, *, board: str, objective: str, strategy: str, made_on: date
) -> Document:
    """Lay out the report of one year. Equal figures give an equal document."""
    return Document(
        title="Annual report",
        subtitle="Safeguarding Adults Board: Care Act 2014, Schedule 2 paragraph 4",
        council=board,
        period_label=schedule.period.label,
        made_on=long_date(made_on),
        marking=MARKING,
        blocks=(
            *_summary(schedule),
            PageBreak(),
            *_written("What the board did to achieve its objective: 4(1)(a)", objective),
            *_kept_watch(year),
            *_strategy(schedule, year, strategy),
            *_members(schedule, year),
            *_concluded(schedule),
            *_ongoing(schedule),
            *_done(schedule),
            *_not_implemented(schedule),
            *_recipients(),
        ),
    )


def _summary(schedule: Schedule) -> tuple[Block, ...]:
    refused = len(schedule.not_implemented)
    numbers = (
        ("Reviews concluded in the year", str(len(schedule.concluded))),
        ("Findings of those reviews", str(schedule.findings)),
        ("Reviews ongoing at the end of the year", str(len(schedule.ongoing))),
        ("Recommendations on which something was done", str(len(schedule.done))),
        ("Findings the board decided not to implement", str(refused)),
    )
    blocks: list[Block] = [
        Heading("The year in short"),
        Lead(
            f"{_many(len(schedule.concluded), 'review')} concluded with "
            f"{_many(schedule.findings, 'finding')}, and {len(schedule.ongoing)} went on."
        ),
        Table("Safeguarding Adults Reviews in the year", ("What", "Number"), numbers, numeric=(1,)),
    ]
    if schedule.silent_members:
        names = ", ".join(schedule.silent_members)
        blocks.append(Note(f"Nothing is written yet of what these members did: {names}", "caution"))
    return tuple(blocks)


def _written(title: str, text: str) -> tuple[Block, ...]:
    parts: list[Block] = [Paragraph(part.strip()) for part in text.split("\n\n") if part.strip()]
    return (Heading(title), *(parts or [Note(NOT_WRITTEN, "caution")]))


def _kept_watch(year: Year) -> tuple[Block, ...]:
    """Say what the records show, apart from what the board writes of itself."""
    numbers = (
        ("Risks put on the register", f"{year.risks_added:,}"),
        ("Risks closed", f"{year.risks_closed:,}"),
        ("Risks open at the end of the year", f"{year.risks_at_end:,}"),
        ("Reviews of other bodies answered", f"{year.answers_given:,}"),
        ("of them answered late", f"{year.answers_late:,}"),
        ("Editions of briefings published", f"{year.editions:,}"),
        ("Sessions in which agencies used briefings", f"{year.sessions:,}"),
        ("People in those sessions, as told", f"{year.people:,}"),
    )
    blocks: list[Block] = [
        Heading("What the records show", 2),
        Table("What the board kept watch on in the year", ("What", "Number"), numbers, (1,)),
    ]
    quarters = tuple(
        (row.quarter, *(f"{n:,}" for n in (row.given, row.not_supplied, row.missing)))
        for row in year.quarters
        if row.given + row.not_supplied + row.missing
    )
    if quarters:
        heads = ("Quarter", "Numbers given", "Could not be supplied", "Missing")
        note = "What was not supplied, or is missing, is not 0."
        blocks.append(
            Table("Numbers for the dataset", heads, quarters, numeric=(1, 2, 3), note=note)
        )
    return tuple(blocks)


def _strategy(schedule: Schedule, year: Year, text: str) -> tuple[Block, ...]:
    rows = tuple((title, aim, done or NOT_WRITTEN) for title, aim, done in schedule.priorities)
    blocks: list[Block] = []
    if rows:
        heads = ("Priority", "What should be different", "What was done")
        blocks.append(Table("Strategic priorities in force in the year", heads, rows))
    plan = tuple(
        (f"{line.priority}: {line.text}", line.agency or "The board", _how_it_stands(line))
        for line in year.plan
    )
    if plan:
        heads = ("Action", "Agency", "How it stands, and what shows it")
        blocks.append(Table("Actions that the plan set down for the year", heads, plan))
    title = "What the board did to carry out its strategy: 4(1)(b)"
    return (*_written(title, text), *blocks)


def _how_it_stands(line: PlanLine) -> str:
    parts = [f"{line.progress}.", line.told.strip()]
    if line.evidence.strip():
        parts.append(f"Shown by: {line.evidence.strip()}")
    return " ".join(part for part in parts if part)


def _members(schedule: Schedule, year: Year) -> tuple[Block, ...]:
    rows = tuple(
        (
            row.agency + (" (statutory)" if row.is_statutory else ""),
            row.text or NOT_WRITTEN,
            "; ".join(year.members.get(row.agency, ())) or "Nothing on record",
        )
        for row in schedule.contributions
    )
    title = Heading("What each member did: 4(1)(c)")
    if not rows:
        return title, Note("The board has no members on record.", "caution")
    heads = ("Member", "What it did, as written", "What the records show")
    return title, Table("What each member did", heads, rows)


def _concluded(schedule: Schedule) -> tuple[Block, ...]:
    blocks: list[Block] = [Heading("Findings of reviews that concluded in the year: 4(1)(d)")]
    if not schedule.concluded:
        return (*blocks, Paragraph("No review concluded in the year."))
    for review in schedule.concluded:
        kind = "mandatory" if review.is_mandatory else "discretionary"
        blocks += [
            Heading(f"{review.reference}: {review.title}", 2),
            Paragraph(f"A {kind} review, concluded on {long_date(review.concluded_on)}."),
            BulletList(review.findings) if review.findings else Paragraph("It made no finding."),
        ]
    return tuple(blocks)


def _ongoing(schedule: Schedule) -> tuple[Block, ...]:
    title = Heading("Reviews ongoing at the end of the year: 4(1)(e)")
    if not schedule.ongoing:
        return title, Paragraph("No review was ongoing at the end of the year.")
    rows = tuple(
        (
            f"{row.reference}: {row.title}",
            "Mandatory" if row.is_mandatory else "Discretionary",
            long_date(row.decided_on),
        )
        for row in schedule.ongoing
    )
    return title, Table("Reviews ongoing", ("Review", "Kind", "Decided on"), rows)


def _done(schedule: Schedule) -> tuple[Block, ...]:
    title = Heading("What was done in the year to implement findings: 4(1)(f)")
    if not schedule.done:
        return title, Paragraph("Nothing was completed in the year.")
    rows = tuple(
        (f"{row.recommendation}: {row.text}", row.agency, _what(row)) for row in schedule.done
    )
    return title, Table("What was done", ("Recommendation", "Agency", "Done in the year"), rows)


def _what(row: Done) -> str:
    parts = [*row.actions, *(["Closed by the board"] if row.is_closed else [])]
    return "; ".join(parts)


def _not_implemented(schedule: Schedule) -> tuple[Block, ...]:
    title = Heading("Findings the board decided not to implement, and why: 4(1)(g)")
    if not schedule.not_implemented:
        first: Block = Paragraph("The board decided to implement every finding it decided on.")
    else:
        first = _reasons("Findings not implemented here", schedule.not_implemented)
    if not schedule.recommendations_not_accepted:
        return title, first
    table = _reasons("Recommendations not accepted", schedule.recommendations_not_accepted)
    return title, first, table


def _reasons(caption: str, found: Iterable[NotDone]) -> Table:
    rows = tuple(
        (
            f"{row.what}: {row.text}",
            ("Sent to a regional or national body. " if row.is_sent_up else "") + row.reason,
        )
        for row in found
    )
    return Table(caption, ("What", "Reason"), rows)


def _recipients() -> tuple[Block, ...]:
    return (
        Heading("To whom the report is sent: 4(2)"),
        BulletList(tuple(label for _, label in Recipient.choices)),
    )


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
