"""Counts of the data-quality rules, requests withdrawn, answers after a reopening, faster waits."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def carry_reasons(apps, schema_editor):
    """Why a concern had a second enquiry stood in the activity log alone."""
    events = apps.get_model("core", "ActivityEvent").objects.filter(
        verb="enquiry_started", changes__has_key="why_another"
    )
    enquiries = apps.get_model("safeguard", "Enquiry").objects
    for event in events.iterator():
        reason = event.changes["why_another"][1]
        if reason and event.target_id.isdecimal():
            enquiries.filter(pk=event.target_id).update(why_another=reason)


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0003_form_draft'),
        ('safeguard', '0006_caused_first_due_on'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='QualityCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.CharField(max_length=7, verbose_name='reporting year')),
                ('asked_at', models.DateTimeField(blank=True, null=True)),
                ('counted_at', models.DateTimeField(blank=True, null=True)),
                ('until', models.DateField(blank=True, null=True)),
                ('newest_event', models.BigIntegerField(default=0)),
            ],
            options={
                'ordering': ['-year'],
            },
        ),
        migrations.CreateModel(
            name='QualityFinding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(max_length=40)),
                ('records', models.PositiveIntegerField()),
                ('oldest', models.DateField(blank=True, null=True)),
                ('effects', models.JSONField(blank=True, default=list)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='experienceresponse',
            name='one_answered_response_per_respondent',
        ),
        migrations.RemoveIndex(
            model_name='concern',
            name='concern_by_decision',
        ),
        migrations.AddField(
            model_name='causedrequest',
            name='withdrawn_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='causedrequest',
            name='withdrawn_reason',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
        migrations.AddField(
            model_name='enquiry',
            name='why_another',
            field=models.TextField(blank=True, db_default='', default='', verbose_name='why the concern has another enquiry'),
        ),
        migrations.AddField(
            model_name='experienceresponse',
            name='closure',
            field=models.PositiveSmallIntegerField(db_default=1, default=1, editable=False, help_text='After which conclusion it was: 2 where the enquiry was reopened once before.'),
        ),
        migrations.AddField(
            model_name='registersettings',
            name='contacts_that_stand_out',
            field=models.PositiveSmallIntegerField(db_default=5, default=5, help_text='How many contacts about a provider in 28 days are the fewest worth a look.'),
        ),
        migrations.AddIndex(
            model_name='action',
            index=models.Index(condition=models.Q(('done_on', None)), fields=['due_on'], name='action_open_by_day'),
        ),
        migrations.AddIndex(
            model_name='concern',
            index=models.Index(fields=['council', 'decision', 'received_on', 'priority'], name='concern_by_decision'),
        ),
        migrations.AddIndex(
            model_name='concern',
            index=models.Index(fields=['council', 'decided_on'], name='concern_by_decided_day'),
        ),
        migrations.AddIndex(
            model_name='planreview',
            index=models.Index(condition=models.Q(('held_on', None)), fields=['due_on'], name='review_open_by_day'),
        ),
        migrations.AddConstraint(
            model_name='causedrequest',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_on__isnull', True), models.Q(('withdrawn_on__gte', models.F('requested_on')), models.Q(('withdrawn_reason', ''), _negated=True)), _connector='OR'), name='caused_request_withdrawn_with_a_reason', violation_error_message='Say why it is withdrawn, and not before it was asked.'),
        ),
        migrations.AddConstraint(
            model_name='causedrequest',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_on__isnull', True), models.Q(('declined_on__isnull', True), ('quality__isnull', True), ('received_on__isnull', True)), _connector='OR'), name='caused_request_withdrawn_brings_no_report', violation_error_message='A request that was withdrawn brings no answer or report.'),
        ),
        migrations.AddConstraint(
            model_name='experienceresponse',
            constraint=models.UniqueConstraint(condition=models.Q(('result', 'answered')), fields=('enquiry', 'respondent', 'closure'), name='one_answered_response_per_respondent', violation_error_message='Answers of this kind are recorded already.'),
        ),
        migrations.AddConstraint(
            model_name='registersettings',
            constraint=models.CheckConstraint(condition=models.Q(('look_again_days__gte', 1)), name='look_again_after_a_day_or_more', violation_error_message='Give at least 1 day.'),
        ),
        migrations.AddConstraint(
            model_name='registersettings',
            constraint=models.CheckConstraint(condition=models.Q(('experience_weeks__gte', 1)), name='experience_asked_within_a_week_or_more', violation_error_message='Give at least 1 week.'),
        ),
        migrations.AddConstraint(
            model_name='registersettings',
            constraint=models.CheckConstraint(condition=models.Q(('contacts_that_stand_out__gte', 2)), name='more_than_one_contact_stands_out', violation_error_message='Give at least 2 contacts.'),
        ),
        migrations.AddField(
            model_name='qualitycount',
            name='council',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.organisation'),
        ),
        migrations.AddField(
            model_name='qualityfinding',
            name='count',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='safeguard.qualitycount'),
        ),
        migrations.AddConstraint(
            model_name='qualitycount',
            constraint=models.UniqueConstraint(fields=('council', 'year'), name='one_count_per_year'),
        ),
        migrations.AddConstraint(
            model_name='qualitycount',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('counted_at__isnull', True), ('until__isnull', True)), models.Q(('counted_at__isnull', False), ('until__isnull', False)), _connector='OR'), name='quality_count_says_to_which_day', violation_error_message='A count needs the last day that the data covered.'),
        ),
        migrations.AddConstraint(
            model_name='qualityfinding',
            constraint=models.UniqueConstraint(fields=('count', 'rule'), name='one_finding_per_rule'),
        ),
        migrations.AddConstraint(
            model_name='qualityfinding',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('oldest__isnull', True), ('records', 0)), models.Q(('oldest__isnull', False), ('records__gt', 0)), _connector='OR'), name='quality_finding_is_as_old_as_its_records'),
        ),
        migrations.RunPython(carry_reasons, migrations.RunPython.noop),
    ]
