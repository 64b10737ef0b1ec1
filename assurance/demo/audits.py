"""Case-file audits of the demonstration council: one round that is closed, one under way.

The draw, the sharing and the scores are those of the program itself; only the answers are invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.utils import timezone

from assurance.demo.audits_after import Afterwards
from assurance.demo.audits_answers import answer
from assurance.demo.chance import Chance
from assurance.demo.people import DOMAIN
from assurance.demo.story import Story
from assurance.demo.world import CODE
from audit.cases import barred_from, practitioners_of
from audit.choices import AuditStatus, RoundStatus, SamplingMethod, StrandStatus
from audit.models import (
    AuditRound,
    AuditStrand,
    CaseAudit,
    FrameEntry,
    RoundAuditor,
    ToolVersion,
)
from audit.populations import candidates_of, population_of
from audit.rules.drawing import ALGORITHM, draw, in_proportion, second_reads
from audit.rules.sharing import Auditor, share_out
from core.models import Organisation, User

TOOL = "s42-case-file"
AUDITORS = ("auditor", "qa-lead", "practitioner-7", "practitioner-8")


@dataclass(frozen=True)
class Plot:
    """One round of the story: its name, period in days before the end, size and progress."""

    name: str
    theme: str
    first: int
    last: int
    opened: int
    due: int
    wanted: int
    done: int
    is_closed: bool


ROUNDS = (
    Plot("Enquiries concluded in the summer", "Whole enquiries", 150, 76, 70, 40, 12, 12, True),
    Plot("Enquiries concluded in the autumn", "Advocacy", 75, 25, 20, -12, 12, 5, False),
)


@transaction.atomic
def make_audits(story: Story) -> int:
    """Store both rounds with their audits and what follows; 0 where they are there already."""
    council = Organisation.objects.get(code=CODE)
    version = ToolVersion.objects.published().filter(tool__key=TOOL, tool__council=None).first()
    if version is None or AuditRound.objects.filter(council=council).exists():
        return 0
    people = {
        user.email.removesuffix(f"@{DOMAIN}"): user
        for user in User.objects.filter(email__endswith=f"@{DOMAIN}")
    }
    maker = _Maker(story, council, version, people)
    return sum(maker.made(plot) for plot in ROUNDS)


class _Maker:
    def __init__(
        self,
        story: Story,
        council: Organisation,
        version: ToolVersion,
        people: dict[str, User],
    ) -> None:
        self.story, self.council, self.version, self.people = story, council, version, people
        self.chance = Chance(story.seed, "audits")
        self.number = 0
        self.after = Afterwards(council, people, story.as_of)

    def day(self, before: int) -> date:
        return self.story.as_of - timedelta(days=before)

    def at(self, day: date, hour: int = 10) -> datetime:
        return timezone.make_aware(datetime.combine(day, time(hour)))

    def made(self, plot: Plot) -> int:
        made = self._round(plot)
        found = population_of(made, today=self.day(plot.opened))
        if len(found.groups) > plot.wanted or found.eligible < plot.wanted:
            made.delete()
            return 0
        wanted = in_proportion(found.groups, plot.wanted)
        order = draw(candidates_of(found.entries), wanted=wanted, seed=made.seed).references
        places = {reference: place for place, reference in enumerate(order, start=1)}
        for entry in found.entries:
            entry.drawn_position = places.get(entry.reference)
        FrameEntry.objects.bulk_create(found.entries)
        made.frame_taken_at = made.drawn_at = self.at(self.day(plot.opened + 1))
        made.frame_size, made.frame_sha256 = len(found.entries), found.sha256
        made.algorithm = ALGORITHM
        made.status = RoundStatus.CLOSED if plot.is_closed else RoundStatus.OPEN
        made.opened_at = self.at(self.day(plot.opened))
        if plot.is_closed:
            made.closed_at = self.at(self.day(plot.due - 15))
            made.closing_note = "All twelve were done; what we learnt went to both team meetings."
        made.full_clean()
        made.save()
        return self._audits(plot, made)

    def _round(self, plot: Plot) -> AuditRound:
        made = AuditRound(
            council=self.council,
            version=self.version,
            name=plot.name,
            theme=plot.theme,
            purpose="To see whether enquiries were lawful, safe, timely and led by the person.",
            starts_on=self.day(plot.first),
            ends_on=self.day(plot.last),
            method=SamplingMethod.STRATIFIED,
            stratify_by=["team"],
            wanted_total=plot.wanted,
            seed=f"wexmoor {plot.theme.lower()}",
            due_on=self.day(plot.due),
            moderation_due_on=self.day(plot.due - 10),
            second_read_share="0.2",
            created_by=self.people["qa-lead"],
        )
        made.save()
        for mailbox in AUDITORS:
            RoundAuditor.objects.create(
                round=made,
                person=self.people[mailbox],
                audits=mailbox != "qa-lead",
                moderates=mailbox in ("auditor", "qa-lead"),
            )
        return made

    def _audits(self, plot: Plot, made: AuditRound) -> int:
        entries = list(made.frame.drawn().order_by("drawn_position"))
        auditors = [Auditor(self.people[m].pk) for m in AUDITORS if m != "qa-lead"]
        shared = share_out(
            [entry.reference for entry in entries],
            auditors,
            barred=barred_from(entries),
            seed=made.seed,
        )
        twice = second_reads([e.reference for e in entries], share=Fraction(1, 5), seed=made.seed)
        whose = practitioners_of(entries)
        for place, entry in enumerate(entries):
            audit = self._audit(plot, made, entry, shared.given, whose)
            audit.is_second_read = entry.reference in twice
            audit.save()
            if place < plot.done and audit.auditor_id:
                self._submitted(plot, audit, place)
            elif place == plot.done and audit.auditor_id:
                audit.status, audit.started_at = AuditStatus.IN_PROGRESS, self.at(self.day(2))
                audit.due_on = self.day(1)
                audit.save()
        return len(entries)

    def _audit(
        self, plot: Plot, made: AuditRound, entry: FrameEntry, given: Any, whose: Any
    ) -> Any:
        self.number += 1
        auditor = given.get(entry.reference)
        audit = CaseAudit(
            council=self.council,
            reference=f"AUD-{self.story.as_of.year}-{self.number:05d}",
            version=self.version,
            round=made,
            frame_entry=entry,
            subject="enquiry",
            enquiry_id=entry.enquiry_id,
            team_id=entry.team_id,
            practitioner_id=whose.get(entry.reference),
            auditor_id=auditor,
            status=AuditStatus.ALLOCATED if auditor else AuditStatus.PLANNED,
            allocated_at=self.at(self.day(plot.opened)) if auditor else None,
            due_on=made.due_on,
            created_by=self.people["qa-lead"],
        )
        audit.save()
        for spec in self.version.content["strands"]:
            is_auditor = spec["respondent"] == "auditor"
            AuditStrand.objects.create(
                audit=audit,
                key=spec["key"],
                label=spec["label"],
                respondent=spec["respondent"],
                is_required=bool(spec.get("required")),
                is_blind=bool(spec.get("visible_to_auditor")),
                person_id=auditor if is_auditor else audit.practitioner_id,
                opened_at=self.at(self.day(plot.opened)),
                due_on=made.due_on,
            )
        return audit

    def _submitted(self, plot: Plot, audit: CaseAudit, place: int) -> None:
        day = self.at(self.day(max(plot.due + 8 - place, 1)), 15)
        strand = audit.strands.get(respondent="auditor")
        grade = answer(audit, strand, self.chance, day)
        strand.status, strand.submitted_at, strand.submitted_by = StrandStatus.SUBMITTED, day, None
        strand.save()
        audit.status, audit.started_at, audit.submitted_at = AuditStatus.SUBMITTED, day, day
        audit.minutes_spent = self.chance.whole(55, 140)
        audit.save()
        self.after.follow(audit, strand, grade, day, self.chance, is_over=plot.is_closed)
