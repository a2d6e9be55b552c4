"""What the desk's codes are called on its pages."""

from __future__ import annotations

import re
from typing import Any

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive.desk.checking import Finding
from archive.desk.mends.operations import OPERATIONS
from archive.messages import Message
from archive.models import HistoryEntry, ProofMend
from archive.models.clause import ClauseKind
from archive.page_language import say

FINDINGS: dict[str, Promise] = {
    "no_symbol": _("There is no symbol; without one it cannot be published."),
    "odd_symbol": _("“%(symbol)s” is not the symbol of a General Assembly resolution; correct it."),
    "corrigendum": _(
        "The original says that it is a corrigendum (%(words)s). A sheet of corrections is no text of the resolution: "
        "put them into its words."
    ),
    "no_title": _("There is no title; without one it cannot be published."),
    "no_clauses": _("There is no clause; without one it cannot be published."),
    "no_operative": _("There is no operative paragraph."),
    "no_date": _("There is no date of adoption."),
    "no_outcome": _("There are votes, but not how it was adopted; without that they are not shown."),
    "end_inside": _("The meeting of the end stands in this clause."),
    "citation_lost": _(
        "A librarian has set “%(exact)s” → %(target)s in what is published; this does not have it and would replace it."
    ),
    "no_meeting": _("There is no plenary meeting."),
    "date_session": _("The date %(date)s is outside session %(session)s."),
    "meeting_record": _("The record %(record)s is not that of meeting %(meeting)s of session %(session)s."),
    "rival": _("“%(file)s”, on the desk too, has the same resolution in other words."),
    "number": _("The number %(label)s stands where %(expected)s was expected."),
    "no_end": _("The clause does not end as clauses do: “…%(end)s”."),
    "no_footnote": _("The mark %(marker)s has no footnote."),
    "no_mark": _("No mark of footnote %(marker)s stands in the text."),
    "ambiguous": _("“%(exact)s” could cite more than one document: %(candidates)s."),
    "ambiguous_name": _("“%(exact)s” could cite more than one document."),
}

FACTS: dict[str, Promise] = {
    "symbol": _("symbol"),
    "title": _("title"),
    "language": _("language"),
    "adopted_on": _("date of adoption"),
    "meeting": _("plenary meeting"),
    "meeting_record": _("meeting record"),
    "committee": _("committee"),
    "draft_symbol": _("draft resolution"),
    "committee_report": _("committee report"),
    "committee_report_paragraph": _("its paragraph"),
    "proposal": _("proposal, as printed"),
    "formula": _("enacting formula"),
    "end": _("end, as printed"),
    "agenda_items": _("agenda items"),
    "agenda_titles": _("titles of agenda items"),
    "sponsors": _("sponsors"),
    "additional_sponsors": _("additional sponsors"),
    "outcome": _("adopted"),
    "yes": _("in favour"),
    "no": _("against"),
    "abstain": _("abstaining"),
}


_PLACES: dict[str, Promise] = {
    "title": _("title"),
    "formula": _("enacting formula"),
    "end": _("end, as printed"),
    "metadata": _("facts"),
    "head": _("facts"),
}
_NUMBERED: tuple[tuple[re.Pattern[str], Promise], ...] = (
    (re.compile(r"footnote (?P<marker>.+)"), _("footnote %(marker)s")),
    (re.compile(r"page (?P<page>\d+)"), _("page %(page)s")),
    (re.compile(r"line (?P<line>\d+)"), _("line %(line)s")),
    (re.compile(r"page (?P<page>\d+), line (?P<line>\d+)"), _("page %(page)s, line %(line)s")),
)


def place(code: str) -> str:
    """A place as readers name it (``draft.ReadingWarning``), a fact as ``diff_sources`` does, or a clause's path, which
    is the same in every language."""
    if fact := re.fullmatch(r"fact (?P<model>\w+)\.(?P<field>\w+)", code):
        return _names(fact.groupdict())["field"]
    for pattern, said in _NUMBERED:
        if found := pattern.fullmatch(code):
            return str(said) % found.groupdict()
    return str(_PLACES.get(code, code))


def finding(found: Finding) -> str:
    """The finding as a sentence."""
    if found.said:
        return say(found.said)
    return str(FINDINGS[found.code]) % found.values


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


def done(key: str) -> str:
    """What was done: “joined with the next”. An operation of another release is shown by its key."""
    return say(Message(OPERATIONS[key].done)) if key in OPERATIONS else key


def mend(row: ProofMend) -> dict[str, Any]:
    """A mend as a line of the list: what was done, where, and to which words."""
    place, told = _told(row.operation, row.arguments)
    return {"row": row, "name": done(row.operation), "place": place, "told": told}


def detail(entry: HistoryEntry) -> str:
    """What an entry of the history says in detail."""
    if entry.detail in OPERATIONS:
        return " ".join(filter(None, (done(entry.detail), *_told(entry.detail, entry.values))))
    return say(Message(entry.detail, {**entry.values, **_names(entry.values)})) if entry.detail else ""


def _names(values: dict[str, str]) -> dict[str, str]:
    """What a model and its field are called, of which ``history.told`` has the names in the code."""
    if "model" not in values:
        return {}
    options = apps.get_model("archive", values["model"])._meta
    named = {"model": str(options.verbose_name)}
    if "field" in values:
        field: Any = options.get_field(values["field"])
        named["field"] = str(field.verbose_name)
    return named


def _told(operation: str, arguments: dict[str, Any]) -> tuple[str, str]:
    """Where a mend is, and what it says, by the table of operations."""
    anchor = arguments.get("clause") or arguments.get("footnote") or arguments.get("holder") or {}
    place = anchor.get("path") or (gettext("footnote %(marker)s") % {"marker": anchor["footnote"]} if anchor else "")
    template = OPERATIONS[operation].told if operation in OPERATIONS else ""
    names = re.findall(r"%\((\w+)\)s", template)
    return place, template % {name: _argument(name, str(arguments.get(name) or "")) for name in names}


def _argument(name: str, value: str) -> str:
    """An argument of a mend in the words of the page."""
    if name == "kind":
        return str(dict(ClauseKind.choices).get(value, value))
    if name == "field":
        return str(FACTS.get(value, ""))
    if name == "finding":
        return _settled(value)
    if name == "target":
        return value or "?"
    return _shortened(value) if name == "text" else value


def _settled(key: str) -> str:
    """What was settled: where it stands, and the finding; of one with values, the values (``Finding.key``)."""
    where, _, rest = key.partition("|")
    code, _, words = rest.partition("|")
    said = gettext(words) if code == "reading" or words else str(FINDINGS.get(code, code))
    return f"{place(where)}: {said}"


def _shortened(text: str) -> str:
    return text if len(text) <= 60 else text[:60] + "…"
