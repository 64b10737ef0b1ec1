import assurance.models.evidence_parts
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assurance", "0006_frameworks"),
        ("audit", "0001_initial"),
        ("core", "0001_squashed_0005_activity_of_a_whole"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EvidenceItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("changed_at", models.DateTimeField(editable=False, null=True)),
                (
                    "changed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence_items",
                        to="core.organisation",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("file", "File"),
                            ("link", "Link"),
                            ("note", "Note"),
                            ("figure", "Pinned figure"),
                        ],
                        max_length=6,
                    ),
                ),
                ("title", models.CharField(max_length=160)),
                (
                    "description",
                    models.TextField(blank=True, max_length=4000, verbose_name="what it shows"),
                ),
                ("effective_from", models.DateField(verbose_name="first day it is about")),
                (
                    "effective_to",
                    models.DateField(blank=True, null=True, verbose_name="last day it is about"),
                ),
                (
                    "strength",
                    models.CharField(
                        choices=[
                            ("strength", "Strength"),
                            ("improvement", "Area for improvement"),
                            ("neither", "Neither"),
                        ],
                        default="neither",
                        max_length=11,
                    ),
                ),
                ("revision_number", models.PositiveSmallIntegerField(default=1)),
                (
                    "revised_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "review_on",
                    models.DateField(blank=True, null=True, verbose_name="day to look at it again"),
                ),
                (
                    "story",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="audit.storyofdifference",
                    ),
                ),
                (
                    "audit_round",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="audit.auditround",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Waiting for approval"),
                            ("approved", "Approved"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=9,
                    ),
                ),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("withdrawn_reason", models.TextField(blank=True, max_length=1000)),
                (
                    "link_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_checked", "Not checked yet"),
                            ("working", "Opens"),
                            ("sign_in", "Opens after signing in elsewhere"),
                            ("expired", "Expired"),
                            ("unreachable", "Cannot be reached"),
                        ],
                        default="",
                        max_length=11,
                    ),
                ),
                (
                    "link_expires_on",
                    models.DateField(blank=True, null=True, verbose_name="last day the link works"),
                ),
                (
                    "link_checked_on",
                    models.DateField(blank=True, null=True, verbose_name="checked on"),
                ),
                (
                    "link_checked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "-id"],
                "indexes": [models.Index(fields=["council", "status"], name="evidence_by_status")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["file", "link", "note", "figure"]),
                            ("kind__isnull", True),
                            _connector="OR",
                        ),
                        name="evidenceitem_kind_is_known",
                        violation_error_message="Choose one of the listed values.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["draft", "approved", "withdrawn"]),
                            ("status__isnull", True),
                            _connector="OR",
                        ),
                        name="evidenceitem_status_is_known",
                        violation_error_message="Choose one of the listed values.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("strength__in", ["strength", "improvement", "neither"]),
                            ("strength__isnull", True),
                            _connector="OR",
                        ),
                        name="evidenceitem_strength_is_known",
                        violation_error_message="Choose one of the listed values.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "link_state__in",
                                ["", "not_checked", "working", "sign_in", "expired", "unreachable"],
                            )
                        ),
                        name="evidenceitem_link_state_is_known",
                        violation_error_message="Choose one of the listed values.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        name="evidenceitem_title_is_filled",
                        violation_error_message="Enter what the evidence is called.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effective_to__isnull", True),
                            ("effective_to__gte", models.F("effective_from")),
                            _connector="OR",
                        ),
                        name="evidence_ends_on_or_after_it_starts",
                        violation_error_message="The last day must be the same as or after the first.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status", "withdrawn"),
                            models.Q(
                                ("approved_at__isnull", True),
                                ("approved_by__isnull", True),
                                ("status", "draft"),
                            ),
                            models.Q(
                                ("approved_at__isnull", False),
                                ("approved_by__isnull", False),
                                ("status", "approved"),
                            ),
                            _connector="OR",
                        ),
                        name="evidence_counts_once_somebody_approves_it",
                        violation_error_message="Evidence is approved by somebody, on a day.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True),
                            models.Q(
                                models.Q(
                                    ("created_by__isnull", True),
                                    models.Q(
                                        ("approved_by", models.F("created_by")), _negated=True
                                    ),
                                    _connector="OR",
                                ),
                                models.Q(
                                    ("revised_by__isnull", True),
                                    models.Q(
                                        ("approved_by", models.F("revised_by")), _negated=True
                                    ),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="evidence_is_approved_by_another",
                        violation_error_message="Somebody else must approve evidence that you added.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("status", "withdrawn"),
                                ("withdrawn_at__isnull", False),
                                models.Q(("withdrawn_reason", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("status", "withdrawn"), _negated=True),
                                ("withdrawn_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="evidence_is_withdrawn_with_a_reason",
                        violation_error_message="Say why the evidence is withdrawn.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("story__isnull", True), ("audit_round__isnull", True), _connector="OR"
                        ),
                        name="evidence_comes_from_one_record",
                        violation_error_message="Choose a story or a round, not both.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "link"), models.Q(("link_state", ""), _negated=True)),
                            models.Q(
                                models.Q(("kind", "link"), _negated=True),
                                ("link_checked_on__isnull", True),
                                ("link_expires_on__isnull", True),
                                ("link_state", ""),
                            ),
                            _connector="OR",
                        ),
                        name="evidence_has_a_link_state_if_it_is_a_link",
                        violation_error_message="Only a link is checked.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("link_state__in", ["", "not_checked"]),
                            models.Q(
                                ("link_checked_by__isnull", False),
                                ("link_checked_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="evidence_link_is_checked_by_somebody",
                        violation_error_message="Say who opened the link, and on which day.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EvidenceRevision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="revisions",
                        to="assurance.evidenceitem",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=160)),
                ("description", models.TextField(blank=True)),
                ("effective_from", models.DateField()),
                ("effective_to", models.DateField(blank=True, null=True)),
                (
                    "strength",
                    models.CharField(
                        choices=[
                            ("strength", "Strength"),
                            ("improvement", "Area for improvement"),
                            ("neither", "Neither"),
                        ],
                        default="neither",
                        max_length=11,
                    ),
                ),
                (
                    "file",
                    models.FileField(blank=True, upload_to=assurance.models.evidence_parts.stored_under),
                ),
                ("filename", models.CharField(blank=True, max_length=200)),
                ("content_type", models.CharField(blank=True, max_length=100)),
                ("size", models.PositiveIntegerField(default=0, verbose_name="size in bytes")),
                ("url", models.CharField(blank=True, max_length=2000, verbose_name="link")),
                ("text", models.TextField(blank=True, verbose_name="note")),
                ("pin", models.JSONField(blank=True, null=True, verbose_name="pinned figure")),
                ("sha256", models.CharField(max_length=64)),
                ("what_changed", models.CharField(blank=True, max_length=300)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["item", "-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("item", "number"),
                        name="one_evidence_revision_a_number",
                        violation_error_message="Somebody else revised this evidence meanwhile.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("strength__in", ["strength", "improvement", "neither"]),
                            ("strength__isnull", True),
                            _connector="OR",
                        ),
                        name="evidencerevision_strength_is_known",
                        violation_error_message="Choose one of the listed values.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sha256", ""), _negated=True),
                        name="evidencerevision_sha256_is_filled",
                        violation_error_message="The hash of what it holds is missing.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effective_to__isnull", True),
                            ("effective_to__gte", models.F("effective_from")),
                            _connector="OR",
                        ),
                        name="evidence_revision_ends_on_or_after_it_starts",
                        violation_error_message="The last day must be the same as or after the first.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("file", ""), _negated=True),
                                models.Q(("filename", ""), _negated=True),
                                ("pin__isnull", True),
                                ("text", ""),
                                ("url", ""),
                            ),
                            models.Q(
                                models.Q(("url", ""), _negated=True),
                                ("file", ""),
                                ("pin__isnull", True),
                                ("text", ""),
                            ),
                            models.Q(
                                models.Q(("text", ""), _negated=True),
                                ("file", ""),
                                ("pin__isnull", True),
                                ("url", ""),
                            ),
                            models.Q(
                                ("file", ""), ("pin__isnull", False), ("text", ""), ("url", "")
                            ),
                            _connector="OR",
                        ),
                        name="evidence_revision_holds_one_thing",
                        violation_error_message="Evidence is a file, a link, a note or a figure.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PinnedCases",
            fields=[
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.organisation",
                    ),
                ),
                (
                    "revision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="pinned_cases",
                        serialize=False,
                        to="assurance.evidencerevision",
                    ),
                ),
                ("parts", models.JSONField()),
                ("n", models.PositiveIntegerField(verbose_name="how many cases")),
            ],
        ),
        migrations.CreateModel(
            name="EvidenceLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="assurance.evidenceitem",
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence_links",
                        to="assurance.qualitystatement",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence_links",
                        to="assurance.evidencecategory",
                    ),
                ),
                (
                    "sub_heading",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence_links",
                        to="assurance.subheading",
                    ),
                ),
                (
                    "required_evidence",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence_links",
                        to="assurance.frameworkentry",
                    ),
                ),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "added_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["statement__order", "category__order", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("required_evidence__isnull", True), ("sub_heading__isnull", True)
                        ),
                        fields=("item", "statement", "category"),
                        name="one_evidence_link_to_a_cell",
                        violation_error_message="It is linked there already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("required_evidence__isnull", True)),
                        fields=("item", "statement", "category", "sub_heading"),
                        name="one_evidence_link_to_a_sub_heading",
                        violation_error_message="It is linked there already.",
                    ),
                    models.UniqueConstraint(
                        fields=("item", "required_evidence"),
                        name="one_evidence_link_to_a_required_line",
                        violation_error_message="It is linked there already.",
                    ),
                ],
            },
        ),
    ]
