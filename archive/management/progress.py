"""The progress of a long command: a bar on a terminal, a line every few seconds where the output goes to a file."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

from tqdm import tqdm

_SECONDS = 10  # between two lines

T = TypeVar("T")


class Progress:
    """Counts up to ``total`` units; ``total`` is None where it is not known. Bytes are shown in megabytes.

    >>> progress = Progress("Reading", 3, "file")
    >>> for source in progress.over(["a", "b", "c"]):
    ...     pass
    """

    def __init__(self, title: str, total: int | None, unit: str) -> None:
        self._title, self._total, self._unit = title, total, unit
        self._done, self._said = 0, time.monotonic()
        self._bar = None
        if sys.stderr.isatty():
            self._bar = tqdm(total=total, desc=title, unit=unit, unit_scale=unit == "B", file=sys.stderr)

    def over(self, things: Iterable[T]) -> Iterator[T]:
        for thing in things:
            yield thing
            self.advance(1)
        self.close()

    def advance(self, number: int) -> None:
        self.reach(self._done + number, self._total)

    def reach(self, done: int, total: int | None) -> None:
        """Shows that ``done`` of ``total`` units are done. ``done`` can be less than before.

        A total that was only estimated, and is too small, is not shown.
        """
        self._done, self._total = done, None if total is not None and done > total else total
        if self._bar is not None:
            self._bar.total = self._total
            self._bar.update(done - self._bar.n)
        elif (now := time.monotonic()) - self._said >= _SECONDS:
            self._said = now
            print(self.line(), file=sys.stderr, flush=True)

    def line(self) -> str:
        """The progress in words.

        >>> progress = Progress("Fetching", 200_000_000, "B")
        >>> progress.reach(50_000_000, 200_000_000)
        >>> progress.line()
        'Fetching: 50 of 200 MB (25 %)'
        """
        scale, unit = (1_000_000, "MB") if self._unit == "B" else (1, f"{self._unit}s")
        done = f"{self._done // scale:,}"
        if not self._total:
            return f"{self._title}: {done} {unit}"
        share = f"{100 * self._done / self._total:.0f} %"
        return f"{self._title}: {done} of {self._total // scale:,} {unit} ({share})"

    def write(self, sentence: str) -> None:
        """Prints a sentence without disturbing the bar."""
        tqdm.write(sentence, file=sys.stderr)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()
