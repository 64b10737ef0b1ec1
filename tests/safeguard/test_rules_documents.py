import filetype
import pytest

from safeguard.rules import documents as rules

OFFICE = ["[Content_Types].xml", "_rels/.rels"]
ODT = ["mimetype", "content.xml", "META-INF/manifest.xml"]
PACKED = b"PK\x03\x04" + b"\0" * 40
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 40


def judged(name, head, parts=None, holds_message=False):
    guess = filetype.guess(head)
    found = rules.kind_of(
        name,
        head,
        guessed=guess.extension if guess else None,
        parts=parts,
        holds_message=holds_message,
    )
    return found.code if isinstance(found, rules.Fault) else found.endings[0]


@pytest.mark.parametrize(
    ("name", "head", "parts"),
    [
        ("a.pdf", b"%PDF-1.7\n", None),
        ("a.PDF", b"%PDF-1.7\n", None),
        ("a.docx", PACKED, [*OFFICE, "word/document.xml"]),
        ("a.xlsx", PACKED, [*OFFICE, "xl/workbook.xml"]),
        ("a.pptx", PACKED, [*OFFICE, "ppt/presentation.xml"]),
        ("a.odt", PACKED, ODT),
        ("a.txt", b"Seen on Tuesday. 5 < 7\n", None),
        ("a.txt", "﻿Café".encode(), None),
        ("a.txt", "Notes".encode("utf-16"), None),
        ("a.txt", b"Caf\xe9 at noon", None),
        ("a.csv", b"day,note\n1,fell\n", None),
        ("a.eml", b"From: a@example.org\r\nTo: b@example.org\r\n\r\nHello", None),
        ("a.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 30, None),
        ("a.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 30, None),
        ("a.jpeg", b"\xff\xd8\xff\xe0" + b"\0" * 30, None),
        ("a.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 30, None),
        ("a.mp3", b"ID3\x03" + b"\0" * 30, None),
        ("a.m4a", b"\0\0\0\x20ftypM4A \0\0\0\0M4A mp42isom" + b"\0" * 30, None),
        ("a.wav", b"RIFF\x24\0\0\0WAVEfmt " + b"\0" * 30, None),
        ("a.mp4", b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"\0" * 30, None),
    ],
)
def test_what_may_be_kept(name, head, parts):
    expected = rules.ending_of(name).replace("jpeg", "jpg")
    assert judged(name, head, parts) == expected


def test_an_outlook_message_is_known_by_its_parts():
    assert judged("a.msg", OLE, holds_message=True) == "msg"
    assert judged("a.msg", OLE) == "not_allowed"
    assert judged("a.doc", OLE) == "not_allowed"


@pytest.mark.parametrize(
    ("name", "head", "parts", "code"),
    [
        ("a.exe", b"MZ\x90\0", None, "program"),
        ("invoice.pdf", b"MZ\x90\0", None, "program"),
        ("a.txt", b"#!/bin/sh\nrm", None, "program"),
        ("a.pdf", b"\x7fELF" + b"\0" * 50, None, "program"),
        ("a.html", b"<!DOCTYPE html><script>", None, "markup"),
        ("a.txt", b"\xef\xbb\xbf  <HTML>", None, "markup"),
        ("a.svg", b"<svg xmlns='x'>", None, "markup"),
        ("a.csv", b"<?xml version='1.0'?><svg/>", None, "markup"),
        ("a.zip", PACKED, ["a.txt"], "packed"),
        ("a.docx", PACKED, ["evil.exe"], "packed"),
        ("a.docx", PACKED, None, "packed"),
        ("a.docx", PACKED, [*OFFICE, "word/document.xml", "word/vbaProject.bin"], "macros"),
        ("a.odt", PACKED, [*ODT, "Basic/Standard/Module1.xml"], "macros"),
        ("a.pdf", b"\x89PNG\r\n\x1a\n" + b"\0" * 30, None, "misnamed"),
        ("a.docx", PACKED, [*OFFICE, "xl/workbook.xml"], "misnamed"),
        ("a", b"%PDF-1.7\n", None, "misnamed"),
        ("a.pdf", b"only words", None, "misnamed"),
        ("a.eml", b"no header at all", None, "misnamed"),
        ("a.gif", b"GIF89a" + b"\0" * 30, None, "not_allowed"),
        ("a.rar", b"Rar!\x1a\x07\0" + b"\0" * 30, None, "not_allowed"),
        ("a.js", b"alert(1)", None, "not_allowed"),
        ("a.txt", b"half\0binary", None, "not_allowed"),
    ],
)
def test_what_is_refused(name, head, parts, code):
    assert judged(name, head, parts) == code


def test_a_refusal_names_what_would_do():
    found = rules.kind_of("scan.pdf", b"\x89PNG\r\n\x1a\n", guessed="png")
    assert found.words.endswith("Give it a name that ends in .png")
    assert "PDF, Word" in rules.NOT_ALLOWED


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("Letter.pdf", "Letter.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\O'Neill é.docx", "O'Neill é.docx"),
        ("cod\u202efdp.exe", "codfdp.exe"),
        ("a\r\nb\0.txt", "ab.txt"),
        ('q"<u>?.txt', "q__u__.txt"),
        (" .hidden", "hidden"),
        ("", "file"),
        ("...", "file"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_a_name_is_cleaned(name, clean):
    assert rules.clean_name(name) == clean


@pytest.mark.parametrize(
    ("size", "code"),
    [(0, "empty"), (1, None), (40 * 1024 * 1024, None), (40 * 1024 * 1024 + 1, "too_large")],
)
def test_how_large_a_file_may_be(size, code):
    fault = rules.size_fault(size)
    assert (fault.code if fault else None) == code


MEGABYTE = rules.MEGABYTE


@pytest.mark.parametrize(
    ("size", "parts", "is_bomb"),
    [
        (20 * MEGABYTE, [(19 * MEGABYTE, 400 * MEGABYTE)], False),
        (MEGABYTE, [(MEGABYTE // 2, 199 * MEGABYTE)], False),
        (MEGABYTE, [(MEGABYTE // 2, 201 * MEGABYTE)], True),
        (30 * MEGABYTE, [(MEGABYTE, 2049 * MEGABYTE)], True),
        (1000, [(600, 700), (600, 700)], True),
        (MEGABYTE, [(1, 1)] * 20_001, True),
        (1000, [], False),
    ],
)
def test_a_file_that_would_unpack_to_too_much_is_refused(size, parts, is_bomb):
    assert (rules.bomb_fault(size, parts) is not None) is is_bomb
