"""Load a case extract into the register of one council."""

import datetime as dt
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.errors import RuleViolationError
from core.models import Organisation
from safeguard.choices import ImportState
from safeguard.extract.columns import FILE_NAMES
from safeguard.extract.errors import ExtractError
from safeguard.extract.faults import TITLES
from safeguard.extract.mapping import MappingError
from safeguard.extract.report import changes_of, write_report
from safeguard.extract.returned import write_returned
from safeguard.extract.run_folder import RunFolder, throttled
from safeguard.models import ImportRun
from safeguard.services.imports import import_extract
from safeguard.services.quality_asking import ask_for_every_year

SHOWN = 20
SAID = {
    ImportState.CHECKED: "Checked. Nothing was loaded, as asked.",
    ImportState.REFUSED: "Not loaded: faults were found. Nothing in the register changed.",
    ImportState.LOADED: "Loaded.",
    ImportState.UNCHANGED: "Nothing to change: the register already holds all of this.",
}


class Command(BaseCommand):
    help = "Loads a case extract: a folder with four CSV files, a zip file of them, or a workbook."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", type=Path, metavar="DIR")
        parser.add_argument("--council", required=True, metavar="CODE")
        parser.add_argument("--dry-run", action="store_true", help="check only, load nothing")
        parser.add_argument(
            "--accept-valid", action="store_true", help="load the sound rows despite faults"
        )
        parser.add_argument("--report", type=Path, metavar="FILE.json")
        parser.add_argument("--mapping", type=Path, metavar="FILE.yaml")
        parser.add_argument("--cut", metavar="DATE", help="the last day that the data cover")
        parser.add_argument(
            "--return-dir", type=Path, metavar="DIR", help="write the files with an errors column"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        council = Organisation.objects.filter(code=options["council"]).first()
        if council is None or council.kind != Organisation.Kind.COUNCIL:
            raise CommandError(
                f"There is no council with the code {options['council']}. "
                "Make it with: manage.py create_council CODE NAME"
            )
        _check_place(options["report"])
        try:
            run = import_extract(
                by=None,
                council=council,
                source=options["source"],
                mapping_text=_text(options["mapping"]),
                dry_run=options["dry_run"],
                accept_valid=options["accept_valid"],
                cut=_date(options["cut"]),
                progress=throttled(self._progress),
            )
            self._write_files(run, options)
        except (ExtractError, MappingError, RuleViolationError, OSError) as error:
            raise CommandError(str(error)) from error
        if run.state == ImportState.LOADED:
            ask_for_every_year(by=None, council=council)
        self._say(run)
        if run.fault_count:
            sys.exit(1)

    def _progress(self, stage: str, done: int, total: int) -> None:
        share = f" {100 * done // total}%" if total > 1 else ""
        self.stderr.write(f"{stage}{share}")

    def _write_files(self, run: ImportRun, options: dict[str, Any]) -> None:
        if options["report"]:
            write_report(run, options["report"])
        if options["return_dir"]:
            write_returned(run, options["source"], options["return_dir"])

    def _say(self, run: ImportRun) -> None:
        self.stdout.write(SAID[ImportState(run.state)])
        for name in FILE_NAMES:
            self.stdout.write(f"  {name}: {_numbers(run, name)}")
        for notice in run.notices:
            self.stdout.write(f"Note: {notice}")
        self._say_changes(run)
        self._say_faults(run)

    def _say_changes(self, run: ImportRun) -> None:
        for number, cell in enumerate(changes_of(run)):
            if number == SHOWN:
                self.stdout.write("  and more; --report lists every change")
                break
            self.stdout.write(f"Changed: {cell['file']} {cell['reference']}, {cell['column']}")

    def _say_faults(self, run: ImportRun) -> None:
        """List the first faults without their values, which may be personal."""
        if not run.fault_count:
            return
        self.stdout.write(f"Faults: {run.fault_count}")
        for number, fault in enumerate(RunFolder.of(run.public_id).faults()):
            if number == SHOWN:
                self.stdout.write("  and more; --report lists every fault")
                break
            column = f", {fault['column']}" if fault["column"] else ""
            self.stdout.write(
                f"  {fault['file']} line {fault['line']}{column}: {TITLES[fault['code']]}"
            )


def _numbers(run: ImportRun, name: str) -> str:
    counts = run.counts
    if run.dry_run:
        new, changed = counts["would_load"][name], counts["would_change"][name]
        return f"{counts['rows'][name]} rows, {new} would be loaded, {changed} would be changed"
    return (
        f"{counts['rows'][name]} rows, {counts['loaded'][name]} loaded, "
        f"{counts['changed'][name]} changed, {counts['left'][name]} left out"
    )


def _check_place(report: Path | None) -> None:
    """Refuse before anything is loaded, because a load without its report is hard to follow."""
    if report is not None and not report.resolve().parent.is_dir():
        raise CommandError(f"There is no folder for the report {report}.")


def _text(path: Path | None) -> str | None:
    if path is None:
        return None
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise CommandError(f"{path} is not a text file in UTF-8.") from error


def _date(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError as error:
        raise CommandError(f"--cut {text} is not a date. Write it as 2024-03-31.") from error
