"""The list of examinations, and how one is run."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.conf import settings
from django.db import OperationalError, ProgrammingError
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

NOT_EXAMINED = "not_examined"
# Settings that keep no council's records. Whatever is not named here counts as production.
NOT_PRODUCTION = ("config.settings.dev", "config.settings.test")


class Severity(StrEnum):
    """A fault is put right at once; a warning is looked into."""

    FAULT = "fault"
    WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong.

    `what` names the record, file or setting by its key: never a person's name, nor words from a
    case. `mend` says what to do about it.
    """

    code: str
    severity: Severity
    what: str
    mend: str


def fault(code: str, what: str, mend: str) -> Finding:
    return Finding(code, Severity.FAULT, what, mend)


def warning(code: str, what: str, mend: str) -> Finding:
    return Finding(code, Severity.WARNING, what, mend)


@dataclass(frozen=True)
class Asked:
    """How an installation is examined. `reads_files` has every stored file read to its end."""

    now: datetime
    is_production: bool = False
    reads_files: bool = False

    @classmethod
    def here(cls, *, reads_files: bool = False) -> "Asked":
        """Return how this installation is examined now."""
        is_production = settings.SETTINGS_MODULE not in NOT_PRODUCTION
        return cls(timezone.now(), is_production, reads_files)

    @property
    def grave(self) -> Severity:
        """The severity of what harms nobody on the machine of a developer or a demonstration."""
        return Severity.FAULT if self.is_production else Severity.WARNING


Examine = Callable[[Asked], Iterable[Finding]]


@dataclass(frozen=True)
class Examination:
    """One examination: it reads only, holds few rows in memory, and gives findings of `codes`."""

    name: str
    codes: tuple[str, ...]
    look: Examine


@dataclass(frozen=True)
class Examined:
    """What one examination found, and the seconds it took."""

    name: str
    findings: Sequence[Finding]
    seconds: float

    def count(self, severity: Severity) -> int:
        return sum(found.severity is severity for found in self.findings)


_examinations: dict[str, Examination] = {}


def examination(name: str, *codes: str) -> Callable[[Examine], Examine]:
    """Add an examination that gives findings of `codes`; a later one of a name takes its place."""

    def add(look: Examine) -> Examine:
        _examinations[name] = Examination(name, codes, look)
        return look

    return add


def examinations() -> Sequence[Examination]:
    """Return every examination of every app, in the order in which they are added."""
    autodiscover_modules("doctor")
    return list(_examinations.values())


def examine(this: Examination, asked: Asked) -> Examined:
    """Run one examination.

    One that meets a database without its tables or columns says so in a finding of the code
    `not_examined`: the others still tell what they find.
    """
    findings: list[Finding] = []
    begun = time.monotonic()
    try:
        findings.extend(this.look(asked))
    except (OperationalError, ProgrammingError) as error:
        said = str(error).strip().partition("\n")[0]
        findings.append(
            fault(
                NOT_EXAMINED,
                f"This could not be examined to its end. The database says: {said}.",
                "Run manage.py migrate, then doctor again. If it still says so, the database is "
                "not as the migrations leave it: restore the last backup that was proved.",
            )
        )
    return Examined(this.name, findings, time.monotonic() - begun)
