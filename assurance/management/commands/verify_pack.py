"""Prove that an evidence pack is whole: `verify_pack FILE.zip`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.sealed_zip import PACK, check_sealed


class Command(BaseCommand):
    help = (
        "Check every file of an evidence pack against its manifest, and the pack against its seal. "
        "Names each file that was changed, is missing or does not belong; exit 1 if there is one."
    )
    # A pack is checked wherever it is, without a database.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("pack", type=Path, metavar="FILE.zip")

    def handle(self, *, pack: Path, **options: Any) -> None:
        if not pack.is_file():
            raise CommandError(f"There is no file {pack}.")
        found = check_sealed(pack, PACK)
        for fault in found.faults:
            self.stdout.write(str(fault))
        wrong = len({fault.path for fault in found.faults if fault.path})
        self.stdout.write(f"{max(0, found.files - wrong)} of {found.files} files are as packed")
        if not found.is_whole:
            raise CommandError("The pack is not as it was made.")
        title = found.about.get("title", "")
        self.stdout.write(f"The pack is whole: {title}, made on {found.about.get('made_on', '')}")
