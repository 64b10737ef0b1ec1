"""The tables of `assurance` as they are, in one step."""

import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ("assurance", "0001_initial"),
        ("assurance", "0002_counted_figures"),
        ("assurance", "0003_chart_settings_and_comparators"),
        ("assurance", "0004_releases_and_board_packs"),
    ]


    dependencies = [
        ('core', '0001_squashed_0005_activity_of_a_whole'),
    ]

    operations = [
        migrations.CreateModel(
            name='BoardPack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('start', models.DateField()),
                ('end', models.DateField()),
                ('figures', models.JSONField()),
                ('filters', models.JSONField()),
                ('restated', models.JSONField(blank=True, default=list)),
                ('remarks', models.JSONField(blank=True, default=list)),
                ('data_cut_on', models.DateField()),
                ('code_version', models.CharField(max_length=40)),
                ('sha256', models.CharField(max_length=64)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='board_packs', to='core.organisation')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='board_packs', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-start'],
                'constraints': [models.UniqueConstraint(fields=('council', 'start'), name='one_board_pack_per_quarter'), models.CheckConstraint(condition=models.Q(('end__gt', models.F('start'))), name='board_pack_ends_after_it_starts', violation_error_message='The quarter ends before it starts.'), models.CheckConstraint(condition=models.Q(('data_cut_on__gte', models.F('end'))), name='board_pack_holds_a_whole_quarter', violation_error_message='The data do not reach to the end of the quarter.')],
            },
        ),
        migrations.CreateModel(
            name='ChartRebase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('measure', models.CharField(max_length=80)),
                ('on', models.DateField(verbose_name='first month of the new limits')),
                ('reason', models.CharField(max_length=300, verbose_name='why')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('removed_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('removal_reason', models.CharField(blank=True, max_length=300, verbose_name='why it was removed')),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='chart_rebases', to='core.organisation')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('removed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['on'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('removed_at__isnull', True)), fields=('council', 'measure', 'on'), name='one_standing_rebase_a_month', violation_error_message='The limits start afresh in this month already.'), models.CheckConstraint(condition=models.Q(('on__day', 1)), name='rebase_is_the_first_of_a_month', violation_error_message='Give the first day of a month.'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='rebase_says_why', violation_error_message='Say why the limits start afresh.'), models.CheckConstraint(condition=models.Q(models.Q(('removal_reason', ''), ('removed_at__isnull', True), ('removed_by__isnull', True)), models.Q(('removed_at__isnull', False), ('removed_by__isnull', False), models.Q(('removal_reason', ''), _negated=True)), _connector='OR'), name='rebase_removal_is_whole', violation_error_message='Say why it is removed.')],
            },
        ),
        migrations.CreateModel(
            name='CountedFigures',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('page', models.CharField(max_length=20)),
                ('asked', models.CharField(max_length=400)),
                ('content', models.JSONField()),
                ('data_cut_on', models.DateField()),
                ('newest_event', models.BigIntegerField()),
                ('near_events', models.PositiveIntegerField()),
                ('release', models.CharField(max_length=40)),
                ('counted_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('took_ms', models.PositiveIntegerField()),
                ('queued_at', models.DateTimeField(null=True)),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='counted_figures', to='core.organisation')),
            ],
            options={
                'verbose_name_plural': 'counted figures',
                'constraints': [models.UniqueConstraint(fields=('council', 'page', 'asked'), name='counted_once_for_each_question'), models.CheckConstraint(condition=models.Q(('queued_at__isnull', True), ('queued_at__gte', models.F('counted_at')), _connector='OR'), name='counted_again_after_it_was_counted')],
            },
        ),
        migrations.CreateModel(
            name='FrozenReturn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('year', models.CharField(max_length=7, verbose_name='reporting year')),
                ('specification', models.CharField(max_length=80)),
                ('cells', models.JSONField()),
                ('sha256', models.CharField(max_length=64)),
                ('note', models.CharField(max_length=200, verbose_name='why it is frozen')),
                ('frozen_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='frozen_returns', to='core.organisation')),
                ('frozen_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='frozen_returns', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-frozen_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('note', ''), _negated=True), name='frozen_return_says_why', violation_error_message='Say why the return is frozen.')],
            },
        ),
        migrations.CreateModel(
            name='LocalTarget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('measure', models.CharField(max_length=80)),
                ('value', models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True, verbose_name='target')),
                ('effective_from', models.DateField(verbose_name='from')),
                ('reason', models.CharField(max_length=300, verbose_name='why')),
                ('set_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='local_targets', to='core.organisation')),
                ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('council', 'measure', 'effective_from'), name='one_local_target_from_a_day', violation_error_message='There is a target from this day already. Remove it first.'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='local_target_says_why', violation_error_message='Say why this is the target.'), models.CheckConstraint(condition=models.Q(('value__isnull', True), ('value__gte', 0), _connector='OR'), name='local_target_is_not_below_nought', violation_error_message='A target cannot be below 0.')],
            },
        ),
        migrations.CreateModel(
            name='PackPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('measures', models.JSONField()),
                ('roles', models.JSONField(blank=True, default=list)),
                ('council', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='pack_plan', to='core.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='PackSubscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField(default=django.utils.timezone.now)),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pack_subscriptions', to='core.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pack_subscriptions', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('council', 'person'), name='one_pack_subscription_per_person')],
            },
        ),
        migrations.CreateModel(
            name='PublishedRelease',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.CharField(max_length=7, unique=True, verbose_name='reporting year')),
                ('source', models.CharField(max_length=200)),
                ('source_url', models.URLField(blank=True, max_length=300, verbose_name='address of the source')),
                ('filename', models.CharField(max_length=200)),
                ('sha256', models.CharField(max_length=64)),
                ('rows', models.PositiveIntegerField()),
                ('loaded_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('loaded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-year'],
                'constraints': [models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='published_release_names_its_source', violation_error_message='Say where the file comes from.')],
            },
        ),
        migrations.CreateModel(
            name='PublishedValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=12, verbose_name='code of the council')),
                ('name', models.CharField(max_length=120, verbose_name='name of the council')),
                ('region', models.CharField(blank=True, max_length=60)),
                ('table', models.CharField(max_length=12)),
                ('enquiry_type', models.CharField(blank=True, max_length=80)),
                ('category', models.CharField(max_length=200)),
                ('subcategory', models.CharField(blank=True, max_length=200)),
                ('value', models.PositiveIntegerField(blank=True, null=True)),
                ('mark', models.CharField(blank=True, max_length=3)),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='values', to='assurance.publishedrelease')),
            ],
            options={
                'indexes': [models.Index(fields=['release', 'table', 'enquiry_type'], name='published_by_table')],
                'constraints': [models.UniqueConstraint(fields=('release', 'code', 'table', 'enquiry_type', 'category', 'subcategory'), name='one_published_value_a_cell'), models.CheckConstraint(condition=models.Q(models.Q(('mark', ''), ('value__isnull', False)), models.Q(('mark__in', ('[c]', '[x]')), ('value__isnull', True)), _connector='OR'), name='published_value_is_a_count_or_a_mark', violation_error_message='Give a count, [c] or [x].')],
            },
        ),
        migrations.CreateModel(
            name='ReportRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(max_length=40)),
                ('start', models.DateField()),
                ('end', models.DateField()),
                ('mode', models.CharField(max_length=12)),
                ('prepared_for', models.CharField(max_length=160)),
                ('figures', models.JSONField()),
                ('data_cut_on', models.DateField()),
                ('code_version', models.CharField(max_length=40)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='report_runs', to='core.organisation')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='report_runs', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-made_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('end__gte', models.F('start'))), name='report_ends_on_or_after_it_starts', violation_error_message='The period ends before it starts.')],
            },
        ),
        migrations.CreateModel(
            name='SharedRelease',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(max_length=40)),
                ('title', models.CharField(max_length=200)),
                ('start', models.DateField()),
                ('end', models.DateField()),
                ('figures', models.JSONField()),
                ('withheld', models.JSONField(blank=True, default=list)),
                ('filename', models.CharField(max_length=200)),
                ('sha256', models.CharField(max_length=64)),
                ('shared_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='releases', to='core.organisation')),
                ('shared_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='releases', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-shared_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('end__gte', models.F('start'))), name='release_ends_on_or_after_it_starts', violation_error_message='The period ends before it starts.'), models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('filename', ''), _negated=True), models.Q(('sha256', ''), _negated=True)), name='release_names_its_document', violation_error_message='A release names its document and its hash.')],
            },
        ),
        migrations.CreateModel(
            name='SignOffSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.CharField(max_length=7, verbose_name='reporting year')),
                ('name', models.CharField(max_length=120, verbose_name='signed off by')),
                ('job_title', models.CharField(max_length=120)),
                ('email', models.EmailField(max_length=254, verbose_name='email address')),
                ('signed_on', models.DateField(verbose_name='date signed off')),
                ('comments', models.TextField(blank=True, verbose_name='data quality comments')),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sign_offs', to='core.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('council', 'year'), name='one_sign_off_per_return'), models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('job_title', ''), _negated=True), models.Q(('email', ''), _negated=True)), name='sign_off_is_complete', violation_error_message='Fill in the whole sign-off sheet.')],
            },
        ),
        migrations.CreateModel(
            name='StatisticalNeighbour',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=12, verbose_name='code in the publication')),
                ('name', models.CharField(max_length=120)),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='neighbours', to='core.organisation')),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(fields=('council', 'code'), name='one_neighbour_of_a_code'), models.CheckConstraint(condition=models.Q(models.Q(('code', ''), _negated=True), models.Q(('name', ''), _negated=True)), name='neighbour_has_a_code_and_a_name', violation_error_message='Give the code and the name of the council.')],
            },
        ),
    ]
