"""The readers of environment variables: a missing or malformed value stops start-up."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env


@pytest.fixture(autouse=True)
def unset(monkeypatch):
    for name in ("A_NAME", "A_NAME_FILE"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("read", "value", "found"),
    [
        (lambda: env.text("A_NAME"), "words", "words"),
        (lambda: env.text("A_NAME", "other"), "", "other"),
        (lambda: env.flag("A_NAME", default=False), "TRUE", True),
        (lambda: env.flag("A_NAME", default=True), "false", False),
        (lambda: env.number("A_NAME", 1), "0", 0),
        (lambda: env.words("A_NAME"), "a, b,,c", ["a", "b", "c"]),
        (lambda: env.secret("A_NAME"), "hush", "hush"),
    ],
)
def test_a_value_is_read(monkeypatch, read, value, found):
    monkeypatch.setenv("A_NAME", value)
    assert read() == found


@pytest.mark.parametrize(
    ("read", "found"),
    [
        (lambda: env.text("A_NAME", "other"), "other"),
        (lambda: env.flag("A_NAME", default=True), True),
        (lambda: env.flag("A_NAME", default=False), False),
        (lambda: env.number("A_NAME", 7), 7),
        (lambda: env.words("A_NAME", "a,b"), ["a", "b"]),
    ],
)
def test_a_default_is_taken_where_there_is_one(read, found):
    assert read() == found


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (lambda: env.text("A_NAME"), None),
        (lambda: env.text("A_NAME"), ""),
        (lambda: env.flag("A_NAME", default=True), "yes"),
        (lambda: env.flag("A_NAME", default=True), ""),
        (lambda: env.number("A_NAME", 1), "-1"),
        (lambda: env.number("A_NAME", 1), "1.5"),
        (lambda: env.words("A_NAME"), " , "),
        (lambda: env.words("A_NAME"), None),
        (lambda: env.secret("A_NAME"), None),
    ],
)
def test_a_bad_value_is_refused_by_name(monkeypatch, read, value):
    if value is not None:
        monkeypatch.setenv("A_NAME", value)
    with pytest.raises(ImproperlyConfigured, match="A_NAME"):
        read()


def test_a_secret_may_stand_in_a_file(monkeypatch, tmp_path):
    file = tmp_path / "secret"
    file.write_text("from the file\n")
    monkeypatch.setenv("A_NAME", "from the environment")
    monkeypatch.setenv("A_NAME_FILE", str(file))
    assert env.secret("A_NAME") == "from the file"
