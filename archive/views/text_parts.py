"""The parts of a text: the preamble, the operative part and the annexes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from archive.models.clause import ClauseKind
from archive.views.labels import Placed


def parts(clauses: Sequence[Placed]) -> Iterator[str]:
    """The part of each clause: ``preamble``, ``operative``, ``annex1`` …

    The operative part begins with its first paragraph, or with the headings directly before it.
    """
    kinds = [clause.kind for clause in clauses]
    begins = kinds.index(ClauseKind.OPERATIVE) if ClauseKind.OPERATIVE in kinds else len(clauses)
    while begins and kinds[begins - 1] == ClauseKind.HEADING:
        begins -= 1
    for index, clause in enumerate(clauses):
        annex = re.match(r"annex\d+", clause.path)
        yield annex[0] if annex else "preamble" if index < begins else "operative"


def part_name(part: str) -> str:
    """The name of a part in the page's language."""
    names = {"preamble": _("Preamble"), "operative": _("Operative part")}
    return names.get(part) or _("Annex %(number)s") % {"number": part.removeprefix("annex")}
