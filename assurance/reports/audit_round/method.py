"""What the numbers cannot say, how far auditors agree, and how everything was done."""

from collections.abc import Iterator

from django.utils.timezone import localdate

from assurance.reports.audit_round.wording import files, percent
from assurance.reports.blocks import (
    Block,
    BulletList,
    DefinitionList,
    Heading,
    Paragraph,
    Table,
)
from assurance.words import NOTHING, listed, long_date, plural
from audit.metrics.agreement import OfQuestion
from audit.results.rounds import RoundFigures
from audit.rules.agreeing import ADVISED, FEWEST, NOT_CALCULABLE
from audit.rules.margins import caveats, headline
from core.statistics.percentiles import percentile

NO_FRAME = (
    "No population was fixed for this round, so nobody can say of how many files these are, and no "
    "margin can be worked out. The results speak for these files only."
)
STATISTICS = (
    "Sections: the average over the files in which the section was scored. Several sections are "
    "averaged by their weight in the tool, not by how many files they were scored in.",
    "95% intervals: for shares, Wilson's score interval, narrowed because files were drawn without "
    "replacement from a population of known size; for average scores, 1,000 bootstrap samples of "
    "files, narrowed in the same way. Each part of the sample is taken to be drawn at the rate of "
    "the whole. No interval is given where files were not drawn by chance, and no percentage for "
    "fewer than 10 files.",
    "Not applicable leaves both sides of a score. “Cannot tell from the record” is a recording gap "
    "and counts as its scale says. A question that was not asked counts for nothing.",
    "Grades are those after moderation; the auditor's grade is kept beside them.",
    "Rounding: halves away from zero, once, at the end.",
)


def cannot_say(figures: RoundFigures) -> tuple[Block, ...]:
    title = Heading("What these numbers cannot say")
    if not figures.n:
        return title, Paragraph("There are no numbers yet.")
    return title, BulletList(tuple(_limits(figures)))


def _limits(figures: RoundFigures) -> Iterator[str]:
    held, draw = figures.files, figures.files.draw
    population = held.sample.population
    if population is None:
        yield NO_FRAME
    else:
        yield headline(figures.n, population, by_chance=draw.by_chance)
        groups = [stratum.name for stratum in draw.strata]
        yield from caveats(
            figures.n, population, method=draw.method, per_group_equal=False, groups=groups
        )
    if held.is_weighted:
        yield (
            "Groups were not all drawn at the same rate, so each file counts by the size of its "
            "group. Counts of files are as they are."
        )
    if held.unread:
        yield f"No file was read of these groups: {listed(held.unread)}. Nothing is known of them."
    if held.unfinished:
        verb = "is" if held.unfinished == 1 else "are"
        yield (
            f"{files(held.unfinished)} {verb} not finished. If they differ from the others, so "
            "will the results."
        )
    if held.void:
        yield f"{files(held.void)} left out as void, with the reason on each audit."
    if figures.missing_returns:
        returns = plural(f"{figures.missing_returns:,}", "return")
        yield f"{returns} of others who were asked did not come in."
    yield (
        "An audit tells what the record shows. Good work that was not written down looks like work "
        "that was not done."
    )


def agreement(figures: RoundFigures) -> tuple[Block, ...]:
    title = Heading("Agreement between auditors")
    found = figures.agreements
    seen = (
        f"{files(found.seen_files)} read again by somebody who saw the first ratings: that tells "
        "whether ratings stand, not whether auditors agree, so they are left out here."
    )
    if not found.files:
        words = "No file was rated twice by auditors who did not see each other's ratings."
        blocks = (title, Paragraph(f"{words} Agreement cannot be told."))
        return (*blocks, Paragraph(seen)) if found.seen_files else blocks
    told = [line for line in found.questions if line.found.is_enough]
    rows = tuple(_row(line) for line in (*found.scales, *told))
    columns = ("Answers", "Pairs", "Same answer", "AC1 or AC2", "Alpha", "Remark")
    note = (
        f"{files(found.files)} rated twice, each without sight of the other. Fewer than {FEWEST} "
        f"pairs give no figure; fewer than {ADVISED} are to be read with care. 1 is full agreement "
        "and 0 no more than chance gives. AC2 and ordinal alpha where the answers have an order. "
        "Pairs of one file are not independent of one another. This is about the tool and its "
        "guidance; it never orders auditors."
        + ("" if told else f" No single question has {FEWEST} pairs.")
    )
    widths = (4, 1, 1.3, 1.5, 1, 3)
    table = Table("Agreement", columns, rows, (1, 2, 3, 4), widths, note)
    return (title, table, Paragraph(seen)) if found.seen_files else (title, table)


def _row(line: OfQuestion) -> tuple[str, ...]:
    found = line.found
    name = f"{line.code} {line.text}" if line.code else f"All questions answered “{line.text}”"
    if not found.is_enough:
        return name, f"{found.pairs:,}", NOTHING, NOTHING, NOTHING, _remark(line)
    return (
        name,
        f"{found.pairs:,}",
        NOT_CALCULABLE if found.percent is None else percent(found.percent),
        f"{_coefficient(found.ac)} ({found.ac_name})",
        _coefficient(found.alpha),
        _remark(line),
    )


def _remark(line: OfQuestion) -> str:
    found = line.found
    applies = f"applies or not: {found.applicable:,} of {found.seen:,} agree"
    parts = [found.note, applies if found.seen > found.pairs else ""]
    if found.kappa is not None:
        weights = ", linear weights" if found.is_ordered else ""
        parts.append(f"kappa {found.kappa:.2f}{weights}")
    return "; ".join(part for part in parts if part)


def _coefficient(value: float | None) -> str:
    return NOT_CALCULABLE if value is None else f"{value:.2f}"


def method(figures: RoundFigures, particulars: tuple[tuple[str, str], ...]) -> tuple[Block, ...]:
    draw = figures.files.draw
    blocks: list[Block] = [Heading("Method"), DefinitionList((*_drawn(figures), *particulars))]
    if draw.excluded:
        rows = tuple((_spaced(why), f"{count:,}") for why, count in draw.excluded)
        columns = ("Left out of the draw because", "Cases")
        blocks.append(Table("Left out before the draw", columns, rows, (1,), (5, 1)))
    if draw.replaced:
        rows = tuple((why, f"{count:,}") for why, count in draw.replaced)
        columns = ("Reason", "Cases")
        note = "The next case in the order of the draw took its place."
        blocks.append(Table("Replaced after the draw", columns, rows, (1,), (5, 1), note))
    if len(draw.strata) > 1:
        strata = tuple(
            (s.name or "No group", f"{s.population:,}", f"{s.read:,}") for s in draw.strata
        )
        heads = ("Group", "Could be drawn", "Read")
        blocks.append(Table("Groups", heads, strata, (1, 2), (4, 1.5, 1)))
    return (*blocks, Heading("How the figures are worked out", 2), BulletList(STATISTICS))


def _spaced(code: str) -> str:
    return code.replace("_", " ").capitalize()


def _drawn(figures: RoundFigures) -> Iterator[tuple[str, str]]:
    draw = figures.files.draw
    yield "Tool", f"{figures.tool}, version {figures.version}"
    yield "How cases were chosen", draw.label + (f": {draw.reason}" if draw.reason else "")
    if draw.has_frame:
        taken = long_date(localdate(draw.taken_at)) if draw.taken_at else NOTHING
        left_out = draw.listed - draw.eligible
        yield (
            "Population",
            (
                f"{draw.listed:,} cases, fixed on {taken}; {left_out:,} of them left out, "
                f"{draw.eligible:,} could be drawn"
            ),
        )
        yield "Hash of the population (SHA-256)", draw.sha256
        yield (
            "Drawn",
            f"{draw.drawn:,}" + (f", {draw.nominated:,} nominated" if draw.nominated else ""),
        )
        yield "Seed and rule of the draw", f"{draw.seed}; {draw.algorithm or 'not drawn yet'}"
    minutes = percentile(figures.files.minutes, 0.5)
    if minutes is not None:
        known = len(figures.files.minutes)
        yield "Time an audit took", f"median {minutes:.0f} minutes, known for {files(known)}"
    if figures.closing_note:
        yield "On closing the round", figures.closing_note
