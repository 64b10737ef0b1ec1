"""The invented council's voices, peer challenge, improvement plan and indicators."""

from datetime import date, timedelta
from typing import Any

from assurance.demo.people import DOMAIN
from assurance.demo.plan_indicators import make_indicators
from assurance.demo.story import Story
from assurance.demo.voices import make_voices
from assurance.models import (
    AssessmentFinding,
    ImprovementItem,
    ImprovementNote,
    ImprovementStep,
    OutsideAssessment,
    QualityStatement,
    Voice,
    VoiceReply,
)
from audit.models import Theme
from core.models import Organisation, User

FINDINGS = (
    ("strength", "Staff speak of adults with warmth, and know what each of them wanted.", "QS7"),
    (
        "recommendation",
        "Ask every adult what they want at the start, and record it in their words.",
        "QS7",
    ),
    ("consideration", "Tell people who raise concerns what came of them.", "QS7"),
    ("recommendation", "Agree with hospitals who rings the family after discharge.", "QS6"),
)


def make_plan(story: Story) -> None:
    """Store the first council's voices, assessments, improvement plan and indicators."""
    council = Organisation.objects.get(code="DEMO1")
    users = {user.email: user for user in User.objects.filter(email__endswith=f"@{DOMAIN}")}
    maker = _Maker(story, council, users)
    voices = make_voices(council, story.as_of, maker.who("qa-lead"), maker.who("manager"))
    findings = maker.peer_challenge()
    maker.items(findings, voices)
    make_indicators(council, maker.who("analyst"), maker.statements.get("QS7"))


class _Maker:
    def __init__(self, story: Story, council: Organisation, users: dict[str, User]) -> None:
        self.story, self.council, self.users = story, council, users
        self.number = 0
        rows = QualityStatement.objects.filter(framework__code="cqc-la")
        self.statements = {row.code: row for row in rows.order_by("framework__valid_from")}

    def who(self, mailbox: str) -> User:
        return self.users[f"{mailbox}@{DOMAIN}"]

    def ago(self, days: int) -> date:
        return self.story.as_of - timedelta(days=days)

    def peer_challenge(self) -> list[AssessmentFinding]:
        """Store a peer challenge with its findings, and a decision of the ombudsman."""
        held = OutsideAssessment.objects.create(
            council=self.council,
            kind="peer_challenge",
            title="Peer challenge of adult safeguarding",
            by_whom="A team of four led by a director of another council",
            starts_on=self.ago(150),
            ends_on=self.ago(148),
            reported_on=self.ago(110),
            looked_at="Making Safeguarding Personal, the front door, and discharge from hospital.",
        )
        answered = {"answer": "accepted", "answered_on": self.ago(95)}
        director = self.who("director")
        rows = [
            AssessmentFinding.objects.create(
                assessment=held,
                number=number,
                kind=kind,
                text=text,
                statement=self.statements.get(code),
                **({} if number == 3 else {**answered, "answered_by": director}),
            )
            for number, (kind, text, code) in enumerate(FINDINGS, start=1)
        ]
        decision = OutsideAssessment.objects.create(
            council=self.council,
            kind="ombudsman",
            title="Delay in telling a family the outcome of an enquiry",
            by_whom="The ombudsman",
            starts_on=self.ago(220),
            reported_on=self.ago(200),
        )
        AssessmentFinding.objects.create(
            assessment=decision,
            number=1,
            kind="improvement",
            text="Write to the family within a month of an enquiry's end.",
            statement=self.statements.get("QS7"),
            **{**answered, "answered_by": director},
        )
        return rows

    def items(self, findings: list[AssessmentFinding], voices: dict[str, list[Voice]]) -> None:
        """Store items in every state that the plan can show."""
        manager, qa, director = self.who("manager"), self.who("qa-lead"), self.who("director")
        shown = {
            "effect": "shown",
            "effect_evidence": "The share of adults asked rose and has stayed up; see the chart. "
            "In the last audit round 26 of 30 records hold what the adult wanted.",
            "effect_on": self.ago(40),
            "effect_by": manager,
        }
        verified = {
            "verified_on": self.ago(30),
            "verified_by": qa,
            "verified_note": "Read ten of the thirty records.",
        }
        asked = self.item(
            "finding",
            "Ask every adult at the start what they want, and record it in their words",
            due=-30,
            finding=findings[1],
            owner=manager,
            statement=self.statements.get("QS7"),
            measure="asked_pct",
            baseline="About three in five were asked",
            aim="Nine in ten are asked, every month",
            changed_on=self.story.form_changed_on,
            difference="Adults say that they were asked before anything was done.",
            **shown,
            **verified,
        )
        self.step(asked, "Change the enquiry form", "complete", 120)
        self.step(asked, "Team sessions on asking", "complete", 80)
        discharge = self.item(
            "finding",
            "One named person rings the family within two days of discharge",
            due=20,
            finding=findings[3],
            owner_name="Head of hospital social work",
            statement=self.statements.get("QS6"),
            difference="Families know whom to ring.",
        )
        self.step(discharge, "Agree the pathway with Hollowbeck Hospitals", "blocked", 45)
        self.note(discharge, qa, "The trust's lead has left; a new one starts next month.")
        back = self.item(
            "voice",
            "Tell whoever raised a concern what came of it",
            due=-60,
            owner=manager,
            statement=self.statements.get("QS7"),
            measure="decided_within_2_working_days_pct",
            effect="early",
            effect_evidence="Fewer people ring to ask.",
            effect_on=self.ago(15),
            effect_by=manager,
        )
        self.step(back, "A letter that says what was decided and why", "on_track", -20)
        self.item(
            "review",
            "Look together at risk of fire where somebody neglects themselves",
            due=5,
            source_note="Recommendation 1 of the review of a fire at home",
            owner=director,
        )
        theme = Theme.objects.filter(council=self.council, code="risk").first()
        self.item(
            "audit",
            "Write down how risk was weighed with the adult",
            due=-90,
            audit_theme=theme,
            source_note="" if theme else "Audit round of this year",
            owner=qa,
        )
        self.item(
            "checklist",
            "Contingency plans for the three largest home-care providers",
            due=-120,
            source_note="Safe systems checklist, contingency planning",
            owner_name="Head of commissioning",
            statement=self.statements.get("QS6"),
        )
        closed = self.item(
            "self_assessment",
            "See every concern on the day it comes",
            due=100,
            source_note="Self-assessment of last year, area for improvement 2",
            owner=manager,
            measure="decided_within_2_working_days_pct",
            **shown,
            **verified,
            closed_on=self.ago(25),
            closed_by=qa,
            closing_reason="It has held for six months.",
        )
        self.step(closed, "A second senior practitioner at the front door", "complete", 200)
        self.replies(asked, back, discharge, voices)

    def item(self, source: str, text: str, *, due: int, **columns: Any) -> ImprovementItem:
        """Store an item that was due so many days ago, or is due in so many (below nought)."""
        self.number += 1
        return ImprovementItem.objects.create(
            council=self.council,
            reference=f"IMP-{self.story.as_of.year}-{self.number:05d}",
            source=source,
            text=text,
            first_due_on=self.ago(due),
            due_on=self.ago(due),
            created_by=self.who("qa-lead"),
            **columns,
        )

    def step(self, item: ImprovementItem, text: str, progress: str, due: int) -> None:
        ImprovementStep.objects.create(
            item=item,
            text=text,
            owner_name=item.owner.full_name if item.owner else item.owner_name,
            due_on=self.ago(due),
            progress=progress,
            done_on=self.ago(due + 3) if progress == "complete" else None,
        )

    def note(self, item: ImprovementItem, by: User, words: str) -> None:
        ImprovementNote.objects.create(item=item, words=words, written_by=by)

    def replies(
        self,
        asked: ImprovementItem,
        back: ImprovementItem,
        discharge: ImprovementItem,
        voices: dict[str, list[Voice]],
    ) -> None:
        """Answer voices with items; some of the people have been told."""
        told = {"told_on": self.ago(12), "told_by": self.who("qa-lead")}
        VoiceReply.objects.create(
            voice=voices["being-asked"][1],
            item=asked,
            did="The form now asks at the first visit, and whether an advocate is needed.",
            told_how="A letter to the advocacy service",
            **told,
        )
        VoiceReply.objects.create(
            voice=voices["hearing-back"][0],
            item=back,
            did="You are rung within a week, whatever was decided.",
            told_how="A visit to the day centre",
            **told,
        )
        VoiceReply.objects.create(voice=voices["hearing-back"][1], item=back)
        VoiceReply.objects.create(voice=voices["moving-on"][0], item=discharge)
