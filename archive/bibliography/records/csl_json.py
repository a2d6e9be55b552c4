"""CSL-JSON: the input of programs that know the Citation Style Language, such as Zotero and pandoc."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Iterator
from typing import Any

from archive import symbols
from archive.bibliography.facts import Facts
from archive.bibliography.reference import DATASET, Reference, citation_key

_TREATIES = (symbols.TREATY, symbols.INSTRUMENT)


def csl_json(references: Iterable[Reference], today: datetime.date) -> Iterator[str]:
    """The items of a file, as a list in JSON."""
    before = "["
    for reference in references:
        yield before + "\n" + json.dumps(item(reference, today), ensure_ascii=False)
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def item(reference: Reference, today: datetime.date) -> dict[str, Any]:
    """The item of a reference. Values that are not known are left out."""
    facts = Facts.of(reference)
    values: dict[str, Any] = {
        "id": citation_key(reference),
        "type": _type(reference),
        "title": facts.title,
        "author": [{"literal": facts.author}] if facts.author else None,
        "genre": facts.type,
        "number": facts.number,
        "version": facts.version,
        "publisher": facts.publisher,
        "publisher-place": facts.place,
        "issued": _date(facts.date) if facts.date else None,
        "page": facts.paragraph,
        "language": facts.language_tag,
        "URL": facts.url,
        "accessed": _date(today) if facts.url else None,
    }
    return {name: value for name, value in values.items() if value}


def _type(reference: Reference) -> str:
    if reference.kind == DATASET:
        return "dataset"
    return "treaty" if reference.kind in _TREATIES and not reference.symbol else "report"


def _date(day: datetime.date) -> dict[str, list[list[int]]]:
    return {"date-parts": [[day.year, day.month, day.day]]}
