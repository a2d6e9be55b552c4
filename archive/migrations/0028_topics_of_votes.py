"""Stores for each vote whether it is on disarmament. Before, votes of all committees were counted together."""

from __future__ import annotations

from django.db import migrations, models

# The words of the rule as it was when this migration was written (archive/disarmament.py).
_WORDS = (
    r"disarm|weapon|\yarms\y|armament|nuclear|proliferation|missile|ammunition|\ymines?\y|atomic (energy comm|bomb)"
    r"|international security|confidence-?building|warfare|in the Mediterranean|zones? of peace|question of Antarctica"
)

_OF_TEXTS = """
UPDATE archive_vote AS vote
   SET disarmament = (resolution.committee = 'First' OR resolution.draft_symbol LIKE 'A/C.1/%%')
  FROM archive_document AS document JOIN archive_resolution AS resolution ON resolution.document_id = document.id
 WHERE document.key = vote.symbol AND resolution.committee <> ''
"""
_OF_WORDS = """
UPDATE archive_vote
   SET disarmament = concat_ws(' ', agenda_title, heading, description) ~* %s
 WHERE disarmament IS NULL AND scope = 'whole' AND concat(agenda_title, heading, description) <> ''
"""
_SHARED = """
UPDATE archive_vote AS vote SET disarmament = told.disarmament
  FROM (SELECT symbol, bool_or(disarmament) AS disarmament FROM archive_vote
         WHERE symbol IS NOT NULL GROUP BY symbol) AS told
 WHERE told.symbol = vote.symbol AND told.disarmament IS DISTINCT FROM vote.disarmament
"""


class Migration(migrations.Migration):
    dependencies = [("archive", "0027_cancelled_batches")]

    operations = [
        migrations.AddField("vote", "disarmament", models.BooleanField("on disarmament", null=True, blank=True)),
        migrations.AddField(
            "votefile", "passed_over", models.PositiveIntegerField("on other topics, passed over", default=0)
        ),
        migrations.RunSQL([_OF_TEXTS.replace("%%", "%"), (_OF_WORDS, [_WORDS]), _SHARED], migrations.RunSQL.noop),
    ]
