"""Four closed rounds of case-file audit in the demonstration council, one a quarter. Invented.

The council's own copy of the shared tool asks one question in other words from the third round, so
that trends have a break to show.
"""

from collections.abc import Iterable, Sequence
from copy import deepcopy
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from assurance.demo.chance import Chance
from assurance.demo.past_rounds_after import after
from assurance.demo.past_rounds_answers import Finished, answered, facts_of
from assurance.demo.people import DOMAIN
from assurance.demo.story import Story
from assurance.demo.world import CODE
from audit.choices import (
    AnswerState,
    AuditStatus,
    RespondentKind,
    RoundStatus,
    SamplingMethod,
    StrandStatus,
)
from audit.models import (
    Answer,
    AuditResult,
    AuditRound,
    AuditStrand,
    AuditTool,
    CaseAudit,
    FiredCap,
    FrameEntry,
    Question,
    RoundAuditor,
    SectionScore,
    ToolVersion,
)
from audit.services.tools import content_of, load_tool
from core.models import Organisation, User
from core.statistics.sampling import ALGORITHM, draw_stratified, frame_digest
from safeguard.models import Enquiry

SHARED = "s42-case-file"
SIZES = (18, 20, 20, 24)
LATER = 150
CLARIFY = ("B4", "Does the record show that whoever raised it was told what happened, and when?")


@transaction.atomic
def make_past_rounds(story: Story) -> int:
    """Store the rounds with all that came of them, and return how many files were read.

    Nothing is stored where there are too few enquiries to draw from, or no shared tool.
    """
    council = Organisation.objects.get(code=CODE)
    shared = ToolVersion.objects.filter(tool__key=SHARED, tool__council__isnull=True).first()
    if shared is None or AuditTool.objects.filter(council=council, key=SHARED).exists():
        return 0
    quarters = _quarters(story.as_of)
    rows = Enquiry.objects.filter(council=council, kind="s42", team__isnull=False)
    found = [
        list(rows.filter(concluded_on__range=each).select_related("team").order_by("reference"))
        for each in quarters
    ]
    if any(len(cases) < 2 * size for cases, size in zip(found, SIZES, strict=True)):
        return 0
    versions = _versions(council, shared)
    maker = _Maker(story, council)
    for at, (dates, cases, size) in enumerate(zip(quarters, found, SIZES, strict=True)):
        maker.round(at, versions[at // 2], dates, cases, size)
    return maker.files


def _quarters(as_of: date) -> list[tuple[date, date]]:
    """Return the last four quarters before the rounds of `assurance.demo.audits` begin."""
    end = as_of - timedelta(days=LATER)
    first = date(end.year, 3 * ((end.month - 1) // 3) + 1, 1)
    found = []
    for _ in SIZES:
        last = first - timedelta(days=1)
        first = date(last.year, last.month - 2, 1)
        found.append((first, last))
    return found[::-1]


def _versions(council: Organisation, shared: ToolVersion) -> tuple[ToolVersion, ToolVersion]:
    document = deepcopy(content_of(shared))
    first, _ = load_tool(by=None, council=council, document=document, publish=True)
    changed = deepcopy(document)
    changed["version"] = "1.1.0"
    changed["change_note"] = "Asks whether the referrer was told when, not only whether."
    for section in changed["sections"]:
        for question in section["questions"]:
            if question["code"] == CLARIFY[0]:
                question["text"] = CLARIFY[1]
    second, _ = load_tool(by=None, council=council, document=changed, publish=True)
    return first, second


class _Maker:
    """Makes one round after another."""

    def __init__(self, story: Story, council: Organisation) -> None:
        self.council = council
        self.chance = Chance(story.seed, "past rounds of audits")
        stored = {user.email: user for user in User.objects.filter(email__endswith=f"@{DOMAIN}")}
        self.people = {mail.partition("@")[0]: user for mail, user in stored.items()}
        self.auditors = [self.people[name] for name in ("auditor", "qa-lead", "manager")]
        self.files = 0

    def round(
        self,
        at: int,
        version: ToolVersion,
        dates: tuple[date, date],
        cases: Sequence[Enquiry],
        size: int,
    ) -> None:
        start, end = dates
        taken = _moment(end + timedelta(days=5))
        held = AuditRound(
            council=self.council,
            version=version,
            name=f"Section 42 files, {start:%B %Y} to {end:%B %Y}",
            theme="Enquiries that ended in the quarter",
            purpose="To see whether enquiries were lawful, safe, timely and led by the person.",
            status=RoundStatus.CLOSED,
            starts_on=start,
            ends_on=end,
            population={"concluded_from": str(start), "concluded_to": str(end)},
            method=SamplingMethod.STRATIFIED,
            seed=f"wexmoor-{end:%Y-%m}",
            algorithm=ALGORITHM,
            stratify_by=["team"],
            wanted_total=size,
            exclusions=["audited_in_last_12_months"],
            second_read_share="0.25",
            frame_taken_at=taken,
            drawn_at=taken,
            opened_at=taken,
            due_on=end + timedelta(days=20),
            closed_at=_moment(end + timedelta(days=26)),
            closing_note="Discussed with team managers; actions agreed.",
        )
        entries = self._frame(held, cases, size)
        held.save()
        _store(FrameEntry, entries)
        _store(RoundAuditor, (RoundAuditor(round=held, person=each) for each in self.auditors))
        pairs = zip(entries, cases, strict=True)
        finished = [self._audit(held, at, e, case) for e, case in pairs if e.drawn_position]
        self._store_finished(finished)
        if at == len(SIZES) - 1:
            after(self.chance, held, finished, self.people)

    def _frame(self, held: AuditRound, cases: Sequence[Enquiry], size: int) -> list[FrameEntry]:
        entries = [
            FrameEntry(round=held, reference=c.reference, enquiry=c, team=c.team, stratum=_name(c))
            for c in cases
        ]
        for entry in entries:
            if self.chance.likely(0.03):
                entry.excluded_by = "audited_in_last_12_months"
        frame: dict[str, list[str]] = {}
        for entry in entries:
            if not entry.excluded_by:
                frame.setdefault(entry.stratum, []).append(entry.reference)
        chosen = draw_stratified(frame, sample=size, seed=held.seed)
        order = [case for stratum in sorted(chosen) for case in chosen[stratum]]
        places = {case: place for place, case in enumerate(order, 1)}
        for entry in entries:
            entry.drawn_position = places.get(entry.reference)
        held.frame_size, held.frame_sha256 = len(entries), frame_digest(frame)
        return entries

    def _audit(self, held: AuditRound, at: int, entry: FrameEntry, case: Enquiry) -> Finished:
        self.files += 1
        auditor = self.auditors[self.files % 3]
        practitioner = case.lead if case.lead_id != auditor.pk else None
        begun = _moment(held.ends_on + timedelta(days=8 + self.files % 9))
        audit = CaseAudit(
            council=self.council,
            reference=f"AUD-{held.ends_on.year}-{100 + self.files:05}",
            version=held.version,
            round=held,
            frame_entry=entry,
            subject="enquiry",
            enquiry=case,
            team=case.team,
            practitioner=practitioner,
            auditor=auditor,
            status=AuditStatus.CLOSED,
            facts=facts_of(case, self.chance),
            facts_taken_at=begun,
            allocated_at=held.opened_at,
            due_on=held.due_on,
            started_at=begun,
            submitted_at=begun + timedelta(hours=2),
            agreed_at=begun + timedelta(days=1),
            feedback_shared_at=begun + timedelta(days=3),
            closed_at=begun + timedelta(days=6),
            minutes_spent=self.chance.whole(55, 130),
        )
        return answered(self.chance, audit, 0.60 + 0.05 * at)

    def _store_finished(self, finished: list[Finished]) -> None:
        _store(CaseAudit, (each.audit for each in finished))
        strands = [
            AuditStrand(
                audit=each.audit,
                key="auditor",
                label="Auditor",
                respondent=RespondentKind.AUDITOR,
                person=each.audit.auditor,
                status=StrandStatus.SUBMITTED,
                submitted_at=each.audit.submitted_at,
                submitted_by=each.audit.auditor,
                minutes_spent=each.audit.minutes_spent,
            )
            for each in finished
        ]
        _store(AuditStrand, strands)
        asked = {q.code: q for q in Question.objects.filter(version=finished[0].audit.version)}
        for each, strand in zip(finished, strands, strict=True):
            each.questions = asked
            each.strand = strand
        _store(Answer, (row for each in finished for row in _answers(each)))
        _store(SectionScore, (row for each in finished for row in each.section_scores()))
        _store(AuditResult, (row for each in finished for row in each.results()))
        _store(FiredCap, (row for each in finished for row in each.caps()))


def _answers(each: Finished) -> Iterable[Answer]:
    for code, value in each.answers.items():
        state = AnswerState.NOT_APPLICABLE if value == "na" else AnswerState.ANSWERED
        if code in each.gaps:
            state = AnswerState.CANNOT_TELL
        is_text = code in each.texts
        yield Answer(
            strand=each.strand,
            question=each.questions[code],
            state=state,
            option="" if is_text else value,
            value=value if is_text else None,
            reason="It did not arise in this case." if value == "na" else "",
            saved_at=each.audit.submitted_at or timezone.now(),
            saved_by=each.audit.auditor,
        )


def _name(case: Enquiry) -> str:
    return case.team.name if case.team else ""


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(10)))


def _store(model: type[models.Model], rows: Iterable[Any]) -> None:
    model._default_manager.bulk_create(list(rows), batch_size=500)
