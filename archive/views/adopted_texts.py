"""The addresses and the names of adopted texts: those of the General Assembly, and those of the other bodies.

``symbols.ADOPTED`` is the table of their kinds. Here are the words of the pages for each kind.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive import symbols
from archive.page_language import reads_chinese

ADDRESS = rf"(?i:{'|'.join(series.prefix.rstrip('/') for series in symbols.ADOPTED)})/.+"
"""Matches the symbol of an adopted text in an address, in capital or small letters. Views redirect to capitals."""


@dataclass(frozen=True, slots=True)
class KindNames:
    """The words for one kind of text. ``slug`` is its part of the address ``/bodies/…/``.

    ``plural`` names its list, ``one`` names a text with its number, and ``meeting`` is where it was adopted.
    """

    slug: str
    plural: str | Promise
    one: str | Promise
    meeting: str | Promise


_PLENARY = gettext_lazy("plenary meeting %(number)s")
_MEETING = gettext_lazy("meeting %(number)s")
NAMES = {
    symbols.GA_RESOLUTION: KindNames(
        "general-assembly-resolutions",
        gettext_lazy("Resolutions of the General Assembly"),
        gettext_lazy("General Assembly resolution %(number)s"),
        _PLENARY,
    ),
    symbols.GA_DECISION: KindNames(
        "general-assembly-decisions",
        gettext_lazy("Decisions of the General Assembly"),
        gettext_lazy("General Assembly decision %(number)s"),
        _PLENARY,
    ),
    symbols.SC_RESOLUTION: KindNames(
        "security-council",
        gettext_lazy("Resolutions of the Security Council"),
        gettext_lazy("Security Council resolution %(number)s"),
        _MEETING,
    ),
    symbols.ECOSOC_RESOLUTION: KindNames(
        "economic-and-social-council",
        gettext_lazy("Resolutions of the Economic and Social Council"),
        gettext_lazy("Economic and Social Council resolution %(number)s"),
        _PLENARY,
    ),
    symbols.HRC_RESOLUTION: KindNames(
        "human-rights-council",
        gettext_lazy("Resolutions of the Human Rights Council"),
        gettext_lazy("Human Rights Council resolution %(number)s"),
        _MEETING,
    ),
}
OTHERS = {names.slug: kind for kind, names in NAMES.items() if kind != symbols.GA_RESOLUTION}
"""Slug → kind, without the resolutions of the General Assembly, which have the pages of sessions."""


def name_of(symbol: str) -> str:
    """The name of an adopted text in the page's language.

    >>> name_of("S/RES/1540(2004)")  # in an English page
    'Security Council resolution 1540 (2004)'
    """
    number = symbols.printed_number(symbol)
    values = {"number": number if reads_chinese() else number.replace("(", " (")}
    return str(NAMES[symbols.kind_of(symbol)].one) % values


def meeting_name(symbol: str, number: int) -> str:
    """The meeting that adopted a text, in the page's language.

    >>> meeting_name("A/RES/65/72", 60), meeting_name("S/RES/1540(2004)", 4956)  # in an English page
    ('plenary meeting 60', 'meeting 4956')
    """
    return str(NAMES[symbols.kind_of(symbol)].meeting) % {"number": number}


def session_of_body(symbol: str) -> str:
    """The session of another body in words, "" if the symbol has none: “Session 49”, “2024 session”."""
    session = symbols.adopted_session(symbol)
    if symbols.kind_of(symbol) == symbols.ECOSOC_RESOLUTION and len(session) == 4:
        return _("%(year)s session") % {"year": session}
    if session.startswith("S-"):
        return _("Special session %(number)s") % {"number": session[2:]}
    return _("Session %(number)s") % {"number": session} if session else ""
