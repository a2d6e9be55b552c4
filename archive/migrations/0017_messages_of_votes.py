"""Turns the stored English sentences about votes into codes and values.

The tables below have the sentences of the earlier releases. Any other sentence is kept as the code. Pages show an
unknown code unchanged.
"""

import re

from django.db import migrations, models

FIXED = {
    "The record does not say on which paragraph; its words are kept.": "vote.paragraph_not_said",
    "The record names several paragraphs and does not say which was voted on here.": "vote.several_paragraphs",
    "The paragraph is in a section with numbers of its own.": "vote.section_of_its_own",
    "The record marks this as a vote on an amendment.": "vote.amendment",
    "This table has the ballots alone; the table of roll calls says what the vote was on.": "vote.ballots_alone",
}
PLACES = re.compile(r"The record names (.+); its number (.+) is not the symbol of a resolution\.")
NO_SYMBOL = re.compile(r"(.+) is not the symbol of a resolution\.")

WORDS = {"Y": "yes", "N": "no", "A": "abstain", "X": "absent", "—": ""}
CHOICE = "(Y|N|A|X|—|yes|no|abstain|absent)"
OUTCOME = "(recorded|not_recorded|without_vote)"
TWICE = re.compile(rf"(.+): {CHOICE}, {CHOICE}")
CHOICES = re.compile(rf"([A-Z]{{3}}): {CHOICE} ≠ {CHOICE}")
OUTCOMES = re.compile(rf"{OUTCOME} ≠ {OUTCOME}")
TOTALS = re.compile(r"(\d+–\d+–\d+) ≠ (\d+–\d+–\d+)")
RECORDS = re.compile(r"(\S+) / (\S+)")
WITH_CODE = re.compile(r"(.+) \(([A-Z]{3})\)")


def message(code, /, **values):
    return {"code": code, "values": values}


def of_reason(reason):
    """The message that says why a separate vote is at no clause.

    >>> of_reason("R/4/358A is not the symbol of a resolution.")
    {'code': 'vote.no_symbol', 'values': {'number': 'R/4/358A'}}
    """
    if reason in FIXED:
        return message(FIXED[reason])
    if found := PLACES.fullmatch(reason):
        places = found[1].replace(",", "")
        if found[2] == "(none)":
            return message("vote.places_without_number", places=places)
        return message("vote.places_without_symbol", places=places, number=found[2])
    if found := NO_SYMBOL.fullmatch(reason):
        return message("vote.no_symbol", number=found[1])
    return message(reason)


def of_detail(kind, detail):
    """The messages about a problem of a record.

    >>> of_detail("sources", "library:1 / voeten:2: FRA: N ≠ —")[1]["values"]
    {'state': 'FRA', 'choice': 'no', 'other_choice': ''}
    """
    if kind == "sources" and ": " in detail:
        records, _, rest = detail.partition(": ")
        return [of_part(kind, records), *(of_part(kind, part) for part in rest.split("; "))]
    return [of_part(kind, part) for part in detail.split("; ")]


def of_part(kind, part):
    if kind == "unknown_name":
        found = WITH_CODE.fullmatch(part)
        if found:
            return message("vote.unknown_name_with_code", name=found[1], code=found[2])
        return message("vote.unknown_name", name=part)
    if kind == "not_a_member":
        return message("vote.not_a_member", name=part)
    if kind == "twice" and (found := TWICE.fullmatch(part)):
        return message("vote.state_twice", name=found[1], **choices(found[2], found[3]))
    if found := TOTALS.fullmatch(part):
        return message("vote.totals_differ", totals=found[1], other_totals=found[2])
    if found := CHOICES.fullmatch(part):
        return message("vote.choices_differ", state=found[1], **choices(found[2], found[3]))
    if found := OUTCOMES.fullmatch(part):
        return message("vote.outcomes_differ", outcome=found[1], other_outcome=found[2])
    if found := RECORDS.fullmatch(part):
        return message("vote.two_records", leading=found[1], other=found[2])
    return message(part)


def choices(one, other):
    return {"choice": WORDS.get(one, one), "other_choice": WORDS.get(other, other)}


def store_messages(apps, schema_editor):
    votes = apps.get_model("archive", "Vote").objects
    for reason in list(votes.exclude(reason="").order_by().values_list("reason", flat=True).distinct()):
        votes.filter(reason=reason).update(unplaced=of_reason(reason))
    problems = apps.get_model("archive", "VoteProblem").objects
    changed = []
    for problem in problems.order_by().iterator():
        problem.messages = of_detail(problem.kind, problem.detail)
        changed.append(problem)
    problems.bulk_update(changed, ["messages"], batch_size=1000)


class Migration(migrations.Migration):
    dependencies = [("archive", "0016_codes_of_messages")]

    operations = [
        migrations.RenameField("vote", "unplaced", "reason"),
        migrations.AddField(
            "vote", "unplaced", models.JSONField(blank=True, null=True, verbose_name="why at no clause")
        ),
        migrations.AddField("voteproblem", "messages", models.JSONField(default=list, verbose_name="detail")),
        migrations.RunPython(store_messages),
        migrations.RemoveField("vote", "reason"),
        migrations.RemoveField("voteproblem", "detail"),
    ]
