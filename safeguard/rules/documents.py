"""Which files may be kept with a case or as evidence, by what they hold and not by name alone.

Pure: works on the beginning of a file, and on the list of what a packed file holds.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable
from typing import NamedTuple

MEGABYTE = 1024 * 1024
MAX_BYTES = 40 * MEGABYTE
# What an office document grows to when it is opened. Real ones stay far below.
MOST_UNPACKED, MOST_PARTS = 2048 * MEGABYTE, 20_000
SMALL_UNPACKED, MOST_TIMES_LARGER = 200 * MEGABYTE, 200
# So much of a file's beginning tells what it is.
HEAD_BYTES = 8192
NAME_LENGTH = 200


class FileKind(NamedTuple):
    """A kind of file: its word, the endings its name may have, and its media type."""

    word: str
    endings: tuple[str, ...]
    media_type: str


class Fault(NamedTuple):
    """Why a file is refused: a stable code, and words for whoever chose it."""

    code: str
    words: str


_OFFICE = "application/vnd.openxmlformats-officedocument"
PDF = FileKind("PDF", ("pdf",), "application/pdf")
DOCX = FileKind("Word document", ("docx",), f"{_OFFICE}.wordprocessingml.document")
XLSX = FileKind("Excel workbook", ("xlsx",), f"{_OFFICE}.spreadsheetml.sheet")
PPTX = FileKind("PowerPoint presentation", ("pptx",), f"{_OFFICE}.presentationml.presentation")
ODT = FileKind("OpenDocument text", ("odt",), "application/vnd.oasis.opendocument.text")
TXT = FileKind("text file", ("txt",), "text/plain")
CSV = FileKind("CSV file", ("csv",), "text/csv")
EML = FileKind("email", ("eml",), "message/rfc822")
MSG = FileKind("Outlook message", ("msg",), "application/vnd.ms-outlook")
PNG = FileKind("PNG picture", ("png",), "image/png")
JPEG = FileKind("JPEG picture", ("jpg", "jpeg"), "image/jpeg")
HEIC = FileKind("HEIC picture", ("heic", "heif"), "image/heic")
MP3 = FileKind("MP3 recording", ("mp3",), "audio/mpeg")
M4A = FileKind("M4A recording", ("m4a",), "audio/mp4")
WAV = FileKind("WAV recording", ("wav",), "audio/wav")
MP4 = FileKind("MP4 recording", ("mp4",), "video/mp4")

KINDS = (
    *(PDF, DOCX, XLSX, PPTX, ODT, TXT, CSV, EML, MSG),
    *(PNG, JPEG, HEIC, MP3, M4A, WAV, MP4),
)
ENDINGS = tuple(ending for kind in KINDS for ending in kind.endings)
TEXTS = (TXT, CSV, EML)
# What a packed file holds when it is a document of an office program.
PACKED = (("word/document.xml", DOCX), ("xl/workbook.xml", XLSX), ("ppt/presentation.xml", PPTX))
MACROS = re.compile(r"vbaproject\.bin$|^basic/|^scripts/", re.IGNORECASE)
MARKUP = re.compile(rb"\s*<(?:!doctype|html|svg|script|\?xml|body|head|iframe)", re.IGNORECASE)
HEADER_LINE = re.compile(rb"^[A-Za-z][A-Za-z0-9-]*:", re.MULTILINE)
PROGRAM_STARTS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
PACKED_START, OLE_START = b"PK", b"\xd0\xcf\x11\xe0"
# An Outlook message is an OLE file that names its parts so, two bytes to a letter.
MESSAGE_PART = "__properties_version1.0".encode("utf-16-le")

ALLOWED_WORDS = (
    "PDF, Word, Excel, PowerPoint, OpenDocument text, text, CSV, email, picture (PNG, JPEG, HEIC) "
    "and recording (MP3, M4A, WAV, MP4)"
)
OLD_OFFICE = Fault(
    "not_allowed", "Files of old office programs cannot be kept. Save it as .docx, .xlsx or PDF"
)
NOT_ALLOWED = f"This kind of file cannot be kept. These can: {ALLOWED_WORDS}"


def ending_of(name: str) -> str:
    """Return what a name ends in after its last dot, in small letters; "" where there is none."""
    _, dot, ending = name.rpartition(".")
    return ending.strip().lower() if dot else ""


def clean_name(name: str) -> str:
    """Return a file's own name without folders, control characters and marks that mislead.

    The ending is kept when a long name is cut; a name of nothing becomes "file".
    """
    name = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    kept = "".join(each for each in name if unicodedata.category(each)[0] != "C")
    kept = re.sub(r'[<>:"|?*]', "_", kept).strip(" .")
    stem, dot, ending = kept.rpartition(".")
    if not dot:
        return kept[:NAME_LENGTH] or "file"
    return f"{stem[: NAME_LENGTH - len(ending) - 1] or 'file'}.{ending}"[:NAME_LENGTH]


def size_fault(size: int) -> Fault | None:
    """Refuse an empty file, and one of more than 40 MB."""
    if size == 0:
        return Fault("empty", "The file is empty")
    if size > MAX_BYTES:
        return Fault("too_large", f"The file must be {MAX_BYTES // MEGABYTE} MB or smaller")
    return None


def bomb_fault(size: int, parts: Iterable[tuple[int, int]]) -> Fault | None:
    """Refuse a packed file made to overwhelm whoever opens it.

    Args:
        size: of the file itself.
        parts: of each part, its size as it is packed and as its list says it unpacks.
    """
    held = list(parts)
    packed, unpacked = sum(part[0] for part in held), sum(part[1] for part in held)
    grows = unpacked > SMALL_UNPACKED and unpacked > MOST_TIMES_LARGER * size
    # Parts that together are larger than the file lie over one another.
    if grows or unpacked > MOST_UNPACKED or packed > size or len(held) > MOST_PARTS:
        return Fault(
            "bomb",
            "The file would unpack to far more than it should, so it could harm whoever opens it. "
            "Save it as a PDF",
        )
    return None


def kind_of(
    name: str,
    head: bytes,
    *,
    guessed: str | None,
    parts: Collection[str] | None = None,
    holds_message: bool = False,
) -> FileKind | Fault:
    """Return the kind of a file, or why it is refused.

    Args:
        head: its first `HEAD_BYTES`.
        guessed: the ending that its content suggests to the library that knows many; None where
            it knows nothing.
        parts: the names a packed file holds; None where it is not packed, or cannot be read.
        holds_message: that the file holds `MESSAGE_PART` somewhere.

    Returns:
        A fault of code `program`, `markup`, `packed`, `macros`, `not_allowed` or `misnamed`.
    """
    if head.startswith(OLE_START):
        found: FileKind | Fault = MSG if holds_message else OLD_OFFICE
    else:
        found = _by_content(name, head, guessed, parts)
    if isinstance(found, Fault):
        return found
    ending = ending_of(name)
    if ending not in found.endings:
        given = f"ends in .{ending}" if ending else "has no ending"
        return Fault(
            "misnamed",
            f"The file holds a {found.word} but its name {given}. "
            f"Give it a name that ends in .{found.endings[0]}",
        )
    return found


def _by_content(
    name: str, head: bytes, guessed: str | None, parts: Collection[str] | None
) -> FileKind | Fault:
    if head.startswith(PROGRAM_STARTS) or guessed in ("exe", "elf", "wasm", "msi"):
        return Fault("program", "This is a program. Programs are never kept")
    if head.startswith(PACKED_START):
        return _packed(parts)
    for kind in (PDF, PNG, JPEG, HEIC, MP3, M4A, WAV, MP4):
        if guessed in kind.endings:
            return kind
    return Fault("not_allowed", NOT_ALLOWED) if guessed else _text(name, head)


def _packed(parts: Collection[str] | None) -> FileKind | Fault:
    held = parts or ()
    if any(MACROS.search(part) for part in held):
        return Fault("macros", "The file holds macros. Save it without them, or as a PDF")
    for part, kind in PACKED:
        if part in held and "[Content_Types].xml" in held:
            return kind
    if "mimetype" in held and "content.xml" in held and "META-INF/manifest.xml" in held:
        return ODT
    return Fault("packed", "A zip file cannot be kept. Unpack it and add its files one by one")


def _text(name: str, head: bytes) -> FileKind | Fault:
    start = head.removeprefix(b"\xef\xbb\xbf")
    if MARKUP.match(start):
        return Fault("markup", "A web page, or a picture made of code, cannot be kept. Save a PDF")
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in head and not wide:
        return Fault("not_allowed", NOT_ALLOWED)
    ending = ending_of(name)
    for kind in TEXTS:
        if ending in kind.endings and (kind is not EML or HEADER_LINE.search(start)):
            return kind
    if ending in ENDINGS:
        words = f"The name of the file ends in .{ending}, but that is not what it holds"
        return Fault("misnamed", words)
    return Fault("not_allowed", NOT_ALLOWED)
