"""Versions of rows that have no column for one: a number that changes when the row does."""

import zlib
from typing import Any

from django.db import models

from core import activity
from core.errors import CHANGED, RuleViolationError


def fingerprint(row: models.Model | None, **beside: Any) -> int:
    """Return a number that differs once any column of `row` does; the version of a row.

    Args:
        row: None where nothing is stored yet; that is a version too.
        beside: what else is changed together with the columns.
    """
    held = {**(activity.snapshot(row) if row else {}), **beside}
    return zlib.crc32(repr(sorted(held.items())).encode())


def refuse_changed(version: int | None, now: int) -> None:
    """Refuse where a row's `fingerprint` is not the one that its reader saw; None asks nothing.

    Raises:
        RuleViolationError: code `changed_meanwhile`.
    """
    if version is not None and now != version:
        raise RuleViolationError(CHANGED, "Somebody else saved this while you were working on it")
