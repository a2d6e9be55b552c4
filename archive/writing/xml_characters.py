"""The characters that XML 1.0 allows. Sources can have others, such as a form feed."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def allowed(text: str) -> str:
    """The text with the sign for an unreadable character in place of each character that XML cannot have.

    >>> allowed("核\\x0c裁军")
    '核\ufffd裁军'
    """
    return _FORBIDDEN.sub("\ufffd", text)
