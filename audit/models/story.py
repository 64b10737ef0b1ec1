"""A story of the difference that help made, told with consent that can be taken back."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q

from audit.choices import ConsentScope
from core.access import councils_where
from core.models import User
from core.models.base import Stamped
from core.permissions import Permission
from safeguard.models._coded import coded, known


class StoryQuerySet(models.QuerySet["StoryOfDifference"]):
    """Row selection."""

    def visible_to(self, user: User | AnonymousUser) -> StoryQuerySet:
        """All of councils whose stories `user` keeps; to readers of figures, what may be told."""
        keeps = councils_where(user, Permission.STORY_MANAGE)
        reads = councils_where(user, Permission.AUDIT_FIGURES_VIEW)
        told = Q(consent_given=True, withdrawn_on__isnull=True, reviewed_at__isnull=False)
        return self.filter(Q(council__in=keeps) | (Q(council__in=reads) & told))

    def may_be_told(self, *scopes: str) -> StoryQuerySet:
        """Those with consent that stands, reviewed by another person, within `scopes`."""
        return self.filter(
            consent_given=True,
            consent_scope__in=scopes,
            withdrawn_on__isnull=True,
            reviewed_at__isnull=False,
        )


class StoryOfDifference(Stamped):
    """What was happening, what the person wanted, what was done, what changed in their words.

    Nothing publishes one by itself.
    """

    council = models.ForeignKey("core.Organisation", models.PROTECT, related_name="stories")
    audit = models.ForeignKey(
        "audit.CaseAudit", models.PROTECT, null=True, blank=True, related_name="stories"
    )
    enquiry = models.ForeignKey(
        "safeguard.Enquiry", models.PROTECT, null=True, blank=True, related_name="stories"
    )
    theme = models.ForeignKey(
        "audit.Theme", models.PROTECT, null=True, blank=True, related_name="stories"
    )
    title = models.CharField(max_length=160)
    was_happening = models.TextField("what was happening")
    wanted = models.TextField("what the person wanted", blank=True)
    done = models.TextField("what was done", blank=True)
    changed = models.TextField("what changed, in their words", blank=True)
    is_disguised = models.BooleanField("nobody can be recognised", default=False)
    disguise_note = models.TextField("what was changed to disguise it", blank=True)
    consent_given = models.BooleanField(null=True, blank=True)
    consent_scope = coded(ConsentScope, null=True, blank=True)
    consent_on = models.DateField(null=True, blank=True)
    consent_by = models.CharField("who gave it", max_length=150, blank=True)
    consent_how = models.CharField("how it was asked for", max_length=300, blank=True)
    withdrawn_on = models.DateField("consent taken back on", null=True, blank=True)
    withdrawn_note = models.TextField(blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)

    objects = StoryQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "stories of difference"
        constraints = [
            known("storyofdifference", "consent_scope", ConsentScope),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(was_happening=""),
                name="story_has_a_title_and_a_beginning",
                violation_error_message="Give the story a title, and say what was happening.",
            ),
            models.CheckConstraint(
                condition=Q(consent_given__isnull=True)
                | Q(consent_given=False, consent_on__isnull=False)
                | (
                    Q(consent_given=True, consent_on__isnull=False, consent_scope__isnull=False)
                    & ~Q(consent_by="")
                ),
                name="story_consent_says_who_when_and_how_far",
                violation_error_message="Say who consented, when, and who may hear the story.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("consent_on")),
                name="story_consent_is_taken_back_after_it_is_given",
                violation_error_message="Consent cannot be taken back before it is given.",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False, is_disguised=True),
                name="story_is_reviewed_by_somebody_and_disguised",
                violation_error_message="A story is reviewed once nobody can be recognised in it.",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("written_by")),
                name="story_is_reviewed_by_another",
                violation_error_message="Somebody other than its writer reviews a story.",
            ),
        ]

    def __str__(self) -> str:
        return self.title
