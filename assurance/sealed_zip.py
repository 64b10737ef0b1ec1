"""Write a ZIP file that tells when a single bit of it was changed, and read it suspiciously.

Beside its files it holds `manifest.json`, with the size and SHA-256 of each. The comment of the
archive holds the SHA-256 of all that stands before the comment, so a change of what no file holds,
such as a date in the directory, is found too. This proves that nothing changed by accident or
by an unskilled hand; who must prove who made a pack compares its hash with the ledger of exports.
"""

from __future__ import annotations

import hashlib
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

MANIFEST = "manifest.json"
FORMAT = "safeguarding-assurance-pack-1"
SEAL = re.compile(rb"\Asafeguarding-assurance-pack-1 sha256=([0-9a-f]{64})\Z")
END_OF_DIRECTORY = b"PK\x05\x06"
SEAL_LENGTH = len(FORMAT) + len(" sha256=") + 64
# A fixed time, so that equal content gives an equal file.
STAMP = (2020, 1, 1, 0, 0, 0)
CHUNK = 1 << 20
# What a damaged archive raises, wherever it is damaged.
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    OSError,
    ValueError,
    RuntimeError,
    EOFError,
    KeyError,
    OverflowError,
)
# Far beyond any pack: a file that claims more is not opened.
MOST_UNPACKED = 8 * 1024**3


@dataclass(frozen=True, slots=True)
class Entry:
    """One file to pack: its path in the archive, and a way to read it piece by piece."""

    path: str
    pieces: Callable[[], Iterable[bytes]]

    @classmethod
    def of(cls, path: str, content: bytes) -> Entry:
        return cls(path, lambda: (content,))


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one file of a pack; `path` is empty where it is the pack itself."""

    path: str
    what: str

    def __str__(self) -> str:
        return f"{self.path}: {self.what}" if self.path else self.what


@dataclass(frozen=True, slots=True)
class Checked:
    """The result of a check. `about` is what the manifest says of the pack."""

    files: int
    faults: tuple[Fault, ...]
    about: Mapping[str, Any]

    @property
    def is_whole(self) -> bool:
        return not self.faults


def write_sealed(out: IO[bytes], entries: Iterable[Entry], about: Mapping[str, Any]) -> int:
    """Write the archive to `out`, which can seek, and return how many files it holds.

    Args:
        about: what the manifest says of the whole pack; JSON values.

    Raises:
        ValueError: two entries have one path.
    """
    listed: list[dict[str, Any]] = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for entry in entries:
            if any(entry.path == each["path"] for each in listed):
                raise ValueError(f"{entry.path} is packed twice")
            digest, size = hashlib.sha256(), 0
            with packed.open(_info(entry.path), "w", force_zip64=True) as kept:
                for piece in entry.pieces():
                    kept.write(piece)
                    digest.update(piece)
                    size += len(piece)
            listed.append({"path": entry.path, "size": size, "sha256": digest.hexdigest()})
        manifest = {"format": FORMAT, **about, "files": listed}
        text = json.dumps(manifest, indent=2, ensure_ascii=False, sort_keys=True)
        packed.writestr(_info(MANIFEST), text.encode())
    _seal(out)
    return len(listed)


def check_sealed(path: Path) -> Checked:
    """Check every file of a pack against its manifest, and the whole against its seal.

    A fault names the file it is in. Anything may be wrong with the file; nothing of it is unpacked
    to the disk.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            return _checked(path, packed)
    except UNREADABLE as error:
        found = Fault("", f"It is not a pack that can be read: {error}")
        return Checked(0, (found,), {})


def _checked(path: Path, packed: zipfile.ZipFile) -> Checked:
    infos = packed.infolist()
    if sum(info.file_size for info in infos) > MOST_UNPACKED:
        return Checked(0, (Fault("", "It claims to unpack to more than 8 GB"),), {})
    about, faults = _manifest(packed)
    wanted = {each["path"]: each for each in about.get("files", ())}
    there = [info.filename for info in infos if info.filename != MANIFEST]
    faults += [Fault(name, "is not in the manifest") for name in there if name not in wanted]
    faults += [Fault(name, "is in the pack twice") for name in _twice(there)]
    for name, each in wanted.items():
        if name not in there:
            faults.append(Fault(name, "is missing from the pack"))
        elif what := _changed(packed, name, each):
            faults.append(Fault(name, what))
    if not faults and not _seal_holds(path, packed.comment):
        faults.append(
            Fault("", "Every file is as it was packed, but the pack around them was changed")
        )
    return Checked(len(wanted), tuple(faults), about)


def _manifest(packed: zipfile.ZipFile) -> tuple[Mapping[str, Any], list[Fault]]:
    try:
        about = json.loads(packed.read(MANIFEST))
        if about["format"] == FORMAT and all(
            isinstance(each["path"], str) and isinstance(each["sha256"], str)
            for each in about["files"]
        ):
            return about, []
    except (*UNREADABLE, TypeError):
        return {}, [Fault(MANIFEST, "is missing or was changed")]
    return {}, [Fault(MANIFEST, "is not one of ours")]


def _changed(packed: zipfile.ZipFile, name: str, wanted: Mapping[str, Any]) -> str:
    digest, size = hashlib.sha256(), 0
    try:
        with packed.open(name) as kept:
            while piece := kept.read(CHUNK):
                digest.update(piece)
                size += len(piece)
    except UNREADABLE:
        return "was changed: it cannot be read"
    if size != wanted.get("size") or digest.hexdigest() != wanted["sha256"]:
        return "was changed"
    return ""


def _twice(names: list[str]) -> Iterator[str]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield name
        seen.add(name)


def _seal(out: IO[bytes]) -> None:
    """Write into the archive's comment the hash of all that comes before its length."""
    out.seek(0, 2)
    end = out.tell() - 22
    out.seek(end)
    if out.read(4) != END_OF_DIRECTORY:
        raise ValueError("the archive does not end as one without a comment does")
    digest = _hash_of(out, end + 20)
    comment = f"{FORMAT} sha256={digest}".encode()
    out.seek(end + 20)
    out.write(len(comment).to_bytes(2, "little") + comment)


def _seal_holds(path: Path, comment: bytes) -> bool:
    found = SEAL.match(comment)
    if found is None:
        return False
    before = path.stat().st_size - SEAL_LENGTH - 2
    with path.open("rb") as stream:
        stream.seek(before)
        is_length_right = stream.read(2) == SEAL_LENGTH.to_bytes(2, "little")
        return is_length_right and _hash_of(stream, before) == found.group(1).decode()


def _hash_of(stream: IO[bytes], length: int) -> str:
    stream.seek(0)
    digest = hashlib.sha256()
    while length and (piece := stream.read(min(CHUNK, length))):
        digest.update(piece)
        length -= len(piece)
    return digest.hexdigest()


def _info(path: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(path, STAMP)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info
