"""Evidence that a checklist is found to lack: who gets it, by when, and what came of it."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from assurance.choices_evidence import EvidenceStatus
from assurance.models import ChecklistRound, EvidenceItem, EvidenceTask, FrameworkEntry
from assurance.services.checklists import lock_round
from assurance.services.rows import add, change
from core import access
from core.errors import RuleViolationError
from core.models import User
from core.permissions import Permission


@transaction.atomic
def raise_task(
    *,
    by: User,
    round: ChecklistRound,
    entry: FrameworkEntry,
    needed: str,
    owner: User,
    due_on: date,
) -> EvidenceTask:
    """Give somebody the evidence of one line to get.

    Raises:
        PermissionDenied: `by` does not hold CHECKLIST_MANAGE in the council.
        RuleViolationError: code `not_asked`, `no_access` or `past`.
        ValidationError: nothing is said of what is needed.
    """
    held = lock_round(by, round)
    if not held.entries.filter(pk=entry.pk).exists():
        raise RuleViolationError("not_asked", "This round does not ask about that line")
    _check(owner, due_on, held)
    task = EvidenceTask(
        council=held.council,
        round=held,
        entry=entry,
        needed=needed.strip(),
        owner=owner,
        due_on=due_on,
    )
    add(by, task, "evidence_task_raised", held.council)
    return task


@transaction.atomic
def finish_task(*, by: User, task: EvidenceTask, evidence: EvidenceItem) -> EvidenceTask:
    """Say which item of the library a task brought. It counts once somebody approves it.

    Raises:
        PermissionDenied: `by` does not hold EVIDENCE_MANAGE in the council.
        RuleViolationError: code `done`, or `not_here` (of another council, or withdrawn).
    """
    rows = EvidenceTask.objects.select_for_update(of=("self",)).select_related("council")
    held = rows.get(pk=task.pk)
    access.require(by, Permission.EVIDENCE_MANAGE, council=held.council)
    if held.done_on is not None:
        raise RuleViolationError("done", "This task is done already")
    is_here = evidence.council_id == held.council_id
    if not is_here or evidence.status == EvidenceStatus.WITHDRAWN:
        words = "Choose evidence of this council that is not withdrawn"
        raise RuleViolationError("not_here", words, field="evidence")
    columns = {"evidence": evidence, "done_on": timezone.localdate(), "done_by": by}
    change(by, held, "evidence_task_done", held.council, columns)
    return held


def _check(owner: User, due_on: date, round: ChecklistRound) -> None:
    if not access.has(owner, Permission.EVIDENCE_MANAGE, council=round.council):
        words = f"{owner} does not keep evidence here"
        raise RuleViolationError("no_access", words, field="owner")
    if due_on < timezone.localdate():
        raise RuleViolationError("past", "Give a day that is not before today", field="due_on")
