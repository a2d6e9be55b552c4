"""A small chart by session as SVG, for a cell of a table. The figures are beside it, so programs that read aloud skip
it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from archive.views.markup import fill, joined

STEP, WIDE, HIGH = 10, 7, 40  # units of the chart: from column to column, width of a column, height


class Bar(NamedTuple):
    """The number of one session. ``value`` is None if the archive has no text of it."""

    session: str
    value: float | None


def chart(bars: Sequence[Bar], most: float) -> SafeString:
    """A column for each session, the first at the left. ``most`` is the value of a column with the full height.

    A session without texts is a band over the full height, so that nobody reads it as zero.
    """
    whole = '<svg viewBox="0 0 {} {}" preserveAspectRatio="none" aria-hidden="true" focusable="false">{}</svg>'
    return fill(whole, str(STEP * len(bars)), str(HIGH), joined(_column(n, bar, most) for n, bar in enumerate(bars)))


def _column(place: int, bar: Bar, most: float) -> SafeString:
    height = HIGH if bar.value is None else HIGH * bar.value / (most or 1)
    tone = "none" if bar.value is None else "has"
    words = _("no texts") if bar.value is None else f"{bar.value:g}"
    return fill(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}"><title>{} {}</title></rect>',
        tone, str(place * STEP + 1), f"{HIGH - height:.1f}", str(WIDE), f"{height:.1f}", bar.session, words,
    )  # fmt: skip
