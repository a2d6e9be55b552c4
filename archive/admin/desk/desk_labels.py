"""The texts that the desk's pages show for the desk's codes."""

from __future__ import annotations

import re
from typing import Any

from archive.desk.mends.facts import FACTS
from archive.desk.mends.operations import OPERATIONS
from archive.messages import Message, MessageError
from archive.models import HistoryEntry, ProofMend
from archive.models.clause import ClauseKind
from archive.models.codes import language_choices
from archive.models.document import OUTCOMES
from archive.models.resolution import Committee
from archive.page_language import place, row_name, say


def tools() -> list[dict[str, str]]:
    """The tools of a proof's page, in the order of the table."""
    return [
        {
            "operation": one.key,
            "key": one.tool.shortcut,
            "name": say(Message(one.tool.label)),
            "fields": " ".join((*one.tool.fields, *(["reason"] if one.needs_reason else []))),
        }
        for one in OPERATIONS.values()
        if one.tool
    ]


# The fields of the mending form that a message can be about. The tool decides, if there are several.
_FIELDS = {
    "mend.no_label": ("label",),
    "mend.second_part_label": ("label",),
    "mend.document_missing": ("target",),
    "mend.document_key_too_long": ("target",),
    "mend.words_missing": ("exact",),
    "mend.words_not_once": ("begins", "behind", "exact"),
    "mend.words_not_found": ("exact",),
    "mend.no_place": ("begins", "behind"),
    "mend.marker_taken": ("marker",),
    "mend.no_mark_in_front": ("marker",),
    "mend.mark_outside": ("behind", "marker"),
    "mend.mark_there_already": ("marker",),
    "mend.no_such_mark": ("mark",),
    "mend.no_such_kind": ("kind",),
    "mend.second_part_empty": ("begins",),
    "mend.split_outside": ("begins",),
    "mend.opening_too_long": ("behind",),
    "mend.clause_empty": ("text",),
    "mend.new_clause_incomplete": ("text",),
    "desk.reason_for_words": ("reason",),
}


def field_of(error: MessageError, operation: str) -> str:
    """The field of the form that a refused mend is about; "" if the message is about the whole mend."""
    if field := getattr(error, "field", ""):
        return str(field)
    tool = OPERATIONS[operation].tool if operation in OPERATIONS else None
    asked = (*tool.fields, "reason") if tool else ()
    return next((field for field in _FIELDS.get(error.message.code, ()) if field in asked), "")


def done(key: str) -> str:
    """The label of a finished operation, for example “joined with the next”.

    If this release does not have the operation, returns its key.
    """
    return say(Message(OPERATIONS[key].done)) if key in OPERATIONS else key


def mend(row: ProofMend) -> dict[str, Any]:
    """A mend as a row of the list: its label, its place, and its description."""
    where, told = _told(row.operation, row.arguments)
    return {"row": row, "name": done(row.operation), "place": where, "told": told}


def subject(entry: HistoryEntry) -> str:
    """The name of what a history entry is about, in the page's language."""
    return row_name(entry.subject, entry.values)


def detail(entry: HistoryEntry) -> str:
    """The details of a history entry as text; an empty text if the entry has no details."""
    if entry.detail in OPERATIONS:
        return " ".join(filter(None, (done(entry.detail), *_told(entry.detail, entry.values))))
    return say(Message(entry.detail, entry.values)) if entry.detail else ""


def fact_choices() -> dict[str, list[tuple[str, Any]]]:
    """The facts whose values are codes, with the values and labels that a form offers."""
    return {"language": language_choices(), "committee": Committee.choices, "outcome": OUTCOMES}


def _told(operation: str, arguments: dict[str, Any]) -> tuple[str, str]:
    """The place of a mend, and its description from the template ``Operation.told``."""
    anchor = arguments.get("clause") or arguments.get("footnote") or arguments.get("holder") or {}
    where = anchor.get("path") or (place(f"footnote {anchor['footnote']}") if anchor else "")
    template = OPERATIONS[operation].told if operation in OPERATIONS else ""
    names = re.findall(r"%\((\w+)\)s", template)
    return where, template % {name: _argument(name, arguments) for name in names}


def _argument(name: str, arguments: dict[str, Any]) -> str:
    """An argument of a mend as text in the page's language."""
    value = str(arguments.get(name) or "")
    if name == "kind":
        return str(dict(ClauseKind.choices).get(value, value))
    if name == "field":
        return say(Message(FACTS[value].label)) if value in FACTS else ""
    if name == "place":
        return place(value)
    if name == "code":
        return say(Message(value, arguments.get("values") or {}))
    if name == "value":
        return str(dict(fact_choices().get(arguments.get("field", ""), ())).get(value, value))
    if name == "target":
        return value or "?"
    return _shortened(value) if name == "text" else value


def _shortened(text: str) -> str:
    return text if len(text) <= 60 else text[:60] + "…"
