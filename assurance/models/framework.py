"""Assessment frameworks as data: each version whole, valid for some days, the same for everybody.

Nothing of a version changes once it is loaded. What stays the same from one version to the next is
the code of a statement or an entry; nothing that a council wrote is carried across by itself.
"""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.models.base import Record
from core.permissions import Permission
from core.scoping import ScopedQuerySet

CODE_LENGTH = 40


class EntryKind(models.TextChoices):
    """What an entry of a framework is; see `FrameworkEntry`."""

    SUMMARY_POINT = "summary_point", "What the statement covers"
    I_STATEMENT = "i_statement", "I statement"
    LEGAL_REFERENCE = "legal_reference", "Section of the law"
    REQUIRED_EVIDENCE = "required_evidence", "Required evidence"
    BEST_PRACTICE = "best_practice", "Best practice and guidance"
    CHECKLIST_ITEM = "checklist_item", "Checklist item"
    STAGE2_PROMPT = "stage2_prompt", "Prompt for the self-assessment"
    STAGE3_SECTION = "stage3_section", "Section of the self-assessment document"
    INFORMATION_ITEM = "information_item", "Item of the information return"


# These belong to the framework as a whole; all others belong to one statement.
WITHOUT_STATEMENT = (EntryKind.STAGE3_SECTION, EntryKind.INFORMATION_ITEM)


class FrameworkQuerySet(models.QuerySet["Framework"]):
    def valid_on(self, day: date) -> FrameworkQuerySet:
        ends = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
        return self.filter(ends, valid_from__lte=day)

    def in_force(self, code: str, *, on: date) -> Framework | None:
        """Return the version of `code` that is valid on a day; None where none is."""
        return self.filter(code=code).valid_on(on).first()


class OfficialWordingQuerySet(ScopedQuerySet["OfficialWording"]):
    permission = Permission.FRAMEWORK_VIEW


class Framework(Record):
    """One version of one assessment framework. Public, so of no council.

    `corrections` are the mistakes of its sources that were put right: a list of what, where and
    why. `sources` are the documents it was made from, by the key that `seed_ref` begins with.
    """

    code = models.CharField(max_length=CODE_LENGTH)
    version = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    source = models.CharField(max_length=300)
    source_url = models.URLField("address of the source", max_length=300, blank=True)
    valid_from = models.DateField("valid from")
    valid_to = models.DateField("valid to", null=True, blank=True)
    sources = models.JSONField(default=dict, blank=True)
    corrections = models.JSONField(default=list, blank=True)
    content_hash = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(default=timezone.now)
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = FrameworkQuerySet.as_manager()

    class Meta:
        ordering = ["code", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"],
                name="one_framework_of_a_version",
                violation_error_message="This version is loaded already.",
            ),
            models.UniqueConstraint(
                fields=["code", "valid_from"],
                name="one_framework_from_a_day",
                violation_error_message="Another version is valid from this day.",
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(valid_to__isnull=True),
                name="one_framework_without_an_end",
                violation_error_message="Another version has no last day yet.",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="framework_ends_on_or_after_it_starts",
                violation_error_message="The last day is before the first.",
            ),
            models.CheckConstraint(
                condition=~Q(source=""),
                name="framework_names_its_source",
                violation_error_message="Say where the framework comes from.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.version}"


class Theme(Record):
    """A group of quality statements; `covers` are the topics it names."""

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="themes")
    code = models.CharField(max_length=CODE_LENGTH)
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    covers = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["framework", "number"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "code"], name="one_framework_theme_a_code")
        ]

    def __str__(self) -> str:
        return f"Theme {self.number}: {self.title}"


class QualityStatement(Record):
    """One quality statement, with its words as a marked quotation and where they stand.

    `aliases` are other names of it in reports, so that key on `code`, never on the label.
    """

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="statements")
    theme = models.ForeignKey(Theme, models.CASCADE, related_name="statements")
    code = models.CharField(max_length=CODE_LENGTH)
    order = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=200)
    quotation = models.TextField()
    quotation_source = models.CharField(max_length=300)
    aliases = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["framework", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "code"], name="one_quality_statement_a_code"
            ),
            models.CheckConstraint(
                condition=~Q(quotation="") & ~Q(quotation_source=""),
                name="quality_statement_is_quoted_with_its_source",
                violation_error_message="Give the words of the statement and where they stand.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"


class EvidenceCategory(Record):
    """A kind of evidence; `is_scored` where councils are scored on it (scoring method A)."""

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="categories")
    code = models.CharField(max_length=CODE_LENGTH)
    order = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=200)
    is_scored = models.BooleanField()

    class Meta:
        ordering = ["framework", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "code"], name="one_evidence_category_a_code"
            )
        ]

    def __str__(self) -> str:
        return self.label


class SubHeading(Record):
    """A heading under which published reports write about a statement."""

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="sub_headings")
    statement = models.ForeignKey(QualityStatement, models.CASCADE, related_name="sub_headings")
    code = models.CharField(max_length=CODE_LENGTH)
    order = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=200)
    seed_ref = models.CharField("where it stands in the source", max_length=200, blank=True)

    class Meta:
        ordering = ["framework", "statement__order", "order"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "code"], name="one_sub_heading_a_code")
        ]

    def __str__(self) -> str:
        return self.label


class FrameworkEntry(Record):
    """Every other line of a framework: evidence asked for, law, checklists, prompts, the return.

    `text` is ours unless the kind is a quotation (`i_statement`). `seed_ref` is where the line
    stands in its source. `is_provisional` marks what nobody could verify. `group` is a heading
    the line stands under, where its source has one. `details` holds what only some kinds have.
    The last three columns are of information items, and empty where the number is not known.
    """

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=20, choices=EntryKind)
    code = models.CharField(max_length=CODE_LENGTH)
    order = models.PositiveSmallIntegerField()
    text = models.TextField()
    statement = models.ForeignKey(
        QualityStatement, models.CASCADE, null=True, blank=True, related_name="entries"
    )
    statements = models.ManyToManyField(QualityStatement, blank=True, related_name="shared_entries")
    category = models.ForeignKey(
        EvidenceCategory, models.CASCADE, null=True, blank=True, related_name="entries"
    )
    if_available = models.BooleanField(default=False)
    is_provisional = models.BooleanField(default=False)
    group = models.CharField(max_length=200, blank=True)
    seed_ref = models.CharField("where it stands in the source", max_length=200, blank=True)
    details = models.JSONField(default=dict, blank=True)
    ir_number = models.CharField("number in the return", max_length=12, blank=True)
    look_back_months = models.PositiveSmallIntegerField(null=True, blank=True)
    due_days = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["framework", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "code"], name="one_framework_entry_a_code"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=EntryKind.values),
                name="framework_entry_kind_is_known",
                violation_error_message="The kind of the entry is not one of the listed kinds.",
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="framework_entry_says_something",
                violation_error_message="Give the text of the entry.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=WITHOUT_STATEMENT, statement__isnull=True)
                | (~Q(kind__in=WITHOUT_STATEMENT) & Q(statement__isnull=False)),
                name="framework_entry_has_a_statement_where_due",
                violation_error_message="Only some kinds of entry belong to one statement.",
            ),
            models.CheckConstraint(
                condition=Q(kind=EntryKind.REQUIRED_EVIDENCE, category__isnull=False)
                | (~Q(kind=EntryKind.REQUIRED_EVIDENCE) & Q(category__isnull=True)),
                name="required_evidence_has_a_category",
                violation_error_message="Required evidence, and nothing else, has a category.",
            ),
        ]
        indexes = [models.Index(fields=["framework", "kind"], name="framework_entry_by_kind")]

    def __str__(self) -> str:
        return f"{self.code} {self.text[:60]}"


class OfficialWording(Record):
    """The official words of an entry, where a council holds them and may show them."""

    council = models.ForeignKey(
        "core.Organisation", models.CASCADE, related_name="official_wordings"
    )
    entry = models.ForeignKey(FrameworkEntry, models.CASCADE, related_name="official_wordings")
    text = models.TextField("official wording", max_length=4000)
    source = models.CharField("where the wording stands", max_length=300)
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = OfficialWordingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "entry"],
                name="one_official_wording_of_an_entry",
                violation_error_message="This council has the official wording already.",
            ),
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(source=""),
                name="official_wording_names_its_source",
                violation_error_message="Give the wording and where it stands.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.text[:60]}"
