"""One question page of a draft. Whatever is typed is kept first, and judged after."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase

from core import drafts
from core.permissions import Permission
from core.services.drafts import discard_draft
from safeguard.draft_letter import own_words
from safeguard.forms_raise import FORMS, ROWS
from safeguard.models import Provider
from safeguard.services.raising import save_page
from safeguard.views.draft_pages import (
    DraftPage,
    Typed,
    judged,
    shown,
    typed_on,
    with_one_more,
    without,
)
from safeguard.views.raising import TO_CHECK, DraftView

SUGGESTED = 500
CHECK = "check"


class ConcernDraftPage(DraftView):
    """`do` says which button was pressed: go on, come back later, one row more, one row fewer."""

    template_name = "safeguard/concern_draft_page.html"
    permission = Permission.CASE_RECORD
    # What is typed between two saves is kept too, by the address of the page.
    keeps_draft = True
    draft_by_path = True  # opened from the check, it is the same page
    name: str

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.name = kwargs["page"]
        if self.name not in FORMS:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        typed = typed_on(self.name, request.POST)
        done, _, prefix = request.POST.get("do", "").partition(":")
        prefix, _, place = prefix.partition(":")
        if prefix in ROWS.get(self.name, {}):
            return self.change_rows(done, prefix, place, typed)
        self.keep(typed)
        if done == "later":
            return HttpResponseRedirect(self.url())
        page = judged(self.name, typed)
        if not page.is_sound(self.draft.adult):
            return self.render_to_response(self.get_context_data(bound=page))
        return HttpResponseRedirect(self.next_url())

    def change_rows(self, done: str, prefix: str, place: str, typed: Typed) -> HttpResponse:
        """Keep what was typed with one row more or fewer, and come back to the rows."""
        if done == "add":
            typed = with_one_more(prefix, typed)
        elif done == "remove" and place.isdecimal():
            typed = without(prefix, int(place), typed)
        self.keep(typed)
        query = TO_CHECK if self.returns_to_check else ""
        return HttpResponseRedirect(f"{self.url('concern-draft-page', self.name)}{query}#{prefix}")

    def keep(self, typed: Typed) -> None:
        self.draft = save_page(by=self.person, draft=self.draft, page=self.name, typed=typed)
        discard_draft(by=self.person, form_key=self.request.path)

    @property
    def returns_to_check(self) -> bool:
        return self.request.GET.get("then") == CHECK

    def next_url(self) -> str:
        """Return the page after this one; after the last, or when changing one, the check."""
        later = [*FORMS][[*FORMS].index(self.name) + 1 :]
        if self.returns_to_check or not later:
            return self.url("concern-draft-check")
        return self.url("concern-draft-page", later[0])

    def get_context_data(self, bound: DraftPage | None = None, **kwargs: Any) -> dict[str, Any]:
        key = self.request.path
        kept = drafts.kept(self.person, key) if bound is None else None
        typed = kept.answers if kept else self.draft.pages.get(self.name, {})
        page = bound or shown(self.name, typed)
        words = own_words(self.draft.pages.get("wants", {}))
        return super().get_context_data(
            **{**kwargs, "page": page},
            form=page.form,
            formset=page,
            row_sets=page.rows,
            keeping=drafts.keeping(self.person, key, kept, shown=bound is None),
            own_words=[] if self.name == "wants" else words,
            providers=self.providers() if self.name == "where" else (),
        )

    def providers(self) -> list[str]:
        rows = Provider.objects.visible_to(self.person).filter(council=self.council)
        return list(rows.values_list("name", flat=True)[:SUGGESTED])
