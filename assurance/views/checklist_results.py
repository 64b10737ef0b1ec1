"""What a round of checklists found, and the evidence it is found to lack."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from assurance.checklists.results import Found, LineFound, columns, found_in, said_of
from assurance.forms_checklists import TaskDoneForm, TaskForm
from assurance.models import ChecklistRound, EvidenceItem, EvidenceTask
from assurance.rules.triangulation import LEAST_PEOPLE, least_known_first, most_different_first
from assurance.services.evidence_tasks import finish_task, raise_task
from assurance.views.checklists import MANAGE, OfRound
from assurance.views.theme3_bases import ReadingPage, RowForm
from core import access
from core.permissions import Permission


class Results(ReadingPage, TemplateView):
    """Where groups differ, most first; what is not known; who is missing."""

    template_name = "assurance/checklist_results.html"

    def rows(self) -> QuerySet[ChecklistRound]:
        rows = ChecklistRound.objects.visible_to(self.person).filter(council=self.council)
        return rows.select_related("framework")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = found_in(self.row)
        by_key = {line.entry.pk: line for line in found.lines}
        plain = [line.line for line in found.lines]
        order = self.request.GET.get("order", "")
        shown = plain if order == "list" else most_different_first(plain)
        return super().get_context_data(
            **kwargs,
            round=self.row,
            found=found,
            lines=[by_key[line.key] for line in shown],
            unknown=[by_key[line.key] for line in least_known_first(plain)][:10],
            order=order,
            columns=columns(),
            least=LEAST_PEOPLE,
            small=[group.label for group in found.protection.hidden],
        )


class ResultLine(OfRound):
    """One line: how each group answered, what they wrote, and evidence to get for it."""

    template_name = "assurance/checklist_result_line.html"
    permission = Permission.SELF_ASSESSMENT_VIEW
    form_class = TaskForm
    title = "Evidence to get"
    button = "Give this task"
    done_message = "The task is given"

    @cached_property
    def found(self) -> Found:
        return found_in(self.record)

    @cached_property
    def line(self) -> LineFound:
        for each in self.found.lines:
            if each.entry.pk == self.kwargs["entry"]:
                return each
        raise Http404("the round does not ask about this line")

    def get_form_kwargs(self) -> dict[str, Any]:
        owners = access.people_with(Permission.EVIDENCE_MANAGE, self.council)
        return {**super().get_form_kwargs(), "owners": owners}

    def get_success_url(self) -> str:
        return reverse("assurance:checklist-result", args=[self.record.pk, self.line.entry.pk])

    def back_url(self) -> str:
        return reverse("assurance:checklist-results", args=[self.record.pk])

    def call_service(self, **data: Any) -> None:
        raise_task(by=self.person, round=self.record, entry=self.line.entry, **data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tasks = EvidenceTask.objects.visible_to(self.person).filter(
            round=self.record, entry=self.line.entry
        )
        return super().get_context_data(
            **kwargs,
            round=self.record,
            line=self.line,
            columns=columns(),
            said=said_of(self.line.entry, self.found, self.record),
            tasks=tasks.select_related("owner", "evidence"),
            may_manage=access.is_offered(self.request, MANAGE, council=self.council),
            today=timezone.localdate(),
        )


class TaskList(ReadingPage, TemplateView):
    """Evidence to get, overdue first, then what was got."""

    template_name = "assurance/evidence_task_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = EvidenceTask.objects.visible_to(self.person).filter(council=self.council)
        tasks = rows.select_related("owner", "entry__statement", "round", "evidence")
        return super().get_context_data(
            **kwargs,
            open=[task for task in tasks if task.done_on is None],
            done=[task for task in tasks if task.done_on is not None],
            today=timezone.localdate(),
            may_keep=self.offers(Permission.EVIDENCE_MANAGE),
        )


class TaskDone(RowForm):
    """Say which evidence a task brought."""

    permission = Permission.EVIDENCE_MANAGE
    form_class = TaskDoneForm
    title = "Say which evidence was got"
    explanation = "Add the evidence to the library first, then choose it here."
    done_message = "The task is done"
    success_url = reverse_lazy("assurance:evidence-task-list")
    record: EvidenceTask

    def rows(self) -> QuerySet[EvidenceTask]:
        rows = EvidenceTask.objects.visible_to(self.request.user)
        return rows.filter(done_on__isnull=True).select_related("council", "entry")

    def back_url(self) -> str:
        return reverse("assurance:evidence-task-list")

    def back_label(self) -> str:
        return "Evidence to get"

    def get_caption(self) -> str:
        return str(self.record.entry.text)

    def get_form_kwargs(self) -> dict[str, Any]:
        items = EvidenceItem.objects.visible_to(self.person).filter(council=self.council)
        return {**super().get_form_kwargs(), "items": items}

    def call_service(self, **data: Any) -> None:
        finish_task(by=self.person, task=self.record, **data)
