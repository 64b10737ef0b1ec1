"""Who has which role in a council."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils import timezone
from django.views.generic import ListView

from core.forms import MembershipForm
from core.models import Membership
from core.permissions import Permission
from core.services.people import end_membership, give_membership
from core.views.bases import ConfirmView, RequiresPermission, ServiceFormView

NEW_PERSON = (
    "{name} has the role. Tell them to choose a password: on the sign-in page, "
    "“I have forgotten my password”, with {email}"
)


class People(RequiresPermission, ListView[Membership]):
    permission = Permission.PEOPLE_MANAGE
    template_name = "core/people.html"
    paginate_by = 50

    def get_queryset(self) -> QuerySet[Membership]:
        rows = Membership.objects.in_force_on(timezone.localdate())
        rows = rows.filter(organisation=self.council).select_related("person")
        return rows.order_by("person__full_name", "person_id", "role")


class MembershipGive(ServiceFormView):
    permission = Permission.PEOPLE_MANAGE
    form_class = MembershipForm
    template_name = "core/membership_form.html"
    success_url = reverse_lazy("core:people")

    def call_service(self, **data: Any) -> None:
        person = give_membership(by=self.person, council=self.council, **data).person
        words = f"{person.full_name} has the role"
        if not person.has_usable_password():
            words = NEW_PERSON.format(name=person.full_name, email=person.email)
        messages.success(self.request, words)


class MembershipEnd(ConfirmView[Membership]):
    permission = Permission.PEOPLE_MANAGE
    template_name = "core/membership_end.html"
    row_name = "membership"
    done_message = "The role is ended"
    success_url = reverse_lazy("core:people")

    def rows(self) -> QuerySet[Membership]:
        rows = Membership.objects.in_force_on(timezone.localdate())
        return rows.filter(organisation=self.council).select_related("person")

    def call_service(self, **data: Any) -> None:
        end_membership(by=self.person, membership=self.row)
