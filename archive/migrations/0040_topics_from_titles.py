"""Reads the topics of stored votes again from titles, drafts and more words, where nothing told that they count.

Before, a vote counted as disarmament if its source gave no agenda item (A/RES/79/263), and votes on cluster munitions
did not count.
"""

from __future__ import annotations

from django.db import migrations

# The words of the rule as it was when this migration was written (archive/disarmament.py).
_WORDS = (
    r"disarm|weapon|\yarms\y|armament|nuclear|proliferation|missile|munition|\ymines?\y|atomic (energy comm|bomb)"
    r"|international security|confidence-?building|warfare|in the Mediterranean|zones? of peace|question of Antarctica"
    r"|1st Comm|confin?dence building|land-?mine|fissi(le|on)|depleted uranium|test(ing)?[ -]ban|Geneva Protocol"
    r"|deterrence|\ySALT\y|napalm|military (budget|expenditure|matter|capabilit)|remnants of war|radioactive dumping"
)

_OF_TITLES = """
UPDATE archive_vote SET disarmament = coalesce(nullif(agenda_title, ''), title) ~* %s
 WHERE disarmament IS NULL AND origin IN ('extract', 'library') AND concat(agenda_title, title) <> ''
"""
_OF_DRAFTS = """
UPDATE archive_vote SET disarmament = FALSE
 WHERE disarmament IS NULL AND draft_symbol <> '' AND draft_symbol NOT LIKE 'A/C.1/%%'
"""
_OF_DESCRIPTIONS = """
UPDATE archive_vote SET disarmament = TRUE
 WHERE (disarmament IS NULL OR (NOT disarmament AND scope = 'whole')) AND origin = 'voeten'
   AND concat_ws(' ', agenda_title, heading, description) ~* %s
"""
_SHARED = """
UPDATE archive_vote AS vote SET disarmament = told.disarmament
  FROM (SELECT symbol, bool_or(disarmament) AS disarmament FROM archive_vote
         WHERE symbol IS NOT NULL GROUP BY symbol) AS told
 WHERE told.symbol = vote.symbol AND told.disarmament IS DISTINCT FROM vote.disarmament
"""


class Migration(migrations.Migration):
    dependencies = [("archive", "0039_certain_symbols")]

    operations = [
        migrations.RunSQL(
            [
                (_OF_TITLES, [_WORDS]),
                _OF_DRAFTS.replace("%%", "%"),
                (_OF_DESCRIPTIONS, [_WORDS]),
                _SHARED,
            ],
            migrations.RunSQL.noop,
        )
    ]
