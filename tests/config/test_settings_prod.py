"""Production settings start with sound values only, and with no guess in place of one."""

import os
import subprocess
import sys

import pytest

from tests.architecture.source import ROOT

SOUND = {
    "SECRET_KEY": "k" * 25 + "9" * 25,
    "ALLOWED_HOSTS": "safeguarding.example.org",
    "DATABASE_URL": "sqlite:////tmp/never-opened.sqlite3",
    "MEDIA_ROOT": "/var/lib/safeguarding/media",
    "EMAIL_HOST": "mail.example.org",
    "DEFAULT_FROM_EMAIL": "safeguarding@example.org",
}
KEPT = ("PATH", "HOME", "LANG", "TMPDIR", "VIRTUAL_ENV")
SHOW = (
    "import django; django.setup();"
    "from django.conf import settings as s;"
    "print(s.DEBUG, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT,"
    " s.SECURE_HSTS_SECONDS, *s.CSRF_TRUSTED_ORIGINS)"
)


def start(changes: dict[str, str | None], code: str = SHOW) -> subprocess.CompletedProcess[str]:
    """Start Django with production settings in a process of its own."""
    given = {name: os.environ[name] for name in KEPT if name in os.environ} | SOUND
    given |= {name: value for name, value in changes.items() if value is not None}
    for name in [name for name, value in changes.items() if value is None]:
        del given[name]
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=given | {"DJANGO_SETTINGS_MODULE": "config.settings.prod"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_sound_values_start_and_are_safe():
    found = start({})
    assert found.returncode == 0, found.stderr
    assert found.stdout.split() == [
        "False",
        "True",
        "True",
        "True",
        "31536000",
        "https://safeguarding.example.org",
    ]


@pytest.mark.parametrize("name", SOUND)
def test_a_missing_value_stops_start_up_and_is_named(name):
    found = start({name: None})
    assert found.returncode != 0
    assert f"{name} is not set" in found.stderr


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("SECRET_KEY", "short", "SECRET_KEY must be 50 or more"),
        ("SECRET_KEY", "django-insecure-" + "x" * 60, "SECRET_KEY must be 50 or more"),
        ("SECRET_KEY", "development-only-" + "x" * 60, "SECRET_KEY must be 50 or more"),
        ("ALLOWED_HOSTS", "*", "must name the hosts"),
        ("ALLOWED_HOSTS", "safeguarding.example.org,*", "must name the hosts"),
        ("ALLOWED_HOSTS", " , ", "ALLOWED_HOSTS holds no value"),
        ("HSTS_SECONDS", "a year", "HSTS_SECONDS must be a whole number"),
        ("EMAIL_USE_TLS", "perhaps", "EMAIL_USE_TLS must be true or false"),
        ("EMAIL_HOST_USER", "somebody", "EMAIL_HOST_PASSWORD is not set"),
    ],
)
def test_an_unsafe_value_stops_start_up_and_says_why(name, value, words):
    found = start({name: value})
    assert found.returncode != 0
    assert words in found.stderr
