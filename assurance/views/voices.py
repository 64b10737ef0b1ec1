"""What people said: the list, what is heard and from whom, one voice, and what came of them."""

from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import ListView

from assurance.filters_voices import VoiceFilter
from assurance.metrics.voices import by_group, by_speaker, by_theme
from assurance.models import Voice, VoiceReply, VoiceUse
from assurance.models.voice import VoiceQuerySet, VoiceUseQuerySet
from assurance.rules.quoting import reaches
from assurance.views.plan_bases import PlanPage, PlanView, statement_choices
from assurance.voices_shown import consent_of, shown
from audit.models import StoryOfDifference, Theme
from core.dates import add_months
from core.permissions import Permission
from safeguard.filters import chosen

PAGE = 25
STORIES_SHOWN = 10


class OfVoices(PlanView):
    permission = Permission.VOICE_VIEW

    @property
    def keeps(self) -> bool:
        return Permission.VOICE_MANAGE in self.offers

    def voices(self) -> VoiceQuerySet:
        return Voice.objects.visible_to(self.person).filter(council=self.council)

    def uses(self) -> VoiceUseQuerySet:
        return VoiceUse.objects.filter(voice__in=self.voices().order_by().values("pk"))

    def stories(self) -> QuerySet[StoryOfDifference]:
        """Return stories of difference that stand beside the voices; they stay where they are."""
        rows = StoryOfDifference.objects.visible_to(self.person).filter(council=self.council)
        return rows.filter(withdrawn_on__isnull=True).only("title", "theme_id", "consent_scope")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "keeps": self.keeps}


class VoiceList(OfVoices, ListView[Voice]):
    template_name = "assurance/voice_list.html"
    paginate_by = PAGE

    @cached_property
    def filterset(self) -> VoiceFilter:
        themes = Theme.objects.filter(council=self.council).values_list("pk", "label")
        return VoiceFilter(
            self.request.GET,
            queryset=self.voices(),
            request=self.request,
            keeps=self.keeps,
            themes=[(str(key), label) for key, label in themes],
            statements=statement_choices(),
        )

    def get_queryset(self) -> QuerySet[Voice]:
        return chosen(self.filterset).prefetch_related("themes", "groups")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        form = self.filterset.form
        stories = self.stories()
        if form.is_valid() and form.cleaned_data.get("theme"):
            stories = stories.filter(theme=form.cleaned_data["theme"])
        return {
            **found,
            "form": form,
            "is_narrowed": any(self.request.GET.get(name) for name in form.fields),
            "rows": shown(found["page_obj"], keeps=self.keeps),
            "stories": stories[:STORIES_SHOWN],
            "to_act_on": self.uses().to_act_on().count() if self.keeps else 0,
        }


class VoiceOverview(OfVoices, PlanPage):
    """Themes and their counts, who was heard from, and who was not."""

    template_name = "assurance/voice_overview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        since = add_months(timezone.localdate(), -12)
        voices = self.voices()
        speakers = by_speaker(voices, since=since)
        groups = by_group(voices, since=since)
        stories = list(self.stories())
        labels = dict(
            Theme.objects.filter(pk__in={row.theme_id for row in stories}).values_list(
                "pk", "label"
            )
        )
        return {
            **super().get_context_data(**kwargs),
            "since": since,
            "themes": by_theme(voices.filter(heard_on__gte=since)),
            "speakers": speakers,
            "groups": groups,
            "missing": [row for row in (*speakers, *groups) if not row.count],
            "stories": [(row, labels.get(row.theme_id or 0, "")) for row in stories],
        }


class VoiceDetail(OfVoices, PlanPage):
    template_name = "assurance/voice_detail.html"

    def rows(self) -> QuerySet[Voice]:
        replies = VoiceReply.objects.select_related("item")
        return (
            self.voices()
            .select_related("created_by")
            .prefetch_related(
                "themes",
                "groups",
                "links__statement",
                "links__category",
                Prefetch("replies", replies),
                "uses",
            )
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        voice = self.row
        agreed = consent_of(voice)
        return {
            **super().get_context_data(**kwargs),
            "item": shown([voice], keeps=self.keeps)[0],
            "uses": [(use, not reaches(agreed, use.scope)) for use in voice.uses.all()],
        }


class YouSaid(OfVoices, PlanPage):
    """You said, we did: what came of voices; those that nobody has told back come first."""

    template_name = "assurance/you_said.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = VoiceReply.objects.filter(voice__in=self.voices().order_by().values("pk"))
        replies = list(
            rows.select_related("voice", "item")
            .prefetch_related("voice__groups")
            .order_by("-told_on", "-id")
        )
        voices = {row.voice.pk: row for row in shown((r.voice for r in replies), keeps=self.keeps)}
        told = [(voices[reply.voice_id], reply) for reply in replies if reply.told_on]
        to_tell = [(voices[reply.voice_id], reply) for reply in replies if not reply.told_on]
        counted = self.voices().aggregate(
            all=Count("pk", distinct=True),
            answered=Count("pk", distinct=True, filter=Q(replies__isnull=False)),
        )
        found = super().get_context_data(**kwargs)
        return {**found, "told": told, "to_tell": to_tell, "counted": counted}


class TakenBack(OfVoices, PlanPage):
    """What had left with words that were taken back since: somebody has to act on each."""

    permission = Permission.VOICE_MANAGE
    template_name = "assurance/voice_uses.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = list(self.uses().beyond_consent().select_related("voice", "acted_by"))
        return {
            **super().get_context_data(**kwargs),
            "open": [row for row in rows if row.acted_on is None],
            "done": [row for row in rows if row.acted_on is not None],
        }
