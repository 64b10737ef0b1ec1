"""Write a file whole or not at all, and tell what a file holds."""

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Put `content` in the file at `path`, replacing what is there only once all is written.

    Raises:
        OSError: it cannot be written; what was there before is then untouched.
    """
    write_pieces(path, (content,))


def write_pieces(path: Path, pieces: Iterable[bytes]) -> None:
    """Do as `write_whole` does with what is too much to hold at once.

    Raises:
        OSError: it cannot be written; what was there before is then untouched.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as stream:
            stream.writelines(pieces)
        part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink()
        raise


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of what a file holds, read piece by piece."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
