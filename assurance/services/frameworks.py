"""Load versions of frameworks, and keep a council's official wordings of their entries."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from assurance.framework_files.reading import (
    MOST_BYTES,
    SHIPPED_FRAMEWORKS,
    content_hash,
    shipped,
)
from assurance.framework_files.rows import Tables, framework_columns, write_parts
from assurance.framework_files.shapes import FrameworkFile
from assurance.models import (
    EvidenceCategory,
    Framework,
    FrameworkEntry,
    OfficialWording,
    QualityStatement,
    SubHeading,
    Theme,
)
from core import access, activity
from core.errors import RuleViolationError
from core.models import Organisation, User
from core.permissions import Permission
from core.services.saving import insert

__all__ = [
    "MOST_BYTES",
    "LoadedFramework",
    "ensure_shipped",
    "load_framework",
    "write_official_wording",
]
TABLES = Tables(Framework, Theme, QualityStatement, EvidenceCategory, SubHeading, FrameworkEntry)


@dataclass(frozen=True, slots=True)
class LoadedFramework:
    """What a load did: nothing where this very content was there already."""

    framework: Framework
    entries: int
    was_there: bool = False
    ended: Framework | None = None


@transaction.atomic
def load_framework(
    *,
    by: User | None,
    council: Organisation | None,
    file: FrameworkFile,
    ends_previous: bool = False,
) -> LoadedFramework:
    """Store a version. A version that is held is never changed, and nothing is carried to another.

    Args:
        by: who loads it; None for a command run by whoever holds the machine.
        council: where `by` holds the right; the framework belongs to no council.
        ends_previous: end the version without a last day on the day before this one begins.

    Raises:
        PermissionDenied: `by` does not hold FRAMEWORK_MANAGE in `council`.
        RuleViolationError: codes `other_content` (the version is held, and says something else)
            and `two_on_a_day` (another version is valid on a day of this one).
    """
    if by is not None and council is not None:
        access.require(by, Permission.FRAMEWORK_MANAGE, council=council)
    versions = list(Framework.objects.select_for_update().filter(code=file.code))
    held = next((each for each in versions if each.version == file.version), None)
    if held is not None:
        return LoadedFramework(_unchanged(held, file), held.entries.count(), was_there=True)
    ended = _ended(by, council, versions, file.valid_from) if ends_previous else None
    _refuse_two_on_a_day(file, versions)
    framework = Framework(**framework_columns(file), loaded_by=by)
    insert(framework, taken="Another version was loaded at the same moment. Look again.")
    entries = write_parts(file, framework, TABLES)
    activity.record(by=by, verb="framework_loaded", target=framework, council=council, before={})
    return LoadedFramework(framework, entries, ended=ended)


def ensure_shipped() -> list[LoadedFramework]:
    """Load the frameworks that come with the product and are not held.

    A migration has done so already, for new and for existing installations; this is for a database
    that was emptied since, and for a version that a later release of the product brings. A version
    that is held stays as it is, whatever the file of this release says.
    """
    return [_shipped(name) for name in SHIPPED_FRAMEWORKS]


@transaction.atomic
def write_official_wording(
    *, by: User, council: Organisation, entry: FrameworkEntry, text: str, source: str
) -> OfficialWording | None:
    """Keep the official words of an entry for `council`; without any text, remove them.

    Raises:
        PermissionDenied: `by` does not hold FRAMEWORK_MANAGE in `council`.
        ValidationError: the source is missing, or a text is too long.
    """
    access.require(by, Permission.FRAMEWORK_MANAGE, council=council)
    held = OfficialWording.objects.select_for_update().filter(council=council, entry=entry).first()
    before = activity.snapshot(held) if held else {}
    text, source = text.strip(), source.strip()
    if not text:
        if held is not None:
            removed = {"text": [held.text, None], "source": [held.source, None]}
            activity.record(
                by=by, verb="wording_removed", target=held, council=council, changes=removed
            )
            held.delete()
        return None
    row = held or OfficialWording(council=council, entry=entry)
    row.text, row.source = text, source
    row.written_by, row.written_at = by, timezone.now()
    if held is None:
        insert(row, taken="Somebody else wrote this wording at the same moment. Look again.")
    else:
        row.full_clean()
        row.save()
    activity.record(by=by, verb="wording_written", target=row, council=council, before=before)
    return row


def _shipped(name: str) -> LoadedFramework:
    file = shipped(name)
    held = Framework.objects.filter(code=file.code, version=file.version).first()
    if held is not None:
        return LoadedFramework(held, held.entries.count(), was_there=True)
    return load_framework(by=None, council=None, file=file)


def _unchanged(held: Framework, file: FrameworkFile) -> Framework:
    if held.content_hash != content_hash(file) or file.valid_to not in (None, held.valid_to):
        raise RuleViolationError(
            "other_content",
            f"Version {held.version} of {held.code} is loaded already and says something else. "
            "What was assessed with it must stay as it was: give the file a version of its own.",
            field="file",
        )
    return held


def _ended(
    by: User | None, council: Organisation | None, versions: list[Framework], begins: date
) -> Framework | None:
    """End the version without a last day, where it began before the new one."""
    standing = next((each for each in versions if each.valid_to is None), None)
    if standing is None or standing.valid_from >= begins:
        return None
    before = activity.snapshot(standing)
    standing.valid_to = begins - timedelta(days=1)
    standing.full_clean()
    standing.save(update_fields=["valid_to"])
    activity.record(by=by, verb="framework_ended", target=standing, council=council, before=before)
    return standing


def _refuse_two_on_a_day(file: FrameworkFile, versions: list[Framework]) -> None:
    last = file.valid_to or date.max
    for each in versions:
        if each.valid_from <= last and file.valid_from <= (each.valid_to or date.max):
            until = f"to {each.valid_to:%-d %B %Y}" if each.valid_to else "without a last day"
            raise RuleViolationError(
                "two_on_a_day",
                f"Version {each.version} is valid from {each.valid_from:%-d %B %Y} {until}, and "
                f"version {file.version} would be valid on some of the same days. Two versions "
                "cannot be in force on one day.",
                field="file",
            )
