"""Something wrong in a tool, and where."""

from typing import NamedTuple


class Fault(NamedTuple):
    """Something wrong, and where: a path in words, with the line of a file where it is known."""

    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"
