"""Load, draft, change, publish and retire audit tools. What is published never changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from audit.choices import VersionStatus
from audit.models import AuditTool, ToolVersion
from audit.rules import tools as rules
from audit.rules.documents import Document, differences, hash_of, plain, questions
from audit.rules.lifecycle import next_number
from audit.services.questions import write_questions
from core import access, activity
from core.errors import RuleViolationError
from core.models import Organisation, User
from core.permissions import Permission
from core.services.saving import insert

MOST_TOLD = 30
CHANGED = (
    "Somebody else changed this draft since you opened it. What you typed is below: look at “What "
    "was done” on the page of the draft, then save again to put yours in its place"
)


class ToolFaultsError(RuleViolationError):
    """A tool that cannot be used as it is, with everything that is wrong in it."""

    def __init__(self, faults: list[rules.Fault]) -> None:
        self.faults = faults
        super().__init__("faults", "; ".join(str(fault) for fault in faults[:5]))


@transaction.atomic
def load_tool(
    *,
    by: User | None,
    council: Organisation | None,
    document: Document,
    publish: bool,
) -> tuple[ToolVersion, bool]:
    """Store one tool of a file, as a draft or published, and say whether anything is new.

    Args:
        by: None for a command run by whoever holds the machine.
        council: None for a tool that every council may use; only a command makes one.

    Raises:
        PermissionDenied: `by` does not hold AUDIT_TOOL_MANAGE in `council`.
        RuleViolationError: `frozen` (this version is published with other content), `subject`
            (the tool is about something else), `taken`.
        ToolFaultsError: the document has faults.
    """
    _require(by, council)
    faults = rules.document_faults(document)
    if faults:
        raise ToolFaultsError(faults)
    tool = _tool(by, council, document)
    document = dict(document)
    source, number = str(document.pop("source", "")), document["version"]
    held = tool.versions.select_for_update().filter(number=number).first()
    if held is not None and held.content_sha256 == hash_of(document):
        if publish and held.status == VersionStatus.DRAFT:
            return _publish(by, held), True
        return held, False
    if held is not None and held.status != VersionStatus.DRAFT:
        raise RuleViolationError(
            "frozen",
            f"Version {number} of {tool.key} is published and stands. Give the file a new version",
        )
    version = _store(by, tool, document, held, source=source)
    return (_publish(by, version) if publish else version), True


@transaction.atomic
def draft_tool(
    *, by: User, council: Organisation, version: ToolVersion, number: str = ""
) -> ToolVersion:
    """Begin a draft from a version; from a shared tool, as the council's own tool.

    Args:
        number: of the draft; without one, the next free one.

    Raises:
        PermissionDenied: `by` does not hold AUDIT_TOOL_MANAGE in `council`.
        RuleViolationError: `draft_exists`, `elsewhere` (the tool is another council's), `altered`.
        ValidationError: the number is taken.
    """
    access.require(by, Permission.AUDIT_TOOL_MANAGE, council=council)
    source = ToolVersion.objects.select_related("tool").get(pk=version.pk)
    if source.tool.council_id not in (None, council.pk):
        raise RuleViolationError("elsewhere", "This tool belongs to another council")
    content = content_of(source)
    tool = _tool(by, council, content)
    if tool.versions.filter(status=VersionStatus.DRAFT).exists():
        raise RuleViolationError("draft_exists", "There is a draft of this tool already")
    taken = set(tool.versions.values_list("number", flat=True)) | {source.number}
    chosen = number.strip() or next_number(source.number, taken)
    return _store(by, tool, {**content, "version": chosen}, None, based_on=source)


@transaction.atomic
def change_draft(
    *, by: User, version: ToolVersion, document: Document, revision: int
) -> ToolVersion:
    """Put other content in the place of a draft's. It may have faults until it is published.

    Args:
        revision: of the draft that the editor began from.

    Raises:
        PermissionDenied: `by` does not hold AUDIT_TOOL_MANAGE in the tool's council.
        RuleViolationError: `frozen`; `changed_meanwhile`.
    """
    held = _locked(by, version)
    _must_be_draft(held)
    if held.revision != revision:
        raise RuleViolationError("changed_meanwhile", CHANGED)
    before = activity.snapshot(held)
    content = plain({**document, "key": held.tool.key, "version": held.number})
    told = [f"{each.where}: {each.what}" for each in differences(held.content, content)]
    held.content, held.content_sha256 = content, hash_of(content)
    held.revision += 1
    held.changed_at, held.changed_by = timezone.now(), by
    held.full_clean()
    held.save()
    write_questions(held)
    _record(by, "tool_draft_changed", held, before, told)
    return held


@transaction.atomic
def publish_tool(*, by: User, version: ToolVersion, change_note: str = "") -> ToolVersion:
    """Freeze a draft, so that rounds may use it.

    Raises:
        PermissionDenied: `by` does not hold AUDIT_TOOL_MANAGE in the tool's council.
        RuleViolationError: `frozen` already; `altered`.
        ToolFaultsError: it still has faults.
    """
    held = _locked(by, version)
    held.change_note = change_note.strip()
    return _publish(by, held)


@transaction.atomic
def retire_tool(*, by: User, version: ToolVersion, reason: str) -> ToolVersion:
    """Take a published version out of use. Audits that began with it go on.

    Raises:
        PermissionDenied: `by` does not hold AUDIT_TOOL_MANAGE in the tool's council.
        RuleViolationError: `not_published`.
        ValidationError: no reason is given.
    """
    held = _locked(by, version)
    if held.status != VersionStatus.PUBLISHED:
        raise RuleViolationError("not_published", "Only a published version can be retired")
    before = activity.snapshot(held)
    held.status, held.retired_reason = VersionStatus.RETIRED, reason.strip()
    held.retired_at, held.retired_by = timezone.now(), by
    held.full_clean()
    held.save()
    _record(by, "tool_version_retired", held, before)
    return held


@transaction.atomic
def discard_draft(*, by: User, version: ToolVersion) -> None:
    """Throw a draft away; nothing was ever audited with it.

    Raises:
        PermissionDenied: `by` does not hold AUDIT_TOOL_MANAGE in the tool's council.
        RuleViolationError: `frozen`.
    """
    held = _locked(by, version)
    _must_be_draft(held)
    gone = {"number": [held.number, None], "content_sha256": [held.content_sha256, None]}
    activity.record(
        by=by, verb="tool_draft_discarded", target=held, council=held.tool.council, changes=gone
    )
    held.delete()


def content_of(version: ToolVersion) -> Document:
    """Return the content of a version, proved to be what was stored.

    Raises:
        RuleViolationError: `altered`: somebody changed it behind the program.
    """
    if hash_of(version.content) != version.content_sha256:
        raise RuleViolationError(
            "altered", f"The content of {version} is not what was stored. Do not use it"
        )
    content: Document = version.content
    return content


def _require(by: User | None, council: Organisation | None) -> None:
    if by is None:
        return
    if council is None:
        raise RuleViolationError("shared", "A shared tool is loaded by command only")
    access.require(by, Permission.AUDIT_TOOL_MANAGE, council=council)


def _locked(by: User, version: ToolVersion) -> ToolVersion:
    rows = ToolVersion.objects.select_for_update(of=("self",)).select_related("tool__council")
    held = rows.get(pk=version.pk)
    _require(by, held.tool.council)
    return held


def _must_be_draft(version: ToolVersion) -> None:
    if version.status != VersionStatus.DRAFT:
        raise RuleViolationError(
            "frozen", "A published version does not change. Make a draft from it"
        )


def _tool(by: User | None, council: Organisation | None, document: Document) -> AuditTool:
    """Return the tool of a document, made now if there is none."""
    held = AuditTool.objects.select_for_update().filter(council=council, key=document["key"])
    tool = held.first()
    if tool is not None:
        if tool.subject != document["subject"]:
            raise RuleViolationError("subject", f"{tool.key} is about another subject")
        return tool
    tool = AuditTool(
        council=council,
        key=document["key"],
        title=document["title"],
        subject=document["subject"],
        is_personnel=is_personnel(document),
        created_by=by,
    )
    insert(tool, taken="Somebody added this tool just now. Try again.")
    activity.record(by=by, verb="audit_tool_added", target=tool, council=council, before={})
    return tool


def is_personnel(document: Document) -> bool:
    """Say whether audits with it concern a worker rather than a case."""
    kind: Any = (document.get("confidentiality") or {}).get("class")
    return bool(kind == "personnel" or document["subject"] == "worker")


def _store(
    by: User | None,
    tool: AuditTool,
    document: Document,
    held: ToolVersion | None,
    based_on: ToolVersion | None = None,
    source: str = "",
) -> ToolVersion:
    before = activity.snapshot(held) if held else {}
    content = plain(document)
    version = held or ToolVersion(tool=tool, number=content["version"], created_by=by)
    if held is None:
        latest = tool.versions.exclude(status=VersionStatus.DRAFT).first()
        version.based_on = based_on or latest
        if tool.versions.filter(status=VersionStatus.DRAFT).exists():
            raise RuleViolationError("draft_exists", "There is a draft of this tool already")
    version.content, version.content_sha256 = content, hash_of(content)
    version.source = source[:300] or (based_on.source if based_on else "")
    version.change_note = str(content.get("change_note") or "")
    version.full_clean()
    version.save()
    write_questions(version)
    _record(by, "tool_version_loaded", version, before)
    return version


def _publish(by: User | None, version: ToolVersion) -> ToolVersion:
    _must_be_draft(version)
    content = content_of(version)
    faults = rules.document_faults(content)
    if not any(questions(content)):
        faults.append(rules.Fault(version.tool.key, "asks no question"))
    if faults:
        raise ToolFaultsError(faults)
    before = activity.snapshot(version)
    version.status = VersionStatus.PUBLISHED
    version.published_at, version.published_by = timezone.now(), by
    version.full_clean()
    version.save()
    tool = version.tool
    tool.title, tool.is_personnel = content["title"], is_personnel(content)
    tool.full_clean()
    tool.save(update_fields=["title", "is_personnel"])
    _record(by, "tool_version_published", version, before)
    return version


def _record(
    by: User | None,
    verb: str,
    version: ToolVersion,
    before: dict[str, Any],
    told: Sequence[str] = (),
) -> None:
    changes = activity.changed_columns(before, activity.snapshot(version))
    # The hash tells the content; the log need not hold it twice. `told` says what changed in it.
    changes.pop("content", None)
    if told:
        more = [f"and {len(told) - MOST_TOLD} more"] if len(told) > MOST_TOLD else []
        changes["what"] = [None, "\n".join([*told[:MOST_TOLD], *more])]
    activity.record(by=by, verb=verb, target=version, council=version.tool.council, changes=changes)
