"""Counts of voices over rows that the caller has scoped: by theme, by who spoke, by group."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F

from assurance.choices_voices import PeopleGroup, Speaker, Tone
from assurance.models import VoiceGroup
from assurance.models.voice import VoiceQuerySet

NO_THEME = "No theme yet"


@dataclass(frozen=True, slots=True)
class ThemeCount:
    """How many voices bear on a theme, by what they are about. A voice may bear on several."""

    theme: int | None
    label: str
    well: int
    better: int
    mixed: int

    @property
    def total(self) -> int:
        return self.well + self.better + self.mixed


@dataclass(frozen=True, slots=True)
class Heard:
    """How many voices of one kind there are since a day; `last_on` is None where there are none."""

    code: str
    label: str
    count: int
    last_on: date | None


def by_theme(voices: VoiceQuerySet) -> list[ThemeCount]:
    """Count voices by theme, the most first; those without a theme last."""
    rows = voices.order_by().values_list("themes", "themes__label", "tone").annotate(n=Count("pk"))
    found: dict[int | None, Counter[str]] = {}
    labels: dict[int | None, str] = {}
    for theme, label, tone, count in rows:
        found.setdefault(theme, Counter())[tone] += count
        labels[theme] = label or NO_THEME
    counts = [
        ThemeCount(theme, labels[theme], held[Tone.WELL], held[Tone.BETTER], held[Tone.MIXED])
        for theme, held in found.items()
    ]
    return sorted(counts, key=lambda row: (row.theme is None, -row.total, row.label))


def by_speaker(voices: VoiceQuerySet, *, since: date) -> list[Heard]:
    """Count voices heard since a day by who spoke; each kind is listed, those of none too."""
    rows = voices.filter(heard_on__gte=since).order_by().values_list("speaker", "heard_on")
    return _heard(Speaker.choices, rows)


def by_group(voices: VoiceQuerySet, *, since: date) -> list[Heard]:
    """Count voices heard since a day by the group they speak for; each group is listed."""
    rows = VoiceGroup.objects.filter(
        voice__in=voices.filter(heard_on__gte=since).order_by().values("pk")
    )
    return _heard(PeopleGroup.choices, rows.order_by().values_list("group", "voice__heard_on"))


def _heard(choices: Iterable[tuple[str, str]], rows: Iterable[tuple[str, date]]) -> list[Heard]:
    days: dict[str, list[date]] = {}
    for code, day in rows:
        days.setdefault(code, []).append(day)
    found = [
        Heard(code, str(label), len(days.get(code, ())), max(days.get(code, ()), default=None))
        for code, label in choices
    ]
    # Who is missing comes first; sorting keeps the order of the list among equals.
    return sorted(found, key=lambda row: row.count)


def group_sizes(council_id: int) -> Mapping[tuple[str, str], int]:
    """Return how many voices a council holds of each kind of speaker in each group."""
    rows = VoiceGroup.objects.filter(voice__council=council_id).order_by()
    counted = rows.values(who=F("voice__speaker"), what=F("group")).annotate(n=Count("pk"))
    return {(row["who"], row["what"]): row["n"] for row in counted}
