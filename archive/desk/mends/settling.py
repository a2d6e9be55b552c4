"""The mend with which a librarian settles a finding. A settled finding is not shown again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from archive.desk.account import place_of
from archive.desk.finding import Finding, from_key
from archive.desk.mends.anchors import Anchor, MisfitError, anchor_of
from archive.desk.mends.arguments import Arguments
from archive.desk.mends.edits import Effect, holders_of
from archive.desk.mends.forms import Form
from archive.reading.draft import Draft


@dataclass(frozen=True, slots=True)
class Settle(Arguments):
    """``place``, ``code`` and ``values`` are those of a ``Finding``.

    ``holder`` is the anchor of its clause or footnote; None if the finding is about the whole Draft. A finding stays
    settled as long as the words of its clause do not change.
    """

    place: str
    code: str
    values: dict[str, str]
    holder: Anchor | None = None

    @classmethod
    def from_form(cls, draft: Draft, form: Form) -> Self:
        try:
            finding = from_key(form.get("finding", ""))
        except ValueError:
            raise MisfitError("mend.no_such_finding") from None
        holder = next((one for one in holders_of(draft) if place_of(one) == finding.place), None)
        return cls(finding.place, finding.code, finding.values, anchor_of(draft, holder) if holder else None)

    def apply(self, draft: Draft) -> Effect:
        """Settles the finding. If its clause is not found, the finding is shown again; no MisfitError is raised."""
        finding = Finding(self.place, self.code, self.values)
        if self.holder is None:
            return Effect(settled=finding)
        try:
            return Effect(settled=finding, at=self.holder.find(draft).ref)
        except MisfitError:
            return Effect()
