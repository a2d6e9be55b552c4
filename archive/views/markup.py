"""HTML written in Python, for elements that a page has hundreds of.

It does what Django's ``format_html`` does, at a third of its cost, because it does not support lazy translations.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString


def fill(template: str, *values: str) -> SafeString:
    """The template with its ``{}`` filled. Every value is escaped, except a SafeString.

    >>> fill("<b>{}</b>", "1 < 2")
    '<b>1 &lt; 2</b>'
    """
    return SafeString(template.format(*[v if isinstance(v, SafeString) else escape(v) for v in values]))


def joined(pieces: Iterable[SafeString], between: str = "") -> SafeString:
    """Pieces of HTML, with an escaped text between them."""
    return SafeString(escape(between).join(pieces))
