"""BibTeX: an entry ``@techreport`` for a document with a symbol, ``@misc`` for others.

The fields are those of BibTeX's standard styles, and ``date``, ``url``, ``urldate`` and ``langid``, which biblatex
and the Chinese styles know. BibTeX prints the month and the year, because biblatex allows no day in ``month``;
biblatex takes the whole ``date``. An entry without an author has a ``key``, by which BibTeX sorts it. Characters that
TeX reads as commands are escaped.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator

from archive.bibliography import words
from archive.bibliography.facts import Facts
from archive.bibliography.reference import Reference, citation_key

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LANGUAGES = {"zh": "chinese", "en": "english"}
_SPECIAL = {  # braces count in BibTeX also behind a backslash, so they need commands
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
    "%": r"\%", "&": r"\&", "#": r"\#", "$": r"\$", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


def bibtex(references: Iterable[Reference], today: datetime.date) -> Iterator[str]:
    """The entries of a file."""
    for reference in references:
        yield _entry(reference, today) + "\n"


def _entry(reference: Reference, today: datetime.date) -> str:
    facts = Facts.of(reference)
    report = bool(facts.number)
    fields = {
        "author": facts.author and f"{{{_escaped(facts.author)}}}",  # braces keep an organ in one piece
        "key": "" if facts.author else _escaped(facts.title),
        "title": facts.title and f"{{{_escaped(facts.title)}}}",
        "institution" if report else "howpublished": _escaped(facts.publisher),
        "type": _escaped(facts.type) if report else "",
        "number": _escaped(facts.number),
        "address": _escaped(facts.place),
        "year": str(facts.date.year) if facts.date else "",
        "month": "",
        "date": facts.date.isoformat() if facts.date else "",
        "note": _escaped(facts.paragraph or words.version(reference, facts.language)),
        "url": _address(facts.url),
        "urldate": today.isoformat() if facts.url else "",
        "langid": _LANGUAGES[facts.language],
    }
    lines = []
    for name, value in fields.items():
        if name == "month" and facts.date:
            lines.append(f"  month = {_MONTHS[facts.date.month - 1]},")
        elif value:
            lines.append(f"  {name} = {{{value}}},")
    kind = "techreport" if report else "misc"
    return "\n".join([f"@{kind}{{{citation_key(reference)},", *lines, "}", ""])


def _escaped(words: str) -> str:
    return "".join(_SPECIAL.get(character, character) for character in words)


def _address(url: str) -> str:
    r"""An address as ``\url`` reads it. Only braces and ``%`` beside one would break the field, and are escaped."""
    return re.sub(r"[{}\\]", lambda found: f"%{ord(found[0]):02X}", url)
