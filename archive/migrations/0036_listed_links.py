"""Names two more reasons of links. Clears the series, so that ``manage.py prepare`` makes them by the new rules."""

from django.db import migrations, models

BASES = [
    ("follows", "It says that it follows up the earlier one"),
    ("agenda", "Its agenda item bears the earlier one's title"),
    ("title", "The same title"),
    ("listed", "Listed one after the other by a resolution of the series"),
    ("description", "The same description by the collectors of the votes"),
    ("heading", "The same heading in the United Nations' voting records"),
    ("similar", "A similar title"),
    ("librarian", "Set by a librarian"),
]


def clear(apps, schema_editor):
    apps.get_model("archive", "SeriesEntry").objects.all().delete()
    apps.get_model("archive", "Series").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("archive", "0035_unreliable_days")]

    operations = [
        migrations.AlterField(
            "serieslink", "basis", models.CharField(choices=BASES, max_length=12, verbose_name="why")
        ),
        migrations.RunPython(clear, migrations.RunPython.noop),
    ]
