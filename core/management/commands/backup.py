"""Keep everything in one file that is proved to bring it back: `backup FILE`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.backups.errors import BackupError
from core.backups.manifest import Manifest
from core.services.backups import make_backup

SHOWN = 10


class Command(BaseCommand):
    help = (
        "Write the whole installation to FILE: every row and every uploaded file. It is restored "
        "into an empty database and compared before FILE is there under its name. The service may "
        "run meanwhile. FILE holds personal data: keep it where only those may read who must."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="a file that is not there yet")

    def handle(self, *, file: Path, **options: Any) -> None:
        try:
            made, manifest = make_backup(by=None, path=file, say=self.say)
        except BackupError as error:
            raise CommandError(f"No backup was made. {error}") from error
        except OSError as error:
            raise CommandError(f"No backup was made. The disk refused: {error}") from error
        self.say(
            f"{file}: {made.rows:,} rows of {made.tables} tables and {made.files:,} files, as they "
            f"were at {made.made_at:%Y-%m-%d %H:%M:%S} UTC; {made.size:,} bytes. "
            "Proved: it was restored and compared."
        )
        self.warn(manifest)

    def warn(self, manifest: Manifest) -> None:
        """Say what is not in it."""
        missing = manifest.missing_files
        if missing:
            names = ", ".join(missing[:SHOWN])
            self.stderr.write(
                f"Named by rows, but not on the disk or removed meanwhile ({len(missing):,}): "
                f"{names}{' ...' if len(missing) > SHOWN else ''}"
            )
        foreign = manifest.foreign_tables
        if foreign:
            self.stderr.write(f"Not in it, for they are not of this product: {', '.join(foreign)}")

    def say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()
