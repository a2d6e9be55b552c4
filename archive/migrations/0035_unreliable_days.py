"""Marks the days of Voeten's votes before session 58 as uncertain, and takes them from documents without a text.

Before, only the days of sessions 48 to 57 were uncertain. A document got the day of its vote if nothing else told it.
"""

from datetime import date

from django.db import migrations
from django.db.models import Exists, OuterRef

SESSION_58 = date(2003, 9, 1)


def mark(apps, schema_editor):
    votes = apps.get_model("archive", "Vote").objects.filter(origin="voeten", date__lt=SESSION_58)
    resolutions = apps.get_model("archive", "Resolution").objects
    adopting = votes.filter(leading=True, scope="whole", document_id=OuterRef("key"), date=OuterRef("date"))
    apps.get_model("archive", "Document").objects.filter(
        Exists(adopting), ~Exists(resolutions.filter(document=OuterRef("pk")))
    ).update(date=None)
    votes.update(date_certain=False)


class Migration(migrations.Migration):
    dependencies = [("archive", "0034_english_titles")]

    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
