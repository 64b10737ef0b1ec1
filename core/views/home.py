"""The page a person starts from, and the choice of council for those who work in several."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView, TemplateView

from core import access
from core.forms import ChooseCouncilForm
from core.home import Desk, offers_for, panels_for
from core.models import Membership, Organisation
from core.roles import GRANTS, Role


class Home(TemplateView):
    """Panels that the person's roles open; where none does, a plain word about what comes."""

    template_name = "core/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = access.current_user(self.request)
        held = access.held_by(self.request)
        councils = sorted({row.organisation for row in held}, key=lambda found: found.name)
        context = super().get_context_data(**kwargs, councils=councils)
        if not councils:
            return context
        chosen = self.request.session.get(access.COUNCIL_KEY)
        council = next((found for found in councils if found.pk == chosen), councils[0])
        self.request.council = council  # type: ignore[attr-defined]
        roles = roles_in(council, held)
        permissions = frozenset().union(*(GRANTS[role] for role in roles))
        desk = Desk(person, council, roles, permissions, timezone.localdate())
        return context | {
            "council": council,
            "roles": sorted(role.label for role in roles),
            "panels": panels_for(desk),
            "offers": offers_for(permissions),
        }


def roles_in(council: Organisation, held: list[Membership]) -> frozenset[Role]:
    """Return the roles among `held` that belong to `council`."""
    return frozenset(Role(row.role) for row in held if row.organisation == council)


class ChooseCouncil(FormView[ChooseCouncilForm]):
    """Remember the council a person works in now. Only a council they belong to is taken."""

    http_method_names = ["post"]
    form_class = ChooseCouncilForm

    def get_form_kwargs(self) -> dict[str, Any]:
        held = access.memberships_of(access.current_user(self.request))
        councils = Organisation.objects.filter(pk__in=held.values("organisation"))
        return {**super().get_form_kwargs(), "councils": councils}

    def form_valid(self, form: ChooseCouncilForm) -> HttpResponse:
        self.request.session[access.COUNCIL_KEY] = form.cleaned_data["council"].pk
        return HttpResponseRedirect(reverse("core:home"))

    def form_invalid(self, form: ChooseCouncilForm) -> HttpResponse:
        return HttpResponseRedirect(reverse("core:home"))
