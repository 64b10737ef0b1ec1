"""Raise a concern: what is begun, the list of its parts, the check before it, what comes after."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from core import access
from core.drafts import all_kept
from core.errors import RuleViolationError
from core.models import Organisation, User
from core.permissions import Permission
from core.services.drafts import discard_draft as forget_typed
from core.views import RequiresPermission
from safeguard import draft_letter
from safeguard.forms_raise import FORMS
from safeguard.models import Concern, ConcernDraft, ConcernQuerySet
from safeguard.services.raising import discard_draft, raise_concern, start_draft
from safeguard.views.bases import RecordPage
from safeguard.views.draft_pages import DraftPage, answers_of, judge_all, typed_before

SHOWN = 50
TO_CHECK = "?then=check"
NOT_BEGUN = "This part has not been filled in"


class DraftView(TemplateView):
    """A page of one draft, for whoever started it."""

    person: User
    council: Organisation
    draft: ConcernDraft

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.person = access.current_user(request)
        if access.chosen_council(request, Permission.CASE_RECORD) is None:
            raise PermissionDenied
        rows = ConcernDraft.objects.visible_to(self.person).select_related(
            "council", "adult__identity", "adult__council"
        )
        self.draft = get_object_or_404(rows, public_id=kwargs["public_id"])
        self.council = self.draft.council
        request.council = self.council  # type: ignore[attr-defined]
        try:
            return super().dispatch(request, *args, **kwargs)
        except ConcernDraft.DoesNotExist:  # raised or discarded in another window meanwhile
            raise Http404 from None

    def url(self, name: str = "concern-draft", *args: Any) -> str:
        return reverse(f"safeguard:{name}", args=[self.draft.public_id, *args])

    def judge_with_unsent(self) -> dict[str, tuple[DraftPage, bool]]:
        """Judge every page as last typed: what autosave keeps of one counts as if it were sent."""
        names = {self.url("concern-draft-page", page): page for page in FORMS}
        for unsent in all_kept(self.person, names):
            name = names[unsent.form_key]
            self.draft.pages = {**self.draft.pages, name: typed_before(name, unsent.answers)}
        return judge_all(self.draft)

    def forget_unsent(self) -> None:
        """Forget what was typed on the pages of a draft that is gone, and not sent."""
        for page in FORMS:
            forget_typed(by=self.person, form_key=self.url("concern-draft-page", page))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, draft=self.draft, council=self.council)


class ConcernRaise(RequiresPermission, TemplateView):
    """What this person has begun, and the way to begin."""

    permission = Permission.CASE_RECORD
    template_name = "safeguard/concern_raise.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        draft = start_draft(by=self.person, council=self.council)
        return HttpResponseRedirect(
            reverse("safeguard:concern-draft-adult", args=[draft.public_id])
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        begun = ConcernDraft.objects.visible_to(self.person).select_related(
            "adult__identity", "notification", "provider_notification", "council"
        )
        return super().get_context_data(**kwargs, drafts=begun.defer("pages")[:SHOWN])


class ConcernDraftTasks(DraftView):
    template_name = "safeguard/concern_draft.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pages = self.judge_with_unsent()
        tasks = [self.adult_task()]
        for name, (page, sound) in pages.items():
            begun = name in self.draft.pages
            tasks.append(
                {
                    "label": page.title,
                    "url": self.url("concern-draft-page", name),
                    **_status(begun=begun, sound=sound),
                }
            )
        left = sum("colour" in task for task in tasks)
        return super().get_context_data(**kwargs, tasks=tasks, left=left, count=len(tasks))

    def adult_task(self) -> dict[str, Any]:
        adult = self.draft.adult
        name = str(getattr(adult, "identity", adult)) if adult else ""
        status = _status(begun=False, sound=adult is not None)
        url = self.url("concern-draft-adult")
        return {"label": "Which adult it is about", "url": url, "hint": name, **status}


def _status(*, begun: bool, sound: bool) -> dict[str, str]:
    if sound:
        return {"status": "Completed"}
    if begun:
        return {"status": "Incomplete", "colour": "yellow"}
    return {"status": "Not started yet", "colour": "blue"}


class ConcernDraftCheck(DraftView):
    """The whole draft as a letter, each part with a way to change it, and the button."""

    template_name = "safeguard/concern_draft_check.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        pages = self.judge_with_unsent()
        if self.draft.adult is None or not all(sound for _, sound in pages.values()):
            return self.get(request, *args, **kwargs)
        answers = answers_of(page for page, _ in pages.values())
        try:
            concern = raise_concern(by=self.person, draft=self.draft, answers=answers)
        except RuleViolationError as error:
            return self.render_to_response(self.get_context_data(refusals=[str(error)]))
        except ValidationError as error:
            return self.render_to_response(self.get_context_data(refusals=error.messages))
        self.forget_unsent()
        return HttpResponseRedirect(reverse("safeguard:concern-raised", args=[concern.pk]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pages = self.judge_with_unsent()
        return super().get_context_data(
            **kwargs,
            parts=[self.adult_part(), *(self.part(page, sound=ok) for page, ok in pages.values())],
            ready=self.draft.adult is not None and all(sound for _, sound in pages.values()),
        )

    def adult_part(self) -> dict[str, Any]:
        missing = [] if self.draft.adult else ["Say which adult the concern is about"]
        return {
            "title": "The adult",
            "url": self.url("concern-draft-adult"),
            "paragraphs": draft_letter.about_whom(self.draft.adult),
            "problems": missing,
        }

    def part(self, page: DraftPage, *, sound: bool) -> dict[str, Any]:
        return {
            "title": page.title,
            "url": f"{self.url('concern-draft-page', page.name)}{TO_CHECK}",
            "paragraphs": draft_letter.paragraphs(page.name, page.answers()),
            "problems": self.problems(page, sound=sound),
        }

    def problems(self, page: DraftPage, *, sound: bool) -> list[str]:
        if sound:
            return []
        return page.problems() if page.name in self.draft.pages else [NOT_BEGUN]


class ConcernDraftDiscard(DraftView):
    template_name = "safeguard/concern_draft_discard.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        discard_draft(by=self.person, draft=self.draft)
        self.forget_unsent()
        messages.success(request, "The unfinished concern is discarded")
        return HttpResponseRedirect(reverse("safeguard:concern-raise"))


class ConcernRaised(RecordPage):
    """The reference, and what happens next."""

    template_name = "safeguard/concern_raised.html"
    record: Concern

    def rows(self) -> ConcernQuerySet:
        rows = Concern.objects.visible_to(self.request.user)
        return rows.select_related("council", "adult__identity", "report")
