"""References inside a text to what is kept elsewhere: `[[figure:12]]`, `[[voice:3]]`. Pure.

A text holds the reference, never a copy, so what it points to stays linked and can be withdrawn.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    FIGURE = "figure"
    VOICE = "voice"
    EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True, order=True)
class Reference:
    """What a text points to."""

    kind: Kind
    key: int

    @property
    def token(self) -> str:
        return f"[[{self.kind.value}:{self.key}]]"


# No key in use is longer, and a longer one would not fit the column it is looked up in.
_TOKEN = re.compile(rf"\[\[({'|'.join(Kind)}):([1-9][0-9]{{0,17}})\]\]")
_LOOKS_LIKE_ONE = re.compile(r"\[\[[^\[\]\n]{0,80}\]\]")


def pieces(text: str) -> Iterator[str | Reference]:
    """Yield a text in order, its references taken out of the words around them."""
    end = 0
    for found in _TOKEN.finditer(text):
        if found.start() > end:
            yield text[end : found.start()]
        yield _reference(found)
        end = found.end()
    if end < len(text):
        yield text[end:]


def references(texts: Iterable[str]) -> list[Reference]:
    """Return what some texts point to, each once, in the order in which they first do."""
    found = (_reference(match) for text in texts for match in _TOKEN.finditer(text))
    return list(dict.fromkeys(found))


def misspelt(text: str) -> list[str]:
    """Return what looks like a reference and is none, such as `[[figur:12]]`."""
    return _LOOKS_LIKE_ONE.findall(_TOKEN.sub("", text))


def inserted(text: str, reference: Reference) -> str:
    """Return a text with a reference at its end, on a line of its own."""
    kept = text.rstrip()
    return f"{kept}\n\n{reference.token}" if kept else reference.token


def _reference(found: re.Match[str]) -> Reference:
    return Reference(Kind(found.group(1)), int(found.group(2)))
