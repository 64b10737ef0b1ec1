import pytest

from core.files import write_whole


def test_replaces_what_was_there(tmp_path):
    path = tmp_path / "out.txt"
    path.write_text("before")
    write_whole(path, b"after")
    assert path.read_bytes() == b"after"
    assert list(tmp_path.iterdir()) == [path]


def test_leaves_what_was_there_when_it_fails(tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    with pytest.raises(OSError, match="folder"):
        write_whole(folder, b"after")
    assert list(tmp_path.iterdir()) == [folder]
