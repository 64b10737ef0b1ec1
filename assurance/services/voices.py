"""Keep what people said, and their consent; once it is taken back, the words are gone."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from assurance.choices_voices import VoiceScope
from assurance.models import (
    EvidenceCategory,
    QualityStatement,
    Voice,
    VoiceGroup,
    VoiceIdentity,
    VoiceLink,
    VoiceUse,
)
from assurance.services.plan_rows import add, change, not_later_than_today, stripped, tell
from assurance.voices_shown import quotable
from audit.models import Theme
from core import access
from core.errors import RuleViolationError
from core.models import FormDraft, Organisation, User
from core.permissions import Permission
from sab.rules.names import names_in
from safeguard.services.numbering import next_reference

PREFIX = "VOI"
# What a person said, and who agreed to it, never stands in the log: it is to be gone when they say.
HIDDEN = ("words", "summary", "source", "consent_by", "consent_how", "withdrawn_note")
FIELDS = ("speaker", "how", "source", "heard_on", "tone", "words", "summary")


@transaction.atomic
def record_voice(
    *,
    by: User,
    council: Organisation,
    said: Mapping[str, Any],
    themes: Iterable[Theme] = (),
    groups: Iterable[str] = (),
    name: str = "",
    contact: str = "",
) -> Voice:
    """Keep what somebody said. Their name is not needed, and is kept apart where it is given.

    Args:
        said: the columns of FIELDS.

    Raises:
        PermissionDenied: `by` does not hold VOICE_MANAGE in `council`.
        RuleViolationError: code `later`, `names_somebody` or `other_council`.
        ValidationError: a value is missing.
    """
    access.require(by, Permission.VOICE_MANAGE, council=council)
    columns = stripped({field: said[field] for field in FIELDS})
    not_later_than_today(columns["heard_on"], "heard_on")
    _refuse_names(columns, [name])
    number = next_reference(Voice, council, timezone.localdate().year, prefix=PREFIX)
    row = Voice(council=council, reference=number, **columns)
    add(by, row, "voice_recorded", council, hidden=HIDDEN)
    _set_parts(row, council, themes, groups)
    if name.strip():
        _name(by, row, name, contact)
    return row


@transaction.atomic
def change_voice(
    *,
    by: User,
    voice: Voice,
    said: Mapping[str, Any],
    themes: Iterable[Theme] = (),
    groups: Iterable[str] = (),
) -> Voice:
    """Put right what was recorded of a voice. The consent stays as it is.

    Raises:
        PermissionDenied: `by` does not hold VOICE_MANAGE in the council.
        RuleViolationError: code `taken_back`, `later`, `names_somebody` or `other_council`.
        ValidationError: a value is missing.
    """
    held = lock_voice(by, voice)
    _refuse_taken_back(held)
    columns = stripped({field: said[field] for field in FIELDS})
    not_later_than_today(columns["heard_on"], "heard_on")
    known = VoiceIdentity.objects.filter(voice=held).values_list("name", flat=True)
    _refuse_names(columns, known)
    change(by, held, "voice_changed", held.council, columns, hidden=HIDDEN)
    _set_parts(held, held.council, themes, groups)
    return held


@transaction.atomic
def record_consent(
    *,
    by: User,
    voice: Voice,
    given: bool,
    on: date,
    scope: str = "",
    until: date | None = None,
    by_whom: str = "",
    how: str = "",
) -> Voice:
    """Keep whether the person agrees that their words are quoted, how far, and until when.

    Raises:
        PermissionDenied: `by` does not hold VOICE_MANAGE in the council.
        RuleViolationError: code `taken_back` or `later`.
        ValidationError: agreed, and not said by whom or how far; or it ends before it begins.
    """
    held = lock_voice(by, voice)
    _refuse_taken_back(held)
    not_later_than_today(on, "on")
    columns = {
        "consent_given": given,
        "consent_on": on,
        "consent_scope": scope if given else "",
        "consent_until": until if given else None,
        "consent_by": by_whom.strip(),
        "consent_how": how.strip(),
    }
    change(by, held, "voice_consent_recorded", held.council, columns, hidden=HIDDEN)
    return held


@transaction.atomic
def withdraw_voice(*, by: User, voice: Voice, on: date, note: str = "") -> int:
    """Take words back: they and the identity are erased, and what is typed of them anywhere.

    The row stays without words, so that counts and the list of what has left stay true.

    Returns how many things that hold the words had left already and are for somebody to act on.

    Raises:
        PermissionDenied: `by` does not hold VOICE_MANAGE in the council.
        RuleViolationError: code `taken_back` or `later`.
        ValidationError: the day is before the words were said, or before consent.
    """
    held = lock_voice(by, voice)
    _refuse_taken_back(held)
    not_later_than_today(on, "on")
    columns = {
        "words": "",
        "summary": "",
        "source": "",
        "withdrawn_on": on,
        "withdrawn_note": note.strip(),
    }
    change(by, held, "voice_withdrawn", held.council, columns, hidden=HIDDEN)
    VoiceIdentity.objects.filter(voice=held).delete()
    pages = reverse("assurance:voice-detail", args=[held.pk])
    FormDraft.objects.filter(form_key__startswith=pages).delete()
    return VoiceUse.objects.filter(voice=held).to_act_on().count()


@transaction.atomic
def set_identity(*, by: User, voice: Voice, name: str, contact: str = "") -> None:
    """Keep who spoke, apart from their words; no name removes what was kept.

    Raises:
        PermissionDenied: `by` does not hold VOICE_MANAGE in the council.
        RuleViolationError: code `taken_back` or `names_somebody`.
    """
    held = lock_voice(by, voice)
    _refuse_taken_back(held)
    _refuse_names({"words": held.words, "summary": held.summary}, [name], field="name")
    VoiceIdentity.objects.filter(voice=held).delete()
    if name.strip():
        _name(by, held, name, contact)
    else:
        tell(by, "voice_identity_removed", held, held.council)


def read_identity(*, by: User, voice: Voice) -> VoiceIdentity | None:
    """Return who spoke, where it is kept; that it was read is recorded.

    Raises:
        PermissionDenied: `by` does not hold VOICE_MANAGE in the council.
    """
    access.require(by, Permission.VOICE_MANAGE, council=voice.council)
    found = VoiceIdentity.objects.filter(voice=voice).first()
    if found is not None:
        tell(by, "voice_identity_read", voice, voice.council)
    return found


@transaction.atomic
def link_voice(
    *, by: User, voice: Voice, statement: QualityStatement, categories: Iterable[EvidenceCategory]
) -> None:
    """Say which evidence categories of one quality statement a voice bears on; none: no more.

    Raises:
        PermissionDenied: `by` does not hold VOICE_MANAGE in the council.
        RuleViolationError: code `other_framework`.
    """
    held = lock_voice(by, voice)
    chosen = list(categories)
    if any(category.framework_id != statement.framework_id for category in chosen):
        words = "The statement and the category are of two frameworks"
        raise RuleViolationError("other_framework", words, field="categories")
    held.links.filter(statement=statement).exclude(category__in=chosen).delete()
    for category in chosen:
        VoiceLink.objects.get_or_create(voice=held, statement=statement, category=category)
    tell(by, "voice_linked", held, held.council)


@transaction.atomic
def record_use(
    *,
    by: User,
    voice: Voice,
    kind: str,
    title: str,
    scope: str,
    has_left: bool,
    on: date | None = None,
) -> VoiceUse:
    """Keep that words were quoted in something. Whoever quotes them calls this.

    The caller has checked that `by` may make what the words stand in.

    Raises:
        RuleViolationError: code `not_quotable`: there is no consent for readers so far out.
        ValidationError: the title is missing.
    """
    held = Voice.objects.select_for_update(of=("self",)).select_related("council").get(pk=voice.pk)
    today = timezone.localdate()
    if not quotable(held, scope, on=today):
        reach = VoiceScope(scope).label.lower()
        words = f"There is no consent in force to quote {held.reference} to: {reach}"
        raise RuleViolationError("not_quotable", words)
    row = VoiceUse(
        voice=held,
        kind=kind,
        title=title.strip(),
        scope=scope,
        used_on=on or today,
        has_left=has_left,
        recorded_by=by,
    )
    add(by, row, "voice_quoted", held.council)
    return row


@transaction.atomic
def act_on_use(*, by: User, use: VoiceUse, on: date, note: str) -> VoiceUse:
    """Keep what was done about words that had left before they were taken back.

    Raises:
        PermissionDenied: `by` does not hold VOICE_MANAGE in the council.
        RuleViolationError: code `done` or `later`.
        ValidationError: nothing is said of what was done.
    """
    held = VoiceUse.objects.select_for_update(of=("self",)).get(pk=use.pk)
    council = lock_voice(by, held.voice).council
    if held.acted_on is not None:
        raise RuleViolationError("done", "Somebody has acted on this already")
    not_later_than_today(on, "on")
    columns = {"acted_on": on, "acted_by": by, "acted_note": note.strip()}
    change(by, held, "voice_use_acted_on", council, columns)
    return held


@transaction.atomic
def add_theme(*, by: User, council: Organisation, label: str) -> Theme:
    """Add a theme. Voices, stories and audits share one list of them.

    Raises:
        PermissionDenied: `by` does not hold VOICE_MANAGE in `council`.
        RuleViolationError: code `taken`.
        ValidationError: it has no label, or a long one.
    """
    access.require(by, Permission.VOICE_MANAGE, council=council)
    words = " ".join(label.split())
    if Theme.objects.filter(council=council, label__iexact=words).exists():
        raise RuleViolationError("taken", "There is a theme of this name already", field="label")
    code = "-".join("".join(c if c.isalnum() else " " for c in words.lower()).split())[:60]
    row = Theme(council=council, code=code, label=words)
    add(by, row, "theme_added", council, taken="There is a theme of this name already")
    return row


def lock_voice(by: User, voice: Voice) -> Voice:
    """Return the voice locked for a change that `by` may make.

    Raises:
        PermissionDenied: `by` does not hold VOICE_MANAGE in its council.
    """
    rows = Voice.objects.select_for_update(of=("self",)).select_related("council")
    held = rows.get(pk=voice.pk)
    access.require(by, Permission.VOICE_MANAGE, council=held.council)
    return held


def _refuse_taken_back(voice: Voice) -> None:
    if voice.withdrawn_on is not None:
        raise RuleViolationError("taken_back", "These words were taken back, and are gone")


def _refuse_names(columns: Mapping[str, Any], names: Iterable[str], *, field: str = "") -> None:
    """Refuse the name of whoever spoke in the words that others will read."""
    known = [name for name in names if name.strip()]
    for column in ("words", "summary", "source"):
        found = names_in(columns.get(column, ""), known)
        if found:
            said = f"The words hold the name “{found[0]}”. Write [name] in its place"
            raise RuleViolationError("names_somebody", said, field=field or column)


def _set_parts(
    voice: Voice, council: Organisation, themes: Iterable[Theme], groups: Iterable[str]
) -> None:
    chosen = list(themes)
    if any(theme.council_id != council.pk for theme in chosen):
        raise RuleViolationError("other_council", "Choose themes of this council", field="themes")
    voice.themes.set(chosen)
    wanted = set(groups)
    voice.groups.exclude(group__in=wanted).delete()
    held = set(voice.groups.values_list("group", flat=True))
    for group in sorted(wanted - held):
        row = VoiceGroup(voice=voice, group=group)
        row.full_clean()
        row.save()


def _name(by: User, voice: Voice, name: str, contact: str) -> None:
    row = VoiceIdentity(voice=voice, name=name.strip(), contact=contact.strip())
    add(by, row, "voice_identity_kept", voice.council, hidden=("name", "contact"))
