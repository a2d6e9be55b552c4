"""Turns the words of clauses into strings with one character per word, which a fast library can compare.

A Han character is a word of its own here, because cutting two long texts into Chinese words takes longer than comparing
them. Numbers all become one word, because dates and numbers of resolutions change every year. Punctuation is left out.

    >>> tokens = Tokens()
    >>> tokens.of("第65/72号") == tokens.of("第 78/40 号")
    True
    >>> len(tokens.of("Calls upon all States")), tokens.of("All States") == tokens.of("all States,")
    (3, True)
"""

from __future__ import annotations

import re

from archive.characters import plain

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
# Words that are in every clause. Without them, two clauses are alike only if their other words are.
_SMALL_HAN = "的和与及在了"
_SMALL = frozenset(
    ("the", "of", "and", "to", "in", "for", "on", "by", "with", "its", "all", "as", "at", "or", "an", "a")
)  # fmt: skip
# Everything that does not stay as it is: only other Han characters do.
_NOT_HAN = re.compile(rf"(?P<number>\d+(?:/\d+)*)|(?P<word>[^\W\d_{_HAN}]+)|[\W_{_SMALL_HAN}]+")
_NUMBER = "#"
_FIRST_PRIVATE = 0xF0000  # the first character of Unicode's largest areas for private use


class Tokens:
    """Gives each word one character. The same word has the same character in all clauses that one object reads.

    If ``numbers`` is true, different numbers are different words.
    """

    def __init__(self, numbers: bool = False) -> None:
        self._characters: dict[str, str] = dict.fromkeys(_SMALL, "")
        self._numbers = numbers

    def of(self, text: str) -> str:
        """The words of a text, one character each."""
        return _NOT_HAN.sub(self._character, plain(text).lower())

    def _character(self, match: re.Match[str]) -> str:
        kind, word = match.lastgroup, match[0]
        if kind is None:
            return ""
        if kind == "number" and not self._numbers:
            return _NUMBER
        known = self._characters.get(word)
        if known is None:
            known = self._characters[word] = chr(_FIRST_PRIVATE + len(self._characters))
        return known
