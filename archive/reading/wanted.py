"""Decides which texts an import takes: those on disarmament, or all, and those in some languages."""

from __future__ import annotations

from dataclasses import dataclass

from archive import disarmament
from archive.reading.draft import Draft
from archive.reading.source_formats import by_key


def on_disarmament(draft: Draft) -> bool:
    """Whether the Draft is imported as a resolution on disarmament.

    The UN's XML has whole sessions and names the committee of each resolution. A text without a cover names no
    committee. Such a text is imported, because somebody chose the file.
    """
    terms = [term for _dictionary, term in draft.subjects]
    verdict = disarmament.counts(disarmament.Facts(draft.committee, draft.draft_symbol, terms))
    format = by_key(draft.format)
    return not (format and format.says_committee) if verdict is None else verdict


@dataclass(frozen=True, slots=True)
class ReadText:
    """What decides whether a text that was read is taken. ``language`` is a code of ``archive.languages``."""

    symbol: str
    language: str
    on_disarmament: bool

    @classmethod
    def of(cls, draft: Draft) -> ReadText:
        return cls(draft.symbol, draft.language, on_disarmament(draft))


@dataclass(frozen=True, slots=True)
class Wanted:
    """The texts that an import takes. Without ``languages`` it takes texts in every language.

    >>> Wanted(languages=frozenset({"zh"})).takes(ReadText("A/RES/79/1", "en", True))
    False
    """

    every_topic: bool = False
    languages: frozenset[str] = frozenset()

    def takes(self, text: ReadText) -> bool:
        return self.speaks(text) and (self.every_topic or text.on_disarmament)

    def speaks(self, text: ReadText) -> bool:
        """Whether the language of the text is wanted."""
        return not self.languages or text.language in self.languages


EVERYTHING = Wanted(every_topic=True)
