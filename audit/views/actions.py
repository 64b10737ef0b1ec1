"""The tracker of actions, and what is done to one of them."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import ListView, TemplateView

from audit import forms_after
from audit.choices import ActionLevel, ActionPriority, ActionStatus
from audit.filters import ActionFilter
from audit.models import AuditAction
from audit.services import actions
from audit.views.bases import AuditForm, CaseAuditForm, RoundForm
from core import access
from core.permissions import Permission
from core.views import RequiresPermission
from safeguard.filters import chosen

PAGE = 50


class ActionList(RequiresPermission, ListView[AuditAction]):
    """Overdue first, then by the day they are due; what is settled comes last."""

    permission = Permission.AUDIT_DO
    template_name = "audit/action_list.html"
    paginate_by = PAGE

    @cached_property
    def filterset(self) -> ActionFilter:
        rows = AuditAction.objects.visible_to(self.person).filter(council=self.council)
        return ActionFilter(self.request.GET, queryset=rows, request=self.request)

    def get_queryset(self) -> QuerySet[AuditAction]:
        first = Case(
            When(status=ActionStatus.OPEN, then=Value(0)),
            When(status=ActionStatus.DONE, then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        )
        rows = chosen(self.filterset).select_related("owner", "audit", "round")
        return rows.defer("audit__facts").order_by(first, "due_on", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = self.filterset.form
        narrowed = any(self.request.GET.get(name) for name in form.fields)
        return super().get_context_data(
            **kwargs, form=form, is_narrowed=narrowed, today=timezone.localdate()
        )


class ActionDetail(RequiresPermission, TemplateView):
    permission = Permission.AUDIT_DO
    template_name = "audit/action_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = AuditAction.objects.visible_to(self.person).filter(council=self.council)
        related = rows.select_related("owner", "audit", "round", "done_by", "verified_by", "team")
        row = get_object_or_404(related, pk=self.kwargs["pk"])
        manages = access.is_offered(
            self.request, Permission.AUDIT_ACTION_MANAGE, council=self.council
        )
        is_own = self.person.pk in (row.owner_id, row.done_by_id)
        late = row.status == ActionStatus.OPEN and row.due_on < timezone.localdate()
        return super().get_context_data(
            **kwargs,
            row=row,
            notes=row.notes.select_related("written_by"),
            manages=manages,
            is_owner=row.owner_id == self.person.pk,
            may_verify=manages and not is_own and row.status == ActionStatus.DONE,
            is_late=late,
        )


class ActionForm(AuditForm):
    """A form about one action, for whoever keeps actions; perhaps also for its owner."""

    permission = Permission.AUDIT_ACTION_MANAGE
    done_message = "Saved"
    record: AuditAction

    def rows(self) -> QuerySet[AuditAction]:
        return AuditAction.objects.visible_to(self.request.user).select_related("council")

    def back_url(self) -> str:
        return reverse("audit:action-detail", args=[self.record.pk])


class ActionDone(ActionForm):
    permission = Permission.AUDIT_DO
    title = "Say that it is done"
    explanation = "Somebody other than its owner then looks at what shows it."
    form_class = forms_after.DoneForm

    def call_service(self, **data: Any) -> None:
        actions.complete_action(by=self.person, action=self.record, **data)


class ActionNote(ActionForm):
    permission = Permission.AUDIT_DO
    title = "Write how it goes on"
    form_class = forms_after.NoteForm

    def call_service(self, **data: Any) -> None:
        actions.note_progress(by=self.person, action=self.record, **data)


class ActionChase(ActionForm):
    title = "Record that the owner was chased"
    form_class = forms_after.NoteForm

    def call_service(self, **data: Any) -> None:
        actions.chase_action(by=self.person, action=self.record, **data)


class ActionMove(ActionForm):
    title = "Give it longer"
    form_class = forms_after.MoveDueForm

    def call_service(self, **data: Any) -> None:
        actions.move_due(by=self.person, action=self.record, **data)


class ActionVerify(ActionForm):
    title = "Verify this action"
    form_class = forms_after.VerifyForm

    def call_service(self, **data: Any) -> None:
        actions.verify_action(by=self.person, action=self.record, **data)


class ActionSendBack(ActionForm):
    title = "Send it back to its owner"
    form_class = forms_after.ReasonForm

    def call_service(self, **data: Any) -> None:
        actions.send_back(by=self.person, action=self.record, **data)


class ActionWithdraw(ActionForm):
    title = "Withdraw this action"
    form_class = forms_after.ReasonForm

    def call_service(self, **data: Any) -> None:
        actions.withdraw_action(by=self.person, action=self.record, **data)


def action_kwargs(view: Any) -> dict[str, Any]:
    """Return what the form of a new action needs; levels are those of the tool, if it lists any."""
    listed = (view.record.version.content.get("actions") or {}).get("levels") or ()
    held = access.offered(view.request, council=view.council)
    levels = [
        (level.value, level.label)
        for level in ActionLevel
        if (not listed or level.value in listed)
        and (level != ActionLevel.WORKER or Permission.AUDIT_PERSONNEL_VIEW in held)
    ]
    people = access.people_with(Permission.AUDIT_DO, view.council)
    return {"people": people, "levels": levels}


class ActionRaise(CaseAuditForm):
    permission = Permission.AUDIT_ACTION_MANAGE
    title = "Raise an action"
    form_class = forms_after.ActionForm
    done_message = "The action is raised"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), **action_kwargs(self)}

    def get_initial(self) -> dict[str, Any]:
        return {"priority": ActionPriority.MEDIUM}

    def call_service(self, **data: Any) -> None:
        actions.raise_action(by=self.person, audit=self.record, **data)

    def back_url(self) -> str:
        return reverse("audit:action-list")


class ActionRaiseRound(RoundForm):
    permission = Permission.AUDIT_ACTION_MANAGE
    title = "Raise an action"
    form_class = forms_after.ActionForm
    done_message = "The action is raised"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), **action_kwargs(self)}

    def get_initial(self) -> dict[str, Any]:
        return {"priority": ActionPriority.MEDIUM}

    def call_service(self, **data: Any) -> None:
        actions.raise_action(by=self.person, audit_round=self.record, **data)
