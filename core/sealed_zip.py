"""Write a ZIP file that tells when a single bit of it was changed, and read it suspiciously.

Beside its files it holds `manifest.json`, with the size and SHA-256 of each. The comment of the
archive holds the SHA-256 of all that stands before the comment, so a change of what no file holds,
such as a date in the directory, is found too. This proves that nothing changed by accident or
by an unskilled hand; who must prove who made a file compares its hash with what was recorded.
"""

from __future__ import annotations

import hashlib
import json
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

MANIFEST = "manifest.json"
END_OF_DIRECTORY = b"PK\x05\x06"
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


@dataclass(frozen=True, slots=True)
class SealedKind:
    """What a sealed file is: its format as written into it, and a word for it in messages.

    A file that claims to unpack to more than `most_gigabytes` is not read; None for no limit.
    """

    format: str
    word: str
    most_gigabytes: int | None = None

    @property
    def seal_length(self) -> int:
        return len(self.seal("0" * 64))

    def seal(self, digest: str) -> bytes:
        return f"{self.format} sha256={digest}".encode()


# Far beyond any pack: a file that claims more is not opened. A backup is as large as it must be.
PACK = SealedKind("safeguarding-assurance-pack-1", "pack", most_gigabytes=8)
BACKUP = SealedKind("safeguarding-assurance-backup-1", "backup")


@dataclass(frozen=True, slots=True)
class Entry:
    """One file to pack: its path in the archive, and a way to read it piece by piece.

    Where `packs` is false its bytes are kept as they are: most documents hold packed bytes already.
    """

    path: str
    pieces: Callable[[], Iterable[bytes]]
    packs: bool = True

    @classmethod
    def of(cls, path: str, content: bytes) -> Entry:
        return cls(path, lambda: (content,))


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one packed file; `path` is empty where it is the archive itself."""

    path: str
    what: str

    def __str__(self) -> str:
        return f"{self.path}: {self.what}" if self.path else self.what


@dataclass(frozen=True, slots=True)
class Checked:
    """The result of a check. `about` is what the manifest says of the whole."""

    files: int
    faults: tuple[Fault, ...]
    about: Mapping[str, Any]

    @property
    def is_whole(self) -> bool:
        return not self.faults


def write_sealed(
    out: IO[bytes], entries: Iterable[Entry], about: Mapping[str, Any], kind: SealedKind
) -> int:
    """Write the archive to `out`, which can seek, and return how many files it holds.

    Args:
        about: what the manifest says of the whole; JSON values. It is read once every entry is
            written, so that whoever yields entries may still add to it.

    Raises:
        ValueError: two entries have one path.
    """
    listed: dict[str, dict[str, Any]] = {}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for entry in entries:
            if entry.path in listed:
                raise ValueError(f"{entry.path} is packed twice")
            digest, size = hashlib.sha256(), 0
            with packed.open(_info(entry), "w", force_zip64=True) as kept:
                for piece in entry.pieces():
                    kept.write(piece)
                    digest.update(piece)
                    size += len(piece)
            found = {"path": entry.path, "size": size, "sha256": digest.hexdigest()}
            listed[entry.path] = found
        manifest = {"format": kind.format, **about, "files": list(listed.values())}
        text = json.dumps(manifest, indent=2, ensure_ascii=False, sort_keys=True).encode()
        packed.writestr(_info(Entry.of(MANIFEST, text)), text)
    _seal(out, kind)
    return len(listed)


def check_sealed(path: Path, kind: SealedKind) -> Checked:
    """Check every packed file against the manifest, and the whole against its seal.

    A fault names the file it is in. Anything may be wrong with the file; nothing of it is unpacked
    to the disk.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            return _checked(path, packed, kind)
    except UNREADABLE as error:
        found = Fault("", f"It is not a {kind.word} that can be read: {error}")
        return Checked(0, (found,), {})


def _checked(path: Path, packed: zipfile.ZipFile, kind: SealedKind) -> Checked:
    infos = packed.infolist()
    most = kind.most_gigabytes
    if most is not None and sum(info.file_size for info in infos) > most * 1024**3:
        return Checked(0, (Fault("", f"It claims to unpack to more than {most} GB"),), {})
    about, faults = _manifest(packed, kind)
    wanted = {each["path"]: each for each in about.get("files", ())}
    listed = [info.filename for info in infos if info.filename != MANIFEST]
    there = set(listed)
    faults += [Fault(name, "is not in the manifest") for name in listed if name not in wanted]
    faults += [Fault(name, f"is in the {kind.word} twice") for name in _twice(listed)]
    for name, each in wanted.items():
        if name not in there:
            faults.append(Fault(name, f"is missing from the {kind.word}"))
        elif what := _changed(packed, name, each):
            faults.append(Fault(name, what))
    if not faults and not _seal_holds(path, packed.comment, kind):
        what = f"Every file is as it was packed, but the {kind.word} around them was changed"
        faults.append(Fault("", what))
    return Checked(len(wanted), tuple(faults), about)


def _manifest(packed: zipfile.ZipFile, kind: SealedKind) -> tuple[Mapping[str, Any], list[Fault]]:
    try:
        about = json.loads(packed.read(MANIFEST))
        if about["format"] == kind.format and all(
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


def _seal(out: IO[bytes], kind: SealedKind) -> None:
    """Write into the archive's comment the hash of all that comes before its length."""
    out.seek(0, 2)
    end = out.tell() - 22
    out.seek(end)
    if out.read(4) != END_OF_DIRECTORY:
        raise ValueError("the archive does not end as one without a comment does")
    comment = kind.seal(_hash_of(out, end + 20))
    out.seek(end + 20)
    out.write(len(comment).to_bytes(2, "little") + comment)


def _seal_holds(path: Path, comment: bytes, kind: SealedKind) -> bool:
    before = path.stat().st_size - kind.seal_length - 2
    with path.open("rb") as stream:
        stream.seek(max(before, 0))
        is_length_right = stream.read(2) == kind.seal_length.to_bytes(2, "little")
        return is_length_right and comment == kind.seal(_hash_of(stream, before))


def _hash_of(stream: IO[bytes], length: int) -> str:
    stream.seek(0)
    digest = hashlib.sha256()
    while length and (piece := stream.read(min(CHUNK, length))):
        digest.update(piece)
        length -= len(piece)
    return digest.hexdigest()


def _info(entry: Entry) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(entry.path, STAMP)
    info.compress_type = zipfile.ZIP_DEFLATED if entry.packs else zipfile.ZIP_STORED
    info.external_attr = 0o644 << 16
    return info
