"""The canonical form of a text: the fields by which two readings of it are compared.

Words, marks, facts, subjects and citations are compared. Warnings, the lines of the original and the name of the source
are not compared: a new wording of a warning does not change the text. Empty values are left out. So a new field does
not change the form of a text for which it is empty.

A digest starts with the version of the form (``2:9f86d0…``). If you change this module so that the same text gets
another form, raise ``VERSION``. If the digest of a revision has another version, the rows of the revision are compared
instead (``archive.intake.stored_draft``). Digests of the first version have no number. They were made from ``repr`` and
cannot be reproduced.

This module does not use Django.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from archive.citing.citation import AMBIGUOUS, Citation, Citations
from archive.intake import facts
from archive.reading.draft import Draft, DraftClause, Mark

VERSION = 2

# The dictionaries whose terms become subjects: name in the UN's files → name in the archive. The files also have
# keywords that a program took from other thesauri. These are not stored.
SUBJECT_DICTIONARIES = {"UNBIS Thesaurus": "UNBIS", "DHLAUTH": "DHLAUTH"}

Form = dict[str, Any]


def form(draft: Draft, citations: Citations) -> Form:
    """The canonical form as plain JSON, in five parts: words, marks, facts, subjects, citations.

    >>> form(Draft("a.txt", "text", "zh", title="一项试验"), Citations())["words"]
    {'title': '一项试验'}
    """
    subjects = [[dictionary, term] for dictionary, term in draft.subjects if dictionary in SUBJECT_DICTIONARIES]
    parts = {
        "words": {
            "title": draft.title,
            "formula": draft.formula,
            "clauses": [_clause(clause) for clause in draft.clauses],
            "footnotes": [{"marker": marker, "text": footnote.text} for marker, footnote in draft.footnotes.items()],
            "end": draft.end,
        },
        "marks": {
            "title": _marks(draft.title_marks),
            "clauses": {clause.path: _marks(clause.marks) for clause in draft.clauses},
        },
        "facts": facts.keep(draft),
        "subjects": sorted(subjects),
        "citations": {
            "clauses": {path: _citations(found) for path, found in citations.clauses.items()},
            "footnotes": {marker: _citations(found) for marker, found in citations.footnotes.items()},
        },
    }
    return {name: _without_empty(part) for name, part in parts.items()}


def digest(found: Form) -> str:
    """The version and the SHA-256 of a canonical form."""
    text = json.dumps(found, sort_keys=True, separators=(",", ":"))
    return f"{VERSION}:{hashlib.sha256(text.encode()).hexdigest()}"


def is_of_this_version(stored: str) -> bool:
    """Whether a stored digest has the present version, so that it can be compared with a new one."""
    return stored.startswith(f"{VERSION}:")


def _clause(clause: DraftClause) -> dict[str, Any]:
    return {name: getattr(clause, name) for name in ("kind", "path", "label", "opening", "text", "parent")}


def _marks(marks: Iterable[Mark]) -> list[list[Any]]:
    return sorted([mark.at, mark.marker] for mark in marks)


def _citations(found: Iterable[Citation]) -> list[dict[str, Any]]:
    """The citations in canonical form.

    Resolved and unknown citations have the same form, because a cited document may arrive later. Ambiguous ones differ.
    """
    return [
        {
            "exact": one.exact,
            "start": one.start,
            "end": one.end,
            "target": one.target,
            "ambiguous": one.status == AMBIGUOUS or None,
            "origin": one.origin,
            "pinpoint": one.pinpoint,
            "via_footnote": one.via_footnote,
            "candidates": list(one.candidates),
        }
        for one in found
    ]


def _without_empty(value: Any) -> Any:
    """The value without members that are None, "" or an empty list or object. The number 0 stays."""
    if isinstance(value, list):
        return [_without_empty(each) for each in value]
    if isinstance(value, dict):
        members = ((name, _without_empty(each)) for name, each in value.items())
        return {str(name): each for name, each in members if each is not None and each not in ("", [], {})}
    return value
