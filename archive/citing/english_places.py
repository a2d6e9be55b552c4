"""Finds in an English text the places inside a document: “article IV, paragraph 2, of the”, “, annex I, sect. C”.

A place is printed before its document (“paragraph 5 (a) of resolution 75/57”) or after it (“resolution 60/288, annex”).
"""

from __future__ import annotations

import re
from dataclasses import replace

from archive.citing.reference import Reference

_SIGN = r"(?:[ ]?\((?:[a-z\d]{1,4}|[A-Z])\))"
_COUNT = rf"(?:(?:\d+(?:\.\w+)*|[IVXLC]+(?:\.[A-Z\d]+)*|[A-Z])\b(?>{_SIGN}*)(?:[ ]bis)?|(?>{_SIGN}+))"
_JOIN = r"(?:,[ ](?:and[ ]|or[ ])?|[ ](?:and|or|to|through)[ ]|-|–)"
COUNTS = rf"{_COUNT}(?>(?:{_JOIN}{_COUNT})*)"
_UNIT = r"""(?:
    (?:(?:operative|preambular)[ ])?(?:sub)?para(?:graph|graphs|\.|s\.)
  | art(?:icle|icles|\.|s\.) | sect(?:ion|ions|\.|s\.) | chap(?:ter|ters|\.|s\.)
  | parts? | annex(?:es)? | append(?:ix|ices) | actions? | targets? | principles? | goals?
)"""
_PLACE = rf"(?:(?i:{_UNIT})[ ]{COUNTS}|(?i:annex|appendix|preamble|introduction)\b)"
_ESPECIALLY = "(?:in[ ]particular|especially|including)"
_PLACES = rf"{_PLACE}(?>(?:(?:,[ ](?:and[ ])?(?:{_ESPECIALLY}[ ])?|[ ]and[ ]|[ ](?:of|to)[ ](?:the[ ])?){_PLACE})*)"
_OF = r"(?:of|to|in|under|with)"
_BODY = r"(?:General[ ]Assembly|Security[ ]Council|Human[ ]Rights[ ]Council|Economic[ ]and[ ]Social[ ]Council)"
_TO_DOCUMENT = rf"(?:(?:the|its|that|said)[ ])?(?:{_BODY}[ ])?(?:(?:resolution|decision)s?[ ])?"
_BEFORE = re.compile(rf"\b(?P<place>{_PLACES}),?[ ]{_OF}[ ]{_TO_DOCUMENT}$", re.X)
_DATE = r"(?:[ ]of[ ]\d{1,2}[ ][A-Z][a-z]+[ ]\d{4})"
# A place before “of” belongs to the document after it: “, paragraph 2 of resolution 62/43”.
_AFTER = re.compile(rf"\)*{_DATE}?,?[ ](?:{_ESPECIALLY}[ ])?(?P<place>{_PLACES})(?!,?[ ]{_OF}[ ])", re.X)
# The words between a place and its document. Few documents have such words before them, so they are looked for first.
_BETWEEN = re.compile(rf"[ ]{_OF}[ ]{_TO_DOCUMENT}$", re.X)
_LONGEST_BETWEEN = 60  # characters
_LONGEST = 160  # characters before a document in which its place is looked for


def with_place(text: str, reference: Reference) -> Reference:
    """Returns the reference with the place inside its document as the pinpoint. ``text`` is folded (``fold_width``).

    A volume in the symbol of the document (``Vol. I``) comes first in the pinpoint.
    """
    before = _place_before(text, reference.start)
    after = _AFTER.match(text, reference.end)
    place = before or (after["place"] if after else "")
    if not place:
        return reference
    return replace(reference, pinpoint=", ".join(piece for piece in (reference.pinpoint, place) if piece))


def _place_before(text: str, start: int) -> str:
    """The place that is printed before the document at ``start``; "" if there is none."""
    if not _BETWEEN.search(text, max(0, start - _LONGEST_BETWEEN), start):
        return ""
    found = _BEFORE.search(text[max(0, start - _LONGEST) : start])
    return found["place"] if found else ""
