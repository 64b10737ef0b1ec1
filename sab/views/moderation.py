"""A return as the board judges it: its rating beside the agency's own, changes, leave."""

from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.urls import reverse

from sab.forms_returns import ChangesForm, LeaveForm, ValidateForm
from sab.models import AssuranceReturn, StandardAnswer
from sab.returns_shown import is_late, sections_of, standards_held, status_tag, with_first_sent
from sab.rules.returns import JUDGED, WRITABLE
from sab.services import moderation as services
from sab.services.boards import has_account, speaks_for
from sab.views.bases import BoardFormPage, BoardPage, BoardView, VersionedBoardForm


class OfReturn(BoardView):
    """A page about one return to the board."""

    def rows(self) -> QuerySet[AssuranceReturn]:
        rows = AssuranceReturn.objects.visible_to(self.person).filter(board=self.board)
        return with_first_sent(rows.select_related("board", "partner", "cycle__template"))


class ReturnDetail(OfReturn, BoardPage):
    """One return. What an agency has not sent stays with the agency."""

    template_name = "sab/return_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        held = standards_held(self.row)
        is_with_board = self.row.status not in WRITABLE
        return {
            **super().get_context_data(**kwargs),
            "row": self.row,
            "status": status_tag(self.row),
            "is_late": is_late(self.row),
            "is_with_board": is_with_board,
            "sections": sections_of(held) if is_with_board else [],
            "ready": sum(not each.gaps for each in held),
            "total": len(held),
            "differ": sum(each.differs for each in held) if is_with_board else 0,
            "may_judge": self.may_manage
            and self.row.status in JUDGED
            and not speaks_for(self.person, self.row.partner),
            "has_account": is_with_board or has_account(self.row.partner),
            "steps": self.row.steps.select_related("by"),
        }


class ReturnFormPage(OfReturn, BoardFormPage):
    def back_url(self) -> str:
        return reverse("sab:return-detail", args=[self.row.pk])

    def back_label(self) -> str:
        return "Return"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        caption = f"{self.row.partner}, {self.row.cycle}"
        return {**super().get_context_data(**kwargs), "caption": caption}


class ReturnLeave(ReturnFormPage):
    form_class = LeaveForm
    title = "Let this agency return late"
    explanation = "The return is marked as late, and your reason is kept with it."
    done_message = "The agency may return late"

    def call_service(self, **data: Any) -> None:
        services.give_leave(by=self.person, assurance_return=self.row, **data)


class ReturnChanges(ReturnFormPage):
    form_class = ChangesForm
    title = "Ask for changes"
    explanation = "The agency can write its return again, and signs it again before it comes back."
    button = "Ask for changes"
    done_message = "The return is with the agency again"

    def call_service(self, **data: Any) -> None:
        services.request_changes(by=self.person, assurance_return=self.row, **data)


class ReturnValidate(ReturnFormPage):
    form_class = Form
    title = "Validate this return"
    explanation = "Every rated standard has a rating of the board beside the agency's own. You "
    explanation += "agree where the agency says that a standard does not apply to it."
    button = "Validate this return"
    done_message = "The return is validated, and the agency can see the board's ratings"
    keeps_draft = False

    def call_service(self, **data: Any) -> None:
        services.validate_return(by=self.person, assurance_return=self.row)


class AnswerValidate(VersionedBoardForm):
    """The board's rating of one answer."""

    template_name = "sab/answer_validate.html"
    form_class = ValidateForm
    title = "The board's rating"
    button = "Save the rating"
    done_message = "The board's rating is kept beside the agency's own"

    def rows(self) -> QuerySet[StandardAnswer]:
        seen = AssuranceReturn.objects.visible_to(self.person).filter(board=self.board)
        sent = StandardAnswer.objects.filter(assurance_return__in=seen)
        rows = sent.exclude(assurance_return__status__in=WRITABLE)
        return rows.select_related(
            "standard", "assurance_return__partner", "assurance_return__cycle"
        )

    def back_url(self) -> str:
        return reverse("sab:return-detail", args=[self.row.assurance_return_id])

    def back_label(self) -> str:
        return "Return"

    def get_initial(self) -> dict[str, Any]:
        return {"rating": self.row.validated_rating, "reason": self.row.validation_reason}

    def call_service(self, **data: Any) -> None:
        services.validate_answer(by=self.person, answer=self.row, **data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "caption": f"{self.row.assurance_return.partner}: {self.row.standard}",
            "answer": self.row,
            "evidence": self.row.evidence.all(),
        }
