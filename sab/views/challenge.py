"""The challenge event of a cycle: its agenda, the questions, the answers, what is agreed."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property

from sab.agenda import agenda_of
from sab.choices_board import QuestionReason
from sab.forms_returns import OutputsForm, QuestionAnswerForm, QuestionForm
from sab.models import AssuranceReturn, ChallengeEvent, ChallengeQuestion, ReturnStandard
from sab.services import challenge as services
from sab.views.bases import (
    BoardFormPage,
    BoardPage,
    BoardView,
    VersionedBoardForm,
    VersionedRow,
)


class OfEvent(BoardView):
    """A page about one challenge event of the board."""

    def rows(self) -> QuerySet[ChallengeEvent]:
        rows = ChallengeEvent.objects.visible_to(self.person).filter(board=self.board)
        return rows.select_related("board", "cycle__template")


class EventDetail(OfEvent, BoardPage):
    template_name = "sab/challenge_event.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.row.questions.select_related("assurance_return__partner", "standard")
        asked = list(rows.prefetch_related("actions"))
        done = {(each.assurance_return_id, each.standard_id) for each in asked}
        agenda = [
            item
            for item in agenda_of(self.row.cycle)
            if (item.assurance_return.pk, item.standard.pk) not in done
        ]
        return {
            **super().get_context_data(**kwargs),
            "event": self.row,
            "questions": asked,
            "agenda": agenda,
        }


class EventFormPage(OfEvent, BoardFormPage):
    def back_url(self) -> str:
        return reverse("sab:challenge-event", args=[self.row.pk])

    def back_label(self) -> str:
        return "Challenge event"


class EventOutputs(VersionedRow, EventFormPage):
    form_class = OutputsForm
    title = "What came of the event"
    explanation = "What one agency mends is kept apart from what agencies mend together."
    done_message = "It is kept"

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.row, name) for name in OutputsForm.base_fields}

    def call_service(self, **data: Any) -> None:
        services.note_outputs(by=self.person, event=self.row, **data)


class QuestionAdd(EventFormPage):
    """A question to the agency, and about the standard, that the address names."""

    form_class = QuestionForm
    title = "Ask a question"
    done_message = "The question is on the list"

    @cached_property
    def asked(self) -> AssuranceReturn:
        rows = AssuranceReturn.objects.visible_to(self.person).filter(cycle=self.row.cycle)
        found = rows.select_related("partner").filter(pk=self.kwargs["return_pk"]).first()
        if found is None:
            raise Http404("no such return in this cycle")
        return found

    @cached_property
    def standard(self) -> ReturnStandard:
        rows = ReturnStandard.objects.filter(template=self.row.cycle.template_id)
        found = rows.filter(pk=self.kwargs["standard"]).first()
        if found is None:
            raise Http404("the cycle does not ask about this standard")
        return found

    def get_initial(self) -> dict[str, Any]:
        reason = self.request.GET.get("reason", "")
        return {"reason": reason if reason in QuestionReason.values else QuestionReason.CHOSEN}

    def call_service(self, **data: Any) -> None:
        services.ask_question(
            by=self.person,
            event=self.row,
            assurance_return=self.asked,
            standard=self.standard,
            **data,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        caption = f"{self.asked.partner}: {self.standard}"
        return {**super().get_context_data(**kwargs), "caption": caption}


class QuestionAnswer(VersionedBoardForm):
    form_class = QuestionAnswerForm
    title = "Record the answer"
    explanation = "An action that you agree on becomes one of the agency's own."
    done_message = "The answer is kept"

    def rows(self) -> QuerySet[ChallengeQuestion]:
        events = ChallengeEvent.objects.visible_to(self.person).filter(board=self.board)
        rows = ChallengeQuestion.objects.filter(event__in=events)
        return rows.select_related("assurance_return__partner", "standard", "event")

    def back_url(self) -> str:
        return reverse("sab:challenge-event", args=[self.row.event_id])

    def back_label(self) -> str:
        return "Challenge event"

    def get_initial(self) -> dict[str, Any]:
        return {"answer": self.row.answer, "agreed_action": self.row.agreed_action}

    def call_service(self, **data: Any) -> None:
        services.record_answer(by=self.person, question=self.row, **data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        caption = f"{self.row.assurance_return.partner}: {self.row.question}"
        return {**super().get_context_data(**kwargs), "caption": caption}
