from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0014_choices_in_words"),
    ]

    operations = [
        migrations.AlterField(
            model_name="proof",
            name="language",
            field=models.CharField(max_length=8, verbose_name="language"),
        ),
        migrations.AlterField(
            model_name="source",
            name="format",
            field=models.CharField(blank=True, max_length=24, verbose_name="format"),
        ),
        migrations.AlterField(
            model_name="text",
            name="language",
            field=models.CharField(max_length=2, verbose_name="language"),
        ),
    ]
