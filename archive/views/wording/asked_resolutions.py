"""Reads the two resolutions that a reader names, in any form that the search understands."""

from __future__ import annotations

from dataclasses import dataclass

from archive import symbols
from archive.messages import Message
from archive.page_language import say
from archive.searching.document_lookup import Status, offers
from archive.views.keys import wording

MOST = 12  # resolutions that a name can mean, for the reader to choose from


@dataclass(frozen=True, slots=True)
class AskedResolution:
    """What a reader typed, and the resolution that it names.

    ``symbol`` is "" if the archive has no text to compare; ``problem`` then says why, except where nothing was typed.
    ``choices`` are symbols, if the name means several resolutions.
    """

    typed: str
    symbol: str = ""
    problem: Message | None = None
    choices: tuple[str, ...] = ()

    @property
    def problem_words(self) -> str:
        return say(self.problem) if self.problem else ""

    @property
    def data(self) -> wording.AskedResolution:
        return {
            "typed": self.typed,
            "symbol": self.symbol or None,
            "problem": self.problem_words or None,
            "choices": list(self.choices),
        }


def asked_resolution(typed: str) -> AskedResolution:
    """The resolution that a text names. A title can name several: those of different years."""
    typed = typed.strip()[:400]
    if not typed:
        return AskedResolution("")
    found = [offer for offer in offers(typed) if symbols.kind_of(offer.key) in symbols.ADOPTED_KINDS]
    here = tuple(offer.key for offer in found if offer.status == Status.HERE)
    if len(here) == 1:
        return AskedResolution(here[0], here[0])
    if here:
        return AskedResolution(typed, "", Message("comparing.several", {"name": typed}), here[:MOST])
    if not found:
        return AskedResolution(typed, "", Message("comparing.not_named", {"name": typed}))
    code = {Status.WITHDRAWN: "withdrawn", Status.KNOWN: "only_facts"}.get(found[0].status, "not_here")
    return AskedResolution(typed, "", Message(f"comparing.{code}", {"symbol": found[0].key}))
