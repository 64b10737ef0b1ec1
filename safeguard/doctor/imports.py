"""Whether imports end, and whether the files they keep for a while go again."""

import os
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from uuid import UUID

from core.doctor.files import AT_A_TIME, leave
from core.doctor.naming import Keys, keys_of, listed
from core.doctor.registry import Asked, Finding, examination, warning
from core.task_queue import LONGEST
from safeguard.choices import ImportState
from safeguard.extract.run_folder import KEPT_DAYS, imports_folder
from safeguard.models import ImportRun

UNDER_WAY = (ImportState.WAITING, ImportState.CHECKING, ImportState.LOADING)
# A folder is made before the row of its run.
NEW = timedelta(hours=24)

leave("imports")


@examination("imports", "import_stands", "import_folder_unknown", "import_folder_old")
def imports(asked: Asked) -> Iterator[Finding]:
    """Look for imports that do not end, and for folders of them that nobody removed."""
    late = ImportRun.objects.filter(state__in=UNDER_WAY, started_at__lt=asked.now - LONGEST)
    if keys := keys_of(late):
        yield warning(
            "import_stands",
            listed(
                f"Imports that began more than {LONGEST.total_seconds() / 3600:.0f} hours ago and "
                "have not ended",
                keys,
                ImportRun,
            ),
            "See that a worker runs (manage.py db_worker), and run manage.py put_back_tasks.",
        )
    unknown, old = Keys(), Keys()
    folders = _folders()
    while some := list(islice(folders, AT_A_TIME)):
        known = _runs_among(name for name, _ in some)
        for name, written in some:
            age = asked.now.timestamp() - written
            if age > timedelta(days=KEPT_DAYS + 2).total_seconds():
                old.add(name)
            elif name not in known and age > NEW.total_seconds():
                unknown.add(name)
    for code, keys, why in (
        ("import_folder_unknown", unknown, "belong to no import"),
        ("import_folder_old", old, f"are kept for longer than {KEPT_DAYS} days"),
    ):
        if keys:
            yield warning(
                code,
                listed(f"Folders of extracts in {imports_folder()} that {why}", keys),
                "Remove them: they hold personal data, and nothing needs them any more.",
            )


def _folders() -> Iterator[tuple[str, float]]:
    """Yield the name of each folder of an import, and when something in it was last written."""
    try:
        with os.scandir(imports_folder()) as found:
            yield from ((each.name, each.stat().st_mtime) for each in found if each.is_dir())
    except FileNotFoundError:
        return


def _runs_among(names: Iterator[str]) -> set[str]:
    keys = [name for name in names if _is_key(name)]
    rows = ImportRun.objects.filter(public_id__in=keys)
    return {str(key) for key in rows.values_list("public_id", flat=True)}


def _is_key(name: str) -> bool:
    try:
        UUID(name)
    except ValueError:
        return False
    return True
