"""Less lies in clear: no index of phones, no text that the desk has not checked; a photo stays in unless let out."""

from django.db import migrations, models


def forget_unchecked(apps, schema_editor):
    """Before it is accepted, the text to pass on is drawn from the sealed words when it is read."""
    concerns = apps.get_model("concerns", "Concern").objects.using(schema_editor.connection.alias)
    concerns.filter(accepted_at=None).update(passed_on="")


class Migration(migrations.Migration):

    dependencies = [
        ('concerns', '0001_initial'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='original',
            name='phone_index',
        ),
        migrations.AddField(
            model_name='photo',
            name='passed_on',
            field=models.BooleanField(default=False, verbose_name='可给机关看'),
        ),
        migrations.AlterField(
            model_name='concern',
            name='passed_on',
            field=models.TextField(blank=True, verbose_name='转述文字'),
        ),
        migrations.RunPython(forget_unchecked, migrations.RunPython.noop),
    ]
