"""Gives roll calls from PDF and Word files the origin "words", as those from plain text have.

Before, such a roll call counted as data of the United Nations. It was found in printed words, so the records of the UN
Digital Library now come before it.
"""

from django.db import migrations, models

ORIGINS = [
    ("resolution", "The resolution as the United Nations publishes it"),
    ("extract", "The United Nations' extract of its resolutions"),
    ("library", "UN Digital Library, General Assembly Voting Data"),
    ("words", "The roll call in the resolution's words"),
    ("archive", "This archive's own table"),
    ("voeten", "Voeten, United Nations General Assembly Voting Data"),
]
RANK = [origin for origin, _label in ORIGINS]


def mark(apps, schema_editor):
    votes = apps.get_model("archive", "Vote").objects
    sources = apps.get_model("archive", "Source").objects
    for vote in list(votes.filter(origin="resolution").order_by("pk")):
        of_symbol = sources.filter(revisions__text__resolution__document__key=vote.document_id)
        formats = set(of_symbol.values_list("format", flat=True))
        if not formats or "akn4un" in formats:
            continue
        if votes.filter(key=f"words:{vote.document_id}").exists():
            vote.delete()
        else:
            votes.filter(pk=vote.pk).update(key=f"words:{vote.document_id}", origin="words")
    for event in set(votes.filter(origin="words").values_list("event", flat=True)):
        choose_leader(votes, event)


def choose_leader(votes, event):
    records = sorted(votes.filter(event=event), key=order)
    votes.filter(event=event).update(leading=False)
    votes.filter(pk__in=[vote.pk for vote in records[:1]]).update(leading=True)


def order(vote):
    has_roll = any((vote.cast_yes, vote.cast_no, vote.cast_abstain))
    return vote.outcome == "", RANK.index(vote.origin), not has_roll, vote.pk


class Migration(migrations.Migration):
    dependencies = [("archive", "0017_messages_of_votes")]

    operations = [
        migrations.AlterField(
            "vote", "origin", models.CharField(choices=ORIGINS, max_length=12, verbose_name="source")
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
