"""Rounds of the checklists: which there are, one of them, who is asked."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.forms import Form
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from assurance.checklists.progress import groups_with_parts
from assurance.choices_checklist import AnswersBy
from assurance.forms_checklists import AskForm, AskOutsideForm, GroupsForm, RoundForm, RoundOpenForm
from assurance.models import (
    ChecklistPart,
    ChecklistRound,
    Framework,
    FrameworkEntry,
    QualityStatement,
)
from assurance.models.framework import EntryKind
from assurance.services import checklist_parts, checklists
from assurance.views.theme3_bases import NewRowForm, ReadingPage, RowForm
from core import access
from core.permissions import Permission

MANAGE = Permission.CHECKLIST_MANAGE
CQC = "cqc-la"


class RoundList(ReadingPage, TemplateView):
    """Every round of the council, newest first."""

    template_name = "assurance/checklist_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        here = Q(groups__parts__withdrawn_at__isnull=True)
        sent = Q(groups__parts__sent_at__isnull=False)
        rows = ChecklistRound.objects.visible_to(self.person).filter(council=self.council)
        counted = rows.select_related("framework").annotate(
            asked=Count("groups__parts", filter=here, distinct=True),
            sent=Count("groups__parts", filter=here & sent, distinct=True),
        )
        return super().get_context_data(
            **kwargs,
            rounds=[(row, row.is_open(timezone.localdate())) for row in counted],
            may_manage=self.offers(MANAGE),
        )


class RoundOpen(NewRowForm):
    """Open a round on the framework version that is in force, or on a chosen one."""

    permission = MANAGE
    form_class = RoundOpenForm
    title = "Open a round of checklists"
    button = "Open the round"
    done_message = "The round is open. Now ask people, group by group"

    @cached_property
    def framework(self) -> Framework:
        held = Framework.objects.filter(code=CQC)
        wanted = self.request.GET.get("version")
        today = timezone.localdate()
        found = held.filter(version=wanted).first() if wanted else held.in_force(CQC, on=today)
        if found is None:
            raise Http404("no such version of the framework")
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        asked = Q(entries__kind=EntryKind.CHECKLIST_ITEM)
        statements = QualityStatement.objects.filter(asked, framework=self.framework).distinct()
        return {**super().get_form_kwargs(), "statements": statements.order_by("order")}

    def back_url(self) -> str:
        return reverse("assurance:checklist-list")

    def back_label(self) -> str:
        return "Checklists"

    def get_success_url(self) -> str:
        return reverse("assurance:checklist-detail", args=[self.made.pk])

    def call_service(self, **data: Any) -> None:
        entries = FrameworkEntry.objects.filter(
            kind=EntryKind.CHECKLIST_ITEM, statement__in=data.pop("statements")
        )
        self.made = checklists.open_round(
            by=self.person, council=self.council, framework=self.framework, entries=entries, **data
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        explanation = f"The lines are those of {self.framework}."
        return {**super().get_context_data(**kwargs), "explanation": explanation}


class RoundDetail(ReadingPage, TemplateView):
    """One round: its window, and who is asked and has answered, group by group."""

    template_name = "assurance/checklist_detail.html"

    def rows(self) -> QuerySet[ChecklistRound]:
        rows = ChecklistRound.objects.visible_to(self.person).filter(council=self.council)
        return rows.select_related("framework")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_manage = self.offers(MANAGE)
        return super().get_context_data(
            **kwargs,
            round=self.row,
            is_open=self.row.is_open(timezone.localdate()),
            lines=self.row.entries.count(),
            groups=groups_with_parts(self.row),
            may_manage=may_manage,
        )


class OfRound(RowForm):
    """A form about one round, for whoever runs rounds."""

    permission = MANAGE
    record: ChecklistRound

    def rows(self) -> QuerySet[ChecklistRound]:
        rows = ChecklistRound.objects.visible_to(self.request.user)
        return rows.select_related("council")

    def back_url(self) -> str:
        return reverse("assurance:checklist-detail", args=[self.record.pk])


class RoundChange(OfRound):
    form_class = RoundForm
    title = "Change the title or the window"
    explanation = "To close the round today, give yesterday as its last day."
    done_message = "The round is changed"

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.record, name) for name in ("title", "opens_on", "closes_on")}

    def call_service(self, **data: Any) -> None:
        checklists.change_round(by=self.person, round=self.record, **data)


class RoundGroups(OfRound):
    form_class = GroupsForm
    title = "Groups of this round"
    done_message = "The list of groups is kept"

    def get_initial(self) -> dict[str, Any]:
        return {"groups": "\n".join(self.record.groups.values_list("label", flat=True))}

    def call_service(self, **data: Any) -> None:
        checklists.set_groups(by=self.person, round=self.record, **data)


class Ask(OfRound):
    """Ask somebody for a group: with an account, as the leader of a workshop, or by a link."""

    done_message = "The invitation is kept"
    TITLES = {
        AnswersBy.PERSON.value: "Ask somebody with an account",
        AnswersBy.WORKSHOP.value: "Plan a workshop",
        AnswersBy.OUTSIDE.value: "Send a link to somebody outside",
    }
    EXPLAINED = {
        AnswersBy.PERSON.value: "They find the checklist under Theme 3, “Checklists to answer”.",
        AnswersBy.WORKSHOP.value: "The group agrees one answer to each line. Whoever leads the "
        "workshop enters it, and says how many people agreed it.",
        AnswersBy.OUTSIDE.value: "They need no account, and see nothing but these lines.",
    }

    @property
    def how(self) -> str:
        how = str(self.kwargs["how"])
        if how not in self.TITLES:
            raise Http404("no such way to ask")
        return how

    def get_form_class(self) -> type[Form]:
        return AskOutsideForm if self.how == AnswersBy.OUTSIDE else AskForm

    def get_form_kwargs(self) -> dict[str, Any]:
        people = access.people_with(Permission.CHECKLIST_ANSWER, self.council)
        groups = self.record.groups.all()
        return {**super().get_form_kwargs(), "groups": groups, "people": people}

    def get_initial(self) -> dict[str, Any]:
        return {"group": self.request.GET.get("group")}

    def call_service(self, **data: Any) -> None:
        if self.how == AnswersBy.OUTSIDE:
            checklist_parts.ask_outside(by=self.person, address_of=self._address, **data)
        elif self.how == AnswersBy.WORKSHOP:
            checklist_parts.plan_workshop(by=self.person, **data)
        else:
            checklist_parts.ask_person(by=self.person, **data)

    def _address(self, token: str) -> str:
        return self.request.build_absolute_uri(reverse("assurance:checklist-link", args=[token]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = {"title": self.TITLES[self.how], "explanation": self.EXPLAINED[self.how]}
        return {**super().get_context_data(**kwargs), **words, "button": "Ask"}


class PartWithdraw(RowForm):
    """Take an invitation back before its answers are sent."""

    permission = MANAGE
    form_class = Form
    title = "Take this invitation back"
    explanation = (
        "A link that was sent stops working. What was written and not sent is not counted."
    )
    button = "Take it back"
    done_message = "The invitation is taken back"
    record: ChecklistPart

    def rows(self) -> QuerySet[ChecklistPart]:
        rows = ChecklistPart.objects.visible_to(self.request.user)
        return rows.select_related("council", "group__round", "person")

    def back_url(self) -> str:
        return reverse("assurance:checklist-detail", args=[self.record.group.round_id])

    def back_label(self) -> str:
        return str(self.record.group.round)

    def get_caption(self) -> str:
        return f"{self.record.who}, {self.record.group}"

    def call_service(self, **data: Any) -> None:
        checklist_parts.withdraw_part(by=self.person, part=self.record)
