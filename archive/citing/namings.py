"""The names that a Draft has used so far, in indexes. A text can have thousands of names and of short forms.

``Namings`` has the full titles. It finds those of a kind, those that are the same title in another spelling, and those
for which a title is short. ``KnownNames`` finds a name at the end of other words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from archive.citing.catalogue import name_key
from archive.citing.citation import some_of
from archive.citing.instruments import (
    is_english,
    is_of_kind,
    is_part_of,
    is_same_title,
    is_short_for,
    main_title,
    without_particles,
)
from archive.citing.text_index import TextIndex

_FOOTNOTE = "footnote"  # the first word of the place of a footnote
_ANY_YEAR = re.compile(r"(?=(\d{4}))")
_WORD = re.compile(r"\w+")


class OfKind:
    """The titles of one kind of instrument, by place and by year.

    ``by_place`` has the titles of each place in the order of their last naming.
    """

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._read = 0  # the number of namings that are in this index
        self.titles: dict[str, None] = {}
        self.by_place: dict[str, dict[str, None]] = {}
        self._by_year: dict[str, list[str]] = defaultdict(list)
        self._undated: list[str] = []  # titles that are not in ``_by_year`` yet; few texts ask for a year
        self._first_clause: str | None = None

    def read(self, namings: list[tuple[str, str]]) -> None:
        """Adds the namings (title, place) that are new since the last call."""
        for title, place in namings[self._read :]:
            if title in self.titles or is_of_kind(title, self._kind):
                self._add(title, place)
        self._read = len(namings)

    def _add(self, title: str, place: str) -> None:
        if title not in self.titles:
            self.titles[title] = None
            self._undated.append(title)
        at_place = self.by_place.setdefault(place, {})
        at_place.pop(title, None)
        at_place[title] = None
        if self._first_clause is None and not place.startswith(_FOOTNOTE):
            self._first_clause = place

    def of_year(self, year: str) -> Sequence[str]:
        """The titles that contain these four digits."""
        for title in self._undated:
            for each in set(_ANY_YEAR.findall(title)):
                self._by_year[each].append(title)
        self._undated.clear()
        return self._by_year.get(year, ())

    def last_at(self, place: str) -> str | None:
        """The title that a place named last; None if the place names no instrument of this kind."""
        return next(reversed(self.by_place.get(place, {})), None)

    def first(self) -> Iterator[str]:
        """Yields the titles in the first clause that names any. If no clause names any, those in the first footnote."""
        yield from self.by_place.get(self._first_clause or next(iter(self.by_place), ""), ())


class Namings:
    """The full titles in a Draft, and the key of the document that each title means."""

    def __init__(self) -> None:
        self._keys: dict[str, str] = {}
        self._titles: dict[str, dict[str, None]] = {}  # key → its titles; the title that was named last is at the end
        self._namings: list[tuple[str, str]] = []  # (title, place)
        self._kinds: dict[str, OfKind] = {}
        self._spellings: dict[str, dict[str, None]] = {}  # title without particles → titles
        self._by_parts = TextIndex(_parts)

    def add(self, title: str, key: str, place: str) -> None:
        """Records that ``place`` has the title, and that the title means the document ``key`` in the whole Draft."""
        before = self._keys.get(title)
        if before is not None:
            del self._titles[before][title]
        self._keys[title] = key
        self._by_parts.add(title)
        self._titles.setdefault(key, {})[title] = None
        spelling = self._spellings.setdefault(without_particles(title), {})
        spelling.pop(title, None)
        spelling[title] = None
        self._namings.append((title, place))

    def key(self, title: str) -> str:
        return self._keys[title]

    def titles_of(self, key: str) -> list[str]:
        """The titles of a document. The title that the Draft named last is at the end."""
        return list(self._titles.get(key, ()))

    def of_kind(self, kind: str) -> OfKind:
        found = self._kinds.setdefault(kind, OfKind(kind))
        found.read(self._namings)
        return found

    def same(self, title: str) -> str | None:
        """The key of the first title that is the same in another spelling (``is_same_title``); None without one."""
        spellings = self._spellings.get(without_particles(title), ())
        return next((self._keys[named] for named in spellings if is_same_title(named, title)), None)

    def in_full(self, short: str) -> list[str]:
        """The keys of the titles for which a title can be short (``is_short_for``, ``is_part_of``)."""
        is_short = is_part_of if is_english(short) else is_short_for
        return sorted(some_of(self._keys[full] for full in self._with_parts_of(short) if is_short(short, full)))

    def _with_parts_of(self, short: str) -> Iterable[str]:
        """The titles that can have every word of an English title, or every character of a Chinese title."""
        return self._by_parts.with_all(_words(short) if is_english(short) else _characters(short))


def _parts(title: str) -> set[str]:
    return _characters(main_title(title)) | _words(title)


def _characters(title: str) -> set[str]:
    return set(name_key(title))


def _words(title: str) -> set[str]:
    return set(_WORD.findall(title))


_ENDING = 4  # characters at the end of a name, by which names are looked up


class KnownNames:
    """All full names and short forms in a Draft, by ``name_key``, each with the key of its document."""

    def __init__(self) -> None:
        self._keys: dict[str, tuple[int, str]] = {}  # name → (number of the name, key)
        self._lengths: dict[str, set[int]] = {}  # the last characters of names → the lengths of these names

    def add(self, name: str, key: str) -> None:
        name = name_key(name)
        number, _ = self._keys.get(name, (len(self._keys), ""))
        self._keys[name] = number, key
        self._lengths.setdefault(name[-_ENDING:], set()).add(len(name))

    def __contains__(self, name: object) -> bool:
        """Whether the Draft has this name. ``name`` has the form of ``name_key``."""
        return name in self._keys

    def at_end(self, words: str, least: int) -> str | None:
        """The key of the name with which ``words`` end; None if they end with no name.

        If several names fit, the newest of them counts. Names of fewer than ``least`` characters do not count.
        """
        run = name_key(words)
        ends = {run[-length:] for length in range(1, min(len(run), _ENDING) + 1)}
        lengths = {length for end in ends for length in self._lengths.get(end, ()) if least <= length <= len(run)}
        fitting = [self._keys[run[-length:]] for length in lengths if run[-length:] in self._keys]
        return max(fitting)[1] if fitting else None
