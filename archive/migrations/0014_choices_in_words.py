"""Replaces the choices Y, N, A and X of ballots with "yes", "no", "abstain" and "absent".

The digest of a roll call depends on its choices, so it is computed again. If a file is then imported again, its roll
calls count as unchanged.
"""

import hashlib
import json
import re
from collections import defaultdict

from django.db import migrations, models

CHOICES = [
    ("yes", "In favour"),
    ("no", "Against"),
    ("abstain", "Abstaining"),
    ("absent", "Absent or not voting"),
]
WORDS = {"Y": "yes", "N": "no", "A": "abstain", "X": "absent", "": ""}
AT_ONCE = 500  # votes


def make_digests_anew(apps, schema_editor):
    """Keeps a digest that does not fit its ballots. The next import then treats that roll call as changed."""
    votes = apps.get_model("archive", "Vote").objects
    ballots = apps.get_model("archive", "Ballot").objects
    problems = apps.get_model("archive", "VoteProblem").objects
    with_digest = list(votes.exclude(roll_digest="").order_by("pk").values_list("pk", "roll_digest"))
    for start in range(0, len(with_digest), AT_ONCE):
        stored = dict(with_digest[start : start + AT_ONCE])
        rolls = defaultdict(list)
        rows = ballots.filter(vote__in=stored).values_list("vote", "printed", "choice", "corrected")
        for vote, *ballot in rows.iterator():
            rolls[vote].append(tuple(ballot))
        for vote, detail in problems.filter(vote__in=stored, kind="twice").values_list("vote", "detail"):
            rolls[vote] += dropped(detail)
        changed = [
            (vote, new_digest(rolls[vote])) for vote, digest in stored.items() if digest == old_digest(rolls[vote])
        ]
        votes.bulk_update([votes.model(pk=vote, roll_digest=digest) for vote, digest in changed], ["roll_digest"])


def dropped(detail):
    """The ballots that were not stored: a State named twice with the same choice has one ballot.

    >>> dropped("China: Y, Y; Peru: Y, N")
    [('China', 'Y', '')]
    """
    return [(name, choice, "") for name, choice in re.findall(r"(?:^|; )([^;]+): ([YNAX]), \2(?=;|$)", detail)]


def old_digest(ballots):
    return hashlib.sha256(repr(sorted(ballots)).encode()).hexdigest()


def new_digest(ballots):
    rows = sorted(
        (printed, WORDS.get(choice, choice), WORDS.get(corrected, corrected)) for printed, choice, corrected in ballots
    )
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()


def write_words(apps, schema_editor):
    ballots = apps.get_model("archive", "Ballot").objects
    for column in ("choice", "corrected"):
        letters = [letter for letter in WORDS if letter]
        words = models.Case(*(models.When(**{column: letter}, then=models.Value(WORDS[letter])) for letter in letters))
        ballots.filter(**{f"{column}__in": letters}).update(**{column: words})


class Migration(migrations.Migration):
    dependencies = [("archive", "0013_facts_of_revisions")]

    operations = [
        migrations.AlterField(
            model_name="ballot",
            name="choice",
            field=models.CharField(choices=CHOICES, max_length=7, verbose_name="choice"),
        ),
        migrations.AlterField(
            model_name="ballot",
            name="corrected",
            field=models.CharField(blank=True, choices=CHOICES, max_length=7, verbose_name="meant, as stated later"),
        ),
        migrations.RunPython(make_digests_anew),
        migrations.RunPython(write_words),
    ]
