"""Takes away the symbols that were made of letters in Voeten's numbers, and marks other early symbols as uncertain.

Before session 31, a letter in Voeten's data counts the roll calls under one number: R/26/2832C is no A/RES/2832C(XXVI).
A number without a letter is uncertain, unless a text, or another source with the same totals, confirms the symbol.
Documents lose what they have from these votes. A document that is known only from such a letter is deleted.
"""

import re

from django.db import migrations, models

_EARLY = re.compile(r"A/RES/(?P<number>\d+)(?P<letter>[A-Z]?)\([IVXLC]+\)")
_TOTALS = ("yes", "no", "abstain")


def doubt(apps, schema_editor):
    model = {name: apps.get_model("archive", name).objects for name in ("Vote", "Document", "Resolution", "Citation")}
    texts = set(model["Resolution"].values_list("document__key", flat=True))
    cited = model["Citation"].filter(revision__current=True, revision__text__leading=True)
    cited = set(cited.filter(key__regex=r"^A/RES/\d+[A-Z]?\(").values_list("key", flat=True))
    for vote in model["Vote"].filter(origin="voeten", session_order__range=(1, 30), document_id__gt=""):
        symbol, found = vote.document_id, _EARLY.fullmatch(vote.document_id)
        if not found:
            continue
        confirmed = symbol in texts | cited or _recorded(model["Vote"], vote)
        if found["letter"]:
            number = f"R/{vote.session}/{found['number']}{found['letter']}"
            vote.unplaced = vote.unplaced or {"code": "vote.no_symbol", "values": {"number": number}}
            vote.document_id, vote.event, vote.number, vote.part, vote.leading = None, vote.key, 0, "", True
        else:
            vote.symbol_certain = confirmed
        vote.save()
        if symbol not in texts and (found["letter"] or not confirmed):
            _take_back(apps, symbol, vote)


def _recorded(votes, vote):
    """Whether another source records a vote on the same resolution with the same totals."""
    others = votes.filter(document_id=vote.document_id, scope="whole").exclude(origin="voeten")
    return others.filter(**{name: getattr(vote, name) for name in _TOTALS}).exists()


def _take_back(apps, symbol, vote):
    """Takes the facts of a vote from its document, and deletes the document if nothing else names it."""
    documents = apps.get_model("archive", "Document").objects.filter(key=symbol)
    others = apps.get_model("archive", "Vote").objects.filter(document_id=symbol).exclude(origin="voeten")
    if others.exists():
        return
    documents.filter(**{name: getattr(vote, name) for name in _TOTALS}).update(outcome="", **dict.fromkeys(_TOTALS))
    if _EARLY.fullmatch(symbol)["letter"]:
        bare = documents.filter(title_zh="", title_en="", short_zh="", url="", date=None, outcome="")
        bare.filter(citations=None, aliases=None, inferred_subjects=None).delete()


class Migration(migrations.Migration):
    dependencies = [("archive", "0038_titles_given_again")]

    operations = [
        migrations.AddField(
            model_name="vote",
            name="symbol_certain",
            field=models.BooleanField(default=True, verbose_name="symbol is certain"),
        ),
        migrations.RunPython(doubt, migrations.RunPython.noop),
    ]
