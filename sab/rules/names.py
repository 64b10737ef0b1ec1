"""Find the names of people in a text that is to be published."""

import re
import unicodedata
from collections.abc import Iterable

# Parts of a name that say nothing about who it is.
TITLES = ("mr", "mrs", "ms", "miss", "mx", "dr", "sir", "dame", "rev", "prof")
PARTICLES = ("de", "la", "le", "van", "von", "der", "den", "bin", "al", "el", "and", "of", "the")
LITTLE = frozenset((*TITLES, *PARTICLES))
LEAST = 2
WORD = re.compile(r"[^\W\d_]+(?:['\N{RIGHT SINGLE QUOTATION MARK}-][^\W\d_]+)*")


def names_in(text: str, names: Iterable[str], *, except_words: Iterable[str] = ()) -> list[str]:
    """Return the words of `names` that stand in `text`, in order, each once.

    Letter case, accents and the kind of apostrophe do not matter; a word must stand whole, also
    within one joined by a hyphen or followed by 's. `except_words` are words that a reader has
    confirmed to mean something else; a full name is found even where they are all among them.
    """
    allowed = {_plain(word) for word in except_words}
    whole = f" {' '.join(_plain(word) for word in WORD.findall(text))} "
    standing = _words(text)
    found: list[str] = []
    for name in names:
        if " " in name.strip() and f" {_joined(name)} " in whole:
            found.append(name.strip())
            continue
        found += [word for word in WORD.findall(name) if _tells(word, standing, allowed)]
    return list(dict.fromkeys(found))


def _tells(word: str, standing: set[str], allowed: set[str]) -> bool:
    plain = _plain(word)
    if len(plain) < LEAST or plain in LITTLE or plain in allowed:
        return False
    return plain in standing


def _joined(name: str) -> str:
    return " ".join(_plain(word) for word in WORD.findall(name))


def _words(text: str) -> set[str]:
    found = set()
    for word in WORD.findall(text):
        plain = _plain(word)
        found |= {plain, plain.removesuffix("'s"), *plain.removesuffix("'s").split("-")}
    return found


def _plain(word: str) -> str:
    apart = unicodedata.normalize("NFKD", word.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold()
