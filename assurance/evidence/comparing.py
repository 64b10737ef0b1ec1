"""Two revisions of one item side by side: what went, what came, what stayed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from assurance.evidence.pins import shown
from assurance.models import EvidenceRevision
from assurance.words import ON_PAGES, long_date

WORD = re.compile(r"\s*\S+\s*")
# Above this many words in either, only that they differ is told: the comparing would take long.
MOST_WORDS = 6000


@dataclass(frozen=True)
class Piece:
    """A stretch of text: the same in both, gone, or new."""

    text: str
    is_gone: bool = False
    is_new: bool = False


@dataclass(frozen=True)
class Difference:
    """One thing in two revisions; `pieces` where its words can be compared."""

    label: str
    then: str
    now: str
    pieces: tuple[Piece, ...] = ()

    @property
    def is_same(self) -> bool:
        return self.then == self.now


def compare(old: EvidenceRevision, new: EvidenceRevision) -> list[Difference]:
    """Return everything that either revision has, in the order of its page."""
    found = [
        _texts("Title", old.title, new.title),
        _texts("What it shows", old.description, new.description),
        Difference("Days it is about", _days(old), _days(new)),
        Difference("What it shows of the council", *_labels(old, new)),
    ]
    if old.text or new.text:
        found.append(_texts("Note", old.text, new.text))
    if old.url or new.url:
        found.append(Difference("Link", old.url, new.url))
    if old.file or new.file:
        found.append(Difference("File", _file(old), _file(new)))
    if old.pin or new.pin:
        found += _pins(old, new)
    return found


def pieces(old: str, new: str) -> Iterator[Piece]:
    """Yield what both texts are made of, word by word."""
    then, now = WORD.findall(old), WORD.findall(new)
    if max(len(then), len(now)) > MOST_WORDS:
        return
    for tag, a, b, c, d in SequenceMatcher(None, then, now, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("".join(now[c:d]))
            continue
        if b > a:
            yield Piece("".join(then[a:b]), is_gone=True)
        if d > c:
            yield Piece("".join(now[c:d]), is_new=True)


def _texts(label: str, old: str, new: str) -> Difference:
    return Difference(label, old, new, tuple(pieces(old, new)) if old != new else ())


def _days(revision: EvidenceRevision) -> str:
    first = long_date(revision.effective_from)
    return f"{first} to {long_date(revision.effective_to)}" if revision.effective_to else first


def _labels(old: EvidenceRevision, new: EvidenceRevision) -> tuple[str, str]:
    return old.get_strength_display(), new.get_strength_display()


def _file(revision: EvidenceRevision) -> str:
    """Say which file; the start of its hash tells two of one name apart."""
    if not revision.file:
        return ""
    return f"{revision.filename}, {revision.size:,} bytes, SHA-256 {revision.sha256[:12]}…"


def _pins(old: EvidenceRevision, new: EvidenceRevision) -> Iterator[Difference]:
    then, now = shown(old.pin or {}), shown(new.pin or {})
    yield Difference("Measure", then.pinned.title, now.pinned.title)
    yield Difference("Figure", then.pinned.words(ON_PAGES), now.pinned.words(ON_PAGES))
    yield Difference("Data up to", long_date(then.data_cut_on), long_date(now.data_cut_on))
    yield Difference("Counted by version", then.code_version, now.code_version)
