"""Turns the words of clauses into strings with one character per word, which a fast library can compare.

A Han character is a word of its own here, because cutting two long texts into Chinese words takes longer than comparing
them. Numbers all become one word, because dates and numbers of resolutions change every year. Punctuation is left out.

    >>> tokens = Tokens()
    >>> tokens.of("第65/72号") == tokens.of("第 78 / 40 号")
    True
    >>> len(tokens.of("Calls upon all States")), tokens.of("All States") == tokens.of("all States,")
    (4, True)
"""

from __future__ import annotations

import re

from archive.characters import plain

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
_TOKEN = re.compile(rf"[{_HAN}]|\d+(?:/\d+)*|[^\W\d_{_HAN}]+")
# Words that are in every clause. Without them, two clauses are alike only if their other words are.
_SMALL = frozenset("的和与及在了") | {
    "the", "of", "and", "to", "in", "for", "on", "by", "with", "its", "all", "as", "at", "or", "an", "a"
}  # fmt: skip
_NUMBER = "#"
_FIRST_PRIVATE = 0xF0000  # the first character of Unicode's largest areas for private use


class Tokens:
    """Gives each word one character. The same word has the same character in all clauses that one object reads.

    If ``numbers`` is true, different numbers are different words.
    """

    def __init__(self, numbers: bool = False) -> None:
        self._characters: dict[str, str] = {}
        self._numbers = numbers

    def of(self, text: str) -> str:
        """The words of a text, one character each."""
        words = _TOKEN.findall(plain(text).lower())
        return "".join(self._character(word) for word in words if word not in _SMALL)

    def _character(self, word: str) -> str:
        if word[0].isdecimal() and not self._numbers:
            return _NUMBER
        if len(word) == 1 and word > "\u3400":
            return word
        known = self._characters.get(word)
        if known is None:
            known = self._characters[word] = chr(_FIRST_PRIVATE + len(self._characters))
        return known
