"""A board pack laid out as a document: for named people inside, or for sharing."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from django.utils import timezone

from assurance.models import BoardPack
from assurance.packs.contents import key_now
from assurance.packs.pinned import Pinned, difference, unpin
from assurance.releases.shared import Key, SharedFigure, shared_figure
from assurance.reports.blocks import (
    INTERNAL,
    SHAREABLE,
    Block,
    BulletList,
    DefinitionList,
    Document,
    Heading,
    Lead,
    Note,
    Paragraph,
    Table,
)
from assurance.reports.sections.method import INTERNAL_RULE, SHARED_RULE
from assurance.words import NOTHING, Words, long_date
from core.disclosure import HIDDEN, Mode
from core.periods import Period

TITLE = "Safeguarding Adults Board pack"
# Beside the quarter of the pack, those of earlier packs, as they were pinned.
EARLIER_SHOWN = 3
CONTEXT = " (context)"
RESTATED = (
    "These figures of earlier packs count differently in the register now, because records were "
    "added or corrected since. What was pinned stays as it was."
)
NOT_RESTATED = "No figure of the earlier packs counts differently now."
WITHOUT_NUMBERS = (
    "In a version for sharing they are named without numbers: two versions of one figure may "
    "differ by a single case."
)
GONE = "No longer kept"
HOW_TO_READ = (
    "One quarter says little by itself: most differences between quarters are chance. Measures "
    "marked as context have no target, and no value of them is good or bad."
)


@dataclass(frozen=True)
class PackView:
    """A pack, those before it in order of time, and how far it may be shown."""

    pack: BoardPack
    council: str
    earlier: tuple[BoardPack, ...]
    mode: Mode
    hidden: frozenset[Key] = frozenset()

    @property
    def words(self) -> Words:
        return Words(self.mode)

    @property
    def quarter(self) -> Period:
        return quarter_of(self.pack)

    @property
    def columns(self) -> tuple[BoardPack, ...]:
        """The packs whose figures stand beside each other, the newest first."""
        return (self.pack, *reversed(self.earlier[-EARLIER_SHOWN:]))

    def cell(self, pack: BoardPack, key: str) -> str:
        """Return one figure of one pack as it may be shown; a dash where the pack has none."""
        wanted = key_now(key)
        held = next((each for each in pack.figures if key_now(each["key"]) == wanted), None)
        if held is None:
            return NOTHING
        pinned = unpin(held)
        shown = shared_of(pack, pinned)
        if shown is not None and shown.key in self.hidden:
            return HIDDEN
        return pinned.words(self.words)


def quarter_of(pack: BoardPack) -> Period:
    return Period.between(pack.start, pack.end)


def shared_figures(view: PackView) -> list[SharedFigure]:
    """Return every figure that the pack shows in a version for sharing."""
    keys = {key_now(held["key"]) for held in view.pack.figures}
    found = (
        shared_of(pack, unpin(held))
        for pack in view.columns
        for held in pack.figures
        if key_now(held["key"]) in keys
    )
    return [figure for figure in found if figure is not None]


def shared_of(pack: BoardPack, pinned: Pinned) -> SharedFigure | None:
    if pinned.measure is None:
        return None
    return shared_figure(pinned.measure, pinned.figure, quarter_of(pack), pack.data_cut_on)


def without(view: PackView, hidden: Collection[Key]) -> PackView:
    """Return the pack with these figures hidden."""
    return replace(view, hidden=frozenset(hidden))


def pack_document(view: PackView, *, made_on: date) -> Document:
    """Lay out the pack. The same pack gives the same document, whenever it is asked for."""
    pinned_on = long_date(timezone.localtime(view.pack.made_at).date())
    period = f"{view.quarter.label} ({long_date(view.pack.start)} to {long_date(view.pack.end)})"
    return Document(
        title=TITLE,
        subtitle="The figures of one quarter, as they were pinned",
        council=view.council,
        period_label=period,
        made_on=long_date(made_on),
        marking=SHAREABLE if view.words.is_shared else INTERNAL,
        blocks=(
            Heading("The quarter in figures"),
            Lead(
                f"The figures of {view.quarter.label}, pinned on {pinned_on}. Later changes to the "
                "register do not change them."
            ),
            *(Note(remark, "caution") for remark in view.pack.remarks),
            Paragraph(HOW_TO_READ),
            *_tables(view),
            *_restated(view),
            *_method(view),
        ),
    )


def _tables(view: PackView) -> Iterator[Block]:
    labels = tuple(quarter_of(pack).label for pack in view.columns)
    for group, rows in groupby(view.pack.figures, key=lambda held: held["group"]):
        cells = tuple(
            (_title(held), *(view.cell(pack, held["key"]) for pack in view.columns))
            for held in rows
        )
        yield Table(
            f"{group}, {view.quarter.label}",
            ("Measure", *labels),
            cells,
            numeric=tuple(range(1, len(labels) + 1)),
            widths=(4.0, *(3.0 for _ in labels)),
        )


def _title(held: dict[str, object]) -> str:
    return f"{held['title']}{CONTEXT if held['context_only'] else ''}"


def _restated(view: PackView) -> Iterator[Block]:
    yield Heading("Restated since earlier packs")
    rows = view.pack.restated
    if not rows:
        yield Paragraph(NOT_RESTATED)
        return
    yield Paragraph(RESTATED)
    if view.words.is_shared:
        yield Paragraph(WITHOUT_NUMBERS)
        yield BulletList(tuple(f"{row['title']}, {row['quarter']}" for row in rows))
        return
    yield Table(
        "Figures of earlier packs that count differently now",
        ("Measure", "Quarter", "As pinned", "Counts now", "Difference"),
        tuple(_restated_row(view.words, row) for row in rows),
        numeric=(2, 3, 4),
        widths=(4, 2, 3, 3, 2.5),
    )


def _restated_row(words: Words, row: dict[str, dict[str, object]]) -> tuple[str, ...]:
    old = unpin(row["old"])
    named = (str(row["title"]), str(row["quarter"]), old.words(words))
    if row["new"] is None:
        return (*named, GONE, NOTHING)
    new = unpin(row["new"])
    return (*named, new.words(words), difference(old.figure, new.figure, old.unit))


def _method(view: PackView) -> Sequence[Block]:
    pack = view.pack
    counted = f"All cases of {view.council}, without adults under 18 on the last day"
    return (
        Heading("Method"),
        DefinitionList(
            (
                ("Data reach to", long_date(pack.data_cut_on)),
                ("Cases counted", counted),
                ("Software version", pack.code_version),
                *_fingerprint(view),
            )
        ),
        Heading("Small numbers", 2),
        Paragraph(SHARED_RULE if view.words.is_shared else INTERNAL_RULE),
        Heading("What the measures mean", 2),
        DefinitionList(tuple((held["title"], held["meaning"]) for held in pack.figures)),
    )


def _fingerprint(view: PackView) -> tuple[tuple[str, str], ...]:
    # Whoever has the hash of true counts can try small ones until it fits.
    if view.words.is_shared:
        return ()
    return (("Fingerprint of the pinned figures (SHA-256)", view.pack.sha256),)
