"""Typed readers for environment variables. A missing or malformed value stops start-up."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str | None = None) -> str:
    """Return $NAME; without a default, an unset or empty variable is an error."""
    value = os.environ.get(name) or default
    if value is None:
        raise ImproperlyConfigured(f"{name} is not set; .env.example says what it is for")
    return value


def flag(name: str, *, default: bool) -> bool:
    """Return $NAME as a bool; only "true" and "false" are accepted."""
    value = os.environ.get(name, "true" if default else "false").lower()
    if value not in {"true", "false"}:
        raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}")
    return value == "true"


def number(name: str, default: int) -> int:
    """Return $NAME as a whole number of at least 0."""
    value = os.environ.get(name, str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}")
    return int(value)


def words(name: str, default: str | None = None) -> list[str]:
    """Return $NAME split at commas, blanks dropped; at least one word is needed."""
    found = [word.strip() for word in text(name, default).split(",") if word.strip()]
    if not found:
        raise ImproperlyConfigured(f"{name} holds no value")
    return found


def secret(name: str) -> str:
    """Return what stands in the file named by $NAME_FILE, else $NAME. There is no default."""
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text(encoding="utf-8").strip()
    return text(name)
