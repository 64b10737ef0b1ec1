"""What one council sets for its register, and what it changed that a chart should show."""

from django.db import models
from django.db.models import Q

from core.models.base import Record


class RegisterSettings(Record):
    """How one council counts, in its own words, and how far its data reach."""

    council = models.OneToOneField(
        "core.Organisation", models.CASCADE, primary_key=True, related_name="register_settings"
    )
    counting_rule = models.TextField(
        blank=True,
        help_text="When a contact becomes a concern and when an enquiry starts, in your own words.",
    )
    data_cut_on = models.DateField(
        null=True,
        blank=True,
        help_text="The last day that loaded data cover; empty where the register is kept here.",
    )

    look_again_days = models.PositiveSmallIntegerField(
        default=7, help_text="How many days may pass before a case that waits is looked at again."
    )
    experience_weeks = models.PositiveSmallIntegerField(
        default=8, help_text="How many weeks after closure experience is asked about."
    )
    contacts_that_stand_out = models.PositiveSmallIntegerField(
        default=5,
        db_default=5,
        help_text="How many contacts about a provider in 28 days are the fewest worth a look.",
    )

    class Meta:
        verbose_name_plural = "register settings"
        constraints = [
            models.CheckConstraint(
                condition=Q(look_again_days__gte=1),
                name="look_again_after_a_day_or_more",
                violation_error_message="Give at least 1 day.",
            ),
            models.CheckConstraint(
                condition=Q(experience_weeks__gte=1),
                name="experience_asked_within_a_week_or_more",
                violation_error_message="Give at least 1 week.",
            ),
            models.CheckConstraint(
                condition=Q(contacts_that_stand_out__gte=2),
                name="more_than_one_contact_stands_out",
                violation_error_message="Give at least 2 contacts.",
            ),
        ]

    def __str__(self) -> str:
        return f"Register settings of {self.council}"


class PolicyChange(Record):
    """A dated change of policy or recording that explains a step in the figures."""

    council = models.ForeignKey("core.Organisation", models.CASCADE, related_name="policy_changes")
    on = models.DateField()
    title = models.CharField(max_length=120)
    explanation = models.TextField(blank=True)

    class Meta:
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(fields=["council", "on", "title"], name="one_entry_per_change"),
            models.CheckConstraint(condition=~Q(title=""), name="policy_change_has_a_title"),
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.title}"
