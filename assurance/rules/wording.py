"""What changed between two versions of a text, word by word. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, TAKEN_OUT, PUT_IN = "same", "out", "in"
_WORDS = re.compile(r"\S+|\s+")
# Beyond this the comparison of single words costs too long, so whole lines are compared.
MOST_WORDS = 4000
# Fewer words than this in common, between two changes, read better as part of the change.
LEAST_IN_COMMON = 3


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
    out: list[str] = []
    put: list[str] = []
    opcodes = SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes()
    for at, (kind, i, j, k, m) in enumerate(opcodes):
        is_between = 0 < at < len(opcodes) - 1
        if kind == "equal" and not (is_between and _is_little(old[i:j])):
            yield from _change(out, put)
            out, put = [], []
            yield Piece(SAME, "".join(old[i:j]))
            continue
        out += old[i:j]
        put += new[k:m]
    yield from _change(out, put)


def _is_little(parts: Sequence[str]) -> bool:
    return sum(not part.isspace() for part in parts) < LEAST_IN_COMMON


def _change(out: Sequence[str], put: Sequence[str]) -> Iterator[Piece]:
    if out:
        yield Piece(TAKEN_OUT, "".join(out))
    if put:
        yield Piece(PUT_IN, "".join(put))
