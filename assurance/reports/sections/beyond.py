"""The sections after the figures: evidence, voices, audits, the board, improvement, sign-off."""

from __future__ import annotations

from collections.abc import Iterator

from assurance.metrics.evidence import StatementCover
from assurance.reports.audit_round.wording import percent
from assurance.reports.beyond import Beyond, Improving
from assurance.reports.blocks import (
    Block,
    BulletList,
    Heading,
    Lead,
    Note,
    PageBreak,
    Paragraph,
    Quote,
    Table,
)
from assurance.words import Words, listed, long_date, plural
from audit.results.rounds import RoundFigures
from audit.rules.estimates import FEW
from sab.metrics.schedule import Schedule

NOT_A_RATING = (
    "This shows what evidence the council holds for each quality statement. It is no score and no "
    "rating."
)
UNDER_CONSENT = (
    "Words stand here because those who said them agreed to it, for readers such as these. Whoever "
    "changes their mind is not quoted in the next report."
)
MOST_ROWS = 15
MOST_TITLES = 8


def beyond_figures(found: Beyond) -> tuple[Block, ...]:
    """Lay out everything that is not a figure of casework."""
    return (
        PageBreak(),
        *_evidence(found),
        *_voices(found),
        *_audits(found),
        *_board(found),
        *_improvement(found),
        *_sign_off(found),
    )


def _evidence(found: Beyond) -> Iterator[Block]:
    yield Heading("What the evidence covers")
    if not found.statements:
        yield Paragraph("No framework is loaded, so evidence is not laid out by statement.")
        return
    yield Paragraph(NOT_A_RATING)
    for cover in found.statements:
        yield from _statement(cover, is_shared=found.is_shared)
    if found.others_with_gaps:
        number = found.others_with_gaps
        have = "statement has" if number == 1 else "statements have"
        yield Note(f"{number} other quality {have} a category without evidence that counts.")
    yield Paragraph(f"Statements and lines are those of {found.framework}.")


def _statement(cover: StatementCover, *, is_shared: bool) -> Iterator[Block]:
    statement = cover.statement
    yield Heading(f"{statement.code} {statement.label}", 2)
    yield Quote(statement.quotation, statement.quotation_source)
    rows = tuple(
        (
            cell.category.label,
            str(len(cell.counting)),
            cell.age or "-",
            str(cell.strengths),
            str(cell.improvements),
        )
        for cell in cover.cells
    )
    yield Table(
        f"Evidence that counts for {statement.code}, by category",
        ("Category", "Pieces", "Newest is about", "Strengths", "To improve"),
        rows,
        numeric=(1, 3, 4),
    )
    answered = len(cover.lines) - len(cover.open_lines)
    yield Paragraph(
        f"{answered} of {len(cover.lines)} lines of required evidence are answered."
        + (" Those still open:" if cover.open_lines else "")
    )
    if cover.open_lines:
        yield BulletList(
            tuple(
                line.entry.text + (" (if available)" if line.entry.if_available else "")
                for line in cover.open_lines
            )
        )
    if not is_shared:
        yield from _titles(cover)


def _titles(cover: StatementCover) -> Iterator[Block]:
    items = {item.pk: item for cell in cover.cells for item in cell.counting}.values()
    kinds = (("strength", "Strengths"), ("improvement", "Areas for improvement"))
    for strength, heading in kinds:
        titles = sorted(item.title for item in items if item.strength == strength)
        if not titles:
            continue
        yield Heading(f"{heading} in the library", 3)
        more = len(titles) - MOST_TITLES
        shown = titles[:MOST_TITLES] + ([f"and {more} more"] if more > 0 else [])
        yield BulletList(tuple(shown))


def _voices(found: Beyond) -> Iterator[Block]:
    yield Heading("What people said")
    heard = Words(found.mode).count(found.voices_heard)
    since = long_date(found.voices_since)
    yield Paragraph(f"Voices heard since {since}: {heard}. {UNDER_CONSENT}")
    if not found.said:
        yield Paragraph("Nobody agreed to be quoted to readers such as these.")
    for each in found.said:
        about = f" ({listed(each.statements)})" if each.statements else ""
        yield Quote(each.words, f"{each.who}{about}")


def _audits(found: Beyond) -> Iterator[Block]:
    yield Heading("What case-file audits found")
    if not found.rounds:
        yield Paragraph("No round of audits that may be told of here ended in the period.")
        return
    rows = tuple(_round(each, Words(found.mode)) for each in found.rounds)
    columns = ("Round", "Tool", "Ended", "Files", "Average of the sections")
    yield Table("Rounds that ended in the period", columns, rows, numeric=(3, 4))
    told = tuple(_about_round(each, found) for each in found.rounds)
    if any(told):
        yield BulletList(tuple(line for line in told if line))


def _about_round(each: RoundFigures, found: Beyond) -> str:
    """Say what a round was about; what was noted at its end stays inside."""
    note = "" if found.is_shared else each.closing_note
    about = ". ".join(part.strip().rstrip(".") for part in (each.theme, note) if part.strip())
    return f"{each.name}: {about}." if about else ""


def _round(each: RoundFigures, words: Words) -> tuple[str, ...]:
    overall = "Not scored" if each.overall is None else percent(each.overall)
    if each.n < FEW:
        overall = "Too few files"
    return each.name, each.tool, long_date(each.ends_on), words.count(each.n), overall


def _board(found: Beyond) -> Iterator[Block]:
    yield Heading("The Safeguarding Adults Board")
    if found.schedule is None:
        yield Paragraph("No board is recorded.")
        return
    schedule = found.schedule
    yield Lead(_reviews(schedule))
    named = [
        row for row in schedule.concluded if not found.is_shared or row.reference in found.published
    ]
    for review in named:
        yield Heading(f"{review.reference}: {review.title}", 2)
        if review.findings:
            yield BulletList(review.findings)
    if found.is_shared and len(named) < len(schedule.concluded):
        yield Paragraph("Reviews that are not published are not described here.")
    yield from _learning(schedule)


def _reviews(schedule: Schedule) -> str:
    concluded, ongoing = len(schedule.concluded), len(schedule.ongoing)
    return (
        f"{plural(str(concluded), 'Safeguarding Adults Review', 'Safeguarding Adults Reviews')} "
        f"concluded in the period; {ongoing} went on."
    )


def _learning(schedule: Schedule) -> Iterator[Block]:
    rows = tuple(
        (row.recommendation, row.text, row.agency, "Closed" if row.is_closed else "Open")
        for row in schedule.done[:MOST_ROWS]
    )
    if rows:
        columns = ("Recommendation", "What it asks", "Agency", "State")
        yield Table("Recommendations on which something was done", columns, rows)
    if schedule.not_implemented:
        yield Heading("Decided not to be implemented, and why", 2)
        yield BulletList(
            tuple(f"{row.what}: {row.text} {row.reason}" for row in schedule.not_implemented)
        )


def _improvement(found: Beyond) -> Iterator[Block]:
    yield Heading("Improvement")
    if not found.plan:
        yield Paragraph("The improvement plan holds nothing.")
        return
    going = [row for row in found.plan if not row.is_closed]
    done = [row for row in found.plan if row.is_closed]
    overdue = sum(row.is_overdue for row in going)
    yield Lead(
        f"{len(going)} {'item is' if len(going) == 1 else 'items are'} being worked on, {overdue} "
        f"of them overdue; {len(done)} {'is' if len(done) == 1 else 'are'} closed."
    )
    yield Paragraph(
        "Delivery and effect are told apart: that something was done does not show that it helped. "
        "An item is closed once somebody other than its owner has verified its effect, or with the "
        "reason why it is given up."
    )
    yield Table(
        "The improvement plan",
        ("Item", "What is to improve", "From", "Due", "Evidence of effect"),
        tuple(_item(row) for row in [*going, *done][:MOST_ROWS]),
        note=_rest(len(found.plan)),
    )


def _item(row: Improving) -> tuple[str, ...]:
    due = "Closed" if row.is_closed else long_date(row.due_on)
    return row.reference, row.text, row.source, due, row.effect


def _rest(number: int) -> str:
    return f"{number - MOST_ROWS} more are in the plan." if number > MOST_ROWS else ""


def _sign_off(found: Beyond) -> Iterator[Block]:
    yield Heading("Self-assessment")
    if found.signed is None:
        yield Paragraph("No self-assessment is finished and signed yet.")
        return
    signed = found.signed
    yield Paragraph(f"“{signed.title}” was finished on {long_date(signed.finished_on)}.")
    rows = tuple(
        (post, name or "Not signed", long_date(on) if on else "-")
        for post, name, on in signed.posts
    )
    if rows:
        yield Table("Signatures", ("Post", "Name", "Signed"), rows)
