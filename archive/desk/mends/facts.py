"""Mends of the facts around the words: symbol, title, date, vote."""

from __future__ import annotations

import re
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

METADATA = (
    "symbol",
    "title",
    "language",
    "adopted_on",
    "meeting",
    "meeting_record",
    "committee",
    "draft_symbol",
    "committee_report",
    "committee_report_paragraph",
    "proposal",
    "formula",
    "end",
    "agenda_items",
    "agenda_titles",
    "sponsors",
    "additional_sponsors",
    "outcome",
    "yes",
    "no",
    "abstain",
)
_LISTS = ("agenda_items", "agenda_titles", "sponsors", "additional_sponsors")
_VOTE = ("outcome", "yes", "no", "abstain")
_NUMBERS = ("meeting", "yes", "no", "abstain")
_HIGHEST = 32_767  # the highest number that their columns in the database take
_COMMITTEES = ("", "First", "Special Political", "Second", "Third", "Fourth", "Fifth", "Sixth", "plenary")


def fact_of(draft: Draft, name: str) -> str:
    """A fact of ``METADATA`` as a form shows it and sends it back; a list has one entry per line."""
    held: Any = getattr(draft.vote if name in _VOTE else draft, name)
    return "\n".join(held) if isinstance(held, list) else "" if held is None else str(held)


@dataclass(frozen=True, slots=True)
class CorrectFact(Arguments):
    """The fact ``field`` of ``METADATA`` is ``value``: a list has one entry per line, a date is YYYY-MM-DD."""

    field: str
    value: str

    @classmethod
    def from_form(cls, draft: Draft, form: Form) -> Self:
        return cls(form.get("field", ""), lines_in(form, "value"))

    def apply(self, draft: Draft) -> Effect:
        if self.field not in METADATA:
            raise MisfitError("mend.no_such_fact", name=self.field)
        known: Any = parse_metadata(self.field, self.value.strip())
        if self.field in _VOTE:
            draft.vote = replace(draft.vote, **{self.field: known})
            return Effect()
        if self.field == "title":
            draft.title_marks = marks_in(draft.title, known, draft.title_marks)
        setattr(draft, self.field, known)
        if self.field == "symbol":
            draft.session = symbols.session_of(draft.symbol)
        return Effect()


def resolution_symbol(printed: str) -> str | None:
    """The symbol of a General Assembly resolution, however it is printed; None for anything else, such as a
    corrigendum. A star means that the document was issued again for technical reasons.

    >>> [resolution_symbol(s) for s in ("65/72", "a/res/65/072", "A/RES/65/72*", "A/RES/65/72/Corr.1")]
    ['A/RES/65/72', 'A/RES/65/72', 'A/RES/65/72', None]
    """
    number = symbols.normalise(printed).removeprefix("A/RES/").rstrip("*")
    symbol = symbols.resolution_symbol(re.sub(r"(?<!\d)0+(?=\d)", "", number))
    return symbol if symbol and symbols.session_of(symbol) else None


def parse_metadata(name: str, value: str) -> Any:
    """The value of a fact as a Draft holds it. Raises MisfitError with what is wrong.

    >>> parse_metadata("symbol", "65/72"), parse_metadata("meeting", "60"), parse_metadata("adopted_on", "2010-12-08")
    ('A/RES/65/72', 60, datetime.date(2010, 12, 8))
    """
    if name in _LISTS:
        return [line.strip() for line in value.splitlines() if line.strip()]
    if name == "symbol":
        symbol = resolution_symbol(value)
        if symbol is None:
            raise MisfitError("mend.no_resolution_symbol", value=value)
        return symbol
    if name in _NUMBERS:
        found = number(value)
        if value and (found is None or found > _HIGHEST):
            raise MisfitError("mend.no_number", value=value)
        return found
    if name == "adopted_on":
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            raise MisfitError("mend.no_date", value=value) from None
    if name == "language" and value not in languages.BY_CODE:
        raise MisfitError("mend.no_language", value=value)
    if name == "outcome":
        if value not in list(Outcome):
            raise MisfitError("mend.no_outcome", value=value)
        return Outcome(value)
    if name == "committee" and value not in _COMMITTEES:
        raise MisfitError("mend.no_committee", value=value)
    return value
