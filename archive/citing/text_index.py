"""``TextIndex``: texts by their parts, with a fast search for those that have certain parts.

Sets of numbers are the bits of integers. Python compares thousands of bits as fast as one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator


def numbers_in(bits: int) -> Iterator[int]:
    """Yields the numbers of the bits that are set, from the lowest.

    >>> list(numbers_in(0b1101))
    [0, 2, 3]
    """
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


_FEW = 30  # with fewer texts, an index takes more time than it saves


class TextIndex:
    """Different texts, by their parts. The parts are for example the characters or the words of a text.

    The search takes time for each text that is found, and nearly none for the others.
    """

    def __init__(self, parts: Callable[[str], Iterable[str]]) -> None:
        self._parts = parts
        self._texts: dict[str, None] = {}
        self._new: list[str] = []  # texts that are not in ``_having`` yet; many indexes are never searched
        self._every: list[str] = []  # the place of a text in this list is its number
        self._having: dict[str, int] = {}  # part → the numbers of its texts, as bits (``numbers_in``)

    def add(self, text: str) -> None:
        if text not in self._texts:
            self._texts[text] = None
            self._new.append(text)

    def with_all(self, parts: Iterable[str]) -> Iterable[str]:
        """The texts that have all these parts, in the order in which they were added.

        While the index has few texts, the result has all of them. So the caller must look at each text again.
        """
        if len(self._texts) < _FEW:
            return self._texts
        self._read_new()
        numbers = (1 << len(self._every)) - 1
        for part in parts:
            numbers &= self._having.get(part, 0)
        return map(self._every.__getitem__, numbers_in(numbers))

    def _read_new(self) -> None:
        for text in self._new:
            for part in set(self._parts(text)):
                self._having[part] = self._having.get(part, 0) | 1 << len(self._every)
            self._every.append(text)
        self._new.clear()
