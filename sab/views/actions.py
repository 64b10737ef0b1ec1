"""Actions: as the board sees one, and as the agency that answers for it sees its own."""

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
from sab.forms_recommendation import ActionUpdateForm, EvidenceForm
from sab.models import RecommendationAction
from sab.services import actions as services
from sab.tracker import action_tag
from sab.views.bases import BoardFormPage, FormPage


class ActionFormPage(BoardFormPage):
    """A form of the board's manager about one action."""

    def rows(self) -> QuerySet[RecommendationAction]:
        rows = RecommendationAction.objects.visible_to(self.person).filter(board=self.board)
        return rows.select_related("board", "partner", "recommendation")

    def back_url(self) -> str:
        return reverse("sab:recommendation-detail", args=[self.row.recommendation_id])

    def back_label(self) -> str:
        return str(self.row.recommendation.reference)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "caption": self.row.partner.name}


class UpdatesAction(FormPage):
    """Tell how an action stands."""

    row: RecommendationAction
    person: Any
    form_class = ActionUpdateForm
    title = "How does this action stand?"
    done_message = "The update is kept"

    def get_initial(self) -> dict[str, Any]:
        return {"progress": self.row.progress}

    def call_service(self, **data: Any) -> None:
        services.update_action(by=self.person, action=self.row, **data)


class GivesEvidence(FormPage):
    """Add evidence to an action."""

    row: RecommendationAction
    person: Any
    form_class = EvidenceForm
    title = "Add evidence"
    done_message = "The evidence is added"

    def call_service(self, **data: Any) -> None:
        services.add_evidence(by=self.person, action=self.row, **data)


class ActionUpdate(UpdatesAction, ActionFormPage):
    pass


class ActionEvidence(GivesEvidence, ActionFormPage):
    pass


class ActionVerify(ActionFormPage):
    form_class = Form
    title = "Verify this action"
    explanation = "You confirm, on the evidence, that it was done. Its owner and its agency do not."
    button = "Verify this action"
    done_message = "The action is verified"
    keeps_draft = False

    def call_service(self, **data: Any) -> None:
        services.verify_action(by=self.person, action=self.row)


class AgencyView(RequiresPermission):
    """A page of somebody who answers for one agency: that agency's rows and no others."""

    permission = Permission.AGENCY_ANSWER

    def rows(self) -> QuerySet[RecommendationAction]:
        rows = RecommendationAction.objects.of_own_agency(self.person)
        return rows.select_related("partner", "board", "recommendation")

    @cached_property
    def row(self) -> RecommendationAction:
        return get_object_or_404(self.rows(), pk=self.kwargs["pk"])


class AgencyActions(AgencyView, TemplateView):
    """The actions of one's own agency, soonest due first."""

    template_name = "sab/agency_actions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        day = timezone.localdate()
        rows = self.rows().order_by("due_on", "pk")
        open_rows = rows.filter(recommendation__closed_on__isnull=True)
        shown = [(action, action_tag(action, day)) for action in open_rows]
        return {**super().get_context_data(**kwargs), "actions": shown}


class AgencyAction(AgencyView, TemplateView):
    """One action of one's own agency: what was asked, what was told, what was given."""

    template_name = "sab/agency_action.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "action": self.row,
            "tag": action_tag(self.row, timezone.localdate()),
            "updates": self.row.updates.select_related("given_by"),
            "evidence": self.row.evidence.all(),
        }


class AgencyFormPage(AgencyView, FormPage):
    def back_url(self) -> str:
        return reverse("sab:agency-action", args=[self.row.pk])

    def back_label(self) -> str:
        return "Action"


class AgencyActionUpdate(UpdatesAction, AgencyFormPage):
    pass


class AgencyActionEvidence(GivesEvidence, AgencyFormPage):
    pass
