"""Voices as pages and documents show them. `quotable` decides everywhere whether words show."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from assurance.choices_voices import VoiceScope
from assurance.metrics.voices import group_sizes
from assurance.models import Voice
from assurance.rules.quoting import Consent, attribution, may_be_quoted
from sab.tracker import Tag

GONE = "These words were taken back, and are gone."
WITHHELD = "There is no consent to show these words."


@dataclass(frozen=True)
class Quote:
    """Words that may be shown to some readers, with what may be said of who spoke."""

    voice: Voice
    words: str
    summary: str
    attribution: str


@dataclass(frozen=True)
class ShownVoice:
    """A voice on a page of the council: `quote` is None where its reader may not see the words."""

    voice: Voice
    quote: Quote | None
    consent: Tag
    why_not: str

    @property
    def themes(self) -> list[str]:
        return [theme.label for theme in self.voice.themes.all()]


def quotable(voice: Voice, scope: str, *, on: date | None = None) -> bool:
    """Say whether the words of a voice may be shown to readers within `scope`.

    Pages, reports, self-assessments, evidence and packs all ask here, each time they are made.

    Args:
        scope: one of VoiceScope.
        on: the day; None: today.
    """
    return may_be_quoted(consent_of(voice), scope, on or timezone.localdate())


def consent_of(voice: Voice) -> Consent:
    """Return what somebody agreed to about their words."""
    return Consent(
        given=voice.consent_given,
        scope=voice.consent_scope,
        on=voice.consent_on,
        until=voice.consent_until,
        withdrawn_on=voice.withdrawn_on,
    )


def quotes(
    voices: Iterable[Voice], scope: str, *, council_id: int, on: date | None = None
) -> list[Quote]:
    """Return what may be quoted to readers within `scope`, in the order given.

    Outside the council a group is named only where enough voices of it are held.
    """
    chosen = [voice for voice in voices if quotable(voice, scope, on=on)]
    sizes = group_sizes(council_id) if scope != VoiceScope.INTERNAL and chosen else {}
    return [_quote(voice, scope, sizes) for voice in chosen]


def shown(voices: Iterable[Voice], *, keeps: bool) -> list[ShownVoice]:
    """Return voices for a page inside the council.

    Args:
        keeps: the reader keeps voices, and so reads words whose consent is still to be asked for.
    """
    return [_shown(voice, keeps) for voice in voices]


def consent_tag(voice: Voice, on: date) -> Tag:
    """Return how consent stands, in words."""
    if voice.withdrawn_on is not None:
        return Tag("Taken back", "red")
    if voice.consent_given is None:
        return Tag("Consent not asked yet", "yellow")
    if not voice.consent_given:
        return Tag("Consent refused", "red")
    if voice.consent_until is not None and voice.consent_until < on:
        return Tag("Consent has run out", "orange")
    reach = voice.get_consent_scope_display()
    return Tag(f"Agreed: {reach[:1].lower()}{reach[1:]}", "green")


def _shown(voice: Voice, keeps: bool) -> ShownVoice:
    today = timezone.localdate()
    may = keeps or quotable(voice, VoiceScope.INTERNAL, on=today)
    is_gone = voice.withdrawn_on is not None
    quote = _quote(voice, VoiceScope.INTERNAL, {}) if may and not is_gone else None
    why_not = GONE if is_gone else "" if quote else WITHHELD
    return ShownVoice(voice, quote, consent_tag(voice, today), why_not)


def _quote(voice: Voice, scope: str, sizes: Mapping[tuple[str, str], int]) -> Quote:
    groups = [
        (row.get_group_display(), sizes.get((voice.speaker, row.group), 0))
        for row in voice.groups.all()
    ]
    said = attribution(
        voice.get_speaker_display(),
        groups,
        when=voice.heard_on,
        scope=scope,
        source=voice.source,
    )
    return Quote(voice, voice.words, voice.summary, said)
