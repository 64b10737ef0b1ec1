"""Keeping what is typed: the address a page saves to, discarding, and forms that have expired."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils import timezone
from django.views import View
from django.views.csrf import csrf_failure as expired
from django.views.generic import TemplateView

from core import access, drafts
from core.errors import RuleViolationError
from core.models import User
from core.services.drafts import discard_draft, save_draft

SIGNED_OUT = "You were signed out before this was saved. Sign in: what you typed is not lost."
SEND_AGAIN = "This page had been open too long to be saved. What you typed is here: save it again."
STATUS = {"too_large": 413, "other_tab": 409, "gone": 409}


class DraftSave(View):
    """Keep what is typed on a form, or give its page a new token after signing in again."""

    def get(self, request: HttpRequest) -> JsonResponse:
        person = access.current_user(request)
        return JsonResponse({"token": get_token(request), "owner": drafts.owner_of(person)})

    def post(self, request: HttpRequest) -> JsonResponse:
        person, form_key = access.current_user(request), request.POST.get(drafts.FORM, "")
        form = drafts.form_at(form_key)
        if form is None:
            return JsonResponse({"code": "no_form"}, status=400)
        if not may_use(person, form):
            return JsonResponse({"code": "not_allowed"}, status=403)
        if drafts.sealed_person(request.POST.get(drafts.SEAL, "")) != person.pk:
            return JsonResponse({"code": "other_person"}, status=403)
        try:
            draft = save_draft(
                by=person,
                form_key=drafts.key_of(form_key, form),
                answers=drafts.answers_in(request.POST),
                seen=request.POST.get(drafts.SEEN, ""),
            )
        except RuleViolationError as error:
            return JsonResponse({"code": error.code}, status=STATUS[error.code])
        at = timezone.localtime(draft.saved_at)
        return JsonResponse({"saved": f"{at:%H:%M}", "seen": drafts.seen_of(draft)})


def may_use(person: User, form: Any) -> bool:
    """Say whether a person holds, somewhere, the permission that a form's view asks for."""
    permission = getattr(form, "permission", None)
    return permission is None or access.councils_where(person, permission).exists()


class DraftDiscard(TemplateView):
    """Ask before what was typed on a form is forgotten."""

    template_name = "core/draft_discard.html"

    def form_key(self) -> str:
        form_key = self.request.GET.get("form", "")
        if drafts.form_at(form_key) is None:
            raise Http404
        return form_key

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person, form_key = access.current_user(self.request), self.form_key()
        kept = drafts.kept(person, form_key)
        return super().get_context_data(form_key=form_key, kept=kept, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        form_key = self.form_key()
        discard_draft(by=access.current_user(request), form_key=form_key)
        messages.success(request, "What you had typed is discarded.")
        return redirect(form_key)


def hold(request: HttpRequest, view: Any) -> bool:
    """Keep what was posted by somebody no longer signed in, and tell them so."""
    if not drafts.hold_posted(request, view):
        return False
    messages.info(request, SIGNED_OUT)
    return True


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Keep what was typed on a page older than the last signing in; else say that it expired.

    The seal in the page says, as its CSRF token would have, that the page was made for this person.
    """
    view = request.resolver_match.func if request.resolver_match else None
    if isinstance(request.user, User):
        return keep_expired(request, view) or expired(request, reason)
    if hold(request, view):
        return redirect_to_login(request.get_full_path())
    return expired(request, reason)


def keep_expired(request: HttpRequest, view: Any) -> HttpResponseRedirect | None:
    """Keep the answers of the person signed in, if the page was theirs; else None."""
    person, seal = access.current_user(request), request.POST.get(drafts.SEAL, "")
    form = getattr(view, "view_class", None)
    if not drafts.keeps_answers(view) or drafts.sealed_person(seal) != person.pk:
        return None
    answers = drafts.answers_in(request.POST)
    form_key = drafts.key_of(request.get_full_path(), form)
    try:
        save_draft(by=person, form_key=form_key, answers=answers)
    except RuleViolationError:
        return None
    messages.info(request, SEND_AGAIN)
    return HttpResponseRedirect(request.get_full_path())
