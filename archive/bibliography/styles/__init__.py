"""The styles of citations. To add a style, write its module and add a row to ``STYLES``."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from archive.bibliography.cited import Citation
from archive.bibliography.reference import Reference
from archive.bibliography.styles import gbt
from archive.bibliography.styles.bluebook import bluebook
from archive.bibliography.styles.chicago import chicago_bibliography, chicago_note
from archive.bibliography.styles.legal_manual import legal_manual
from archive.bibliography.styles.oscola import oscola

NOTE, BIBLIOGRAPHY = "note", "bibliography"


@dataclass(frozen=True, slots=True)
class Style:
    """A style of citations.

    ``name`` is the name of its rules. ``language`` is the language of its citations: ``zh``, ``en``, or "" if it is
    that of the cited text. ``cite`` takes a reference and the day of access. ``part`` is NOTE or BIBLIOGRAPHY if the
    rules have two forms. ``stop`` closes a note; an entry of a bibliography does not have it. ``numbered``: the entries
    of a bibliography have numbers in square brackets.
    """

    code: str
    name: str
    language: str
    cite: Callable[[Reference, datetime.date], Citation]
    part: str = ""
    stop: str = ""
    numbered: bool = False

    def language_of(self, reference: Reference) -> str:
        """The language of the citation of a reference: ``zh`` or ``en``."""
        return self.language or gbt.language_of(reference)


STYLES = {
    style.code: style
    for style in (
        Style("gbt-2015", "GB/T 7714—2015", "", gbt.gbt_2015, numbered=True),
        Style("gbt-2025", "GB/T 7714—2025", "", gbt.gbt_2025, numbered=True),
        Style("legal-manual", "《法学引注手册》", "zh", legal_manual),
        Style("chicago-note", "Chicago 18", "en", chicago_note, NOTE),
        Style("chicago-bibliography", "Chicago 18", "en", chicago_bibliography, BIBLIOGRAPHY),
        Style("oscola", "OSCOLA", "en", oscola, stop="."),
        Style("bluebook", "Bluebook 21", "en", bluebook),
    )
}
"""Code → style, in the order of pages."""


def note(style: Style, reference: Reference, today: datetime.date) -> Citation:
    """A citation as it stands in a note."""
    cited = style.cite(reference, today)
    return (*cited, style.stop) if style.stop else cited
