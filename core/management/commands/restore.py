"""Bring back what `backup` kept: `restore FILE`, into an empty installation."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.backups.errors import BackupError
from core.models import Organisation
from core.services.backups import restore_backup

SHOWN = 10


class Command(BaseCommand):
    help = (
        "Restore what `backup` wrote to FILE into the database and the folder that the settings "
        "name; both must be empty of other data. All is checked first. Stop the service before. "
        "What stops in the midst can be begun again."
    )
    # The tables may not be there yet, so nothing can be checked that reads them.
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *, file: Path, **options: Any) -> None:
        self.say("Checking the file ...")
        try:
            kept, manifest = restore_backup(by=None, path=file, say=self.say)
        except BackupError as error:
            raise CommandError(f"Nothing was restored. {error}") from error
        except OSError as error:
            raise CommandError(
                f"Not restored: the disk refused: {error}. Put that right and begin again."
            ) from error
        councils = Organisation.objects.filter(kind=Organisation.Kind.COUNCIL).order_by("code")
        names = ", ".join(f"{each.name} ({each.code})" for each in councils)
        self.say(
            f"Restored as it was at {kept.made_at:%Y-%m-%d %H:%M:%S} UTC: {kept.rows:,} rows and "
            f"{kept.files:,} files, compared one by one. Councils: {names or 'none'}.\n"
            "What was recorded since is not in it, and what was erased since is back. "
            "Start the service again; everybody has to sign in again."
        )
        if manifest.missing_files:
            self.stderr.write(
                "Missing already when the backup was made, and so still "
                f"({len(manifest.missing_files):,}): {', '.join(manifest.missing_files[:SHOWN])}"
            )

    def say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()
