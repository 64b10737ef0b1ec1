"""What changed between two versions of a text, word by word. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, TAKEN_OUT, PUT_IN = "same", "out", "in"
_WORDS = re.compile(r"\S+|\s+")
# Beyond this the comparison of single words costs too long, so whole lines are compared.
MOST_WORDS = 4000


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a text that both versions have, or only the earlier or the later one."""

    kind: str
    text: str


def changes(old: str, new: str) -> tuple[Piece, ...]:
    """Return both texts as one, in the order of reading, with what was taken out and put in."""
    parts = _parts(old), _parts(new)
    if max(map(len, parts)) > MOST_WORDS:
        parts = old.splitlines(keepends=True), new.splitlines(keepends=True)
    return tuple(_pieces(*parts))


def _parts(text: str) -> list[str]:
    return _WORDS.findall(text)


def _pieces(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            yield Piece(SAME, "".join(old[i:j]))
            continue
        if j > i:
            yield Piece(TAKEN_OUT, "".join(old[i:j]))
        if m > k:
            yield Piece(PUT_IN, "".join(new[k:m]))
