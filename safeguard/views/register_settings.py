"""How one council counts, and its changes of policy."""

from typing import Any

from django.db.models import QuerySet
from django.forms.models import model_to_dict
from django.urls import reverse_lazy
from django.utils.functional import cached_property

from core.permissions import Permission
from core.views import ConfirmView, ServiceFormView
from safeguard.forms import CountingRuleForm, PolicyChangeForm, RemindersForm
from safeguard.models import PolicyChange, RegisterSettings
from safeguard.services.register_settings import (
    REMINDERS,
    add_policy_change,
    remove_policy_change,
    set_counting_rule,
    set_reminders,
)


class RegisterSettingsPage(ServiceFormView):
    permission = Permission.COUNCIL_MANAGE
    form_class = CountingRuleForm
    template_name = "safeguard/register_settings.html"
    done_message = "The counting rule is saved"
    success_url = reverse_lazy("safeguard:register-settings")

    @cached_property
    def held(self) -> RegisterSettings | None:
        return RegisterSettings.objects.filter(council=self.council).first()

    def get_initial(self) -> dict[str, Any]:
        return {"counting_rule": self.held.counting_rule if self.held else ""}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        changes = PolicyChange.objects.filter(council=self.council).order_by("-on", "-pk")
        return super().get_context_data(**kwargs, held=self.held, changes=changes)

    def call_service(self, **data: Any) -> None:
        set_counting_rule(by=self.person, council=self.council, **data)


class Reminders(ServiceFormView):
    """When the register reminds of a case, of asking about experience, and of a provider."""

    permission = Permission.COUNCIL_MANAGE
    form_class = RemindersForm
    template_name = "safeguard/register_reminders.html"
    done_message = "The reminders are set"
    success_url = reverse_lazy("safeguard:register-settings")

    def get_initial(self) -> dict[str, Any]:
        held = RegisterSettings.objects.filter(council=self.council).first()
        return model_to_dict(held or RegisterSettings(council=self.council), REMINDERS)

    def call_service(self, **data: Any) -> None:
        set_reminders(by=self.person, council=self.council, **data)


class PolicyChangeAdd(ServiceFormView):
    permission = Permission.COUNCIL_MANAGE
    form_class = PolicyChangeForm
    template_name = "safeguard/policy_change_form.html"
    done_message = "The change is marked"
    success_url = reverse_lazy("safeguard:register-settings")

    def call_service(self, **data: Any) -> None:
        add_policy_change(by=self.person, council=self.council, **data)


class PolicyChangeRemove(ConfirmView[PolicyChange]):
    permission = Permission.COUNCIL_MANAGE
    template_name = "safeguard/policy_change_remove.html"
    row_name = "change"
    done_message = "The mark is removed"
    success_url = reverse_lazy("safeguard:register-settings")

    def rows(self) -> QuerySet[PolicyChange]:
        return PolicyChange.objects.filter(council=self.council)

    def call_service(self, **data: Any) -> None:
        remove_policy_change(by=self.person, change=self.row)
