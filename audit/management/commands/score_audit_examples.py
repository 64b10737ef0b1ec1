"""Score the worked examples of a file of tools again, and say which come out as they say."""

from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser

from audit.loader import read_yaml
from audit.rules.examples import differences


class Command(BaseCommand):
    help = "Score the worked examples of a file of audit tools; exit 1 on any difference."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE.yaml")

    def handle(self, *args: Any, file: str, **options: Any) -> None:
        try:
            loaded = read_yaml(Path(file).read_bytes())
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}") from error
        if loaded.faults:
            for fault in loaded.faults:
                self.stderr.write(str(fault))
            raise CommandError(f"{file}: {len(loaded.faults)} faults, nothing was scored.")
        exact = total = 0
        for document in loaded.documents:
            for example in loaded.examples[document["key"]]:
                total += 1
                found = differences(document, example)
                exact += not found
                name = f"{document['key']} / {example.get('name', total)}"
                self.stdout.write(
                    f"differs  {name}: {'; '.join(found)}" if found else f"exact    {name}"
                )
        self.stdout.write(f"{exact} of {total} examples exact")
        if exact != total:
            raise SystemExit(1)
