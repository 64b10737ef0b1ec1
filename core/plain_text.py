"""Turn what was pasted from a page, an email or a word processor into plain text."""

import re
import unicodedata
from html.parser import HTMLParser

# Only text with one of these is taken for markup: "a < b" and "<name withheld>" stay as typed.
MARKUP = re.compile(
    r"</(?:p|div|span|li|ul|ol|td|tr|table|b|i|strong|em|h[1-6]|font|a|body|html)\s*>|<br\s*/?>",
    re.IGNORECASE,
)
BLOCKS = frozenset(
    {"p", "div", "ul", "ol", "li", "tr", "br", "h1", "h2", "h3", "h4", "h5", "h6", "table"}
)
UNSEEN = frozenset({"style", "script", "head", "title"})
SPACES = re.compile(r"[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
BREAKS = re.compile(r"\r\n?|[\u000b\u000c\u0085\u2028\u2029]")
BULLETS = re.compile(r"^[ \t]*[\u2022\u00b7\u25aa\u25e6\uf0b7][ \t]*", re.MULTILINE)
KEPT_CONTROLS = frozenset("\n\t")


def plain_text(pasted: str) -> str:
    """Return the words alone: no markup, no invisible characters, line breaks as they were seen.

    Accents, apostrophes and every script of the world stay. Space at either end goes.
    """
    text = _without_markup(pasted) if MARKUP.search(pasted) else pasted
    text = SPACES.sub(" ", BREAKS.sub("\n", text))
    text = "".join(character for character in text if _is_kept(character))
    text = BULLETS.sub("- ", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def one_line(pasted: str) -> str:
    """Return `plain_text` on one line, with single spaces."""
    return " ".join(plain_text(pasted).split())


def _is_kept(character: str) -> bool:
    """Tell a character that means something from one that only a machine sees.

    A joiner (U+200C, U+200D) is kept: it is part of how some scripts are spelled.
    """
    if character in KEPT_CONTROLS or character in "\u200c\u200d":
        return True
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs")


def _without_markup(pasted: str) -> str:
    words = _Words()
    words.feed(pasted)
    words.close()
    return "".join(words.parts)


class _Words(HTMLParser):
    """Collects what a reader of a page would see."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in UNSEEN:
            self.unseen += 1
        elif tag == "li":
            self.parts.append("\n- ")
        elif tag in BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in UNSEEN:
            self.unseen = max(0, self.unseen - 1)
        elif tag in BLOCKS and tag not in ("br", "li"):
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.parts.append(data)
