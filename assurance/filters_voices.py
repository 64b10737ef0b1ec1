"""What the list of voices can be narrowed by."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone

from assurance.choices_voices import HeardHow, PeopleGroup, Speaker, Tone, VoiceScope
from assurance.models import Voice
from assurance.models.voice import VoiceQuerySet
from core.filtering import offer

STATES = (
    ("ask", "Consent not asked yet"),
    ("tell", "Answered, and not told back yet"),
    ("unanswered", "Nothing came of it yet"),
    ("gone", "Taken back"),
    *((scope.value, f"May be quoted to: {scope.label.lower()}") for scope in VoiceScope),
)


class VoiceFilter(django_filters.FilterSet):
    """Themes and statements are given by the page, which has read them already.

    `keeps`: the reader keeps voices, and so may search in words that nobody may quote yet.
    """

    search = django_filters.CharFilter(label="Words", method="having_words", max_length=80)
    speaker = django_filters.ChoiceFilter(
        label="Who spoke", choices=Speaker.choices, empty_label="All"
    )
    group = django_filters.ChoiceFilter(
        label="Group",
        field_name="groups__group",
        choices=PeopleGroup.choices,
        empty_label="All",
    )
    theme = django_filters.ChoiceFilter(label="Theme", method="of_theme", empty_label="All")
    statement = django_filters.ChoiceFilter(
        label="Quality statement", method="of_statement", empty_label="All"
    )
    tone = django_filters.ChoiceFilter(label="About", choices=Tone.choices, empty_label="All")
    how = django_filters.ChoiceFilter(
        label="How it was heard", choices=HeardHow.choices, empty_label="All"
    )
    state = django_filters.ChoiceFilter(
        label="State", choices=STATES, method="in_state", empty_label="All"
    )

    class Meta:
        model = Voice
        fields: list[str] = []

    def __init__(
        self,
        *args: Any,
        keeps: bool,
        themes: list[tuple[str, str]],
        statements: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.keeps = keeps
        offer(self, "theme", themes)
        offer(self, "statement", statements)

    def having_words(self, rows: VoiceQuerySet, name: str, value: str) -> VoiceQuerySet:
        wanted = rows.filter(
            Q(words__icontains=value)
            | Q(summary__icontains=value)
            | Q(reference__iexact=value.strip())
        )
        if self.keeps:
            return wanted
        return wanted.quotable(VoiceScope.INTERNAL, on=timezone.localdate())

    def of_theme(self, rows: VoiceQuerySet, name: str, value: str) -> VoiceQuerySet:
        return rows.filter(themes=int(value))

    def of_statement(self, rows: VoiceQuerySet, name: str, value: str) -> QuerySet[Voice]:
        return rows.filter(links__statement__code=value).distinct()

    def in_state(self, rows: VoiceQuerySet, name: str, value: str) -> QuerySet[Voice]:
        if value == "ask":
            return rows.filter(consent_given__isnull=True, withdrawn_on__isnull=True)
        if value == "tell":
            return rows.to_tell()
        if value == "unanswered":
            return rows.filter(replies__isnull=True)
        if value == "gone":
            return rows.filter(withdrawn_on__isnull=False)
        return rows.quotable(value, on=timezone.localdate())
