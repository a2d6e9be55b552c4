"""Searches the stored texts again for the titles that they give to the documents that they cite.

The rules read longer lists, English texts and fewer clipped words. ``intake.titles_given.search_for_titles`` searches
the citations without a value at the next start.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("archive", "0037_wording")]

    operations = [
        migrations.RunSQL(
            "UPDATE archive_citation SET title_given = NULL, title_certain = false WHERE title_given IS NOT NULL",
            migrations.RunSQL.noop,
        )
    ]
