"""What the pages that add an adult share: a form, and who may be the same person."""

from typing import Any

from django.forms import Form
from django.http import HttpResponse

from core.models import Organisation, User
from core.views import ServiceFormMixin
from safeguard.alike import Known, explained, possible_duplicates
from safeguard.forms_adults import AdultForm
from safeguard.models import Adult
from safeguard.services.adults import AdultFacts

NEW = "new"


class NewAdultMixin(ServiceFormMixin):
    """Adds an adult. Records that may be of the same person are shown once, before it does.

    A subclass defines `add` and `get_success_url`.
    """

    form_class = AdultForm
    person: User
    council: Organisation

    def add(self, facts: AdultFacts) -> None:
        raise NotImplementedError

    def form_valid(self, form: Form) -> HttpResponse:
        facts = facts_in(form)
        if self.request.POST.get("same") != NEW:
            found = self.duplicates(facts)
            if found:
                return self.render_to_response(
                    self.get_context_data(form=form, duplicates=explained(found))
                )
        return super().form_valid(form)

    def call_service(self, **data: Any) -> None:
        self.add(AdultFacts(**data))

    def duplicates(self, facts: AdultFacts) -> list[Any]:
        rows = Adult.objects.visible_to(self.person).filter(council=self.council)
        return possible_duplicates(rows, known_from(facts))


def facts_in(form: Form) -> AdultFacts:
    return AdultFacts(**form.cleaned_data)


def known_from(facts: AdultFacts) -> Known:
    """Return what is known of somebody who is not in the register yet."""
    names = ("family_name", "given_name", "born_on", "born_year", "nhs_number")
    return Known(**{name: getattr(facts, name) for name in names})
