import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assurance', '0010_visit'),
        ('core', '0001_squashed_0005_activity_of_a_whole'),
        ('core', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='SharedSet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('changed_at', models.DateTimeField(editable=False, null=True)),
                ('title', models.CharField(max_length=160)),
                ('purpose', models.TextField(blank=True, verbose_name='what it is for')),
                ('since', models.DateField(default=django.utils.timezone.localdate)),
                ('until', models.DateField(verbose_name='last day')),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('changed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shared_sets', to='core.organisation')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-until', '-id'],
                'constraints': [models.UniqueConstraint(fields=('council', 'title'), name='one_shared_set_of_a_title_in_a_council', violation_error_message='Evidence is shared under this title already.'), models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='sharedset_title_is_filled', violation_error_message='Give it a title.'), models.CheckConstraint(condition=models.Q(('until__gte', models.F('since'))), name='shared_set_lasts_at_least_a_day', violation_error_message='The last day is before the first.')],
            },
        ),
        migrations.CreateModel(
            name='SharedItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('evidence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shared_in', to='assurance.evidenceitem')),
                ('shared_set', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='assurance.sharedset')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('shared_set', 'evidence'), name='one_shared_item_of_an_evidence_in_a_set', violation_error_message='This evidence is in the set already.')],
            },
        ),
        migrations.CreateModel(
            name='SharedSetReader',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shared_evidence', to=settings.AUTH_USER_MODEL)),
                ('shared_set', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readers', to='assurance.sharedset')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('shared_set', 'person'), name='one_place_of_a_reader_in_a_shared_set', violation_error_message='This person reads it already.')],
            },
        ),
    ]
