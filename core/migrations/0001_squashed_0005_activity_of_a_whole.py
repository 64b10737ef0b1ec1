"""The tables of `core` as they are, in one step; a new database starts from them."""

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models

from core.migrations._bank_holidays import load, unload


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ("core", "0001_initial"),
        ("core", "0002_bank_holidays"),
        ("core", "0003_form_draft"),
        ("core", "0004_activity_by_council"),
        ("core", "0005_activity_of_a_whole"),
    ]


    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='BankHoliday',
            fields=[
                ('on', models.DateField(primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=100)),
                ('source', models.CharField(max_length=200)),
            ],
            options={
                'ordering': ['on'],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='email address')),
                ('full_name', models.CharField(max_length=150)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='one_person_per_email_address')],
            },
        ),
        migrations.CreateModel(
            name='ActivityEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('council_id', models.BigIntegerField(null=True)),
                ('verb', models.CharField(max_length=60)),
                ('target_model', models.CharField(max_length=60)),
                ('target_id', models.CharField(max_length=36)),
                ('about_model', models.CharField(blank=True, db_default='', default='', max_length=60)),
                ('about_id', models.CharField(blank=True, db_default='', default='', max_length=36)),
                ('changes', models.JSONField(default=dict)),
                ('actor_id', models.CharField(max_length=36)),
                ('actor_name', models.CharField(max_length=150)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'indexes': [models.Index(fields=['target_model', 'target_id', 'created_at'], name='activity_by_target'), models.Index(fields=['council_id', 'id'], name='activity_by_council'), models.Index(condition=models.Q(('about_id', ''), _negated=True), fields=['about_model', 'about_id', 'created_at'], name='activity_by_whole')],
            },
        ),
        migrations.CreateModel(
            name='FormDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form_key', models.CharField(max_length=200, verbose_name='address of the form')),
                ('answers', models.JSONField(default=dict)),
                ('saved_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='form_drafts', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-saved_at'],
                'constraints': [models.UniqueConstraint(fields=('person', 'form_key'), name='one_draft_per_person_and_form')],
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('council', 'Council'), ('partner', 'Partner organisation')], max_length=10)),
                ('code', models.CharField(max_length=12, unique=True, validators=[django.core.validators.RegexValidator('^[A-Z0-9][A-Z0-9-]*\\Z', 'Use capital letters, digits and hyphens only.')])),
                ('name', models.CharField(max_length=120)),
                ('colour', models.CharField(default='#0b5c5c', max_length=7, validators=[django.core.validators.RegexValidator('^#[0-9a-f]{6}\\Z', 'Write a colour as #rrggbb.')])),
                ('ons_code', models.CharField(blank=True, max_length=9, verbose_name='ONS code')),
                ('region', models.CharField(blank=True, max_length=40)),
                ('succeeded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='core.organisation')),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='organisation_has_a_name')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('practitioner', 'Practitioner'), ('safeguarding_manager', 'Safeguarding manager'), ('auditor', 'Auditor'), ('qa_lead', 'Quality assurance lead'), ('sab_manager', 'Safeguarding Adults Board manager'), ('sab_chair', 'Safeguarding Adults Board chair'), ('partner_lead', 'Partner safeguarding lead'), ('analyst', 'Analyst'), ('director', 'Director of adult social services'), ('assessor', 'Visiting assessor'), ('administrator', 'Administrator')], max_length=24)),
                ('since', models.DateField()),
                ('until', models.DateField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='core.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'organisation', 'role', 'since'), name='one_membership_per_role'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='membership_ends_on_or_after_it_begins', violation_error_message='A membership cannot end before it begins.'), models.CheckConstraint(condition=models.Q(('role__in', ['practitioner', 'safeguarding_manager', 'auditor', 'qa_lead', 'sab_manager', 'sab_chair', 'partner_lead', 'analyst', 'director', 'assessor', 'administrator'])), name='membership_role_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('role', 'assessor'), _negated=True), ('until__isnull', False), _connector='OR'), name='an_assessor_has_a_last_day', violation_error_message='Give the last day of a visiting assessor.')],
            },
        ),
        migrations.CreateModel(
            name='ExportEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(max_length=60)),
                ('filename', models.CharField(max_length=200)),
                ('reason', models.CharField(max_length=300)),
                ('parameters', models.JSONField(default=dict)),
                ('rows', models.PositiveIntegerField(null=True)),
                ('sha256', models.CharField(max_length=64)),
                ('exported_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('exported_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='exports', to=settings.AUTH_USER_MODEL)),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exports', to='core.organisation')),
            ],
            options={
                'ordering': ['-exported_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='export_has_a_reason', violation_error_message='Say what the export is for.')],
            },
        ),
        migrations.CreateModel(
            name='ClosureDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('reason', models.CharField(max_length=100)),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='closure_days', to='core.organisation')),
            ],
            options={
                'ordering': ['on'],
                'constraints': [models.UniqueConstraint(fields=('council', 'on'), name='one_closure_per_day', violation_error_message='That day is already a closure day.'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='closure_day_has_a_reason', violation_error_message='Say why the offices are closed.')],
            },
        ),
        migrations.CreateModel(
            name='Team',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='teams', to='core.organisation')),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'name'), name='one_team_of_a_name_in_an_organisation')],
            },
        ),
        migrations.RunPython(load, unload),
    ]
