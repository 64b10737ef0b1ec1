"""What references show of what people said, while their consent reaches CQC and stands.

A self-assessment goes to CQC, so words that may go less far are not offered and do not show.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.utils import timezone

from assurance.choices_voices import VoiceScope
from assurance.models import Voice
from assurance.rules.references import Kind, Reference
from assurance.self_assessments.targets import Target
from assurance.voices_shown import quotes
from core.models import Organisation

WITHDRAWN = "These words were taken back"
NO_CONSENT = "There is no consent to show these words to CQC"
MOST_OFFERED = 200
LABEL = 80


def among_voices(
    council: Organisation, wanted: Sequence[Reference], *, offers: bool
) -> Sequence[Target]:
    """Look up what people said: three queries, or none where nothing is asked."""
    keys = [reference.key for reference in wanted if reference.kind is Kind.VOICE]
    if not keys and not offers:
        return []
    rows = Voice.objects.filter(council=council)
    which = Q(pk__in=keys)
    if offers:
        may_go = rows.quotable(VoiceScope.CQC, on=timezone.localdate())
        which |= Q(pk__in=may_go.values("pk"))
    newest = rows.filter(which).prefetch_related("groups")[: MOST_OFFERED + len(keys)]
    return _targets(council, newest)


def _targets(council: Organisation, rows: Iterable[Voice]) -> list[Target]:
    held = list(rows)
    said = {quote.voice.pk: quote for quote in quotes(held, VoiceScope.CQC, council_id=council.pk)}
    found = []
    for voice in held:
        reference, quote = Reference(Kind.VOICE, voice.pk), said.get(voice.pk)
        if quote is None:
            trouble = NO_CONSENT if voice.withdrawn_on is None else WITHDRAWN
            found.append(Target(reference, voice.reference, trouble=trouble))
            continue
        label = f"{voice.reference}: {quote.summary or quote.words[:LABEL]}"
        text = f"\N{LEFT DOUBLE QUOTATION MARK}{quote.words}\N{RIGHT DOUBLE QUOTATION MARK}"
        found.append(Target(reference, label, text, quote.attribution, shared=text))
    return found
