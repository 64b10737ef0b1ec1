"""What people said of the council's work, in their words, with consent that can be taken back.

Words and who spoke are kept apart, and who spoke need not be kept at all. Once consent is taken
back the words are gone from the row itself, so that nothing can show them again.
"""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from assurance.choices_voices import HeardHow, PeopleGroup, Speaker, Tone, UseKind, VoiceScope
from core.coded import coded, filled, known, known_or_empty
from core.models.base import Record, Stamped
from core.permissions import Permission
from core.scoping import ScopedQuerySet

USER = settings.AUTH_USER_MODEL


class VoiceQuerySet(ScopedQuerySet["Voice"]):
    permission = Permission.VOICE_VIEW

    def quotable(self, scope: str, *, on: date) -> VoiceQuerySet:
        """Those whose words may be quoted to readers within `scope`; see `rules.quoting`."""
        return self.filter(
            Q(consent_until__isnull=True) | Q(consent_until__gte=on),
            consent_given=True,
            consent_on__lte=on,
            consent_scope__in=VoiceScope.values[VoiceScope.values.index(scope) :],
            withdrawn_on__isnull=True,
        )

    def to_tell(self) -> VoiceQuerySet:
        """Those with an answer that nobody has told the person yet."""
        return self.filter(replies__told_on__isnull=True, replies__isnull=False).distinct()


class Voice(Stamped):
    """One thing that one person or group said. Its words are empty once consent is taken back."""

    council = models.ForeignKey("core.Organisation", models.PROTECT, related_name="voices")
    reference = models.CharField(max_length=40)
    speaker = coded(Speaker)
    how = coded(HeardHow)
    source = models.CharField("where it was heard", max_length=200, blank=True, default="")
    heard_on = models.DateField("day it was heard")
    tone = coded(Tone)
    words = models.TextField("their words", blank=True, default="")
    summary = models.CharField("in a sentence", max_length=300, blank=True, default="")
    themes = models.ManyToManyField("audit.Theme", blank=True, related_name="voices")
    consent_given = models.BooleanField(null=True, blank=True)
    consent_scope = coded(VoiceScope, blank=True, default="")
    consent_on = models.DateField(null=True, blank=True)
    consent_until = models.DateField("last day it holds", null=True, blank=True)
    consent_by = models.CharField("who gave it", max_length=150, blank=True, default="")
    consent_how = models.CharField("how they were asked", max_length=300, blank=True, default="")
    withdrawn_on = models.DateField("consent taken back on", null=True, blank=True)
    withdrawn_note = models.CharField(max_length=300, blank=True, default="")

    objects = VoiceQuerySet.as_manager()

    class Meta:
        ordering = ["-heard_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "reference"], name="one_voice_of_a_reference_in_a_council"
            ),
            known("voice", "speaker", Speaker),
            known("voice", "how", HeardHow),
            known("voice", "tone", Tone),
            known_or_empty("voice", "consent_scope", VoiceScope),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) & ~Q(words="")
                | Q(withdrawn_on__isnull=False, words="", summary=""),
                name="voice_has_words_until_they_are_taken_back",
                violation_error_message="Write their words.",
            ),
            models.CheckConstraint(
                condition=Q(consent_given__isnull=True, consent_on__isnull=True, consent_scope="")
                | Q(consent_given=False, consent_on__isnull=False, consent_scope="")
                | (
                    Q(consent_given=True, consent_on__isnull=False)
                    & ~Q(consent_scope="")
                    & ~Q(consent_by="")
                ),
                name="voice_consent_says_who_when_and_how_far",
                violation_error_message="Say who agreed, when, and how far the words may go.",
            ),
            models.CheckConstraint(
                condition=Q(consent_until__isnull=True) | Q(consent_until__gte=F("consent_on")),
                name="voice_consent_ends_on_or_after_it_begins",
                violation_error_message="Consent cannot end before it is given.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True)
                | Q(withdrawn_on__gte=F("heard_on"))
                & (Q(consent_on__isnull=True) | Q(withdrawn_on__gte=F("consent_on"))),
                name="voice_is_taken_back_after_it_is_heard",
                violation_error_message="Words cannot be taken back before they are said.",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class VoiceGroup(Record):
    """A group of people that a voice speaks for."""

    voice = models.ForeignKey(Voice, models.CASCADE, related_name="groups")
    group = coded(PeopleGroup)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["voice", "group"], name="one_voice_group_a_voice"),
            known("voicegroup", "group", PeopleGroup),
        ]

    def __str__(self) -> str:
        return self.get_group_display()


class VoiceLink(Record):
    """The quality statement and evidence category that a voice bears on."""

    voice = models.ForeignKey(Voice, models.CASCADE, related_name="links")
    statement = models.ForeignKey(
        "assurance.QualityStatement", models.PROTECT, related_name="voice_links"
    )
    category = models.ForeignKey(
        "assurance.EvidenceCategory", models.PROTECT, related_name="voice_links"
    )

    class Meta:
        ordering = ["statement__order", "category_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["voice", "statement", "category"],
                name="one_voice_link_of_a_cell",
                violation_error_message="It is linked there already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.voice}: {self.statement}"


class VoiceIdentity(Record):
    """Who spoke and how to reach them, where they want to be told what came of it. Not needed."""

    voice = models.OneToOneField(Voice, models.CASCADE, related_name="identity")
    name = models.CharField(max_length=150)
    contact = models.CharField("how to reach them", max_length=300, blank=True, default="")

    class Meta:
        verbose_name_plural = "voice identities"
        constraints = [filled("voiceidentity", "name", "Give the name, or remove it.")]

    def __str__(self) -> str:
        return "Who spoke"


class VoiceUseQuerySet(models.QuerySet["VoiceUse"]):
    """Row selection."""

    def beyond_consent(self) -> VoiceUseQuerySet:
        """Those that left, whose words were taken back since or may no longer go as far."""
        further = Q(voice__withdrawn_on__isnull=False)
        for at, scope in enumerate(VoiceScope.values):
            further |= Q(scope=scope) & ~Q(voice__consent_scope__in=VoiceScope.values[at:])
        return self.filter(further, has_left=True)

    def to_act_on(self) -> VoiceUseQuerySet:
        return self.beyond_consent().filter(acted_on__isnull=True)


class VoiceUse(Record):
    """Something that words were quoted in. What has left is listed once they are taken back."""

    voice = models.ForeignKey(Voice, models.CASCADE, related_name="uses")
    kind = coded(UseKind)
    title = models.CharField("what it is", max_length=200)
    scope = coded(VoiceScope)
    used_on = models.DateField()
    has_left = models.BooleanField("it was handed over as a file or shown to others")
    recorded_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    acted_on = models.DateField(null=True, blank=True)
    acted_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    acted_note = models.CharField("what was done", max_length=300, blank=True, default="")

    objects = VoiceUseQuerySet.as_manager()

    class Meta:
        ordering = ["-used_on", "-id"]
        constraints = [
            known("voiceuse", "kind", UseKind),
            known("voiceuse", "scope", VoiceScope),
            filled("voiceuse", "title", "Say what the words were quoted in."),
            models.CheckConstraint(
                condition=Q(acted_on__isnull=True, acted_by__isnull=True, acted_note="")
                | Q(acted_on__isnull=False, acted_by__isnull=False) & ~Q(acted_note=""),
                name="voice_use_is_acted_on_by_somebody",
                violation_error_message="Say what was done.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class VoiceReply(Record):
    """You said, we did: what came of a voice, and when the person was told."""

    voice = models.ForeignKey(Voice, models.CASCADE, related_name="replies")
    item = models.ForeignKey("assurance.ImprovementItem", models.CASCADE, related_name="replies")
    did = models.TextField("what we did, or will do", blank=True, default="")
    told_on = models.DateField(null=True, blank=True)
    told_how = models.CharField("how they were told", max_length=200, blank=True, default="")
    told_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "voice replies"
        constraints = [
            models.UniqueConstraint(
                fields=["voice", "item"],
                name="one_reply_to_a_voice_from_an_item",
                violation_error_message="This item answers this voice already.",
            ),
            models.CheckConstraint(
                condition=Q(told_on__isnull=True, told_by__isnull=True, told_how="")
                | Q(told_on__isnull=False, told_by__isnull=False) & ~Q(told_how="") & ~Q(did=""),
                name="voice_reply_says_what_was_told_and_how",
                violation_error_message="Say what was done and how they were told.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.voice}: {self.item}"
