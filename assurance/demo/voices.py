"""What people of the invented council said, with every state that consent can be in."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from assurance.demo.voices_said import STORIES, THEMES, VOICES, Said
from assurance.models import (
    EvidenceCategory,
    QualityStatement,
    Voice,
    VoiceGroup,
    VoiceLink,
    VoiceUse,
)
from audit.models import StoryOfDifference, Theme
from core.models import Organisation, User


def make_voices(
    council: Organisation, as_of: date, keeper: User, second: User
) -> dict[str, list[Voice]]:
    """Store voices with their parts and two stories; return the voices by theme."""
    themes = {
        code: Theme.objects.get_or_create(council=council, code=code, defaults={"label": label})[0]
        for code, label in THEMES.items()
    }
    found: dict[str, list[Voice]] = {code: [] for code in THEMES}
    cells = _cells()
    for number, said in enumerate(VOICES, start=1):
        voice = _voice(council, as_of, keeper, said, number)
        voice.themes.add(themes[said.theme])
        VoiceGroup.objects.bulk_create(VoiceGroup(voice=voice, group=g) for g in said.groups)
        statement, category = cells[said.cell]
        VoiceLink.objects.create(voice=voice, statement=statement, category=category)
        found[said.theme].append(voice)
    _uses(as_of, keeper)
    for title, before, wanted, done, changed in STORIES:
        StoryOfDifference.objects.create(
            council=council,
            title=title,
            was_happening=before,
            wanted=wanted,
            done=done,
            changed=changed,
            theme=themes["staying-safe"],
            is_disguised=True,
            consent_given=True,
            consent_scope="public",
            consent_on=as_of - timedelta(days=60),
            consent_by="The adult",
            written_by=second,
            reviewed_by=keeper,
            reviewed_at=_moment(as_of),
        )
    return found


def _cells() -> dict[tuple[str, str], tuple[QualityStatement, EvidenceCategory]]:
    statements = QualityStatement.objects.filter(framework__code="cqc-la")
    newest = statements.order_by("-framework__valid_from").first()
    assert newest  # noqa: S101 - the framework comes with the product
    of_framework = statements.filter(framework=newest.framework_id)
    categories = EvidenceCategory.objects.filter(framework=newest.framework_id)
    return {(s.code, c.code): (s, c) for s in of_framework for c in categories}


def _voice(council: Organisation, as_of: date, keeper: User, said: Said, number: int) -> Voice:
    heard = as_of - timedelta(days=said.days)
    return Voice.objects.create(
        council=council,
        reference=f"VOI-{as_of.year}-{number:05d}",
        speaker=said.speaker,
        how=said.how,
        source=said.source,
        heard_on=heard,
        tone=said.tone,
        words=said.words,
        summary=said.summary,
        created_by=keeper,
        **_consent(said.consent, said.speaker, heard),
    )


def _consent(state: str, speaker: str, heard: date) -> dict[str, Any]:
    given = {
        "consent_given": True,
        "consent_on": heard,
        "consent_scope": "cqc",
        "consent_by": f"The {speaker}",
        "consent_how": "Asked when it was heard",
    }
    states: dict[str, dict[str, Any]] = {
        "asked": {},
        "refused": {"consent_given": False, "consent_on": heard},
        "run out": {**given, "consent_until": heard + timedelta(days=90)},
        "gone": {**given, "withdrawn_on": heard + timedelta(days=100)},
    }
    return states.get(state, {**given, "consent_scope": state})


def _uses(as_of: date, keeper: User) -> None:
    """Words that are gone had left before; others are quoted inside the council only."""
    gone = Voice.objects.filter(withdrawn_on__isnull=False).get()
    VoiceUse.objects.create(
        voice=gone,
        kind="pack",
        title="Evidence pack for the peer challenge",
        scope="board",
        used_on=as_of - timedelta(days=160),
        has_left=True,
        recorded_by=keeper,
    )


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
