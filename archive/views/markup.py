"""HTML put together in Python, for what a page has hundreds of.

The same as Django's ``format_html``, at a third of its cost: that one allows for values translated later, for each.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString


def fill(template: str, *values: str) -> SafeString:
    """The template with its ``{}`` filled. A value that is not HTML from here is escaped.

    >>> fill("<b>{}</b>", "1 < 2")
    '<b>1 &lt; 2</b>'
    """
    return SafeString(template.format(*[v if isinstance(v, SafeString) else escape(v) for v in values]))


def joined(pieces: Iterable[SafeString], between: str = "") -> SafeString:
    """Pieces of HTML, one behind the other."""
    return SafeString(escape(between).join(pieces))
