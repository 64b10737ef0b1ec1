"""The business of the board: risks, plan, dataset, briefings, answers to other reviews.

The register of risks is made anew: no page or command ever wrote a row of the first one.
"""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("sab", "0003_surveys_by_group"),
    ]

    operations = [
        migrations.DeleteModel(
            name="BoardRisk",
        ),
        migrations.CreateModel(
            name="BoardRisk",
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
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="risks",
                        to="sab.board",
                    ),
                ),
                ("reference", models.CharField(max_length=20)),
                ("title", models.CharField(max_length=160)),
                ("cause", models.TextField()),
                ("event", models.TextField(verbose_name="what could happen")),
                ("effect", models.TextField()),
                ("controls", models.TextField(verbose_name="what is in place")),
                ("inherent_likelihood", models.PositiveSmallIntegerField()),
                ("inherent_impact", models.PositiveSmallIntegerField()),
                ("likelihood", models.PositiveSmallIntegerField()),
                ("impact", models.PositiveSmallIntegerField()),
                ("target_likelihood", models.PositiveSmallIntegerField()),
                ("target_impact", models.PositiveSmallIntegerField()),
                ("owner_name", models.CharField(max_length=150, verbose_name="who owns it")),
                (
                    "partner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sab.partner",
                    ),
                ),
                ("look_again_on", models.DateField(verbose_name="to be looked at again by")),
                ("escalated_to", models.CharField(blank=True, default="", max_length=160)),
                ("escalated_on", models.DateField(blank=True, null=True)),
                ("escalation_reason", models.TextField(blank=True, default="")),
                ("closed_on", models.DateField(blank=True, null=True)),
                ("closing_reason", models.TextField(blank=True, default="")),
            ],
            options={
                "ordering": ["-likelihood", "-impact", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("board", "reference"),
                        name="one_risk_of_a_reference_on_a_board",
                        violation_error_message="The board has a risk with this reference already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reference", ""), _negated=True),
                        name="boardrisk_reference_is_filled",
                        violation_error_message="Give the risk a reference.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        name="boardrisk_title_is_filled",
                        violation_error_message="Give the risk a title.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cause", ""), _negated=True),
                        name="boardrisk_cause_is_filled",
                        violation_error_message="Say what the cause is.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("event", ""), _negated=True),
                        name="boardrisk_event_is_filled",
                        violation_error_message="Say what could happen.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("effect", ""), _negated=True),
                        name="boardrisk_effect_is_filled",
                        violation_error_message="Say what would come of it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("controls", ""), _negated=True),
                        name="boardrisk_controls_is_filled",
                        violation_error_message="Say what is in place.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("owner_name", ""), _negated=True),
                        name="boardrisk_owner_name_is_filled",
                        violation_error_message="Say who owns the risk.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("inherent_likelihood__gte", 1),
                            ("inherent_likelihood__lte", 5),
                            ("inherent_impact__gte", 1),
                            ("inherent_impact__lte", 5),
                            ("likelihood__gte", 1),
                            ("likelihood__lte", 5),
                            ("impact__gte", 1),
                            ("impact__lte", 5),
                            ("target_likelihood__gte", 1),
                            ("target_likelihood__lte", 5),
                            ("target_impact__gte", 1),
                            ("target_impact__lte", 5),
                        ),
                        name="risk_scores_are_one_to_five",
                        violation_error_message="Likelihood and impact are 1 to 5.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("escalated_on__isnull", True),
                                ("escalated_to", ""),
                                ("escalation_reason", ""),
                            ),
                            models.Q(
                                ("escalated_on__isnull", False),
                                models.Q(("escalated_to", ""), _negated=True),
                                models.Q(("escalation_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_risk_is_escalated_to_somebody_for_a_reason",
                        violation_error_message="Say to whom it is escalated, when and why.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_on__isnull", True), ("closing_reason", "")),
                            models.Q(
                                ("closed_on__isnull", False),
                                models.Q(("closing_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_closed_risk_says_why",
                        violation_error_message="Say why the risk is closed.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RiskLevel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="risk_levels",
                        to="sab.board",
                    ),
                ),
                (
                    "axis",
                    models.CharField(
                        choices=[
                            ("likelihood", "Likelihood"),
                            ("impact", "Impact"),
                            ("band", "Band of the score, likelihood times impact"),
                        ],
                        max_length=10,
                    ),
                ),
                ("value", models.PositiveSmallIntegerField()),
                ("label", models.CharField(max_length=40)),
                ("means", models.CharField(blank=True, default="", max_length=200)),
            ],
            options={
                "ordering": ["axis", "value"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("board", "axis", "value"),
                        name="one_meaning_of_a_value_of_a_scale",
                        violation_error_message="The scale has this value already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("axis__in", ["likelihood", "impact", "band"]),
                            ("axis__isnull", True),
                            _connector="OR",
                        ),
                        name="risklevel_axis_is_known",
                        violation_error_message="Choose one of the listed values.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("label", ""), _negated=True),
                        name="risklevel_label_is_filled",
                        violation_error_message="Give the value a name.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("value__gte", 1),
                            models.Q(
                                ("value__lte", 5),
                                models.Q(("axis", "band"), ("value__lte", 25)),
                                _connector="OR",
                            ),
                        ),
                        name="a_value_of_a_risk_scale_is_in_it",
                        violation_error_message="A value is 1 to 5; a band begins at 1 to 25.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RiskReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "risk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reviews",
                        to="sab.boardrisk",
                    ),
                ),
                ("on", models.DateField()),
                ("likelihood", models.PositiveSmallIntegerField()),
                ("impact", models.PositiveSmallIntegerField()),
                ("text", models.TextField(verbose_name="what has changed")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["on", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="riskreview_text_is_filled",
                        violation_error_message="Say what has changed, or that nothing has.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("likelihood__gte", 1),
                            ("likelihood__lte", 5),
                            ("impact__gte", 1),
                            ("impact__lte", 5),
                        ),
                        name="risk_review_scores_are_one_to_five",
                        violation_error_message="Likelihood and impact are 1 to 5.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BriefingEdition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "briefing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="editions",
                        to="sab.briefing",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=160)),
                ("parts", models.JSONField()),
                ("published_on", models.DateField()),
                (
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("briefing", "number"),
                        name="one_edition_of_a_number_of_a_briefing",
                        violation_error_message="The briefing has this edition already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        name="briefingedition_title_is_filled",
                        violation_error_message="Give the briefing a title.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PriorityAction",
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
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sab.board",
                    ),
                ),
                (
                    "priority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="sab.strategicpriority",
                    ),
                ),
                ("year", models.CharField(max_length=7, verbose_name="financial year")),
                ("text", models.TextField(verbose_name="what will be done")),
                (
                    "partner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="priority_actions",
                        to="sab.partner",
                    ),
                ),
                ("owner_name", models.CharField(max_length=150, verbose_name="who owns it")),
                ("due_on", models.DateField()),
                (
                    "progress",
                    models.CharField(
                        choices=[
                            ("not_started", "Not started"),
                            ("on_track", "On track"),
                            ("at_risk", "At risk"),
                            ("blocked", "Blocked"),
                            ("complete", "Complete"),
                        ],
                        default="not_started",
                        max_length=11,
                    ),
                ),
                (
                    "told",
                    models.TextField(
                        blank=True, default="", verbose_name="what was done, and what is next"
                    ),
                ),
                (
                    "evidence",
                    models.TextField(blank=True, default="", verbose_name="what shows it"),
                ),
                ("completed_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "ordering": ["year", "due_on", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "progress__in",
                                ["not_started", "on_track", "at_risk", "blocked", "complete"],
                            ),
                            ("progress__isnull", True),
                            _connector="OR",
                        ),
                        name="priorityaction_progress_is_known",
                        violation_error_message="Choose one of the listed values.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("year", ""), _negated=True),
                        name="priorityaction_year_is_filled",
                        violation_error_message="Give the year.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="priorityaction_text_is_filled",
                        violation_error_message="Say what will be done.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("owner_name", ""), _negated=True),
                        name="priorityaction_owner_name_is_filled",
                        violation_error_message="Say who owns the action.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("progress__in", ("at_risk", "blocked")), _negated=True),
                            models.Q(("told", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_priority_action_at_risk_says_what_is_done",
                        violation_error_message="Say what holds it up and what is done about it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("completed_on__isnull", False),
                                ("progress", "complete"),
                                models.Q(("evidence", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("progress", "complete"), _negated=True),
                                ("completed_on__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="a_complete_priority_action_has_a_day_and_evidence",
                        violation_error_message="A complete action has a day, and evidence.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="briefing",
            name="edition",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="briefing",
            name="other_review",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="briefings",
                to="sab.otherreview",
            ),
        ),
        migrations.AddField(
            model_name="briefingreceipt",
            name="edition",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="datasetindicator",
            name="definition",
            field=models.TextField(blank=True, default="", verbose_name="what is counted"),
        ),
        migrations.AddField(
            model_name="datasetindicator",
            name="direction",
            field=models.CharField(
                choices=[
                    ("context", "Neither: it prompts a question"),
                    ("higher", "Higher"),
                    ("lower", "Lower"),
                ],
                default="context",
                max_length=7,
            ),
        ),
        migrations.AddField(
            model_name="datasetindicator",
            name="partners",
            field=models.ManyToManyField(blank=True, related_name="indicators", to="sab.partner"),
        ),
        migrations.AddField(
            model_name="datasetindicator",
            name="unit",
            field=models.CharField(
                choices=[
                    ("count", "A count"),
                    ("share", "A share: so many of so many"),
                    ("average", "A number such as days, over so many cases"),
                ],
                default="count",
                max_length=7,
            ),
        ),
        migrations.AddField(
            model_name="datasetindicator",
            name="whole",
            field=models.CharField(
                blank=True, default="", max_length=200, verbose_name="what it is a share of"
            ),
        ),
        migrations.AddField(
            model_name="otherreview",
            name="answer",
            field=models.TextField(blank=True, default="", verbose_name="what was answered"),
        ),
        migrations.AddField(
            model_name="otherreview",
            name="extended_to",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="otherreview",
            name="extension_reason",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="otherreview",
            name="themes",
            field=models.ManyToManyField(blank=True, related_name="other_reviews", to="sab.theme"),
        ),
        migrations.AddField(
            model_name="strategicpriority",
            name="measure_keys",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="strategicpriority",
            name="recommendations",
            field=models.ManyToManyField(
                blank=True, related_name="priorities", to="sab.recommendation"
            ),
        ),
        migrations.AddConstraint(
            model_name="datasetindicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("unit__in", ["count", "share", "average"]),
                    ("unit__isnull", True),
                    _connector="OR",
                ),
                name="datasetindicator_unit_is_known",
                violation_error_message="Choose one of the listed values.",
            ),
        ),
        migrations.AddConstraint(
            model_name="datasetindicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("direction__in", ["context", "higher", "lower"]),
                    ("direction__isnull", True),
                    _connector="OR",
                ),
                name="datasetindicator_direction_is_known",
                violation_error_message="Choose one of the listed values.",
            ),
        ),
        migrations.AddConstraint(
            model_name="otherreview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("extended_to__isnull", True), ("extension_reason", "")),
                    models.Q(
                        ("due_on__isnull", False),
                        ("extended_to__gt", models.F("due_on")),
                        ("extended_to__isnull", False),
                        models.Q(("extension_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="an_extension_is_to_a_later_day_with_a_reason",
                violation_error_message="An extension is to a later day, and says who agreed.",
            ),
        ),
        migrations.AddField(
            model_name="strategicpriority",
            name="risks",
            field=models.ManyToManyField(blank=True, related_name="priorities", to="sab.boardrisk"),
        ),
    ]
