"""Tells the titles of entries of series from descriptions of collectors.

A certain title of any record replaces a description. The next import rebuilds the series in the same way.
"""

from __future__ import annotations

from django.db import migrations, models

_BEST_TITLES = """
    UPDATE archive_seriesentry AS entry SET title = best.title, title_certain = best.title_certain
    FROM (
        SELECT DISTINCT ON (symbol) symbol, title, title_certain FROM archive_vote
        WHERE scope = 'whole' AND symbol > '' AND title <> ''
        ORDER BY symbol, title_certain DESC, "leading" DESC, id
    ) AS best
    WHERE best.symbol = entry.symbol
"""


class Migration(migrations.Migration):
    dependencies = [("archive", "0030_carry_subjects")]

    operations = [
        migrations.AddField(
            "seriesentry", "title_certain", models.BooleanField(default=True, verbose_name="title is certain")
        ),
        migrations.RunSQL(_BEST_TITLES, migrations.RunSQL.noop),
    ]
