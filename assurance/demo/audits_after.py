"""What followed from the audits: second readings, feedback, actions, looks again."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from assurance.demo.chance import Chance
from audit.choices import (
    ActionLevel,
    ActionPriority,
    ActionStatus,
    AuditStatus,
    ModerationReason,
    ModerationStyle,
    NoteKind,
    ReauditScope,
)
from audit.models import (
    ActionNote,
    AuditAction,
    AuditStrand,
    CaseAudit,
    Feedback,
    FeedbackReply,
    ModeratedAnswer,
    ModeratedGrade,
    Moderation,
    Reaudit,
)
from core.models import Organisation, User

LOW = ("inadequate", "requires_improvement")
SAID = (
    "You asked her early what she wanted and came back to it at the end. The plan would be "
    "stronger with a name and a date for looking at it again.",
    "The steps were taken in good time. The reason for going ahead without agreement needs to "
    "stand in the record, not in an email.",
    "It was good to see an advocate asked for on the first day.",
)
TO_DO = (
    (ActionLevel.TEAM, "Go through the three parts of the decision in the team meeting", -18),
    (ActionLevel.CASE, "Ask whether the adult still feels safe, and record the answer", 9),
    (ActionLevel.SERVICE, "Put the date of the next review on the plan form", 25),
    (ActionLevel.PARTNERSHIP, "Agree with the advocacy provider how quickly it answers", -4),
)


class Afterwards:
    """Stores what follows an audit, more of it for a round that is over."""

    def __init__(self, council: Organisation, people: dict[str, User], as_of: date) -> None:
        self.council, self.people, self.as_of = council, people, as_of
        self.actions = 0
        self.told = 0

    def follow(
        self,
        audit: CaseAudit,
        strand: AuditStrand,
        grade: str,
        at: datetime,
        chance: Chance,
        *,
        is_over: bool,
    ) -> None:
        if audit.is_second_read or grade == "inadequate":
            self._moderated(audit, strand, grade, at, chance, is_over=is_over)
            if not is_over:
                audit.status = AuditStatus.IN_MODERATION
                audit.save()
                return
        audit.status, audit.agreed_at = AuditStatus.AGREED, min(at + timedelta(days=4), self._end())
        audit.save()
        if grade in LOW:
            self._again(audit, grade)
        if is_over and audit.practitioner_id and self.told < len(SAID):
            self._told(audit, at)
        if is_over and self.actions < len(TO_DO):
            self._to_do(audit, at)

    def _end(self) -> datetime:
        from_midnight = datetime.combine(self.as_of, datetime.min.time())
        return from_midnight.astimezone() + timedelta(hours=12)

    def _moderated(
        self,
        audit: CaseAudit,
        strand: AuditStrand,
        grade: str,
        at: datetime,
        chance: Chance,
        *,
        is_over: bool,
    ) -> None:
        drawn = audit.is_second_read
        row = Moderation.objects.create(
            audit=audit,
            style=ModerationStyle.BLIND if drawn else ModerationStyle.SEEN,
            reason=ModerationReason.SAMPLE if drawn else ModerationReason.TRIGGER,
            reason_note="" if drawn else "the grade is inadequate",
            first_auditor=audit.auditor,
            moderator=self.people["qa-lead"],
            due_on=audit.round.moderation_due_on if audit.round else None,
        )
        if not is_over:
            return
        answers = strand.answers.exclude(option="").select_related("question")
        scaled = [a for a in answers if a.question.kind in ("scale", "prefilled_scale")]
        ModeratedAnswer.objects.bulk_create(
            ModeratedAnswer(
                moderation=row,
                question=first.question,
                first_option=first.option,
                first_state=first.state,
                option=_second(first.option, chance),
            )
            for first in scaled
        )
        why = "As I found the record" if drawn else ""
        ModeratedGrade.objects.create(
            moderation=row, result="overall", first=grade, suggested=grade, grade=grade, reason=why
        )
        row.started_at, row.decided_at = at + timedelta(days=2), at + timedelta(days=3)
        row.outcome = "agreed"
        row.save()

    def _again(self, audit: CaseAudit, grade: str) -> None:
        is_same = grade == "inadequate"
        days = 42 if is_same else 90
        Reaudit.objects.create(
            audit=audit,
            scope=ReauditScope.SAME_CASE if is_same else ReauditScope.SAME_PRACTITIONER,
            rule=f"Tool: the grade is {grade.replace('_', ' ')}",
            due_on=(audit.agreed_at or self._end()).date() + timedelta(days=days),
        )

    def _told(self, audit: CaseAudit, at: datetime) -> None:
        shared = at + timedelta(days=6)
        row = Feedback.objects.create(
            audit=audit,
            to_role="practitioner",
            to_person=audit.practitioner,
            words=SAID[self.told],
            conversation_on=shared.date(),
            shared_at=shared,
            seen_at=None if self.told == 2 else shared + timedelta(days=1),
            created_by=self.people["qa-lead"],
        )
        audit.status, audit.feedback_shared_at = AuditStatus.FEEDBACK_SHARED, shared
        if self.told == 0 and audit.practitioner:
            FeedbackReply.objects.create(
                feedback=row,
                words="Thank you. I have put the review date on the plan.",
                replied_by=audit.practitioner,
                replied_at=shared + timedelta(days=2),
            )
            audit.status = AuditStatus.RESPONDED
        audit.save()
        self.told += 1

    def _to_do(self, audit: CaseAudit, at: datetime) -> None:
        level, words, ahead = TO_DO[self.actions]
        self.actions += 1
        due = self.as_of + timedelta(days=ahead)
        row: dict[str, Any] = {}
        if self.actions == 4:
            row = {
                "status": ActionStatus.DONE,
                "evidence": "Minutes of the provider meeting: five working days agreed.",
                "done_on": self.as_of - timedelta(days=6),
                "done_by": self.people["manager"],
            }
        made = AuditAction.objects.create(
            council=self.council,
            reference=f"ACT-{self.as_of.year}-{self.actions:05d}",
            audit=audit,
            round=audit.round,
            level=level,
            description=words,
            owner=self.people["manager"],
            priority=ActionPriority.HIGH if ahead < 0 else ActionPriority.MEDIUM,
            first_due_on=due,
            due_on=due,
            created_at=at,
            created_by=self.people["qa-lead"],
            **row,
        )
        if ahead < -10:
            ActionNote.objects.create(
                action=made,
                kind=NoteKind.CHASE,
                words="Asked; it is on the agenda of the next meeting.",
                written_by=self.people["qa-lead"],
                written_at=self._end() - timedelta(days=5),
            )
        if audit.feedback_shared_at:
            audit.status = AuditStatus.ACTIONS_OPEN
            audit.save()


def _second(first: str, chance: Chance) -> str:
    """Return what a second reader says: mostly the same, sometimes a step off."""
    near = {"yes": "partly", "partly": "yes", "s3": "s2", "s2": "s3", "s4": "s3"}
    return near.get(first, first) if chance.likely(0.15) else first
