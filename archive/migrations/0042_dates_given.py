"""Adds the days that texts give to the resolutions that they cite.

``intake.titles_given.search_for_titles`` searches the stored texts at the next start, because their citations lose the
mark that they were searched.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("archive", "0041_title_is_name")]

    operations = [
        migrations.AddField("citation", "date_given", models.DateField(editable=False, null=True)),
        migrations.RunSQL(
            "UPDATE archive_citation SET title_given = NULL, title_certain = false WHERE title_given IS NOT NULL",
            migrations.RunSQL.noop,
        ),
        migrations.AddIndex(
            "citation",
            models.Index(
                fields=["key"], condition=models.Q(("date_given__isnull", False)), name="citation_giving_date"
            ),
        ),
    ]
