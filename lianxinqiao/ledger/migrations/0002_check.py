from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Check',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='核对时间')),
                ('lines', models.BigIntegerField(verbose_name='台账行')),
                ('credits', models.BigIntegerField(verbose_name='记功')),
                ('seals', models.BigIntegerField(verbose_name='封条')),
                ('tallies', models.BigIntegerField(null=True, verbose_name='累计数')),
                ('faults', models.PositiveIntegerField(verbose_name='不符')),
                ('told', models.JSONField(default=list, verbose_name='哪几行')),
            ],
            options={
                'verbose_name': '台账核对',
                'verbose_name_plural': '台账核对',
                'ordering': ['-pk'],
            },
        ),
    ]
