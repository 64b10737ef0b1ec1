"""Load audit tools from a file: a YAML file in our format, or an XLSForm workbook."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser
from django.db import transaction

from audit.files import read_file
from audit.services.tools import load_tool
from core.errors import RuleViolationError
from core.models import Organisation


class Command(BaseCommand):
    help = (
        "Load the audit tools of a file and publish them. Without --council every council may use "
        "them. Loading the same file again changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE.yaml|.xlsx")
        parser.add_argument("--council", metavar="CODE", help="for this council only")
        parser.add_argument("--draft", action="store_true", help="load without publishing")

    def handle(self, *args: Any, file: str, **options: Any) -> None:
        council = _council(options["council"])
        if options["draft"] and council is None:
            raise CommandError("Say for which council the draft is: --council CODE.")
        try:
            loaded = read_file(Path(file).name, Path(file).read_bytes())
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}") from error
        for note in loaded.notes:
            self.stdout.write(f"not held: {note}")
        if loaded.faults:
            for fault in loaded.faults:
                self.stderr.write(str(fault))
            count = len(loaded.faults)
            faults = "1 fault" if count == 1 else f"{count} faults"
            raise CommandError(f"{file}: {faults}, nothing was loaded.")
        with transaction.atomic():
            for document in loaded.documents:
                self._load(council, document, publish=not options["draft"])

    def _load(self, council: Organisation | None, document: Any, *, publish: bool) -> None:
        try:
            version, is_new = load_tool(
                by=None, council=council, document=document, publish=publish
            )
        except (RuleViolationError, ValidationError) as error:
            raise CommandError(f"{document['key']}: {error}. Nothing was loaded.") from error
        count = version.questions.count()
        said = version.get_status_display().lower() if is_new else "unchanged"
        self.stdout.write(f"{version.tool.key} {version.number}: {count} questions, {said}")


def _council(code: str | None) -> Organisation | None:
    if code is None:
        return None
    found = Organisation.objects.filter(code=code, kind=Organisation.Kind.COUNCIL).first()
    if found is None:
        raise CommandError(f"There is no council with the code {code}.")
    return found
