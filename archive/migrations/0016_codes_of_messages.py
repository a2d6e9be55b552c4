"""Turns the stored English sentences into codes and values of messages.

``0016_codes_of_messages.json`` maps each sentence to its code, as both were at the time of this migration. A sentence
that is not in the file is kept as the code. Pages show an unknown code unchanged.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from django.db import migrations, models

# The findings of the desk: old name → code, and the names of its values in the order of the old key.
FINDINGS = {
    "no_symbol": ("checking.no_symbol", []),
    "odd_symbol": ("checking.odd_symbol", ["symbol"]),
    "corrigendum": ("checking.corrigendum", ["words"]),
    "no_title": ("checking.no_title", []),
    "no_clauses": ("checking.no_clause", []),
    "no_operative": ("checking.no_operative_paragraph", []),
    "no_date": ("checking.no_date", []),
    "no_meeting": ("checking.no_meeting", []),
    "no_outcome": ("checking.no_outcome", []),
    "meeting_record": ("checking.record_of_another_meeting", ["meeting", "session", "record"]),
    "date_session": ("checking.date_outside_session", ["date", "session"]),
    "number": ("checking.number_out_of_order", ["label", "expected"]),
    "no_end": ("checking.no_end", ["end"]),
    "end_inside": ("checking.end_inside_clause", []),
    "no_footnote": ("checking.mark_without_footnote", ["marker"]),
    "no_mark": ("checking.footnote_without_mark", ["marker"]),
    "ambiguous": ("checking.ambiguous", ["exact", "candidates"]),
    "ambiguous_name": ("checking.ambiguous_name", ["exact"]),
    "citation_lost": ("checking.citation_lost", ["exact", "target"]),
    "rival": ("checking.rival", ["file"]),
}
RENAMED = {"intake.outcome_differs": {"stored": "stored_outcome", "said": "said_outcome"}}

# A trigger refuses every change of a history entry. PostgreSQL alters a table only if no deferred check of the
# transaction waits.
LET_HISTORY_CHANGE = """
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE archive_historyentry DISABLE TRIGGER archive_keep_history;
"""
KEEP_HISTORY = """
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE archive_historyentry ENABLE TRIGGER archive_keep_history;
"""

Values = dict[str, Any]


@cache
def sentences() -> dict[str, str]:
    codes: dict[str, str] = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
    return codes


@cache
def filled_in() -> list[tuple[re.Pattern[str], str]]:
    """For each sentence, a pattern of it with any values filled in, and its code. The longest sentence first."""
    patterns = []
    for sentence, code in sorted(sentences().items(), key=lambda one: -len(one[0])):
        pieces = re.split(r"%\((\w+)\)s", sentence)
        pieces[::2] = map(re.escape, pieces[::2])
        pieces[1::2] = (f"(?P<{name}>.*?)" for name in pieces[1::2])
        patterns.append((re.compile("".join(pieces), re.DOTALL), code))
    return patterns


def message_of(sentence: str, values: Values) -> tuple[str, Values]:
    """The code and the values of a sentence.

    The sentence has places for its values. In an early release, the values are already filled in.
    """
    if sentence in sentences():
        return _renamed(sentences()[sentence], values)
    for pattern, code in () if values else filled_in():
        if found := pattern.fullmatch(sentence):
            return _renamed(code, found.groupdict())
    return sentence, values


def _renamed(code: str, values: Values) -> tuple[str, Values]:
    names = RENAMED.get(code, {})
    return code, {names.get(name, name): value for name, value in values.items()}


def warning_of(old: Values) -> Values:
    """A reader's warning: ``{place, message, values}`` becomes ``{place, code, values}``."""
    if not old.get("message"):
        return old
    code, values = message_of(old["message"], old.get("values") or {})
    return {"place": old.get("place", ""), "code": code, "values": values}


def settled_of(arguments: Values, warnings: list[Values]) -> Values:
    """The arguments of a mend that settles a finding, with place, code and values.

    The old key of the finding is ``place|name|values…`` or ``place|reading|sentence``. ``warnings`` are the warnings of
    the Draft. A sentence of a reader is looked up there first.
    """
    if "finding" not in arguments:
        return arguments
    place, _, rest = str(arguments["finding"]).partition("|")
    name, _, words = rest.partition("|")
    code, values = rest, {}
    if name == "reading":
        code, values = _of_reader(words, warnings)
    elif name in FINDINGS:
        found, names = FINDINGS[name]
        given = words.split("|", len(names) - 1) if names else []
        if len(given) == len(names):
            code, values = found, dict(zip(names, given, strict=True))
    kept = {key: value for key, value in arguments.items() if key != "finding"}
    return {"place": place, "code": code, "values": values, **kept}


def _of_reader(words: str, warnings: list[Values]) -> tuple[str, Values]:
    for warning in warnings:
        sentence, values = warning.get("message", ""), warning.get("values") or {}
        if (sentence % values if values else sentence) == words:
            return message_of(sentence, values)
    return message_of(words, {})


def detail_of(action: str, detail: str, values: Values) -> tuple[str, Values]:
    """The code and values for the detail of a history entry: a sentence, or the name of a received or read file."""
    if found := re.fullmatch(r"SHA-256 ([0-9a-f]{64})", detail):
        return "history.bytes", {"sha256": found[1]}
    if detail in sentences().values() or detail.startswith("history."):
        return detail, values  # this migration has turned it before, and was reversed since
    if action in ("read", "read_again") and detail:
        return "history.file", {"file": detail}
    return message_of(detail, values)


def to_codes(apps: Any, schema_editor: Any) -> None:
    _revisions(apps.get_model("archive", "Revision"))
    _submissions(apps.get_model("archive", "Submission"))
    read = _settled(apps.get_model("archive", "ProofMend"))
    _history(apps.get_model("archive", "HistoryEntry"), read)
    _proofs(apps.get_model("archive", "Proof"))


def _revisions(model: Any) -> None:
    for row in model.objects.exclude(warnings=[]).only("warnings").iterator():
        row.warnings = [warning_of(one) for one in row.warnings or []]
        row.save(update_fields=["warnings"])


def _submissions(model: Any) -> None:
    for row in model.objects.exclude(reason_code="").only("reason_code", "reason_values").iterator():
        row.reason_code, row.reason_values = message_of(row.reason_code, row.reason_values or {})
        row.save(update_fields=["reason_code", "reason_values"])


def _settled(model: Any) -> dict[int, list[Values]]:
    """Converts the mends that settle a finding.

    Returns the warnings of their proofs by the number of the proof.
    """
    rows = model.objects.filter(operation="settle").select_related("proof").order_by("pk")
    read: dict[int, list[Values]] = {}
    for row in rows.iterator():
        read[row.proof_id] = row.proof.draft.get("warnings") or []
        row.arguments = settled_of(row.arguments or {}, read[row.proof_id])
        row.save(update_fields=["arguments"])
    return read


def _history(model: Any, read: dict[int, list[Values]]) -> None:
    for row in model.objects.exclude(detail="").iterator():
        if row.detail == "settle":
            row.values = settled_of(row.values or {}, read.get(row.proof_number, []))
        elif row.action not in ("mended", "taken_back"):
            row.detail, row.values = detail_of(row.action, row.detail, row.values or {})
        model.objects.filter(pk=row.pk).update(detail=row.detail, values=row.values)


def _proofs(model: Any) -> None:
    for row in model.objects.only("draft").iterator():
        if warnings := row.draft.get("warnings"):
            row.draft["warnings"] = [warning_of(one) for one in warnings]
            model.objects.filter(pk=row.pk).update(draft=row.draft)


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0015_codes_out_of_tables"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="submission", name="submission_has_source_or_reason"),
        migrations.RenameField(model_name="submission", old_name="reason", new_name="reason_code"),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                name="submission_has_source_or_reason",
                condition=models.Q(
                    ("source__isnull", False), models.Q(("reason_code", ""), _negated=True), _connector="OR"
                ),
            ),
        ),
        migrations.RunSQL(LET_HISTORY_CHANGE, migrations.RunSQL.noop),
        migrations.RunPython(to_codes, migrations.RunPython.noop),
        migrations.RunSQL(KEEP_HISTORY, migrations.RunSQL.noop),
    ]
