"""Answer a checklist, line by line, and send it. Whoever answers sees no answer but their own.

The log says that a line was answered and by whom, never what was said.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from assurance.checklists.links import LinkState, hash_of_token, state_of
from assurance.choices_checklist import Agreement, AnswersBy
from assurance.models import ChecklistAnswer, ChecklistPart, FrameworkEntry
from core import access, activity
from core.errors import RuleViolationError
from core.models import User
from core.permissions import Permission


@transaction.atomic
def answer_line(
    *,
    by: User | None,
    part: ChecklistPart,
    entry: FrameworkEntry,
    agreement: str,
    why: str = "",
    evidence_held: str = "",
    evidence_needed: str = "",
    token: str = "",
) -> ChecklistAnswer:
    """Keep what a part says about one line, in the place of what it said before.

    Args:
        by: who answers; None for somebody outside, who has the link `token`.

    Raises:
        PermissionDenied: the part is not `by`'s, or the link is not good.
        RuleViolationError: code `closed`, `sent`, `not_asked` or `not_offered`.
    """
    held = lock_part(by=by, part=part, token=token)
    round = held.group.round
    if not round.entries.filter(pk=entry.pk).exists():
        raise RuleViolationError("not_asked", "This round does not ask about that line")
    if agreement == Agreement.NEITHER and not round.has_neither:
        words = "This round does not offer “neither agree nor disagree”"
        raise RuleViolationError("not_offered", words, field="agreement")
    answer = ChecklistAnswer.objects.filter(part=held, entry=entry).first()
    answer = answer or ChecklistAnswer(part=held, entry=entry)
    answer.agreement, answer.why = agreement, why.strip()
    answer.evidence_held, answer.evidence_needed = evidence_held.strip(), evidence_needed.strip()
    answer.full_clean()
    answer.save()
    _note(by, held, "checklist_line_answered", {"line": [None, entry.code]})
    return answer


@transaction.atomic
def send_part(
    *, by: User | None, part: ChecklistPart, people_present: int | None = None, token: str = ""
) -> ChecklistPart:
    """Send a part's answers: from then on they are counted, and do not change.

    Args:
        people_present: how many agreed the answers of a workshop; None otherwise.

    Raises:
        PermissionDenied: the part is not `by`'s, or the link is not good.
        RuleViolationError: code `closed`, `sent`, `nothing` or `people`.
    """
    held = lock_part(by=by, part=part, token=token)
    if not held.answers.exclude(agreement="").exists():
        raise RuleViolationError("nothing", "Answer at least one line before you send")
    is_workshop = held.answers_by == AnswersBy.WORKSHOP
    if is_workshop and not people_present:
        words = "Say how many people agreed these answers"
        raise RuleViolationError("people", words, field="people_present")
    held.people_present = people_present if is_workshop else None
    held.sent_at = timezone.now()
    held.full_clean()
    held.save()
    _note(by, held, "checklist_sent", {"group": [None, held.group.label]})
    return held


@transaction.atomic
def note_link_opened(*, part: ChecklistPart) -> None:
    """Log the first time that a link is opened."""
    held = ChecklistPart.objects.select_for_update(of=("self",)).get(pk=part.pk)
    if held.token_used_at is not None:
        return
    held.token_used_at = timezone.now()
    held.save(update_fields=["token_used_at"])
    _note(None, part, "checklist_link_opened", {"who": [None, held.outside_name]})


def lock_part(*, by: User | None, part: ChecklistPart, token: str) -> ChecklistPart:
    """Lock a part for whoever answers it, while it can be answered."""
    rows = ChecklistPart.objects.select_for_update(of=("self",))
    held = rows.select_related("group__round", "council").get(pk=part.pk)
    _require_whose_it_is(by, held, token)
    if held.sent_at is not None:
        raise RuleViolationError("sent", "These answers have been sent")
    if not held.group.round.is_open(timezone.localdate()):
        raise RuleViolationError("closed", "The round is not open today, so nothing was saved")
    return held


def _require_whose_it_is(by: User | None, part: ChecklistPart, token: str) -> None:
    if by is None:
        is_theirs = bool(token) and part.token_sha256 == hash_of_token(token)
        if not is_theirs or state_of(part, now=timezone.now()) != LinkState.OPEN:
            raise PermissionDenied("the link is not good")
        return
    access.require(by, Permission.CHECKLIST_ANSWER, council=part.council)
    if part.person_id != by.pk or part.withdrawn_at is not None:
        raise PermissionDenied("the part is somebody else's")


def _note(
    by: User | None, part: ChecklistPart, verb: str, changes: dict[str, list[str | None]]
) -> None:
    activity.record(by=by, verb=verb, target=part, council=part.council, changes=changes)
