"""What somebody typed on a form and has not saved: whose it is, which form's, what is left out.

A page of such a form carries a seal, signed here, that names whom the page was made for. So answers
that arrive when nobody is signed in any more can be given back to that person, and to no other.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from django.core import signing
from django.db.models import QuerySet
from django.forms import Form
from django.forms.utils import ErrorDict
from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.crypto import salted_hmac

from core.models import FormDraft, User

Answers: TypeAlias = dict[str, list[str]]

KEPT_FOR = timedelta(days=30)
# Fields of the keeping itself, which no form of ours has.
OWN = "_draft_"
SEAL, FORM, SEEN = f"{OWN}person", f"{OWN}form", f"{OWN}seen"
CSRF = "csrfmiddlewaretoken"
SALT = "core.drafts"
# What arrived from somebody no longer signed in, by address of the form.
HELD = "held_answers"
MOST_HELD = 5


@dataclass(frozen=True)
class Keeping:
    """What a page needs to keep its form; `kept_at` is when what it shows was typed, if it was."""

    form_key: str
    seal: str
    owner: str
    seen: str
    kept_at: datetime | None


def answers_in(posted: QueryDict) -> Answers:
    """Return what was typed: every value, but for what is the keeping's own and for passwords."""
    return {
        name: [str(value) for value in posted.getlist(name)]
        for name in posted
        if name != CSRF and not name.startswith(OWN) and "password" not in name.lower()
    }


def seal_for(person: User) -> str:
    return signing.TimestampSigner(salt=SALT).sign(str(person.pk))


def sealed_person(seal: str) -> int | None:
    """Return the key of the person a seal names; None where it is forged, cut or too old."""
    try:
        return int(signing.TimestampSigner(salt=SALT).unsign(seal, max_age=KEPT_FOR))
    except (signing.BadSignature, ValueError):
        return None


def owner_of(person: User) -> str:
    """Return what a browser may know a person's unsent answers by; it names nobody."""
    return salted_hmac(SALT, str(person.pk), algorithm="sha256").hexdigest()[:20]


def kept(person: User, form_key: str) -> FormDraft | None:
    """Return what this person typed on this form in the last 30 days and did not save."""
    return all_kept(person, [form_key]).first()


def all_kept(person: User, form_keys: Iterable[str]) -> QuerySet[FormDraft]:
    """Return what this person typed on any of these forms in the last 30 days and did not save."""
    since = timezone.now() - KEPT_FOR
    return FormDraft.objects.filter(person=person, form_key__in=form_keys, saved_at__gte=since)


def seen_of(draft: FormDraft | None) -> str:
    """Return what a page says it has seen of a draft; empty where there was none."""
    return draft.saved_at.isoformat() if draft else ""


def keeping(person: User, form_key: str, draft: FormDraft | None, *, shown: bool) -> Keeping:
    """Return what the page of a form needs. `shown`: the form holds what the draft holds."""
    kept_at = draft.saved_at if draft and shown else None
    return Keeping(form_key, seal_for(person), owner_of(person), seen_of(draft), kept_at)


def fill(form: Form, answers: Mapping[str, list[str]]) -> None:
    """Put kept answers into a form as they were typed, without judging them yet."""
    typed = QueryDict(mutable=True)
    for name, values in answers.items():
        typed.setlist(name, values)
    form.data, form.is_bound = typed, True
    form._errors = ErrorDict()  # type: ignore[attr-defined]


def keeps_answers(view: Any) -> bool:
    """Say whether a view is of a form whose answers are kept."""
    return bool(getattr(getattr(view, "view_class", None), "keeps_draft", False))


def form_at(address: str) -> Any:
    """Return the view class of the form at an address of ours; None where none keeps answers."""
    try:
        view = resolve(address.partition("?")[0]).func
    except Resolver404:
        return None
    return getattr(view, "view_class", None) if keeps_answers(view) else None


def key_of(address: str, form: Any) -> str:
    """Return what the draft of the form at an address is known by.

    That is the address; without its query for a view that says `draft_by_path = True`.
    """
    return address.partition("?")[0] if getattr(form, "draft_by_path", False) else address


def hold_posted(request: HttpRequest, view: Any) -> bool:
    """Keep what nobody signed in has posted, in their session, for the person it is sealed to.

    Returns whether there was something to keep. `services.drafts.claim_held` gives it back.
    """
    if request.method != "POST" or not keeps_answers(view):
        return False
    person = sealed_person(request.POST.get(SEAL, ""))
    if person is None:
        return False
    held = dict(request.session.get(HELD, {}))
    form_key = key_of(request.get_full_path(), view.view_class)
    held.pop(form_key, None)
    held[form_key] = {"person": person, "answers": answers_in(request.POST)}
    request.session[HELD] = dict(list(held.items())[-MOST_HELD:])
    return True
