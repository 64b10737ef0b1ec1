"""Load a version of an assessment framework."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from assurance.framework_files.reading import read_bytes, read_folder
from assurance.framework_files.shapes import FrameworkFile
from assurance.services.frameworks import ensure_shipped, load_framework
from core.errors import InputError, RuleViolationError


class Command(BaseCommand):
    help = (
        "Load a version of an assessment framework from a YAML file, or from a folder of them. "
        "Without a file: those that come with the product, which a migration has loaded already."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", nargs="?")
        parser.add_argument(
            "--end-previous",
            action="store_true",
            help="end the version without a last day on the day before this one begins",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path | None = options["file"]
        try:
            if path is None:
                loads = ensure_shipped()
            else:
                ends = options["end_previous"]
                file = _read(path)
                loads = [load_framework(by=None, council=None, file=file, ends_previous=ends)]
        except OSError as error:
            raise CommandError(f"{error.filename} cannot be read: {error.strerror}") from error
        except (InputError, RuleViolationError) as error:
            raise CommandError(str(error)) from error
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        for loaded in loads:
            framework = loaded.framework
            said = f"{framework.code} {framework.version}: {loaded.entries} entries"
            self.stdout.write(f"{said} unchanged" if loaded.was_there else f"{said} loaded")
            if loaded.ended:
                self.stdout.write(f"Version {loaded.ended.version} ends {loaded.ended.valid_to}")


def _read(path: Path) -> FrameworkFile:
    return read_folder(path) if path.is_dir() else read_bytes(path.read_bytes(), path.name)
