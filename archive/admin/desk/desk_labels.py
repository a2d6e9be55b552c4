"""What the desk's codes are called on its pages."""

from __future__ import annotations

import re
from typing import Any

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive.desk.checking import Finding
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

OPERATIONS: dict[str, Promise] = {
    "join": _("joined with the next"),
    "split": _("split"),
    "kind": _("kind changed"),
    "number": _("number changed"),
    "opening": _("opening phrase set"),
    "move": _("moved"),
    "annex": _("beginning of an annex set"),
    "words": _("words changed"),
    "leave_out": _("left out"),
    "insert": _("put in"),
    "to_footnote": _("made a footnote"),
    "from_footnote": _("made a clause"),
    "footnote_marker": _("footnote's mark changed"),
    "set_mark": _("footnote mark set"),
    "drop_mark": _("footnote mark dropped"),
    "move_mark": _("footnote mark moved"),
    "metadata": _("fact corrected"),
    "cite": _("citation set"),
    "uncite": _("citation dropped"),
    "settle": _("finding settled"),
}

# The tools of the page in their order: (operation, key, name, fields of the form).
TOOLS: tuple[tuple[str, str, Promise, str], ...] = (
    ("join", "m", _("Join with the next"), ""),
    ("split", "s", _("Split"), "begins kind label"),
    ("kind", "t", _("Change the kind"), "kind"),
    ("number", "n", _("Change the number"), "label"),
    ("opening", "o", _("Set the opening phrase"), "behind"),
    ("set_mark", "f", _("Set a footnote mark"), "marker behind from_words"),
    ("move_mark", "g", _("Move a footnote mark"), "mark to behind"),
    ("drop_mark", "d", _("Drop a footnote mark"), "mark to_words"),
    ("cite", "c", _("Set a citation"), "exact target pinpoint"),
    ("words", "w", _("Change the words"), "text reason"),
    ("leave_out", "x", _("Leave out: a header, a page number"), "reason"),
    ("insert", "i", _("Put in a clause that is missing"), "after kind label text reason"),
    ("to_footnote", "b", _("It is a footnote"), "marker"),
    ("from_footnote", "u", _("It is a clause, not a footnote"), "after kind"),
    ("footnote_marker", "r", _("Change the footnote's mark"), "marker"),
    ("move", "v", _("Move the clause"), "after"),
    ("annex", "y", _("Where an annex begins"), "annex"),
)

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


def mend(row: ProofMend) -> dict[str, Any]:
    """A mend as a line of the list: what was done, where, and to which words."""
    place, told = _told(row.operation, row.arguments)
    return {"row": row, "name": OPERATIONS.get(row.operation, row.operation), "place": place, "told": told}


def detail(entry: HistoryEntry) -> str:
    """What an entry of the history says in detail."""
    if entry.detail in OPERATIONS:
        return " ".join(filter(None, (str(OPERATIONS[entry.detail]), *map(str, _told(entry.detail, entry.values)))))
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
    """Where a mend is, and what it says."""
    anchor = arguments.get("clause") or arguments.get("footnote") or arguments.get("holder") or {}
    place = anchor.get("path") or (gettext("footnote %(marker)s") % {"marker": anchor["footnote"]} if anchor else "")
    told = {
        "metadata": lambda: f"{FACTS.get(arguments.get('field', ''), '')}: {arguments.get('value', '')}",
        "kind": lambda: dict(ClauseKind.choices).get(arguments.get("kind", ""), arguments.get("kind", "")),
        "number": lambda: arguments.get("label", ""),
        "words": lambda: _shortened(arguments.get("text", "")),
        "insert": lambda: _shortened(arguments.get("text", "")),
        "cite": lambda: f"{arguments.get('exact', '')} → {arguments.get('target', '')}",
        "uncite": lambda: f"{arguments.get('exact', '')} ↛ {arguments.get('target') or '?'}",
        "settle": lambda: _settled(arguments.get("finding", "")),
    }.get(operation, lambda: str(arguments.get("marker", "")))
    return place, told()


def _settled(key: str) -> str:
    """What was settled: where it stands, and the finding; of one with values, the values (``Finding.key``)."""
    where, _, rest = key.partition("|")
    code, _, words = rest.partition("|")
    said = gettext(words) if code == "reading" or words else str(FINDINGS.get(code, code))
    return f"{place(where)}: {said}"


def _shortened(text: str) -> str:
    return text if len(text) <= 60 else text[:60] + "…"
