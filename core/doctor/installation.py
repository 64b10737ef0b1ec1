"""Whether settings, folders and disks are fit for use."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core import checks
from django.db import connection, connections

from core.doctor.registry import (
    Asked,
    Finding,
    Severity,
    examination,
    fault,
    warning,
)

# Shown by the examinations of people and of the calendar, in their place.
SHOWN_ELSEWHERE = ("core.E001", "core.W001")
KNOWN_KEYS = ("development", "tests-only", "django-insecure")
SENDS_NOTHING = tuple(
    f"django.core.mail.backends.{name}.EmailBackend"
    for name in ("console", "dummy", "filebased", "locmem")
)
OUR_ZONE = "Europe/London"
GIGABYTE = 1024**3
LEAST_FREE, LEAST_SHARE = GIGABYTE, 0.05


@examination(
    "settings",
    *("system_check", "secret_key", "cache_table", "time_zone", "media_root", "disk_space"),
    "mail_not_sent",
)
def settings_in_use(asked: Asked) -> Iterator[Finding]:
    """Look at the settings, and at what they point to."""
    yield from _system_checks(asked)
    yield from _values(asked)
    yield from _cache_tables()
    yield from _media_root()
    yield from _disks()


def _system_checks(asked: Asked) -> Iterator[Finding]:
    for said in checks.run_checks(include_deployment_checks=asked.is_production):
        if said.level < checks.WARNING or said.is_silenced() or said.id in SHOWN_ELSEWHERE:
            continue
        yield Finding(
            "system_check",
            Severity.FAULT if said.level >= checks.ERROR else Severity.WARNING,
            f"{said.id}: {said.msg}",
            said.hint or "manage.py check --deploy shows it in full.",
        )


def _values(asked: Asked) -> Iterator[Finding]:
    if asked.is_production and settings.SECRET_KEY.startswith(KNOWN_KEYS):
        yield fault(
            "secret_key",
            "SECRET_KEY is one that stands in the source, so anybody can sign in as anybody.",
            "Give SECRET_KEY a value of its own (docs/deployment.md says how) and restart.",
        )
    if asked.is_production and settings.EMAIL_BACKEND in SENDS_NOTHING:
        yield fault(
            "mail_not_sent",
            f"EMAIL_BACKEND is {settings.EMAIL_BACKEND}, which sends nothing: nobody can choose a "
            "password, and no reminder arrives.",
            "Use config.settings.prod, and set EMAIL_HOST.",
        )
    if settings.TIME_ZONE != OUR_ZONE or not settings.USE_TZ:
        yield fault(
            "time_zone",
            f"TIME_ZONE is {settings.TIME_ZONE} and USE_TZ is {settings.USE_TZ}: days, and so "
            "deadlines, are judged in the wrong place.",
            f"Set TIME_ZONE to {OUR_ZONE} and USE_TZ to True.",
        )


def _cache_tables() -> Iterator[Finding]:
    """Without its table, signing in answers with an error: attempts are counted in the cache."""
    for alias, cache in settings.CACHES.items():
        if not cache["BACKEND"].endswith(".DatabaseCache"):
            continue
        table = cache["LOCATION"]
        if table not in connection.introspection.table_names():
            yield fault(
                "cache_table",
                f"The table {table} of the cache {alias!r} is missing: nobody can sign in.",
                "Run manage.py createcachetable.",
            )


def _media_root() -> Iterator[Finding]:
    """Say so where files cannot be stored. A folder that is not there yet is made when needed."""
    folder = existing(Path(settings.MEDIA_ROOT))
    if not folder.is_dir() or not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        yield fault(
            "media_root",
            f"Files cannot be kept under MEDIA_ROOT ({settings.MEDIA_ROOT}): {folder} cannot be "
            "written to by whoever runs this.",
            "Run doctor as the service's own account. If it says so there too, give the folder to "
            "that account.",
        )


def _disks() -> Iterator[Finding]:
    seen = set()
    for folder in map(existing, (Path(settings.MEDIA_ROOT), *database_files())):
        device = folder.stat().st_dev
        if device in seen:
            continue
        seen.add(device)
        usage = shutil.disk_usage(folder)
        if usage.free < LEAST_FREE or usage.free < LEAST_SHARE * usage.total:
            yield warning(
                "disk_space",
                f"The disk of {folder} has {usage.free / GIGABYTE:.1f} GB free, "
                f"{100 * usage.free / usage.total:.0f}% of it.",
                "Make room before it is full: what cannot be written is lost.",
            )


def existing(path: Path) -> Path:
    """Return `path`, or the nearest of its parents that is there."""
    return next(each for each in (path, *path.parents) if each.exists())


def database_files() -> list[Path]:
    """Return the files that SQLite databases are kept in; none for one in memory or elsewhere."""
    found = []
    for alias in connections:
        held = connections[alias]
        name = str(held.settings_dict["NAME"])
        if held.vendor == "sqlite" and not held.is_in_memory_db():  # type: ignore[attr-defined]
            found.append(Path(name))
    return found
