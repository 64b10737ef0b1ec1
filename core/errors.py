"""What stops a piece of work, in words for the person who asked for it."""

# The code of a refusal because somebody else saved the record since its reader saw it.
CHANGED = "changed_meanwhile"


class RuleViolationError(Exception):
    """A domain rule refused the change. `code` is stable; `str(error)` is shown to the user.

    `field` names the form field or column that the message belongs to, if there is one.
    """

    def __init__(self, code: str, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.field = field


class InputError(Exception):
    """What is wrong with a file, naming the file and where it can the line and the column."""
