"""Whether other Chinese words explain an English phrase better than a name does.

大会第八十届会议 is "its eightieth session": "session" often stands beside 大会, but it stands for 届会议.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator

from archive.searching.analysis import fold

_BETTER = 1.07  # times the Dice value of the name
_SIZES = range(2, 7)  # characters of the other words


class Rivals:
    """All short runs of Han characters in some texts."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = [fold(text) for text in texts]
        self._having: dict[str, set[int]] = defaultdict(set)  # two characters → texts
        self._known: dict[str, int] = {}
        for at, text in enumerate(self._texts):
            for two in _runs(text, 2):
                self._having[two].add(at)

    def are_better(self, having: Collection[int], dice: float, names: Iterable[str]) -> bool:
        """Whether words that have nothing in common with the names go clearly better with a phrase than they do.

        ``having`` are the texts whose counterparts have the phrase, ``dice`` is the value that the name has with it.
        """
        least = dice * _BETTER
        if least >= 1:
            return False
        own = {two for name in names for two in _runs(fold(name), 2)}
        enough = least * len(having) / (2 - least)  # fewer can never reach the value
        # A run of characters is at most as frequent as the two with which it begins.
        common = {two for two, both in self._counted(having, 2).items() if both >= enough} - own
        return any(
            self._dice(run, both, len(having)) > least
            for size in _SIZES
            for run, both in self._counted(having, size, common).items()
            if both >= enough and own.isdisjoint(_runs(run, 2))
        )

    def _counted(self, having: Iterable[int], size: int, begun: Collection[str] | None = None) -> Counter[str]:
        counts: Counter[str] = Counter()
        for at in having:
            counts.update({run for run in _runs(self._texts[at], size) if begun is None or run[:2] in begun})
        return counts

    def _dice(self, run: str, both: int, phrase: int) -> float:
        if run not in self._known:
            texts = set.intersection(*(self._having[two] for two in _runs(run, 2)))
            self._known[run] = sum(run in self._texts[at] for at in texts)
        return 2 * both / (phrase + self._known[run])


def _runs(text: str, size: int) -> Iterator[str]:
    return (run for at in range(len(text) - size + 1) if (run := text[at : at + size]).isalpha())
