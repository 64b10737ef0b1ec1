"""An agency's own return: its standards, what each needs, the declaration. Nobody else's."""

from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from core.permissions import Permission
from core.views import RequiresPermission
from sab.choices_board import ReturnStatus
from sab.forms_returns import (
    NOT_APPLICABLE,
    AnswerEvidenceForm,
    AnswerForm,
    ImprovementForm,
    ReplyForm,
    SubmitForm,
)
from sab.frameworks_loader import return_questions
from sab.models import AnswerEvidence, AssuranceReturn, StandardAnswer
from sab.returns_shown import (
    StandardHeld,
    is_late,
    sections_of,
    standards_held,
    status_tag,
    why_closed,
    with_first_sent,
)
from sab.services import returns as services
from sab.services.moderation import reply_to_rating
from sab.views.bases import FormPage, VersionedRow

JUDGED = (ReturnStatus.VALIDATED, ReturnStatus.CLOSED)


class AgencyReturnView(RequiresPermission):
    """A page of somebody who answers for one agency: that agency's returns and no others."""

    permission = Permission.AGENCY_ANSWER

    def rows(self) -> QuerySet[AssuranceReturn]:
        rows = AssuranceReturn.objects.of_own_agency(self.person)
        return with_first_sent(rows.select_related("board", "partner", "cycle__template"))

    @cached_property
    def row(self) -> AssuranceReturn:
        return get_object_or_404(self.rows(), pk=self.kwargs["pk"])

    @cached_property
    def held(self) -> list[StandardHeld]:
        return standards_held(self.row)

    @cached_property
    def why_closed(self) -> str:
        """Say why the return cannot be written today; empty where it can."""
        return why_closed(self.row, timezone.localdate())

    def own_url(self) -> str:
        return reverse("sab:agency-return", args=[self.row.pk])


class AgencyReturns(AgencyReturnView, TemplateView):
    """The returns of one's own agency, newest first."""

    template_name = "sab/agency_returns.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.rows().order_by("-cycle__opens_on", "-pk")
        shown = [(row, status_tag(row), is_late(row)) for row in rows]
        return {**super().get_context_data(**kwargs), "returns": shown}


class AgencyReturn(AgencyReturnView, TemplateView):
    """One return: progress by section, what is missing, what the board said."""

    template_name = "sab/agency_return.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sections = sections_of(self.held)
        steps = self.row.steps.exclude(note="").select_related("by")
        return {
            **super().get_context_data(**kwargs),
            "row": self.row,
            "status": status_tag(self.row),
            "is_late": is_late(self.row),
            "sections": sections,
            "ready": sum(section.ready for section in sections),
            "total": len(self.held),
            "why_closed": self.why_closed,
            "steps": steps,
            "is_judged": self.row.status in JUDGED,
        }


class ReturnFormPage(AgencyReturnView, FormPage):
    def back_url(self) -> str:
        return self.own_url()

    def back_label(self) -> str:
        return str(self.row.cycle.title)


class OfStandard(ReturnFormPage):
    """A form about one standard that the return is asked."""

    @cached_property
    def mine(self) -> StandardHeld:
        for each in self.held:
            if each.standard.pk == self.kwargs["standard"]:
                return each
        raise Http404("the return does not ask about this standard")

    def standard_url(self) -> str:
        return reverse("sab:agency-standard", args=[self.row.pk, self.mine.standard.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        caption = f"{self.mine.standard.code}. {self.mine.standard.text}"
        return {**super().get_context_data(**kwargs), "caption": caption, "mine": self.mine}


class AgencyStandard(VersionedRow, OfStandard):
    """One standard: the rating, what it rests on, its evidence and actions."""

    template_name = "sab/agency_standard.html"
    form_class = AnswerForm
    button = "Save this answer"
    done_message = "The answer is kept"

    def stored(self) -> StandardAnswer | None:
        return self.mine.answer

    def get_initial(self) -> dict[str, Any]:
        answer = self.stored()
        if answer is None:
            return {}
        rating = NOT_APPLICABLE if answer.is_not_applicable else str(answer.self_rating)
        return {"rating": rating, "narrative": answer.narrative}

    def get_success_url(self) -> str:
        return self.standard_url()

    def call_service(self, **data: Any) -> None:
        rating = None if data["rating"] == NOT_APPLICABLE else int(data["rating"])
        services.answer_standard(
            by=self.person,
            assurance_return=self.row,
            standard=self.mine.standard,
            rating=rating,
            narrative=data["narrative"],
            version=data["version"],
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        order = [each.standard.pk for each in self.held]
        place = order.index(self.mine.standard.pk)
        return {
            **super().get_context_data(**kwargs),
            "row": self.row,
            "why_closed": self.why_closed,
            "next": self.held[place + 1].standard if place + 1 < len(order) else None,
            "scale": [(line.rating.label, line.means) for line in return_questions().scale],
            "is_judged": self.row.status in JUDGED,
        }


class WithAnswer(OfStandard):
    """A form about what goes with the answer on a standard."""

    def back_url(self) -> str:
        return self.standard_url()

    def back_label(self) -> str:
        return str(self.mine.standard.code)


class AgencyEvidence(WithAnswer):
    form_class = AnswerEvidenceForm
    title = "Add evidence"
    done_message = "The evidence is added"

    def call_service(self, **data: Any) -> None:
        services.add_answer_evidence(
            by=self.person, assurance_return=self.row, standard=self.mine.standard, **data
        )


class AgencyEvidenceRemove(WithAnswer):
    form_class = Form
    title = "Remove this evidence"
    button = "Remove this evidence"
    done_message = "The evidence is removed"
    keeps_draft = False

    @cached_property
    def item(self) -> AnswerEvidence:
        for each in self.mine.evidence:
            if each.pk == self.kwargs["evidence"]:
                return each
        raise Http404("no such evidence on this answer")

    def call_service(self, **data: Any) -> None:
        services.remove_answer_evidence(
            by=self.person,
            assurance_return=self.row,
            standard=self.mine.standard,
            evidence=self.item.pk,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "explanation": self.item.title}


class AgencyImprovement(WithAnswer):
    form_class = ImprovementForm
    title = "Add an action"
    explanation = "What your agency will do so that this is in place."
    done_message = "The action is added"

    def call_service(self, **data: Any) -> None:
        services.add_improvement(
            by=self.person, assurance_return=self.row, standard=self.mine.standard, **data
        )


class AgencyReply(VersionedRow, WithAnswer):
    form_class = ReplyForm
    title = "Reply to the board's rating"
    done_message = "Your reply is kept beside the rating"

    @cached_property
    def answer(self) -> StandardAnswer:
        if self.mine.answer is None:
            raise Http404("the standard is not answered")
        return self.mine.answer

    def stored(self) -> StandardAnswer:
        return self.answer

    def get_initial(self) -> dict[str, Any]:
        return {"reply": self.answer.agency_reply}

    def call_service(self, **data: Any) -> None:
        reply_to_rating(by=self.person, answer=self.answer, **data)


class AgencySubmit(ReturnFormPage):
    """The declaration of the executive lead, with what is not ready and where to mend it."""

    template_name = "sab/agency_submit.html"
    form_class = SubmitForm
    title = "Sign off and submit"
    button = "Submit to the board"
    done_message = "The return is with the board"

    def call_service(self, **data: Any) -> None:
        services.submit_return(by=self.person, assurance_return=self.row, **data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "row": self.row,
            "short": [each for each in self.held if each.gaps],
            "why_closed": self.why_closed,
            "is_after_window": timezone.localdate() > self.row.cycle.closes_on,
        }
