"""Fills English titles.

A resolution without an English title gets the certain title of a record of its vote. An instrument that is known only
by an English title gets it as its English title, not as its Chinese one.
"""

from __future__ import annotations

from django.db import migrations

_OF_VOTES = r"""
    WITH titled AS (
        UPDATE archive_document AS document SET title_en = best.title
        FROM (
            SELECT DISTINCT ON (symbol) symbol, title FROM archive_vote
            WHERE scope = 'whole' AND NOT in_committee AND symbol > '' AND title <> '' AND title_certain
              AND origin NOT IN ('resolution', 'words') AND title !~ '[\u4e00-\u9fff]'
            ORDER BY symbol, "leading" DESC, id
        ) AS best
        WHERE best.symbol = document.key AND document.title_en = ''
        RETURNING document.id
    )
"""
_OF_INSTRUMENTS = r"""
    WITH titled AS (
        UPDATE archive_document SET title_en = title_zh, title_zh = ''
        WHERE kind = 'instrument' AND key LIKE 'title:%' AND title_en = ''
          AND title_zh ~ '[A-Za-z]' AND title_zh !~ '[\u4e00-\u9fff]'
        RETURNING id
    )
"""
# The search index follows the documents that are noted here.
_NOTED = """
    INSERT INTO archive_indexchange (document_id, changed_in)
    SELECT id, pg_current_xact_id()::text::bigint FROM titled
    ON CONFLICT (document_id) DO UPDATE SET changed_in = excluded.changed_in
"""


class Migration(migrations.Migration):
    dependencies = [("archive", "0033_wrong_subjects")]

    operations = [
        migrations.RunSQL(_OF_VOTES + _NOTED, migrations.RunSQL.noop),
        migrations.RunSQL(_OF_INSTRUMENTS + _NOTED, migrations.RunSQL.noop),
    ]
