"""Drafts as JSON, without loss. The desk stores Drafts in this form, and passes them between processes."""

from __future__ import annotations

from dataclasses import asdict
from dataclasses import fields as fields_of
from datetime import date
from typing import Any

from archive.reading.draft import (
    Draft,
    DraftClause,
    DraftFootnote,
    Link,
    Mark,
    ReadingWarning,
    RecordedVote,
    SourceLine,
)

_DATES = ("adopted_on", "published_on")
_FIELDS = {field.name for field in fields_of(Draft)}


def to_json(draft: Draft) -> dict[str, Any]:
    """The Draft as objects, lists, strings and numbers.

    >>> to_json(Draft("a.txt", "text", "zh", adopted_on=date(2010, 12, 8)))["adopted_on"]
    '2010-12-08'
    """
    data = asdict(draft)
    for name in _DATES:
        data[name] = data[name].isoformat() if data[name] else None
    data["subjects"] = [list(subject) for subject in draft.subjects]
    # A list keeps the order of the footnotes; PostgreSQL does not keep the order of an object's members.
    data["footnotes"] = list(data["footnotes"].values())
    for holder in (*data["clauses"], *data["footnotes"]):
        del holder["ref"]  # each mending makes new references
    for line in data["lines"]:
        if line["score"] is None:  # only lines that were recognised in a scan have these
            del line["score"], line["doubts"], line["box"]
    return data


def from_json(data: dict[str, Any]) -> Draft:
    """The Draft from the result of ``to_json``. An earlier release may have made this result.

    A field that the earlier release did not have is empty. A field that Drafts no longer have is ignored.
    """
    fields = to_json(Draft("", "", "")) | {name: value for name, value in data.items() if name in _FIELDS}
    for name in _DATES:
        fields[name] = date.fromisoformat(fields[name]) if fields[name] else None
    fields["title_marks"] = _marks(fields["title_marks"])
    fields["clauses"] = [
        DraftClause(**{**clause, "marks": _marks(clause["marks"]), "links": _links(clause["links"])})
        for clause in fields["clauses"]
    ]
    fields["footnotes"] = {
        footnote["marker"]: DraftFootnote(**{**footnote, "links": _links(footnote["links"])})
        for footnote in fields["footnotes"]
    }
    fields["subjects"] = [(dictionary, term) for dictionary, term in fields["subjects"]]
    fields["vote"] = RecordedVote.from_json(fields["vote"])
    fields["warnings"] = [ReadingWarning(**warning) for warning in fields["warnings"]]
    fields["lines"] = [_line(line) for line in fields["lines"]]
    return Draft(**fields)


def _line(row: dict[str, Any]) -> SourceLine:
    if row.get("score") is None:
        return SourceLine(**row)
    doubts = tuple((start, end) for start, end in row["doubts"])
    return SourceLine(**{**row, "doubts": doubts, "box": tuple(row["box"])})


def _marks(rows: list[dict[str, Any]]) -> list[Mark]:
    return [Mark(**row) for row in rows]


def _links(rows: list[dict[str, Any]]) -> list[Link]:
    return [Link(**row) for row in rows]
