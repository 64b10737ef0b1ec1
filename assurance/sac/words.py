"""How the return's parts read in sentences. Pure."""

from collections.abc import Sequence

from assurance.sac.spec import Table


def titled(table: Table) -> str:
    """Return a table's name as people say it: "SG1a Counts of individuals by age band"."""
    return f"{table.id} {table.title}" if table.title else table.id


def listed(words: Sequence[str]) -> str:
    """Join words as a sentence does: "a row", "a row and a column", "the title, a row and ..."."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
