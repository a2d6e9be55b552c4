"""The names of the parts of a text: the preamble, the operative part and the annexes (``writing.written.parts_of``)."""

from __future__ import annotations

from django.utils.translation import gettext as _


def part_name(part: str) -> str:
    """The name of a part in the page's language."""
    names = {"preamble": _("Preamble"), "operative": _("Operative part")}
    return names.get(part) or _("Annex %(number)s") % {"number": part.removeprefix("annex")}
