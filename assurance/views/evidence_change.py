"""Change an item of evidence: revise, keep, link, approve, withdraw, say what a link gave."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView, View

from assurance.choices_evidence import EvidenceKind
from assurance.forms_evidence_change import (
    KeepForm,
    LinkCheckForm,
    LinkForm,
    PlaceForm,
    ReviseFigureForm,
    ReviseFileForm,
    ReviseForm,
    ReviseLinkForm,
    ReviseNoteForm,
    WithdrawForm,
)
from assurance.models import (
    EvidenceCategory,
    EvidenceLink,
    FrameworkEntry,
    QualityStatement,
    SubHeading,
)
from assurance.models.framework import EntryKind
from assurance.services.evidence import keep, revise
from assurance.services.evidence_contents import (
    Content,
    Words,
    file_content,
    link_content,
    note_content,
)
from assurance.services.evidence_links import Place, link_evidence, unlink_evidence
from assurance.services.evidence_standing import CHANGED, approve, record_link_check, withdraw
from assurance.views.evidence_bases import ItemForm, ItemPage, Offers, url_of, words_in
from core.errors import RuleViolationError
from core.permissions import Permission

REVISE_FORMS: dict[str, type[ReviseForm]] = {
    EvidenceKind.FILE: ReviseFileForm,
    EvidenceKind.LINK: ReviseLinkForm,
    EvidenceKind.NOTE: ReviseNoteForm,
    EvidenceKind.FIGURE: ReviseFigureForm,
}


class EvidenceRevise(ItemForm):
    keeps_draft = True
    title = "Revise this evidence"
    explanation = (
        "What it was stays as it is, to be compared. The new revision counts once somebody else "
        "approves it."
    )
    button = "Save as a new revision"
    done_message = "The revision is saved. It counts once somebody else approves it"

    def get_form_class(self) -> type[Form]:
        return REVISE_FORMS[self.item.kind]

    def get_initial(self) -> dict[str, Any]:
        names = ("title", "description", "effective_from", "effective_to", "strength")
        return {
            **{name: getattr(self.item, name) for name in names},
            "url": self.latest.url,
            "text": self.latest.text,
            "after": self.item.revision_number,
        }

    def call_service(self, **data: Any) -> None:
        revise(
            by=self.person,
            item=self.item,
            after=data["after"],
            words=self._words(data),
            content=self._content(data),
            what_changed=data["what_changed"],
        )

    def refused(self, form: Form, error: RuleViolationError) -> HttpResponse:
        """Where somebody else revised it meanwhile, saving again is saving after their revision."""
        if error.code == CHANGED:
            typed = self.request.POST.copy()
            self.item.refresh_from_db(fields=["revision_number"])
            typed["after"] = str(self.item.revision_number)
            form.data = typed
        return super().refused(form, error)

    def _words(self, data: dict[str, Any]) -> Words:
        if self.item.kind != EvidenceKind.FIGURE:
            return words_in(data)
        dates = {
            "effective_from": self.item.effective_from,
            "effective_to": self.item.effective_to,
        }
        return words_in({**data, **dates})

    def _content(self, data: dict[str, Any]) -> Content | None:
        if data.get("file"):
            return file_content(data["file"])
        if data.get("url"):
            return link_content(data["url"])
        return note_content(data["text"]) if data.get("text") else None


class EvidenceKeep(Offers, ItemForm):
    form_class = KeepForm
    title = "Who looks after this evidence"
    explanation = "This changes nothing of what it says, so its approval stands."
    done_message = "Saved"
    item: Any

    def get_form_kwargs(self) -> dict[str, Any]:
        is_link = self.item.kind == EvidenceKind.LINK
        return {**super().get_form_kwargs(), **self.keeping_offered(), "is_link": is_link}

    def get_initial(self) -> dict[str, Any]:
        item = self.item
        source = f"story:{item.story_id}" if item.story_id else ""
        return {
            "owner": str(item.owner_id or ""),
            "review_on": item.review_on,
            "source": f"round:{item.audit_round_id}" if item.audit_round_id else source,
            "expires_on": item.link_expires_on,
        }

    def call_service(self, **data: Any) -> None:
        keep(
            by=self.person,
            item=self.item,
            keeping=self.keeping_in(data),
            link_expires_on=data.get("expires_on"),
        )


class EvidencePlace(Offers, ItemPage, FormView[PlaceForm]):
    """Which cell it is evidence for; the next page asks what it answers there."""

    permission = Permission.EVIDENCE_MANAGE
    form_class = PlaceForm
    template_name = "assurance/evidence_form.html"
    item: Any

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), **self.places_offered()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = {
            "title": "What it is evidence for",
            "explanation": "One item may answer several statements: choose one at a time.",
            "button": "Continue",
        }
        return {**words, **super().get_context_data(**kwargs)}

    def form_valid(self, form: PlaceForm) -> HttpResponse:
        chosen = (form.cleaned_data["statement"], form.cleaned_data["category"])
        keys = [self.item.public_id, *chosen]
        return HttpResponseRedirect(reverse("assurance:evidence-link-add", args=keys))


class EvidenceLinkAdd(Offers, ItemForm):
    form_class = LinkForm
    title = "What it answers"
    button = "Link it"
    done_message = "The evidence is linked"
    item: Any

    @cached_property
    def cell(self) -> tuple[QualityStatement, EvidenceCategory]:
        if self.framework is None:
            raise Http404("no framework is in force")
        statement = get_object_or_404(self.framework.statements, code=self.kwargs["statement"])
        category = get_object_or_404(self.framework.categories, code=self.kwargs["category"])
        return statement, category

    @cached_property
    def headings(self) -> dict[str, SubHeading]:
        return {each.code: each for each in self.cell[0].sub_headings.order_by("order")}

    @cached_property
    def entries(self) -> dict[str, FrameworkEntry]:
        statement, category = self.cell
        rows = statement.entries.filter(kind=EntryKind.REQUIRED_EVIDENCE, category=category)
        return {each.code: each for each in rows.order_by("order")}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "sub_headings": self.headings.values(),
            "entries": list(self.entries.values()),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        statement, category = self.cell
        words = f"{statement.code} {statement.label}: {category.label.lower()}."
        return {**super().get_context_data(**kwargs), "explanation": words}

    def call_service(self, **data: Any) -> None:
        heading = self.headings.get(data["sub_heading"])
        lines: list[FrameworkEntry | None] = [self.entries[code] for code in data.get("lines", ())]
        places = [Place(*self.cell, heading, line) for line in lines or [None]]
        link_evidence(by=self.person, item=self.item, places=places)


class EvidenceUnlink(ItemPage, View):
    """Take the item from one place."""

    permission = Permission.EVIDENCE_MANAGE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        link = get_object_or_404(EvidenceLink, item=self.item, pk=kwargs["link"])
        try:
            unlink_evidence(by=self.person, item=self.item, link=link)
        except RuleViolationError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "It is no longer linked there")
        return HttpResponseRedirect(url_of(self.item))


class EvidenceApprove(ItemPage, View):
    """Approve the revision that the page showed."""

    permission = Permission.EVIDENCE_APPROVE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        after = request.POST.get("after", "")
        try:
            number = int(after) if after.isdecimal() else 0
            approve(by=self.person, item=self.item, after=number)
        except RuleViolationError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "The evidence is approved and counts")
        return HttpResponseRedirect(url_of(self.item))


class EvidenceWithdraw(ItemForm):
    permission = Permission.EVIDENCE_VIEW
    form_class = WithdrawForm
    title = "Withdraw this evidence"
    explanation = "It stops counting at once. What it held is kept, to show what was relied on."
    button = "Withdraw it"
    done_message = "The evidence is withdrawn"

    def call_service(self, **data: Any) -> None:
        withdraw(by=self.person, item=self.item, **data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "is_warning": True}


class EvidenceLinkCheck(ItemForm):
    form_class = LinkCheckForm
    title = "What was found at the link"
    explanation = (
        "The service never opens links. Open it yourself, in another tab, and say what you found."
    )
    done_message = "Saved"

    def get_initial(self) -> dict[str, Any]:
        return {"on": timezone.localdate()}

    def call_service(self, **data: Any) -> None:
        record_link_check(by=self.person, item=self.item, **data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "link": self.latest.url}
