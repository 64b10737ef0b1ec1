"""Whom a concern is about: find them in the register, or add them."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404

from core.errors import RuleViolationError
from core.permissions import Permission
from core.plain_text import one_line
from safeguard.alike import search
from safeguard.forms_adults import FindAdultForm
from safeguard.models import Adult, AdultQuerySet
from safeguard.services.adults import AdultFacts, add_adult
from safeguard.services.raising import choose_adult, save_page
from safeguard.views.adult_parts import NewAdultMixin
from safeguard.views.raising import DraftView

FIND = "find"


class ConcernDraftAdult(DraftView):
    """Search with what is known. The search is kept in the draft, not in the page's address."""

    template_name = "safeguard/concern_draft_adult.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "adult" in request.POST:
            return self.choose(request.POST["adult"])
        typed = {name: [one_line(request.POST.get(name, ""))] for name in FindAdultForm.base_fields}
        save_page(by=self.person, draft=self.draft, page=FIND, typed=typed)
        return HttpResponseRedirect(self.url("concern-draft-adult"))

    def choose(self, pk: str) -> HttpResponse:
        adult = get_object_or_404(self.adults(), pk=pk if pk.isdecimal() else 0)
        try:
            choose_adult(by=self.person, draft=self.draft, adult=adult)
        except RuleViolationError as error:
            return self.render_to_response(self.get_context_data(refusal=str(error)))
        return HttpResponseRedirect(self.url())

    def adults(self) -> AdultQuerySet:
        rows = Adult.objects.visible_to(self.person).filter(council=self.council)
        return rows.select_related("merged_into")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        typed = {name: value[-1] for name, value in self.draft.pages.get(FIND, {}).items()}
        form = FindAdultForm(typed or None)
        found = None
        if typed and form.is_valid():
            found = search(self.adults(), **form.cleaned_data)
        return super().get_context_data(**kwargs, form=form, found=found)


class ConcernDraftAdultNew(NewAdultMixin, DraftView):
    """Add the adult, with what the search already said."""

    template_name = "safeguard/concern_draft_adult_new.html"
    permission = Permission.CASE_RECORD
    keeps_draft = True

    def get_initial(self) -> dict[str, Any]:
        typed = {name: value[-1] for name, value in self.draft.pages.get(FIND, {}).items()}
        given, _, family = typed.get("name", "").rpartition(" ")
        born = typed.get("born", "")
        initial = {"given_name": given, "family_name": family}
        if born.isdecimal():
            initial["born_year"] = born
        elif born.count("/") == 2:
            initial["born_on"] = born
        return initial

    def add(self, facts: AdultFacts) -> None:
        adult = add_adult(by=self.person, council=self.council, facts=facts)
        choose_adult(by=self.person, draft=self.draft, adult=adult)

    def get_success_url(self) -> str:
        return self.url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, back_url=self.url("concern-draft-adult"))
