"""Finds points where no English sentence has one: inside a sentence, where a speck or a comma is read so.

to.provide    States in. the    and .to    relation to. States    of.27 July
"""

from __future__ import annotations

import re

_BETWEEN_SMALL_LETTERS = re.compile(r"(?<=[a-z]{2})(\s?)\.\s?(?=[a-z]{2})")
# Few sentences end with these words, and no comma follows those that begin what comes after them.
_PREPOSITIONS = "at|by|for|from|in|of|on|to|with"
_BEGINNING = rf"{_PREPOSITIONS}|[Ii]ts|[Tt]he|[Tt]heir"
_AFTER_SMALL_WORD = re.compile(rf"\b(?:and|as|or|{_BEGINNING})(\s?)\.\s?(?=\w)")
MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_BEFORE_MONTH = re.compile(rf"\b\d{{1,2}}(\s?)\.\s?(?={MONTH}\b)")
_BEFORE_NO_COMMA = re.compile(rf"\b(?:{_BEGINNING})\s?$")
_RARE_END = re.compile(rf"\b(?:as|{_PREPOSITIONS})\.\s?(?=[A-Z])")  # what it had called for. The
# Shortened words that small letters can follow.
_SHORTENED = re.compile(r"\b(?:al|arts?|cf|chaps?|cit|eds?|etc|op|paras?|pp|sects?|seq|vols?|www|\w*\.\w+)$", re.I)


def impossible_points(text: str) -> set[int]:
    """The offsets of points between two words in small letters, behind one that ends few sentences, or before a month.

    >>> sorted(impossible_points("in. the sea, vol. ii, of .it and www.un.org"))
    [2, 25]
    """
    between = _BETWEEN_SMALL_LETTERS.finditer(text)
    places = {found.end(1) for found in between if not _SHORTENED.search(text[: found.start()])}
    return places | {found.end(1) for form in (_AFTER_SMALL_WORD, _BEFORE_MONTH) for found in form.finditer(text)}


def can_end_sentence(text: str, at: int) -> bool:
    """Whether one of the impossible points, at this offset, can end a sentence all the same.

    >>> can_end_sentence("called for. The", 10), can_end_sentence("and. The", 3), can_end_sentence("for. the", 3)
    (True, False, False)
    """
    return any(found.start() < at < found.end() for found in _RARE_END.finditer(text))


def can_precede_comma(text: str) -> bool:
    """Whether a comma can follow the text.

    >>> can_precede_comma("the report of"), can_precede_comma("and")
    (False, True)
    """
    return not _BEFORE_NO_COMMA.search(text)
