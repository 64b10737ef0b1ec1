"""The one place where text is made fit for a file: unprintable characters go, all others stay."""

import re

# What XML 1.0 (so Word and web pages) cannot hold, the C1 controls, and code points that
# Unicode has set aside as "not a character". Tab and line ends stay.
_UNHOLDABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane * 0x10000 + end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
    + "]"
)
_LINE_ENDS = re.compile("\r\n?|\u2028|\u2029|\x85|\x0b|\x0c")


def clean(text: str) -> str:
    """Return the text without characters that no file can hold; every kind of line end is \\n."""
    if text.isprintable():
        return text
    return _UNHOLDABLE.sub("", _LINE_ENDS.sub("\n", text))
