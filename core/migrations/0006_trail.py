"""The chain that proves the trail; it begins empty, and what was there is linked first."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0001_squashed_0005_activity_of_a_whole'),
    ]

    operations = [
        migrations.CreateModel(
            name='TrailHead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveBigIntegerField(default=0)),
                ('digest', models.CharField(max_length=64)),
                ('newest', models.JSONField(default=dict)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='the_trail_has_one_head')],
            },
        ),
        migrations.CreateModel(
            name='TrailLink',
            fields=[
                ('position', models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ('source', models.CharField(max_length=60)),
                ('entry_id', models.BigIntegerField()),
                ('content', models.CharField(max_length=64)),
                ('digest', models.CharField(max_length=64)),
                ('linked_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('source', 'entry_id'), name='one_link_to_an_entry')],
            },
        ),
    ]
