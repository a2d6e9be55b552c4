"""The facts of a Draft that a librarian can correct, and the mend that corrects a fact.

To add a fact, add a row to ``FACTS`` and its label to ``archive/messages.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

from archive import languages, symbols
from archive.desk.mends.anchors import MisfitError
from archive.desk.mends.arguments import Arguments
from archive.desk.mends.clauses import marks_in
from archive.desk.mends.edits import Effect
from archive.desk.mends.forms import Form, lines_in, number
from archive.reading.draft import Draft
from archive.voting.outcome import Outcome

_HIGHEST = 32_767  # the highest number that the database can store for one of these facts
_KINDS_BY_NUMBER = [symbols.GA_RESOLUTION, symbols.SC_RESOLUTION, symbols.ECOSOC_RESOLUTION]
_COMMITTEES = ("", "First", "Special Political", "Second", "Third", "Fourth", "Fifth", "Sixth", "plenary")


def resolution_symbol(printed: str) -> str | None:
    """The normalised symbol of a text that the archive can have, or of its corrigendum; None for any other document.

    A number without the symbol of its body is that of a resolution of the General Assembly. Only the numbers of the
    Security Council (1540 (2004)) and of the Economic and Social Council (2024/5) show their body.

    A star in a printed symbol means that the document was issued again for technical reasons. The star is removed.

    >>> [resolution_symbol(s) for s in ("65/72", "a/res/65/072", "A/RES/65/72*", "A/RES/65/72/Corr.1", "A/RES/65/L.5")]
    ['A/RES/65/72', 'A/RES/65/72', 'A/RES/65/72', 'A/RES/65/72/Corr.1', None]
    >>> [resolution_symbol(s) for s in ("1540 (2004)", "2024/5", "a/hrc/res/49/3", "A/DEC/79/519")]
    ['S/RES/1540(2004)', 'E/RES/2024/5', 'A/HRC/RES/49/3', 'A/DEC/79/519']
    """
    whole, correction, of = symbols.normalise(printed).rstrip("*").partition("/Corr.")
    number = re.sub(r"(?<!\d)0+(?=\d)", "", symbols.printed_number(whole))
    said = [symbols.kind_of(whole)] if symbols.kind_of(whole) in symbols.ADOPTED_KINDS else _KINDS_BY_NUMBER
    symbol = next((found for kind in said if (found := symbols.adopted_symbol(number, kind))), None)
    if symbol is None or _has_no_session(symbol) or bool(correction) != of.isdecimal():
        return None
    return f"{symbol}{correction}{of}"


def _has_no_session(symbol: str) -> bool:
    """Whether a symbol of the Assembly has an impossible session, such as ``A/RES/2603(IIII)``."""
    return symbol.startswith(("A/RES/", "A/DEC/")) and not symbols.session_of(symbol)


def _text(value: str) -> str:
    return value


def _lines(value: str) -> list[str]:
    return [line.strip() for line in value.splitlines() if line.strip()]


def _symbol(value: str) -> str:
    if symbol := resolution_symbol(value):
        return symbol
    raise MisfitError("mend.no_resolution_symbol", value=value)


def _documents(value: str) -> str:
    """One or more symbols of documents. Raises MisfitError if the text is no symbol."""
    for one in re.split(r"[,，、;；\s]+(?:和|and)?\s*", value.strip()):
        if one and not symbols.is_symbol(symbols.normalise(one)):
            raise MisfitError("mend.no_symbol", value=one)
    return value


def _number(value: str) -> int | None:
    found = number(value)
    if value and (found is None or found > _HIGHEST):
        raise MisfitError("mend.no_number", value=value)
    return found


def _date(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise MisfitError("mend.no_date", value=value) from None


def _language(value: str) -> str:
    if value not in languages.BY_CODE:
        raise MisfitError("mend.no_language", value=value)
    return value


def _outcome(value: str) -> Outcome:
    if value not in list(Outcome):
        raise MisfitError("mend.no_outcome", value=value)
    return Outcome(value)


def _committee(value: str) -> str:
    if value not in _COMMITTEES:
        raise MisfitError("mend.no_committee", value=value)
    return value


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a Draft.

    key      the name of the attribute of the Draft (of its vote, if ``of_vote`` is true)
    label    the code of the fact's name in ``messages.toml``
    parse    makes the value from the text of a form; raises MisfitError if the text is wrong
    area     whether a form shows the value in several lines; a list has one entry per line
    """

    key: str
    label: str
    parse: Callable[[str], Any] = _text
    area: bool = False
    of_vote: bool = False

    def of(self, draft: Draft) -> str:
        """The value as a form shows it and sends it back."""
        held: Any = getattr(draft.vote if self.of_vote else draft, self.key)
        return "\n".join(held) if isinstance(held, list) else "" if held is None else str(held)


# The facts, in the order of the form.
_ROWS = (
    Fact("symbol", "fact.symbol", _symbol),
    Fact("title", "fact.title", area=True),
    Fact("language", "fact.language", _language),
    Fact("adopted_on", "fact.adopted_on", _date),
    Fact("meeting", "fact.meeting", _number),
    Fact("meeting_record", "fact.meeting_record", _documents),
    Fact("committee", "fact.committee", _committee),
    Fact("draft_symbol", "fact.draft_symbol", _documents),
    Fact("committee_report", "fact.committee_report", _documents),
    Fact("committee_report_paragraph", "fact.committee_report_paragraph"),
    Fact("proposal", "fact.proposal", area=True),
    Fact("formula", "fact.formula"),
    Fact("end", "fact.end", area=True),
    Fact("agenda_items", "fact.agenda_items", _lines, area=True),
    Fact("agenda_titles", "fact.agenda_titles", _lines, area=True),
    Fact("sponsors", "fact.sponsors", _lines, area=True),
    Fact("additional_sponsors", "fact.additional_sponsors", _lines, area=True),
    Fact("outcome", "fact.outcome", _outcome, of_vote=True),
    Fact("yes", "fact.yes", _number, of_vote=True),
    Fact("no", "fact.no", _number, of_vote=True),
    Fact("abstain", "fact.abstain", _number, of_vote=True),
)
FACTS = {fact.key: fact for fact in _ROWS}


@dataclass(frozen=True, slots=True)
class CorrectFact(Arguments):
    """Sets the fact ``field`` (a key of ``FACTS``) to ``value``.

    ``value`` is text. A list has one entry per line. A date is YYYY-MM-DD.
    """

    field: str
    value: str

    @classmethod
    def from_form(cls, draft: Draft, form: Form) -> Self:
        return cls(form.get("field", ""), lines_in(form, "value"))

    def apply(self, draft: Draft) -> Effect:
        fact = FACTS.get(self.field)
        if fact is None:
            raise MisfitError("mend.no_such_fact", name=self.field)
        known: Any = fact.parse(self.value.strip())
        if fact.of_vote:
            draft.vote = replace(draft.vote, **{fact.key: known})
            return Effect()
        if fact.key == "title":
            draft.title_marks = marks_in(draft.title, known, draft.title_marks)
        setattr(draft, fact.key, known)
        if fact.key == "symbol":
            draft.session = symbols.session_of(draft.symbol)
        return Effect()
