"""Rounds of the checklists: what is asked, of which groups, and what each part of a group says.

An answer is a word of the agree scale with what it rests on. There is no number in it, and no
column of a score anywhere near it.
"""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from assurance.choices_checklist import Agreement, AnswersBy
from assurance.models.framework import Framework, FrameworkEntry
from core.access import councils_where
from core.coded import coded, filled, known, known_or_empty
from core.models import User
from core.models.base import Record, Stamped
from core.permissions import Permission
from core.scoping import ScopedQuerySet

USER = settings.AUTH_USER_MODEL


class ChecklistRoundQuerySet(ScopedQuerySet["ChecklistRound"]):
    """Rounds with what they found, for those who read self-assessments; nobody's own answers."""

    permission = Permission.SELF_ASSESSMENT_VIEW


class ChecklistRound(Stamped):
    """One asking of chosen lines of one framework version. Both days belong to its window."""

    council = models.ForeignKey(
        "core.Organisation", models.PROTECT, related_name="checklist_rounds"
    )
    framework = models.ForeignKey(Framework, models.PROTECT, related_name="checklist_rounds")
    title = models.CharField(max_length=120)
    opens_on = models.DateField("first day")
    closes_on = models.DateField("last day")
    has_neither = models.BooleanField("offers “neither agree nor disagree”", default=True)
    entries = models.ManyToManyField(FrameworkEntry, related_name="checklist_rounds")

    objects = ChecklistRoundQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "title"],
                name="one_checklist_round_of_a_title",
                violation_error_message="There is a round of this title already.",
            ),
            filled("checklistround", "title", "Give the round a title."),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="checklist_round_closes_on_or_after_it_opens",
                violation_error_message="The last day is before the first.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def is_open(self, on: date) -> bool:
        return self.opens_on <= on <= self.closes_on


class ChecklistGroup(Record):
    """One group of people whose view a round asks for."""

    round = models.ForeignKey(ChecklistRound, models.CASCADE, related_name="groups")
    label = models.CharField(max_length=80)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["round", "order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "label"],
                name="one_checklist_group_of_a_label",
                violation_error_message="This group is listed twice.",
            ),
            filled("checklistgroup", "label", "Give the group a name."),
        ]

    def __str__(self) -> str:
        return self.label


class ChecklistPartQuerySet(ScopedQuerySet["ChecklistPart"]):
    """Those who run rounds see who was asked; whoever was asked sees their own part."""

    permission = Permission.CHECKLIST_MANAGE

    def of(self, user: User) -> ChecklistPartQuerySet:
        """The parts that a person answers, in councils where they may today."""
        councils = councils_where(user, Permission.CHECKLIST_ANSWER)
        return self.filter(person=user, council__in=councils, withdrawn_at__isnull=True)

    def heard(self) -> ChecklistPartQuerySet:
        """Those that were sent and not withdrawn."""
        return self.filter(sent_at__isnull=False, withdrawn_at__isnull=True)


class ChecklistPart(Stamped):
    """One person's answers for their group, or the one agreed answer of a workshop.

    `person` answers it, or leads the workshop. Of a link for somebody outside only a hash is kept.
    """

    council = models.ForeignKey("core.Organisation", models.PROTECT, related_name="+")
    group = models.ForeignKey(ChecklistGroup, models.CASCADE, related_name="parts")
    answers_by = coded(AnswersBy)
    person = models.ForeignKey(
        USER, models.PROTECT, null=True, blank=True, related_name="checklist_parts"
    )
    outside_name = models.CharField("name", max_length=150, blank=True, default="")
    outside_email = models.EmailField("email address", blank=True, default="")
    token_sha256 = models.CharField(max_length=64, null=True, blank=True, unique=True)
    token_expires_at = models.DateTimeField("link works until", null=True, blank=True)
    token_used_at = models.DateTimeField("link first opened", null=True, blank=True)
    withdrawn_at = models.DateTimeField("invitation taken back", null=True, blank=True)
    people_present = models.PositiveSmallIntegerField(
        "people who agreed the answers", null=True, blank=True
    )
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = ChecklistPartQuerySet.as_manager()

    class Meta:
        ordering = ["group", "id"]
        constraints = [
            known("checklistpart", "answers_by", AnswersBy),
            models.UniqueConstraint(
                fields=["group", "person"],
                condition=Q(answers_by=AnswersBy.PERSON, withdrawn_at__isnull=True),
                name="a_person_answers_once_for_a_group",
                violation_error_message="This person is asked for this group already.",
            ),
            models.CheckConstraint(
                condition=Q(answers_by=AnswersBy.OUTSIDE, person__isnull=True) & ~Q(outside_name="")
                | ~Q(answers_by=AnswersBy.OUTSIDE)
                & Q(person__isnull=False, outside_name="", outside_email=""),
                name="a_checklist_part_is_somebodys",
                violation_error_message="Say who answers: a person here, or the name of one "
                "outside.",
            ),
            models.CheckConstraint(
                condition=Q(token_sha256__isnull=True, token_expires_at__isnull=True)
                | Q(
                    token_sha256__isnull=False,
                    token_expires_at__isnull=False,
                    answers_by=AnswersBy.OUTSIDE,
                ),
                name="a_checklist_link_is_for_outside_and_expires",
                violation_error_message="A link is for somebody outside, and ends.",
            ),
            models.CheckConstraint(
                condition=~Q(answers_by=AnswersBy.WORKSHOP)
                | Q(sent_at__isnull=True)
                | Q(people_present__gte=1, people_present__isnull=False),
                name="a_workshop_says_how_many_agreed",
                violation_error_message="Say how many people agreed the answers.",
            ),
            models.CheckConstraint(
                condition=Q(answers_by=AnswersBy.WORKSHOP) | Q(people_present__isnull=True),
                name="only_a_workshop_counts_people",
                violation_error_message="Only a workshop says how many agreed.",
            ),
        ]

    def __str__(self) -> str:
        return self.who

    @property
    def who(self) -> str:
        return self.outside_name or str(self.person)


class ChecklistAnswer(Record):
    """What one part says about one line; `agreement` is empty until it is chosen."""

    part = models.ForeignKey(ChecklistPart, models.CASCADE, related_name="answers")
    entry = models.ForeignKey(FrameworkEntry, models.PROTECT, related_name="+")
    agreement = coded(Agreement, blank=True, default="")
    why = models.TextField(blank=True, default="")
    evidence_held = models.TextField("what evidence there is", blank=True, default="")
    evidence_needed = models.TextField("what evidence is needed", blank=True, default="")

    class Meta:
        ordering = ["part", "entry"]
        constraints = [
            models.UniqueConstraint(
                fields=["part", "entry"],
                name="a_part_answers_a_line_once",
                violation_error_message="This line is answered already.",
            ),
            known_or_empty("checklistanswer", "agreement", Agreement),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.get_agreement_display()}"


class EvidenceTaskQuerySet(ScopedQuerySet["EvidenceTask"]):
    permission = Permission.SELF_ASSESSMENT_VIEW


class EvidenceTask(Stamped):
    """Evidence that a line of a checklist is found to lack: who gets it, by when, what came."""

    council = models.ForeignKey("core.Organisation", models.PROTECT, related_name="evidence_tasks")
    round = models.ForeignKey(ChecklistRound, models.PROTECT, related_name="tasks")
    entry = models.ForeignKey(FrameworkEntry, models.PROTECT, related_name="+")
    needed = models.TextField("evidence that is needed")
    owner = models.ForeignKey(USER, models.PROTECT, related_name="evidence_tasks")
    due_on = models.DateField("due by")
    evidence = models.ForeignKey(
        "assurance.EvidenceItem", models.PROTECT, null=True, blank=True, related_name="tasks"
    )
    done_on = models.DateField(null=True, blank=True)
    done_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    objects = EvidenceTaskQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            filled("evidencetask", "needed", "Say what evidence is needed."),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True, done_by__isnull=True, evidence__isnull=True)
                | Q(done_on__isnull=False, done_by__isnull=False, evidence__isnull=False),
                name="an_evidence_task_is_done_with_evidence",
                violation_error_message="A task that is done has a day, a person and the evidence.",
            ),
        ]

    def __str__(self) -> str:
        return self.needed[:60]
