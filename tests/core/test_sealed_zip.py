"""A pack tells when one bit of it is changed, and names the file that the bit is in."""

import io
import random
import zipfile
from pathlib import Path

import pytest

from core.sealed_zip import MANIFEST, PACK, Entry, check_sealed, write_sealed

FILES = {
    "index.html": b"<!doctype html><title>Index</title>" * 20,
    "evidence/plan.pdf": bytes(range(256)) * 12,
    "evidence/names \u00e9.txt": "Ren\u00e9e".encode() * 40,
    "empty.txt": b"",
}


def sealed(path: Path, files=FILES) -> Path:
    with path.open("w+b") as out:
        write_sealed(out, [Entry.of(*each) for each in files.items()], {"council": "TEST"}, PACK)
    return path


def repacked(path: Path, change) -> Path:
    """Pack the files again with the old manifest and seal, as somebody might who edits a pack."""
    with zipfile.ZipFile(path) as old:
        content = {name: old.read(name) for name in old.namelist()}
        comment = old.comment
    change(content)
    with zipfile.ZipFile(path, "w") as new:
        for name, data in content.items():
            new.writestr(name, data)
        new.comment = comment
    return path


def test_a_whole_pack(tmp_path):
    found = check_sealed(sealed(tmp_path / "a.zip"), PACK)
    assert found.is_whole
    assert (found.files, found.about["council"]) == (4, "TEST")
    with zipfile.ZipFile(tmp_path / "a.zip") as packed:
        assert {name: packed.read(name) for name in FILES} == FILES
        assert packed.testzip() is None


def test_equal_content_gives_an_equal_file(tmp_path):
    one, two = sealed(tmp_path / "a.zip"), sealed(tmp_path / "b.zip")
    assert one.read_bytes() == two.read_bytes()


def test_every_flipped_bit_is_found(tmp_path):
    """Three hundred places by chance, and every one of the records at the end."""
    whole = sealed(tmp_path / "a.zip").read_bytes()
    chance = random.Random(7)  # noqa: S311 - places to try, no secret
    places = {chance.randrange(len(whole) * 8) for _ in range(300)}
    places |= set(range((len(whole) - 140) * 8, len(whole) * 8, 3))
    path = tmp_path / "b.zip"
    for place in places:
        changed = bytearray(whole)
        changed[place // 8] ^= 1 << place % 8
        path.write_bytes(changed)
        assert not check_sealed(path, PACK).is_whole, f"bit {place} of {len(whole) * 8}"


def test_a_bit_within_a_file_names_the_file(tmp_path):
    path = sealed(tmp_path / "a.zip")
    whole = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as packed:
        info = packed.getinfo("evidence/plan.pdf")
    start = info.header_offset + 30 + len(info.filename) + 20
    whole[start + info.compress_size // 2] ^= 16
    path.write_bytes(whole)
    assert [fault.path for fault in check_sealed(path, PACK).faults] == ["evidence/plan.pdf"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda files: files.update({"evidence/plan.pdf": b"other"}), "plan.pdf: was changed"),
        (lambda files: files.pop("index.html"), "index.html: is missing from the pack"),
        (lambda files: files.update({"new.txt": b""}), "new.txt: is not in the manifest"),
        (lambda files: files.pop(MANIFEST), "manifest.json: is missing or was changed"),
        (lambda files: files.update({MANIFEST: b"[]"}), "manifest.json: is missing or was changed"),
        (lambda files: None, "the pack around them was changed"),
    ],
)
def test_what_somebody_changed_is_named(tmp_path, change, says):
    found = check_sealed(repacked(sealed(tmp_path / "a.zip"), change), PACK)
    assert any(says in str(fault) for fault in found.faults)


@pytest.mark.parametrize("content", [b"", b"MZ\x90\x00", b"PK\x03\x04 and no more"])
def test_what_is_no_pack_is_refused_in_words(tmp_path, content):
    path = tmp_path / "a.zip"
    path.write_bytes(content)
    found = check_sealed(path, PACK)
    assert "not a pack that can be read" in str(found.faults[0])


def test_a_plain_zip_is_not_one_of_ours(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("a.txt", "a")
    assert not check_sealed(path, PACK).is_whole


def test_two_files_of_one_path_are_refused():
    with pytest.raises(ValueError, match="packed twice"):
        write_sealed(io.BytesIO(), [Entry.of("a", b""), Entry.of("a", b"")], {}, PACK)
