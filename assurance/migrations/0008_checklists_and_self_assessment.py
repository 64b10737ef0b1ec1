import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assurance", "0007_evidence"),
        ("assurance", "0009_voices_and_improvement"),
        ("core", "0001_squashed_0005_activity_of_a_whole"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ChecklistRound",
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
                ("changed_at", models.DateTimeField(editable=False, null=True)),
                ("title", models.CharField(max_length=120)),
                ("opens_on", models.DateField(verbose_name="first day")),
                ("closes_on", models.DateField(verbose_name="last day")),
                (
                    "has_neither",
                    models.BooleanField(
                        default=True, verbose_name="offers “neither agree nor disagree”"
                    ),
                ),
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
                        related_name="checklist_rounds",
                        to="core.organisation",
                    ),
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
                (
                    "entries",
                    models.ManyToManyField(
                        related_name="checklist_rounds", to="assurance.frameworkentry"
                    ),
                ),
                (
                    "framework",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checklist_rounds",
                        to="assurance.framework",
                    ),
                ),
            ],
            options={
                "ordering": ["-opens_on", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("council", "title"),
                        name="one_checklist_round_of_a_title",
                        violation_error_message="There is a round of this title already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        name="checklistround_title_is_filled",
                        violation_error_message="Give the round a title.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closes_on__gte", models.F("opens_on"))),
                        name="checklist_round_closes_on_or_after_it_opens",
                        violation_error_message="The last day is before the first.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChecklistGroup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="groups",
                        to="assurance.checklistround",
                    ),
                ),
                ("label", models.CharField(max_length=80)),
                ("order", models.PositiveSmallIntegerField()),
            ],
            options={
                "ordering": ["round", "order", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "label"),
                        name="one_checklist_group_of_a_label",
                        violation_error_message="This group is listed twice.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("label", ""), _negated=True),
                        name="checklistgroup_label_is_filled",
                        violation_error_message="Give the group a name.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChecklistPart",
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
                ("changed_at", models.DateTimeField(editable=False, null=True)),
                (
                    "answers_by",
                    models.CharField(
                        choices=[
                            ("person", "A person with an account"),
                            ("workshop", "A workshop, with one agreed answer"),
                            ("outside", "Somebody outside, by a link"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "outside_name",
                    models.CharField(blank=True, default="", max_length=150, verbose_name="name"),
                ),
                (
                    "outside_email",
                    models.EmailField(
                        blank=True, default="", max_length=254, verbose_name="email address"
                    ),
                ),
                (
                    "token_sha256",
                    models.CharField(blank=True, max_length=64, null=True, unique=True),
                ),
                (
                    "token_expires_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="link works until"),
                ),
                (
                    "token_used_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="link first opened"),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="invitation taken back"
                    ),
                ),
                (
                    "people_present",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="people who agreed the answers"
                    ),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
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
                        related_name="+",
                        to="core.organisation",
                    ),
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
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="assurance.checklistgroup",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checklist_parts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["group", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answers_by__in", ["person", "workshop", "outside"]),
                            ("answers_by__isnull", True),
                            _connector="OR",
                        ),
                        name="checklistpart_answers_by_is_known",
                        violation_error_message="Choose one of the listed values.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("answers_by", "person"), ("withdrawn_at__isnull", True)
                        ),
                        fields=("group", "person"),
                        name="a_person_answers_once_for_a_group",
                        violation_error_message="This person is asked for this group already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answers_by", "outside"),
                                ("person__isnull", True),
                                models.Q(("outside_name", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("answers_by", "outside"), _negated=True),
                                ("outside_email", ""),
                                ("outside_name", ""),
                                ("person__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_checklist_part_is_somebodys",
                        violation_error_message="Say who answers: a person here, or the name of one outside.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("token_expires_at__isnull", True), ("token_sha256__isnull", True)
                            ),
                            models.Q(
                                ("answers_by", "outside"),
                                ("token_expires_at__isnull", False),
                                ("token_sha256__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_checklist_link_is_for_outside_and_expires",
                        violation_error_message="A link is for somebody outside, and ends.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answers_by", "workshop"), _negated=True),
                            ("sent_at__isnull", True),
                            models.Q(("people_present__gte", 1), ("people_present__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_workshop_says_how_many_agreed",
                        violation_error_message="Say how many people agreed the answers.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answers_by", "workshop"),
                            ("people_present__isnull", True),
                            _connector="OR",
                        ),
                        name="only_a_workshop_counts_people",
                        violation_error_message="Only a workshop says how many agreed.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChecklistAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "agreement",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("strongly_agree", "Strongly agree"),
                            ("tend_to_agree", "Tend to agree"),
                            ("neither", "Neither agree nor disagree"),
                            ("tend_to_disagree", "Tend to disagree"),
                            ("strongly_disagree", "Strongly disagree"),
                            ("dont_know", "Don't know"),
                        ],
                        default="",
                        max_length=17,
                    ),
                ),
                ("why", models.TextField(blank=True, default="")),
                (
                    "evidence_held",
                    models.TextField(blank=True, default="", verbose_name="what evidence there is"),
                ),
                (
                    "evidence_needed",
                    models.TextField(
                        blank=True, default="", verbose_name="what evidence is needed"
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assurance.frameworkentry",
                    ),
                ),
                (
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="assurance.checklistpart",
                    ),
                ),
            ],
            options={
                "ordering": ["part", "entry"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("part", "entry"),
                        name="a_part_answers_a_line_once",
                        violation_error_message="This line is answered already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "agreement__in",
                                [
                                    "",
                                    "strongly_agree",
                                    "tend_to_agree",
                                    "neither",
                                    "tend_to_disagree",
                                    "strongly_disagree",
                                    "dont_know",
                                ],
                            )
                        ),
                        name="checklistanswer_agreement_is_known",
                        violation_error_message="Choose one of the listed values.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EvidenceTask",
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
                ("changed_at", models.DateTimeField(editable=False, null=True)),
                ("needed", models.TextField(verbose_name="evidence that is needed")),
                ("due_on", models.DateField(verbose_name="due by")),
                ("done_on", models.DateField(blank=True, null=True)),
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
                        related_name="evidence_tasks",
                        to="core.organisation",
                    ),
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
                (
                    "done_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assurance.frameworkentry",
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="assurance.evidenceitem",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence_tasks",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="assurance.checklistround",
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("needed", ""), _negated=True),
                        name="evidencetask_needed_is_filled",
                        violation_error_message="Say what evidence is needed.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("done_by__isnull", True),
                                ("done_on__isnull", True),
                                ("evidence__isnull", True),
                            ),
                            models.Q(
                                ("done_by__isnull", False),
                                ("done_on__isnull", False),
                                ("evidence__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="an_evidence_task_is_done_with_evidence",
                        violation_error_message="A task that is done has a day, a person and the evidence.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PublishedScore",
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
                ("changed_at", models.DateTimeField(editable=False, null=True)),
                (
                    "score",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (4, "4: exceptional standard"),
                            (3, "3: good standard"),
                            (2, "2: some shortfalls"),
                            (1, "1: significant shortfalls"),
                        ]
                    ),
                ),
                ("report_date", models.DateField(verbose_name="day of the report")),
                ("source", models.CharField(max_length=300, verbose_name="where it is published")),
                (
                    "source_url",
                    models.URLField(
                        blank=True, default="", max_length=300, verbose_name="address of the report"
                    ),
                ),
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
                        related_name="published_scores",
                        to="core.organisation",
                    ),
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
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="published_scores",
                        to="assurance.qualitystatement",
                    ),
                ),
            ],
            options={
                "ordering": ["-report_date", "statement__order"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("council", "statement", "report_date"),
                        name="one_published_score_of_a_statement_and_day",
                        violation_error_message="This report's score for the statement is entered already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("score__in", [4, 3, 2, 1])),
                        name="published_score_is_of_the_scale",
                        violation_error_message="Choose one of the listed scores.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True),
                        name="publishedscore_source_is_filled",
                        violation_error_message="Say where the score is published.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SelfAssessment",
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
                ("changed_at", models.DateTimeField(editable=False, null=True)),
                ("title", models.CharField(max_length=120)),
                ("period_from", models.DateField(verbose_name="from")),
                ("period_to", models.DateField(verbose_name="to")),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "Being written"), ("finished", "Finished")],
                        default="draft",
                        max_length=8,
                    ),
                ),
                (
                    "method",
                    models.CharField(default="b", max_length=8, verbose_name="scoring method"),
                ),
                ("pinned", models.JSONField(blank=True, default=dict)),
                ("content_sha256", models.CharField(blank=True, default="", max_length=64)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
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
                        related_name="self_assessments",
                        to="core.organisation",
                    ),
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
                (
                    "finished_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "framework",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="self_assessments",
                        to="assurance.framework",
                    ),
                ),
                (
                    "previous",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="following",
                        to="assurance.selfassessment",
                    ),
                ),
            ],
            options={
                "ordering": ["-period_to", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["draft", "finished"]),
                            ("status__isnull", True),
                            _connector="OR",
                        ),
                        name="selfassessment_status_is_known",
                        violation_error_message="Choose one of the listed values.",
                    ),
                    models.UniqueConstraint(
                        fields=("council", "title"),
                        name="one_self_assessment_of_a_title",
                        violation_error_message="There is a self-assessment of this title already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        name="selfassessment_title_is_filled",
                        violation_error_message="Give the self-assessment a title.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("period_to__gte", models.F("period_from"))),
                        name="self_assessment_ends_on_or_after_it_starts",
                        violation_error_message="The period ends before it starts.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("content_sha256", ""),
                                ("finished_at__isnull", True),
                                ("finished_by__isnull", True),
                                ("status", "draft"),
                            ),
                            models.Q(
                                ("finished_at__isnull", False),
                                ("finished_by__isnull", False),
                                ("status", "finished"),
                                models.Q(("content_sha256", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="self_assessment_is_finished_by_somebody_and_hashed",
                        violation_error_message="A finished self-assessment has a day, a person and a hash.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DocumentPart",
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
                ("changed_at", models.DateTimeField(editable=False, null=True)),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("about", "About us"),
                            ("strategy", "Our strategy for adult social care"),
                            ("strengths", "Our key strengths"),
                            ("risks", "Our key risks, issues and challenges"),
                            ("introduction", "Introduction to our self-assessment"),
                            ("process", "How this self-assessment was made"),
                            ("refresh", "How it is kept up to date"),
                        ],
                        max_length=12,
                    ),
                ),
                ("text", models.TextField(blank=True, default="")),
                ("version", models.PositiveIntegerField(default=1)),
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
                        related_name="+",
                        to="core.organisation",
                    ),
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
                (
                    "self_assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="assurance.selfassessment",
                    ),
                ),
            ],
            options={
                "ordering": ["self_assessment", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "part__in",
                                [
                                    "about",
                                    "strategy",
                                    "strengths",
                                    "risks",
                                    "introduction",
                                    "process",
                                    "refresh",
                                ],
                            ),
                            ("part__isnull", True),
                            _connector="OR",
                        ),
                        name="documentpart_part_is_known",
                        violation_error_message="Choose one of the listed values.",
                    ),
                    models.UniqueConstraint(
                        fields=("self_assessment", "part"), name="a_self_assessment_has_a_part_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignOff",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("post", models.CharField(max_length=120)),
                ("organisation", models.CharField(blank=True, default="", max_length=150)),
                ("name", models.CharField(blank=True, default="", max_length=150)),
                (
                    "engagement",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("took_part", "Took part in making it"),
                            (
                                "experience",
                                "Speaks from experience of care and support, or of working with it",
                            ),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                (
                    "words",
                    models.TextField(
                        blank=True, default="", verbose_name="statement of engagement"
                    ),
                ),
                ("comment", models.TextField(blank=True, default="")),
                (
                    "how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("here", "Signed in, here"),
                            ("in_writing", "In writing, entered for them"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("signed_on", models.DateField(blank=True, null=True)),
                ("content_sha256", models.CharField(blank=True, default="", max_length=64)),
                (
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "self_assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sign_offs",
                        to="assurance.selfassessment",
                    ),
                ),
            ],
            options={
                "ordering": ["self_assessment", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("self_assessment", "post", "organisation"),
                        name="one_signature_of_a_post",
                        violation_error_message="This post is asked to sign already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("post", ""), _negated=True),
                        name="signoff_post_is_filled",
                        violation_error_message="Give the post.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("engagement__in", ["", "took_part", "experience"])),
                        name="signoff_engagement_is_known",
                        violation_error_message="Choose one of the listed values.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("how__in", ["", "here", "in_writing"])),
                        name="signoff_how_is_known",
                        violation_error_message="Choose one of the listed values.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("content_sha256", ""),
                                ("engagement", ""),
                                ("entered_by__isnull", True),
                                ("how", ""),
                                ("name", ""),
                                ("signed_on__isnull", True),
                                ("words", ""),
                            ),
                            models.Q(
                                ("entered_by__isnull", False),
                                ("signed_on__isnull", False),
                                models.Q(("name", ""), _negated=True),
                                models.Q(("words", ""), _negated=True),
                                models.Q(("engagement", ""), _negated=True),
                                models.Q(("how", ""), _negated=True),
                                models.Q(("content_sha256", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_sign_off_says_who_when_what_and_how",
                        violation_error_message="A signature has a name, a day, a statement and the text it is of.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StatementAssessment",
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
                ("changed_at", models.DateTimeField(editable=False, null=True)),
                ("ambition", models.TextField(blank=True, default="")),
                ("knowing", models.TextField(blank=True, default="")),
                ("plans", models.TextField(blank=True, default="")),
                ("others_say", models.TextField(blank=True, default="")),
                ("documents", models.TextField(blank=True, default="")),
                (
                    "score",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (4, "4: exceptional standard"),
                            (3, "3: good standard"),
                            (2, "2: some shortfalls"),
                            (1, "1: significant shortfalls"),
                        ],
                        null=True,
                        verbose_name="our score",
                    ),
                ),
                (
                    "score_reason",
                    models.TextField(blank=True, default="", verbose_name="why this score"),
                ),
                ("is_confirmed", models.BooleanField(default=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "carried_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="carried_to",
                        to="assurance.statementassessment",
                    ),
                ),
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
                        related_name="+",
                        to="core.organisation",
                    ),
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
                (
                    "self_assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="statements",
                        to="assurance.selfassessment",
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="assurance.qualitystatement",
                    ),
                ),
            ],
            options={
                "ordering": ["self_assessment", "statement__order"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("self_assessment", "statement"),
                        name="a_self_assessment_has_a_statement_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("score__isnull", True), ("score__in", [4, 3, 2, 1]), _connector="OR"
                        ),
                        name="our_score_is_of_the_scale",
                        violation_error_message="Choose one of the listed scores.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("score__isnull", True),
                            models.Q(("score_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="our_score_has_a_reason",
                        violation_error_message="Say why this score.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_confirmed", True), ("carried_from__isnull", False), _connector="OR"
                        ),
                        name="only_a_carried_statement_waits_to_be_confirmed",
                        violation_error_message="Only text carried over waits to be confirmed.",
                    ),
                ],
            },
        ),
    ]
