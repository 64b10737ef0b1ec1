"""Actions agreed from returns: an agency's own, and all of them as the board verifies them."""

from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from core.permissions import Permission
from core.views import RequiresPermission
from sab.forms_improvements import DoneForm, SendBackForm
from sab.models import ImprovementAction
from sab.returns_shown import improvement_tag
from sab.services import improvements as services
from sab.services.boards import has_account, speaks_for
from sab.views.bases import BoardFormPage, BoardPage, BoardView, FormPage

ABOUT = ("partner__organisation", "board", "standard", "assurance_return__cycle")


class OwnImprovementView(RequiresPermission):
    """A page of somebody who answers for one agency: that agency's actions and no others."""

    permission = Permission.AGENCY_ANSWER

    def rows(self) -> QuerySet[ImprovementAction]:
        return ImprovementAction.objects.of_own_agency(self.person).select_related(*ABOUT)

    @cached_property
    def row(self) -> ImprovementAction:
        return get_object_or_404(self.rows(), pk=self.kwargs["pk"])


class AgencyImprovements(OwnImprovementView, TemplateView):
    """What one's own agency agreed to do, what is not done first."""

    template_name = "sab/agency_improvements.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        rows = sorted(self.rows(), key=lambda row: (row.completed_on is not None, row.due_on))
        shown = [(row, improvement_tag(row, today)) for row in rows]
        return {**super().get_context_data(**kwargs), "actions": shown}


class SaysItIsDone(FormPage):
    row: ImprovementAction
    person: Any
    form_class = DoneForm
    title = "Say that this action is done"
    explanation = "Somebody at the board looks at what you write here before it counts as verified."
    button = "It is done"
    done_message = "The board verifies it next"

    def call_service(self, **data: Any) -> None:
        services.complete_improvement(by=self.person, action=self.row, **data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "caption": self.row.text}


class AgencyImprovementDone(SaysItIsDone, OwnImprovementView):
    def back_url(self) -> str:
        return reverse("sab:agency-improvements")

    def back_label(self) -> str:
        return "What we agreed to do"


class OfImprovements(BoardView):
    def rows(self) -> QuerySet[ImprovementAction]:
        rows = ImprovementAction.objects.visible_to(self.person).filter(board=self.board)
        return rows.known_to_board().select_related(*ABOUT)


class ImprovementList(OfImprovements, BoardPage):
    """What agencies agreed to do, what waits to be verified first; verified ones last."""

    template_name = "sab/improvement_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        rows = sorted(
            self.rows().select_related("verified_by"),
            key=lambda row: (
                row.verified_on is not None,
                row.completed_on is None,
                row.due_on,
                row.pk,
            ),
        )
        shown = [(row, improvement_tag(row, today)) for row in rows]
        return {**super().get_context_data(**kwargs), "actions": shown}


class ImprovementFormPage(OfImprovements, BoardFormPage):
    def back_url(self) -> str:
        return reverse("sab:improvement-detail", args=[self.row.pk])

    def back_label(self) -> str:
        return "Action"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "caption": self.row.partner.name}


class ImprovementDetail(OfImprovements, BoardPage):
    """One action: what was agreed, what the agency says, and who verifies it."""

    template_name = "sab/improvement_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.row
        has_part = self.person.pk in (row.owner_id, row.completed_by_id)
        return {
            **super().get_context_data(**kwargs),
            "row": row,
            "tag": improvement_tag(row, timezone.localdate()),
            "may_tell": self.may_manage and not row.completed_on and not has_account(row.partner),
            "may_verify": self.may_manage
            and row.completed_on
            and not row.verified_on
            and not (has_part or speaks_for(self.person, row.partner)),
        }


class ImprovementDone(SaysItIsDone, ImprovementFormPage):
    explanation = "For an agency in which nobody can sign in. Somebody other than you verifies it."


class ImprovementVerify(ImprovementFormPage):
    form_class = Form
    title = "Verify this action"
    explanation = "You confirm, on what the agency gives, that it was done."
    button = "Verify this action"
    done_message = "The action is verified"
    keeps_draft = False

    def call_service(self, **data: Any) -> None:
        services.verify_improvement(by=self.person, action=self.row)


class ImprovementSendBack(ImprovementFormPage):
    form_class = SendBackForm
    title = "Send this action back"
    explanation = "The agency sees what is missing. What it wrote stays with the action."
    button = "Send it back"
    done_message = "The action is with the agency again"

    def call_service(self, **data: Any) -> None:
        services.send_improvement_back(by=self.person, action=self.row, **data)
