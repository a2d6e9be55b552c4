"""What a librarian tells about a source: the symbol, the letter of a part, the language, the date of adoption.

A source often lacks one of these, for example a page without its number. What is told counts more than what the text
says. If both differ, a warning keeps what the text says.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Self

from archive import symbols
from archive.reading.draft import Draft, ReadingWarning

# The warnings about a Draft without a fact. They end when the fact is told.
_NO_DATE = "text.date_not_found"


@dataclass(frozen=True, slots=True)
class Told:
    """The facts that a librarian tells. A fact that is not told is empty.

    ``symbol`` is normalised: ``A/RES/65/72``. ``part`` is the letter of a part, without which the symbol or the text
    gives the number. ``language`` is a code of ``archive.languages``.
    """

    symbol: str = ""
    part: str = ""
    language: str = ""
    adopted_on: date | None = None

    @classmethod
    def from_json(cls, stored: dict[str, str]) -> Self:
        """The facts from the stored form, which ``to_json`` makes."""
        day = stored.get("adopted_on")
        known = {key: stored.get(key, "") for key in ("symbol", "part", "language")}
        return cls(**known, adopted_on=date.fromisoformat(day) if day else None)

    def to_json(self) -> dict[str, str]:
        """The facts that are told, as text. The keys are the names of the attributes.

        >>> Told(symbol="A/RES/65/72", adopted_on=date(2010, 12, 8)).to_json()
        {'symbol': 'A/RES/65/72', 'adopted_on': '2010-12-08'}
        """
        day = self.adopted_on.isoformat() if self.adopted_on else ""
        facts = {"symbol": self.symbol, "part": self.part, "language": self.language, "adopted_on": day}
        return {key: value for key, value in facts.items() if value}

    @property
    def number(self) -> str:
        """The number in the symbol as it is printed: ``65/72``."""
        return symbols.printed_number(self.symbol)

    def symbol_for(self, read: str) -> str:
        """The symbol of a resolution whose text says the symbol ``read``; ``read`` can be "".

        >>> Told(part="C").symbol_for("A/RES/55/33"), Told(symbol="A/RES/55/34").symbol_for("A/RES/55/33")
        ('A/RES/55/33C', 'A/RES/55/34')
        """
        symbol = self.symbol or read
        if not self.part or not symbol:
            return symbol
        whole = symbols.without_part(symbol)
        number, _ = symbols.number_and_part(whole)
        return whole.replace(f"/{number}", f"/{number}{self.part}", 1)


NOTHING = Told()


def tell_symbol(draft: Draft, told: Told) -> None:
    """Sets the symbol that is told, and the session."""
    symbol = told.symbol_for(draft.symbol)
    letter_added = symbols.without_part(symbol) == draft.symbol
    if draft.symbol and symbol != draft.symbol and not letter_added:
        _warn(draft, "told.symbol_differs", symbol, draft.symbol)
    draft.symbol = symbol
    draft.session = symbols.session_of(symbol)


def tell_date(draft: Draft, told: Told) -> None:
    """Sets the date that is told. The warning that the text has no date ends."""
    if told.adopted_on is None:
        return
    if draft.adopted_on not in (None, told.adopted_on):
        _warn(draft, "told.date_differs", str(told.adopted_on), str(draft.adopted_on))
    draft.adopted_on = told.adopted_on
    draft.warnings = [warning for warning in draft.warnings if warning.code != _NO_DATE]


def warn_of_language(draft: Draft, told: Told) -> None:
    """Warns if the text is in another language than the one that is told. The language of the words stays."""
    if told.language and told.language != draft.language:
        _warn(draft, "told.language_differs", told.language, draft.language)


def _warn(draft: Draft, code: str, told: str, read: str) -> None:
    draft.warnings.append(ReadingWarning("metadata", code, {"told": told, "read": read}))
