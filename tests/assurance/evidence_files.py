"""Files to add as evidence: some that may be kept, and some that try it on."""

import io
import struct
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile

PDF = b"%PDF-1.7\n" + b"x" * 200
DOCX_PARTS = ("[Content_Types].xml", "word/document.xml")
XLSX_PARTS = ("[Content_Types].xml", "xl/workbook.xml")


def upload(name="Plan.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def packed(*names, content=b"<x/>") -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        for name in names:
            file.writestr(name, content)
    return held.getvalue()


def bomb() -> bytes:
    """Return a small Word document whose list says that it unpacks to 3 GB."""
    content = bytearray(packed(*DOCX_PARTS))
    entry = content.rindex(b"PK\x01\x02")
    content[entry + 24 : entry + 28] = struct.pack("<I", 3 * 1024**3)
    return bytes(content)


def overlapping() -> bytes:
    """Return a workbook whose parts together are larger than the file they are in."""
    content = bytearray(packed(*XLSX_PARTS))
    entry = content.rindex(b"PK\x01\x02")
    content[entry + 20 : entry + 24] = struct.pack("<I", 10 * len(content))
    return bytes(content)


REFUSED = {
    "program": ("Plan.pdf", b"MZ\x90\0" + b"\0" * 60),
    "macros": ("Plan.xlsx", packed(*XLSX_PARTS, "xl/vbaProject.bin")),
    "packed": ("Plan.zip", packed("a.txt")),
    "markup": ("Plan.txt", b"<html><script>"),
    "misnamed": ("Plan.docx", PDF),
    "bomb": ("Plan.docx", bomb()),
    "empty": ("Plan.pdf", b""),
}
