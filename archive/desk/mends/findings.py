"""A librarian has looked at a finding and settles it: it is shown no more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from archive.desk.account import place_of
from archive.desk.mends.anchors import Anchor, MisfitError, anchor_of
from archive.desk.mends.arguments import Arguments
from archive.desk.mends.edits import Effect, holders_of
from archive.desk.mends.forms import Form
from archive.reading.draft import Draft


@dataclass(frozen=True, slots=True)
class Settle(Arguments):
    """``finding`` is ``checking.Finding.key``; ``holder`` is the clause or footnote of the finding, None for a finding
    on the whole. A finding stays settled while its clause keeps its words."""

    finding: str
    holder: Anchor | None = None

    @classmethod
    def from_form(cls, draft: Draft, form: Form) -> Self:
        finding = form.get("finding", "")
        place = finding.partition("|")[0]
        for holder in holders_of(draft):
            if place_of(holder) == place:
                return cls(finding, anchor_of(draft, holder))
        return cls(finding)

    def apply(self, draft: Draft) -> Effect:
        """A finding whose clause is not found is shown again; that is no misfit."""
        if self.holder is None:
            return Effect(settled=self.finding)
        try:
            return Effect(settled=self.finding, at=self.holder.find(draft).ref)
        except MisfitError:
            return Effect()
