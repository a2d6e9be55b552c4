"""Adds whether a title is a name by which texts cite the document, and searches again for the titles that texts give.

Names of texts in documents (《开罗宣言》 in A/51/113，附件) describe the documents.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("archive", "0040_topics_from_titles")]

    operations = [
        migrations.AddField(
            model_name="document",
            name="title_is_name",
            field=models.BooleanField(
                default=True,
                help_text="A text that writes only the title cites the document. Not for titles that are ordinary words.",
                verbose_name="cited by its title",
            ),
        ),
        migrations.RunSQL(
            "UPDATE archive_citation SET title_given = NULL, title_certain = false WHERE title_given IS NOT NULL",
            migrations.RunSQL.noop,
        ),
    ]
