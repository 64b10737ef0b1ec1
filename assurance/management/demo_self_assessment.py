"""Checklists and two self-assessments of the demonstration council, made with its services."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from assurance.choices_checklist import AnswersBy
from assurance.choices_self_assessment import Part
from assurance.demo import checklist_rows as said
from assurance.demo import self_assessment_text as text
from assurance.demo.people import DOMAIN
from assurance.evidence.frameworks import framework_now
from assurance.models import (
    ChecklistAnswer,
    ChecklistGroup,
    ChecklistPart,
    ChecklistRound,
    EvidenceItem,
    EvidenceTask,
    Framework,
    FrameworkEntry,
    PublishedScore,
    SelfAssessment,
    SignOff,
)
from assurance.self_assessments.references import shown_and_offered
from assurance.self_assessments.targets import Target
from assurance.services.self_assessment_signing import ask_signature, finish, sign
from assurance.services.self_assessments import open_self_assessment, write_part, write_statement
from core.dates import add_months
from core.models import Organisation, User

GROUPS = (said.ADULTS, said.CARERS, said.STAFF, said.MANAGERS, said.PARTNERS, said.MEMBERS)
_HOLE = re.compile(r"\{(\w+):([^}]*)\}")


@transaction.atomic
def make_demo_self_assessment(*, council: Organisation, as_of: date) -> int:
    """Make both once. Returns how many self-assessments it made."""
    framework = framework_now(as_of)
    if framework is None or SelfAssessment.objects.filter(council=council).exists():
        return 0
    maker = _Maker(council, framework, as_of)
    maker.rounds()
    maker.published()
    maker.self_assessments()
    return 2


class _Maker:
    def __init__(self, council: Organisation, framework: Framework, as_of: date) -> None:
        self.council, self.framework, self.as_of = council, framework, as_of
        self.people = {
            user.email.removesuffix(f"@{DOMAIN}"): user
            for user in User.objects.filter(email__endswith=f"@{DOMAIN}")
        }
        entries = FrameworkEntry.objects.filter(
            framework=framework, kind="checklist_item", statement__theme__number=3
        )
        self.lines = list(entries.order_by("statement__order", "order"))

    def rounds(self) -> None:
        """Store a round that is over, with what came of it, and one that is open."""
        months = [add_months(self.as_of, -back) for back in (4, 3)]
        over = self._round("Summer checklists", months[0], months[1], GROUPS)
        now = self._round(
            "Autumn checklists",
            self.as_of - timedelta(days=20),
            self.as_of + timedelta(days=60),
            GROUPS[:3],
        )
        sent_at = _moment(months[1] - timedelta(days=3))
        answers: list[ChecklistAnswer] = []
        for group in over.groups.all():
            answers += self._answers(group, self._parts(group, sent_at))
        ChecklistAnswer.objects.bulk_create(answers)
        self._tasks(over)
        staff = now.groups.get(label=said.STAFF)
        for mailbox in ("practitioner", "practitioner-2", "manager"):
            self._part(staff, AnswersBy.PERSON, person=self.people[mailbox])
        adults = now.groups.get(label=said.ADULTS)
        self._part(adults, AnswersBy.WORKSHOP, person=self.people["qa-lead"])

    def _round(
        self, title: str, first: date, last: date, groups: tuple[str, ...]
    ) -> ChecklistRound:
        round = ChecklistRound.objects.create(
            council=self.council,
            framework=self.framework,
            title=title,
            opens_on=first,
            closes_on=last,
            created_by=self.people["qa-lead"],
        )
        round.entries.set(self.lines)
        ChecklistGroup.objects.bulk_create(
            ChecklistGroup(round=round, label=label, order=order)
            for order, label in enumerate(groups)
        )
        return round

    def _parts(self, group: ChecklistGroup, sent_at: datetime) -> list[ChecklistPart]:
        count = len(said.USUAL.get(group.label, ""))
        if group.label == said.ADULTS:
            lead = self.people["qa-lead"]
            workshop = AnswersBy.WORKSHOP
            return [self._part(group, workshop, sent_at, person=lead, people_present=9)]
        if group.label == said.STAFF:
            names = ["practitioner", *(f"practitioner-{n}" for n in range(2, count + 1))]
            people = [self.people[name] for name in names]
            return [self._part(group, AnswersBy.PERSON, sent_at, person=who) for who in people]
        outside = [
            self._part(group, AnswersBy.OUTSIDE, sent_at, outside_name=f"{group.label}, {n + 1}")
            for n in range(count)
        ]
        if group.label == said.PARTNERS:
            self._part(group, AnswersBy.OUTSIDE, outside_name="Wexmoor Police, safeguarding lead")
        return outside

    def _part(
        self,
        group: ChecklistGroup,
        how: AnswersBy,
        sent_at: datetime | None = None,
        person: User | None = None,
        outside_name: str = "",
        people_present: int | None = None,
    ) -> ChecklistPart:
        return ChecklistPart.objects.create(
            council=self.council,
            group=group,
            answers_by=how,
            person=person,
            outside_name=outside_name,
            people_present=people_present,
            sent_at=sent_at,
            created_by=self.people["qa-lead"],
        )

    def _answers(self, group: ChecklistGroup, parts: list[ChecklistPart]) -> list[ChecklistAnswer]:
        return [
            self._answer(group.label, part, at, line)
            for line in self.lines
            for at, part in enumerate(parts)
            if part.sent_at is not None
        ]

    def _answer(
        self, group: str, part: ChecklistPart, at: int, line: FrameworkEntry
    ) -> ChecklistAnswer:
        letters = said.LINES.get(line.code, {}).get(group, said.USUAL[group])
        why, held, needed = (
            said.WORDS.get((line.code, group), ("", "", "")) if at == 0 else [""] * 3
        )
        return ChecklistAnswer(
            part=part,
            entry=line,
            agreement=said.LETTERS[letters[at % len(letters)]],
            why=why,
            evidence_held=held,
            evidence_needed=needed,
        )

    def _tasks(self, round: ChecklistRound) -> None:
        lines = {line.code: line for line in self.lines}
        item = EvidenceItem.objects.filter(council=self.council).order_by("pk").first()
        for number, (code, needed, owner, months) in enumerate(said.TASKS):
            done = item if number == 0 else None
            EvidenceTask.objects.create(
                council=self.council,
                round=round,
                entry=lines[code],
                needed=needed,
                owner=self.people[owner],
                due_on=add_months(self.as_of, months),
                evidence=done,
                done_on=add_months(self.as_of, -2) if done else None,
                done_by=self.people[owner] if done else None,
                created_by=self.people["qa-lead"],
            )

    def published(self) -> None:
        """Store an invented report of a year and a half ago."""
        day = add_months(self.as_of, -17)
        statements = {row.code: row for row in self.framework.statements.all()}
        PublishedScore.objects.bulk_create(
            PublishedScore(
                council=self.council,
                statement=statements[code],
                score=score,
                report_date=day,
                source=text.REPORT,
                created_by=self.people["analyst"],
            )
            for code, score in text.PUBLISHED.items()
        )

    def self_assessments(self) -> None:
        """Make last year's, finished, and this year's, which waits for two signatures."""
        year = self.as_of.year - (self.as_of < date(self.as_of.year, 4, 1))
        before = self._open(year - 2, None)
        self._write(before, text.BEFORE, {})
        post = ask_signature(by=self.qa, self_assessment=before, post=text.POSTS[0][0])
        self._sign(post)
        finish(by=self.people["director"], self_assessment=before)
        finished_at = _moment(date(year - 1, 6, 12))
        SelfAssessment.objects.filter(pk=before.pk).update(finished_at=finished_at)
        SignOff.objects.filter(pk=post.pk).update(signed_on=date(year - 1, 6, 10))
        now = self._open(year - 1, before)
        self._write(now, text.NOW, self._references())
        posts = [
            ask_signature(by=self.qa, self_assessment=now, post=post, organisation=organisation)
            for post, organisation in text.POSTS
        ]
        self._sign(posts[2], "Bryony Tarrant")

    @property
    def qa(self) -> User:
        return self.people["qa-lead"]

    def _open(self, year: int, previous: SelfAssessment | None) -> SelfAssessment:
        return open_self_assessment(
            by=self.qa,
            council=self.council,
            framework=self.framework,
            title=f"Theme 3 self-assessment {year}-{(year + 1) % 100:02}",
            period_from=date(year, 4, 1),
            period_to=date(year + 1, 3, 31),
            statements=self.framework.statements.filter(theme__number=3),
            previous=previous,
        )

    def _write(
        self,
        whole: SelfAssessment,
        said_of: Mapping[str, Mapping[str, object]],
        references: Mapping[str, str],
    ) -> None:
        for row in whole.statements.select_related("statement"):
            boxes = {name: str(value) for name, value in said_of[row.statement.code].items()}
            score, reason = int(boxes.pop("score")), boxes.pop("score_reason")
            write_statement(
                by=self.qa,
                row=row,
                version=row.version,
                boxes={name: _filled(box, references) for name, box in boxes.items()},
                score=score,
                score_reason=reason,
            )
        for part in whole.parts.all():
            words = text.PARTS[Part(part.part)]
            write_part(by=self.qa, row=part, version=part.version, text=words)

    def _sign(self, post: SignOff, name: str = "Josephine Merrick-Vane") -> None:
        sign(
            by=self.people["director"],
            sign_off=post,
            how="in_writing",
            engagement="took_part",
            name=name,
            signed_on=self.as_of,
        )

    def _references(self) -> dict[str, str]:
        """Return the token of what may be referred to, by how the texts name it."""
        targets = [
            target for _, group in shown_and_offered(self.council, [])[1] for target in group
        ]
        figures = EvidenceItem.objects.filter(council=self.council, kind="figure")
        keys = {
            row.pk: row.revisions.order_by("-number")[0].pin["figure"]["key"]  # type: ignore[index]
            for row in figures
        }
        voices = [target for target in targets if target.is_said]
        found = {f"document:{target.label}": target.token for target in targets}
        found |= {f"voice:{number}": target.token for number, target in enumerate(voices)}
        return found | {f"figure:{keys[key]}": token for key, token in _figures(targets)}


def _figures(targets: list[Target]) -> list[tuple[int, str]]:
    return [(each.reference.key, each.token) for each in targets if each.kind == "figure"]


def _filled(box: str, references: Mapping[str, str]) -> str:
    """Put references into a text; what is not held leaves nothing behind."""
    filled = _HOLE.sub(lambda hole: references.get(f"{hole[1]}:{hole[2]}", ""), box)
    return re.sub(r"\n{3,}", "\n\n", filled).strip()


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(10)))
