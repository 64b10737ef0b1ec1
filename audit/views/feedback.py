"""Feedback on audited work: given, read, answered, and disputes settled."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Form
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import ListView, TemplateView

from audit import forms_after
from audit.models import Feedback, FeedbackReply
from audit.outcomes import grade_label, outcomes_of
from audit.services import feedback as services
from audit.views.bases import CaseAuditForm, Offers
from core import access
from core.permissions import Permission
from core.views import RequiresPermission, ServiceFormView

PAGE = 50
ROLES = ("practitioner", "team_manager", "line_manager")


class FeedbackList(Offers, ListView[Feedback]):
    """One's own feedback; for whoever gives it, all of the council."""

    permission = Permission.AUDIT_DO
    template_name = "audit/feedback_list.html"
    paginate_by = PAGE

    def get_queryset(self) -> QuerySet[Feedback]:
        rows = Feedback.objects.readable_by(self.person).filter(audit__council=self.council)
        shown = rows.select_related("audit", "to_person").defer("audit__facts")
        return shown.prefetch_related("replies").order_by("-shared_at", "-pk")


class OneFeedback(RequiresPermission):
    """A page of one piece of feedback that its reader may see."""

    permission = Permission.AUDIT_DO

    @cached_property
    def row(self) -> Feedback:
        rows = Feedback.objects.readable_by(self.person).filter(audit__council=self.council)
        related = rows.select_related("audit__version__tool", "to_person", "created_by")
        return get_object_or_404(related, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_mine = self.row.to_person_id == self.person.pk
        return super().get_context_data(**kwargs, row=self.row, is_mine=is_mine)


class FeedbackDetail(OneFeedback, TemplateView):
    template_name = "audit/feedback_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        content = self.row.audit.version.content
        results = [
            (each.label, grade_label(content, each.final)) for each in outcomes_of(self.row.audit)
        ]
        may_give = access.is_offered(
            self.request, Permission.AUDIT_FEEDBACK_GIVE, council=self.council
        )
        replies = self.row.replies.select_related("replied_by", "settled_by")
        return super().get_context_data(
            **kwargs, results=results, replies=replies, may_give=may_give
        )


class FeedbackRead(OneFeedback, ServiceFormView):
    form_class = Form
    http_method_names = ("post",)
    done_message = "Marked as read"

    def call_service(self, **data: Any) -> None:
        services.mark_read(by=self.person, feedback=self.row)

    def get_success_url(self) -> str:
        return reverse("audit:feedback-detail", args=[self.row.pk])


class FeedbackReplyAdd(OneFeedback, ServiceFormView):
    template_name = "audit/feedback_form.html"
    form_class = forms_after.ReplyForm
    keeps_draft = True
    title = "Answer this feedback"
    done_message = "Your answer is kept"

    def get_form(self, form_class: type[Form] | None = None) -> Form:
        if self.row.to_person_id != self.person.pk:
            raise PermissionDenied
        return super().get_form(form_class)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        route = services.dispute_route(self.row.audit).replace("_", " ")
        return super().get_context_data(**kwargs, title=self.title, route=route)

    def call_service(self, **data: Any) -> None:
        services.reply_to_feedback(by=self.person, feedback=self.row, **data)

    def get_success_url(self) -> str:
        return reverse("audit:feedback-detail", args=[self.row.pk])


class DisputeSettle(ServiceFormView):
    permission = Permission.AUDIT_FEEDBACK_GIVE
    template_name = "audit/feedback_form.html"
    form_class = forms_after.SettleForm
    keeps_draft = True
    title = "Settle a dispute"
    done_message = "The dispute is settled"

    @cached_property
    def reply(self) -> FeedbackReply:
        visible = Feedback.objects.readable_by(self.person).filter(audit__council=self.council)
        rows = FeedbackReply.objects.filter(feedback__in=visible)
        return get_object_or_404(rows.select_related("feedback__audit"), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        said = {"row": self.reply.feedback, "reply": self.reply, "title": self.title}
        return super().get_context_data(**kwargs, **said)

    def call_service(self, **data: Any) -> None:
        services.settle_dispute(by=self.person, reply=self.reply, **data)

    def get_success_url(self) -> str:
        return reverse("audit:feedback-detail", args=[self.reply.feedback_id])


class FeedbackGive(CaseAuditForm):
    permission = Permission.AUDIT_FEEDBACK_GIVE
    title = "Share the result"
    explanation = (
        "Only the person it is for, and whoever gives feedback in the council, can read it."
    )
    form_class = forms_after.FeedbackForm
    button = "Share it"
    done_message = "The feedback is shared"

    def get_form_kwargs(self) -> dict[str, Any]:
        rules = (self.record.version.content.get("workflow") or {}).get("feedback") or {}
        people = access.people_with(Permission.AUDIT_DO, self.record.council)
        return {**super().get_form_kwargs(), "people": people, "roles": rules.get("to") or ROLES}

    def get_initial(self) -> dict[str, Any]:
        return {"to_person": self.record.practitioner_id or self.record.worker_id}

    def call_service(self, **data: Any) -> None:
        services.give_feedback(by=self.person, audit=self.record, **data)

    def back_url(self) -> str:
        return reverse("audit:feedback-list")
