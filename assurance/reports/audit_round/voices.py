"""Themes, people's words, good practice and actions of a round."""

from assurance.reports.blocks import Block, BulletList, Heading, Note, Paragraph, Quote, Table
from assurance.words import long_date, plural
from audit.metrics.round_voices import ThemeLine
from audit.results.rounds import RoundFigures

NOTES_STAY = "What auditors wrote stays with each audit, as it may tell whose case it is."


def themes(figures: RoundFigures) -> tuple[Block, ...]:
    title = Heading("Themes, and what people said")
    voices = figures.voices
    found = [line for line in voices.themes if line.learning]
    found.sort(key=lambda line: (-line.learning, line.label))
    blocks: list[Block] = [title]
    if found:
        blocks.append(_table("Learning by theme", [(line, line.learning) for line in found]))
    else:
        blocks.append(Paragraph("No theme for learning was marked."))
    for line in found:
        if line.quotes:
            blocks.append(Heading(line.label, 2))
            blocks += [Quote(each.words, each.speaker) for each in line.quotes]
    if voices.others:
        blocks.append(Heading("Other words", 2))
        blocks += [Quote(each.words, each.speaker) for each in voices.others]
    if voices.kept_back:
        kept = plural(f"{voices.kept_back:,}", "quotation")
        blocks.append(
            Note(f"{kept} kept back: not agreed to be shared, or not yet disguised.", "note")
        )
    return tuple(blocks)


def good_practice(figures: RoundFigures) -> tuple[Block, ...]:
    title = Heading("Good practice")
    found = [line for line in figures.voices.themes if line.strength]
    blocks: list[Block] = [title]
    if not found:
        blocks.append(Paragraph("No theme was marked as good practice."))
    else:
        found.sort(key=lambda line: (-line.strength, line.label))
        blocks.append(_table("Good practice by theme", [(line, line.strength) for line in found]))
        for line in found:
            # A theme that is learning as well has told its words above.
            if line.quotes and not line.learning:
                blocks += [Quote(each.words, each.speaker) for each in line.quotes]
    if figures.voices.stories:
        blocks.append(Paragraph("Stories of difference that may be told, by consent:"))
        blocks.append(BulletList(figures.voices.stories))
    return tuple(blocks)


def _table(caption: str, rows: list[tuple[ThemeLine, int]]) -> Table:
    cells = tuple((line.label, f"{count:,}") for line, count in rows)
    note = f"One file can have several themes. {NOTES_STAY}"
    return Table(caption, ("Theme", "Files"), cells, (1,), (5, 1), note)


def actions(figures: RoundFigures) -> tuple[Block, ...]:
    title = Heading("Actions")
    levels = figures.actions.levels
    if not levels:
        return title, Paragraph("No action has come of this round yet.")
    rows = tuple(
        (
            line.level,
            f"{line.open:,}",
            f"{line.overdue:,}",
            f"{line.done:,}",
            f"{line.verified:,}",
            f"{line.withdrawn:,}",
        )
        for line in levels
    )
    columns = ("Level", "Open", "Of them overdue", "Done", "Verified", "Withdrawn")
    note = (
        f"As on {long_date(figures.on)}. Done means said to be done; verified means that somebody "
        "other than its owner looked."
    )
    blocks: list[Block] = [
        title,
        Table("Actions by level", columns, rows, (1, 2, 3, 4, 5), note=note),
    ]
    if figures.actions.for_all:
        blocks.append(Heading("Actions from the round as a whole", 2))
        cells = tuple(
            (words, state, long_date(due)) for words, state, due in figures.actions.for_all
        )
        heads = ("What is to be done", "State", "Due")
        blocks.append(Table("Actions from the round", heads, cells, (), (5, 2, 2)))
    return tuple(blocks)
