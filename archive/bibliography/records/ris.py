"""RIS: a record ``TY  - RPRT`` for each reference, ``TY  - DATA`` for data.

Programs that read RIS differ in the tag of a report's number. Zotero reads it from ``SN``, where the template of the
format has the number of a report too.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator

from archive.bibliography.facts import Facts
from archive.bibliography.reference import DATASET, Reference, citation_key


def ris(references: Iterable[Reference], today: datetime.date) -> Iterator[str]:
    """The records of a file."""
    for reference in references:
        yield _record(reference, today)


def _record(reference: Reference, today: datetime.date) -> str:
    facts = Facts.of(reference)
    tags = (
        ("TY", "DATA" if reference.kind == DATASET else "RPRT"),
        ("ID", citation_key(reference)),
        ("AU", facts.author),
        ("TI", facts.title),
        ("SN", facts.number),
        ("ET", facts.version),
        ("M3", facts.type),
        ("CY", facts.place),
        ("PB", facts.publisher),
        ("PY", str(facts.date.year) if facts.date else ""),
        ("DA", facts.date.strftime("%Y/%m/%d/") if facts.date else ""),
        ("SP", facts.paragraph),
        ("LA", facts.language_tag),
        ("UR", facts.url),
        ("Y2", today.strftime("%Y/%m/%d/") if facts.url else ""),
    )
    lines = [f"{tag}  - {_line(value)}" for tag, value in tags if value]
    return "\r\n".join([*lines, "ER  - ", "", ""])


def _line(value: str) -> str:
    """A value in one line, because a line that looks like a tag would begin another value."""
    return re.sub(r"\s+", " ", value).strip()
