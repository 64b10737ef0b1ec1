"""What stops an extract from being read at all."""

from collections.abc import Mapping, Sequence

from core.errors import InputError


class ExtractError(InputError):
    """The files cannot be read. `str(error)` says which, why and what to do, and is shown.

    `missing` and `spare` list, for a file, the columns that it lacks and those that we do not
    know: a mapping is built from them.
    """

    def __init__(
        self,
        message: str,
        *,
        missing: Mapping[str, Sequence[str]] | None = None,
        spare: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        super().__init__(message)
        self.missing = dict(missing or {})
        self.spare = dict(spare or {})
