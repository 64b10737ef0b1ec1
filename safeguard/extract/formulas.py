"""Tell text from what a spreadsheet would run as a formula."""

import re

# A sign alone, a signed number and a line of text that begins with a dash are not formulas; a sign
# before a function, a cell, a bracket, a quotation or a sum is.
_AFTER_SIGN = re.compile(
    r"""[-+]+\s*(?:
        [A-Za-z_][\w.]*\s*[(!|]               # SUM(1)  cmd|' /C calc'!A0
      | \$?[A-Za-z]{1,3}\$?\d+\s*(?:$|[-+*/^&:!<>=(])   # A1  A1+B2
      | ["'(=@]
      | \d[\d.,]*\s*[-+*/^&<>=]\s*\S          # 1+1
    )""",
    re.VERBOSE,
)
STARTS = frozenset("=+-@")


def looks_like_formula(text: str) -> bool:
    """Say whether a spreadsheet may run `text`; spaces, tabs and line ends before it count for
    nothing, because some programs drop them.
    """
    bare = text.strip()
    if not bare or bare[0] not in STARTS:
        return False
    if bare[0] in "=@":
        return len(bare) > 1
    return _AFTER_SIGN.match(bare) is not None
