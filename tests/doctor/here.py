"""A small healthy installation, and the list of faults that tests plant in it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import checks
from django.utils import timezone

from core.doctor import Asked, Finding, examinations, examine
from core.models import Membership, Organisation
from core.roles import Role
from tests.factories import BankHolidayFactory, MembershipFactory, OrganisationFactory

GIGABYTE = 1024**3
STATIC_FILES = checks.Tags.staticfiles


@dataclass
class Here:
    """The installation under test, and how doctor is asked about it."""

    council: Organisation
    administrator: Membership
    manager: Membership
    media: Path
    settings: Any
    patch: pytest.MonkeyPatch
    asked: Asked

    def ask(self, **changed: Any) -> None:
        self.asked = replace(self.asked, **changed)

    def find(self, name: str) -> list[Finding]:
        this = next(each for each in examinations() if each.name == name)
        return list(examine(this, self.asked).findings)


# What makes one healthy thing, yields, breaks it, and yields what a finding must then name.
Plant = Callable[[Here], Iterator[object]]
PLANTS: dict[tuple[str, str], list[Plant]] = {}


def plants(name: str, code: str) -> Callable[[Plant], Plant]:
    """Add a fault that the examination `name` must name with `code`."""

    def add(plant: Plant) -> Plant:
        PLANTS.setdefault((name, code), []).append(plant)
        return plant

    return add


def healthy(settings: Any, patch: pytest.MonkeyPatch, folder: Path) -> Here:
    """Make a council with the people it needs, a folder of its own, and days off far ahead."""
    media = folder / "kept" / "media"
    media.mkdir(parents=True, mode=0o700)
    settings.MEDIA_ROOT = media
    settings.SETTINGS_MODULE = "config.settings.test"
    usage = (100 * GIGABYTE, 50 * GIGABYTE, 50 * GIGABYTE)
    patch.setattr("shutil.disk_usage", lambda path: Usage(*usage))
    # Django's own checks take some seconds; those of one kind stand for all.
    run = checks.run_checks
    patch.setattr(checks, "run_checks", lambda **given: run(tags=[STATIC_FILES]))
    newest = SimpleNamespace(made_at=timezone.now())
    patch.setattr("core.doctor.backups.last_proved_backup", lambda: newest)
    BankHolidayFactory()
    council = OrganisationFactory(code="WELL")
    administrator, manager = (
        MembershipFactory(organisation=council, role=role)
        for role in (Role.ADMINISTRATOR, Role.SAFEGUARDING_MANAGER)
    )
    return Here(council, administrator, manager, media, settings, patch, Asked(timezone.now()))


@dataclass(frozen=True)
class Usage:
    total: int
    used: int
    free: int
