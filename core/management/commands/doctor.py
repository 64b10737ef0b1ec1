"""Examine this installation: `doctor`. It changes nothing."""

import json
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import doctor
from core.doctor import Asked, Examined, Severity
from core.files import write_whole


class Command(BaseCommand):
    help = (
        "Examine this installation, and say of everything that is wrong what to do about it. "
        "Changes nothing. Exit 1 if there is a fault."
    )
    # Whatever is wrong with the installation is for this command to say.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        names = [each.name for each in doctor.examinations()]
        parser.add_argument(
            "--only",
            action="append",
            choices=names,
            metavar="NAME",
            help=f"only this examination; may be given several times: {', '.join(names)}",
        )
        parser.add_argument(
            "--files", action="store_true", help="read every stored file and compare its SHA-256"
        )
        parser.add_argument("--strict", action="store_true", help="exit 1 if there is a warning")
        parser.add_argument(
            "--json", type=Path, dest="report", metavar="FILE", help="write what is found to FILE"
        )

    def handle(
        self,
        *,
        only: list[str] | None,
        files: bool,
        strict: bool,
        report: Path | None,
        **options: Any,
    ) -> None:
        asked = Asked.here(reads_files=files)
        examined = []
        for each in doctor.examinations():
            if only is None or each.name in only:
                examined.append(doctor.examine(each, asked))
                self._tell(examined[-1])
        if report is not None:
            _write(report, asked, examined)
        self.stdout.write(summary(examined))
        if count(examined, Severity.FAULT) or (strict and count(examined, Severity.WARNING)):
            raise SystemExit(1)

    def _tell(self, this: Examined) -> None:
        if not this.findings:
            self.stdout.write(f"{this.name}: ok")
        for found in this.findings:
            self.stdout.write(f"{this.name}: {found.severity} {found.code}: {found.what}")
            self.stdout.write(f"    {found.mend}")
        self.stdout.flush()


def summary(examined: Sequence[Examined]) -> str:
    """Return the last line: "1 fault and 2 warnings in 14 examinations"."""
    told = [_number(count(examined, each), each.value) for each in Severity]
    return f"{' and '.join(told)} in {_number(len(examined), 'examination')}"


def count(examined: Sequence[Examined], severity: Severity) -> int:
    return sum(each.count(severity) for each in examined)


def _number(n: int, word: str) -> str:
    return f"{n or 'no'} {word}{'' if n == 1 else 's'}"


def _write(path: Path, asked: Asked, examined: Sequence[Examined]) -> None:
    content = {
        "examined_at": asked.now.isoformat(),
        "faults": count(examined, Severity.FAULT),
        "warnings": count(examined, Severity.WARNING),
        "examinations": [_as_json(each) for each in examined],
    }
    text = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
    try:
        write_whole(path, text.encode())
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.") from error


def _as_json(this: Examined) -> dict[str, Any]:
    findings = [
        {"code": each.code, "severity": each.severity, "what": each.what, "mend": each.mend}
        for each in this.findings
    ]
    return {"name": this.name, "seconds": round(this.seconds, 3), "findings": findings}
