"""A return by workbook: made and sealed, compared with what is held, taken in once confirmed."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from core.errors import RuleViolationError
from core.exports import record_export
from core.models import User
from core.workbooks import Sheets
from sab.choices_board import Rating
from sab.models import AssuranceReturn, WorkbookPack
from sab.returns_shown import StandardHeld, actions_by_code, standards_held
from sab.services.boards import add, change, host_of
from sab.services.returns import (
    add_answer_evidence,
    add_improvement,
    answer_standard,
    lock_to_write,
)
from sab.workbook import content as c
from sab.workbook.content import Line
from sab.workbook.reading import (
    Filled,
    GivenAction,
    GivenAnswer,
    GivenEvidence,
    alterations,
    changed_since,
    read_filled,
    token_of,
)
from sab.workbook.writing import write_pack

KIND = "sab_return_workbook"
MOST_NAMED = 12
Given = GivenAnswer | GivenEvidence | GivenAction


@dataclass(frozen=True)
class Change:
    """What a workbook does to one answer."""

    code: str
    text: str
    before: str
    before_words: str
    after: str
    after_words: str

    @property
    def is_same(self) -> bool:
        return (self.before, self.before_words) == (self.after, self.after_words)


@dataclass
class Comparison:
    """What taking a workbook in would do. With `refused`, nothing of it is taken in."""

    pack: WorkbookPack
    filled: Filled
    changes: list[Change] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    short: list[StandardHeld] = field(default_factory=list)

    @property
    def short_by_gap(self) -> list[tuple[str, str]]:
        """What standards would still need, each with the codes of those that need it."""
        found: dict[str, list[str]] = {}
        for each in self.short:
            for gap in each.gaps:
                found.setdefault(gap, []).append(each.standard.code)
        return [(gap, ", ".join(codes)) for gap, codes in found.items()]

    @property
    def does_something(self) -> bool:
        return bool(self.filled.answers or self.filled.evidence or self.filled.actions)


@transaction.atomic
def make_pack(*, by: User, assurance_return: AssuranceReturn) -> tuple[str, bytes]:
    """Make the workbook of a return, entered in the ledger; earlier ones no longer hold.

    Returns its file name and its content.

    Raises:
        PermissionDenied: `by` does not answer for the agency, nor for one without an account.
        RuleViolationError: see `check_writable`.
    """
    row = lock_to_write(by, assurance_return)
    lines = c.lines_of(standards_held(row))
    pack = WorkbookPack(assurance_return=row, made_at=timezone.now(), made_by=by)
    pack.seal = c.seal_of(row, pack.pack_id, lines)
    add(by, pack, "return_workbook_made", row.board)
    actions = chain.from_iterable(actions_by_code(row).values())
    content = write_pack(row, c.signed(pack.pack_id), lines, actions)
    filename = f"return-{pack.pack_id.hex[:8]}.xlsx"
    council = host_of(row.board)
    if council is not None:
        record_export(
            by=by,
            council=council,
            kind=KIND,
            filename=filename,
            content=content,
            reason="A partner's return to answer as a workbook",
            parameters={"return": row.pk, "pack": str(pack.pack_id)},
            rows=len(lines),
        )
    return filename, content


@transaction.atomic
def compare_workbook(*, by: User, assurance_return: AssuranceReturn, sheets: Sheets) -> Comparison:
    """Say what a workbook would do to a return. Nothing is stored.

    Raises:
        PermissionDenied: as for `make_pack`.
        RuleViolationError: see `check_writable`; or code `no_pack`, `other_return`, `taken`,
            `older`, `stale` or `altered`.
    """
    row = lock_to_write(by, assurance_return)
    with transaction.atomic():
        found = _take(by, row, sheets)
        found.short = [each for each in standards_held(row) if each.gaps]
        transaction.set_rollback(True)
    return found


@transaction.atomic
def take_in_workbook(
    *, by: User, assurance_return: AssuranceReturn, sheets: Sheets, file_sha256: str
) -> Comparison:
    """Store what a workbook answers, all of it or none. It signs nothing and submits nothing.

    Raises:
        PermissionDenied, RuleViolationError: as for `compare_workbook`, or code `faults` or
            `nothing`.
    """
    row = lock_to_write(by, assurance_return)
    found = _take(by, row, sheets)
    if found.refused:
        raise RuleViolationError("faults", listed("Nothing was taken in", found.refused))
    if not found.does_something:
        raise RuleViolationError("nothing", "The workbook answers nothing")
    columns = {"taken_at": timezone.now(), "taken_by": by, "file_sha256": file_sha256}
    change(by, found.pack, "return_workbook_taken_in", row.board, columns)
    return found


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def listed(start: str, words: Sequence[str]) -> str:
    """Return a sentence that names each of `words`, or as many as can be read."""
    more = len(words) - MOST_NAMED
    end = f"; and {more} more" if more > 0 else ""
    return f"{start}: {'; '.join(words[:MOST_NAMED])}{end}"


def _take(by: User, row: AssuranceReturn, sheets: Sheets) -> Comparison:
    held = standards_held(row)
    lines = c.lines_of(held)
    pack = _pack_of(row, sheets)
    _check_seal(row, pack, sheets, lines)
    filled = read_filled(sheets, lines)
    found = Comparison(pack, filled, list(_changes(filled, held)), list(filled.faults))
    if not filled.faults:
        found.refused += _stored(by, row, filled, {each.standard.code: each for each in held})
    return found


def _pack_of(row: AssuranceReturn, sheets: Sheets) -> WorkbookPack:
    """Return the pack that a workbook belongs to, where it is the newest of this return."""
    pack_id = c.pack_id_of(token_of(sheets))
    if pack_id is None:
        words = "The pack id on the sheet Read me is missing or was altered. Use the workbook that "
        raise RuleViolationError("no_pack", f"{words}was made here for this return")
    packs = list(row.packs.order_by("-made_at", "-pk"))
    pack = next((each for each in packs if each.pack_id == pack_id), None)
    if pack is None:
        raise RuleViolationError("other_return", "This workbook was made for another return")
    if pack.taken_at is not None:
        words = f"This workbook was taken in on {timezone.localtime(pack.taken_at):%d/%m/%Y}. "
        raise RuleViolationError("taken", f"{words}Make a new one to change more")
    if pack != packs[0]:
        made = timezone.localtime(packs[0].made_at)
        words = f"A newer workbook was made on {made:%d/%m/%Y at %H:%M}. Use that one"
        raise RuleViolationError("older", words)
    return pack


def _check_seal(
    row: AssuranceReturn, pack: WorkbookPack, sheets: Sheets, lines: Sequence[Line]
) -> None:
    """Refuse a workbook that is older than the answers held, or in which more was changed."""
    if c.seal_of(row, pack.pack_id, lines) != pack.seal:
        codes = changed_since(sheets, lines)
        words = f" ({', '.join(codes)})" if codes else ""
        words = f"The return was changed after this workbook was made{words}. Make a new workbook"
        raise RuleViolationError("stale", words)
    found = alterations(sheets, lines, c.read_me(row, c.signed(pack.pack_id)))
    if found:
        words = "The workbook was altered where it is locked, and is not taken in"
        raise RuleViolationError("altered", listed(words, found))


def _changes(filled: Filled, held: Sequence[StandardHeld]) -> Iterator[Change]:
    by_code = {each.standard.code: each for each in held}
    for given in filled.answers:
        mine = by_code[given.code]
        before = mine.self_tag.text if mine.answer else ""
        words = mine.answer.narrative if mine.answer else ""
        rated = "Does not apply" if given.rating is None else Rating(given.rating).label
        after = (before, words) if given.is_kept else (rated, given.narrative)
        yield Change(given.code, mine.standard.text, before, words, *after)


def _stored(
    by: User, row: AssuranceReturn, filled: Filled, held: dict[str, StandardHeld]
) -> Iterator[str]:
    """Store what was answered, by the services that a page uses; yield what they refuse."""
    everything: list[Given] = [*filled.answers, *filled.evidence, *filled.actions]
    for given in everything:
        try:
            with transaction.atomic():
                _store(by, row, given, held[given.code])
        except RuleViolationError as error:
            yield f"{given.place}: {error}"
        except ValidationError as error:
            yield f"{given.place}: {worded(error)}"


def worded(error: ValidationError) -> str:
    """Return what a model refuses, with the name of the column before each."""
    by_field = error.message_dict if hasattr(error, "error_dict") else {"__all__": error.messages}
    return " ".join(
        f"{'' if name == '__all__' else name.replace('_', ' ') + ': '}{' '.join(words)}"
        for name, words in by_field.items()
    )


def _store(by: User, row: AssuranceReturn, given: Given, held: StandardHeld) -> None:
    about: dict[str, Any] = {"by": by, "assurance_return": row, "standard": held.standard}
    if isinstance(given, GivenAnswer):
        kept = held.answer if given.is_kept else None
        answer_standard(
            **about,
            rating=kept.self_rating if kept else given.rating,
            narrative=kept.narrative if kept else given.narrative,
        )
    elif isinstance(given, GivenEvidence):
        add_answer_evidence(
            **about,
            kind=given.kind,
            title=given.title,
            description=given.description,
            link=given.link,
            dated_on=given.dated_on,
        )
    else:
        add_improvement(**about, text=given.text, owner_name=given.owner_name, due_on=given.due_on)
