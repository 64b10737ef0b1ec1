"""What partners are asked each cycle: a template in versions, each frozen once it is published."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from core.coded import filled
from core.models.base import Record


class ReturnTemplate(Record):
    """One version of the questions of a partner assurance return."""

    code = models.CharField(max_length=20)
    version = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=160)
    declaration = models.TextField("what the executive lead declares")
    published_on = models.DateField(null=True, blank=True)
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"],
                name="one_return_template_of_a_version",
                violation_error_message="There is a template of this version already.",
            ),
            filled("returntemplate", "code", "Give the template a code."),
            filled("returntemplate", "title", "Give the template a title."),
            filled("returntemplate", "declaration", "Write what the executive lead declares."),
            models.CheckConstraint(
                condition=Q(retired_on__isnull=True)
                | Q(published_on__isnull=False, retired_on__gte=F("published_on")),
                name="a_template_retires_after_it_is_published",
                violation_error_message="Only a published template is retired, and not before.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"


class ReturnStandard(Record):
    """One standard of a template. `kinds` lists the kinds of agency it asks; empty asks all.

    `survey_codes` and `audit_codes` name questions that ask practitioners or audits the same.
    """

    template = models.ForeignKey(ReturnTemplate, models.CASCADE, related_name="standards")
    code = models.CharField(max_length=12)
    section = models.CharField(max_length=120)
    text = models.TextField()
    prompts = models.JSONField("what counts as evidence", default=list, blank=True)
    kinds = models.JSONField("kinds of agency asked", default=list, blank=True)
    survey_codes = models.JSONField(default=list, blank=True)
    audit_codes = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["template", "code"],
                name="one_standard_of_a_code_in_a_template",
                violation_error_message="The template has a standard of this code already.",
            ),
            filled("returnstandard", "code", "Give the standard a code."),
            filled("returnstandard", "section", "Give the section of the standard."),
            filled("returnstandard", "text", "Write the standard."),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"
