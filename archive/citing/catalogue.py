"""The documents that the archive knows, and their names. Citing needs nothing else from the archive.

Citing does not use the database. ``archive.intake`` makes a ``Catalogue`` from PostgreSQL. ``from_fixtures`` makes a
``Catalogue`` from the treaties and documents that come with the archive.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from pathlib import Path

from archive import symbols

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """A document that the archive knows.

    ``key`` has the form of ``Citation.target``. ``names`` are the Chinese and English titles and short forms, without
    《》. ``registrations`` are the places of a treaty in the UN Treaty Series as (volume, number). ``league`` are the
    places in the Treaty Series of the League of Nations.
    """

    key: str
    names: tuple[str, ...] = ()
    registrations: tuple[tuple[int, int], ...] = ()
    league: tuple[tuple[int, int], ...] = ()


_ENDING = 4  # characters at the end of a name, by which names are looked up
_BEGINNING = 8  # characters at the beginning of a name, by which names are looked up


_IGNORED = re.compile(r"[\s《》〈〉“”\"「」·・]+")
_ASCII = str.maketrans("（），：；", "(),:;")


@lru_cache(maxsize=1 << 16)
def name_key(name: str) -> str:
    """The form in which names are compared: no white space, no quotation marks, small letters, ASCII punctuation."""
    name = _IGNORED.sub("", name)
    return (name if name.isascii() else name.translate(_ASCII)).casefold()


# The names of two States before 关于. Some texts print a title with its parties, others without.
_PARTIES = re.compile(r"[^关公条议章约]{1,40}[和与、][^关公条议章约]{1,40}(?:国|联邦|联盟)(?=关于)")
# Some texts print a treaty with 联合国, others without. In the titles of other instruments 联合国 can be a difference.
_BEFORE_TREATY = re.compile(r"联合国(?=.*(?:条约|公约|协定|议定书)$)")
# A year before a title can be left out only if the catalogue has the title without a year. Otherwise the year can be
# the difference between two treaties.
_TREATY_OF_YEAR = re.compile(r"\d{4}年(?:\d{1,2}月\d{1,2}日)?的?(?=.*(?:条约|公约|协定|议定书)$)")
_LEAST_LIKE = 6  # characters; shorter titles are often alike by chance


@lru_cache(maxsize=1 << 16)
def likeness(title: str) -> str:
    """The form in which different wordings of one title are equal; "" if the title is too short or not Chinese.

    The form has no parties, no 关于 at the beginning, no 联合国 before the title of a treaty, no words in brackets at
    the end, and no particles.

    >>> likeness("甲国和乙联邦关于限制某种武器的条约") == likeness("限制某种武器条约")
    True
    """
    key = re.sub(r"\([^()]*\)$", "", name_key(title))
    key = _PARTIES.sub("", key, count=1)
    if prefix := _BEFORE_TREATY.match(key):
        key = key[prefix.end() :]
    key = re.sub("^关于|[的和与及之、,]|以及|补充(?=议定书$)", "", key)
    return key if len(key) >= _LEAST_LIKE and not key.isascii() else ""


def names_of(key: str, titles: Iterable[str], aliases: Iterable[str], *, title_is_name: bool = True) -> tuple[str, ...]:
    """Returns the names by which a text can cite a document: its aliases, and its titles if ``title_is_name``.

    A resolution or decision is cited only by its aliases, because its title is its subject. Resolution 75/87 has the
    title 全面禁止核试验条约, but a text that names 全面禁止核试验条约 means the treaty.
    """
    entitled_after_a_subject = symbols.kind_of(key) in (
        symbols.GA_RESOLUTION,
        symbols.GA_DECISION,
        symbols.SC_RESOLUTION,
    )
    by_title = title_is_name and not entitled_after_a_subject
    return tuple(name for name in (*(titles if by_title else ()), *aliases) if name)


class Catalogue:
    """Known documents by key, by name and by registration."""

    def __init__(self, known: Iterable[KnownDocument] = ()) -> None:
        self._keys: set[str] = set()
        self._by_name: dict[str, set[str]] = defaultdict(set)
        self._of_the_security_council: dict[int, set[str]] = defaultdict(set)  # number of a resolution → keys
        self._names: dict[str, set[str]] = defaultdict(set)  # key → its names
        self._titles: dict[str, str] = {}  # key → its first name
        self._by_registration: dict[tuple[int, int, bool], set[str]] = defaultdict(set)
        self._by_likeness: dict[str, set[str]] = defaultdict(set)
        self._by_ending: dict[str, set[str]] = defaultdict(set)  # the last characters of a name → names
        self._by_beginning: dict[str, set[str]] = defaultdict(set)  # the first characters of a name → names
        self._first_characters: set[str] = set()  # four characters each
        for document in known:
            self.add(document)

    def add(self, document: KnownDocument) -> None:
        self._keys.add(document.key)
        self._titles.setdefault(document.key, next(iter(document.names), ""))
        if document.key.startswith("S/RES/"):
            self._of_the_security_council[symbols.number_and_part(document.key)[0]].add(document.key)
        for name in document.names:
            key = name_key(name)
            self._by_name[key].add(document.key)
            self._names[document.key].add(key)
            self._by_likeness[likeness(name)].add(document.key)
            self._by_ending[key[-_ENDING:]].add(key)
            if len(key) >= _BEGINNING:
                self._by_beginning[key[:_BEGINNING]].add(key)
                self._first_characters.add(key[:4])
        for places, league in ((document.registrations, False), (document.league, True)):
            for volume, number in places:
                self._by_registration[volume, number, league].add(document.key)

    def __contains__(self, key: str) -> bool:
        return key in self._keys

    def title_of(self, key: str) -> str:
        """The first name of a document; "" if the catalogue has no name for it."""
        return self._titles.get(key, "")

    def named(self, name: str) -> frozenset[str]:
        """The keys of all documents with this name. The set can be empty."""
        return frozenset(self._by_name.get(name_key(name), ()))

    def alike(self, title: str) -> str | None:
        """The key of the only document with a title of the same ``likeness``.

        None if no document or several documents have such a title.
        """
        found = self._by_likeness.get(likeness(title), set()) if likeness(title) else set()
        if not found and (year := _TREATY_OF_YEAR.match(title)) and (like := likeness(title[year.end() :])):
            found = {key for key in self._by_likeness.get(like, ()) if not key.startswith("title:")}
        return next(iter(found)) if len(found) == 1 else None

    def name_at_end(self, words: str) -> str:
        """The longest name with which ``words`` end and that belongs to only one document; "" if there is none.

        The name has the form of ``name_key``. Names of fewer than four characters do not count.
        """
        run = name_key(words)
        names = self._by_ending.get(run[-_ENDING:], ())
        fitting = (name for name in names if run.endswith(name) and len(name) >= _ENDING and len(self.named(name)) == 1)
        return max(fitting, key=len, default="")

    def has_name_with_end(self, words: str) -> bool:
        """Whether a name ends in the last four characters of ``words``. This test is faster than ``name_at_end``."""
        return name_key(words[-_ENDING:]) in self._by_ending

    def names_with_end(self, words: str) -> list[str]:
        """All names that end in ``words``, in the form of ``name_key``."""
        end = name_key(words)
        return [name for name in self._by_ending.get(end[-_ENDING:], ()) if name.endswith(end)]

    def names_at_beginning(self, words: str) -> list[str]:
        """All names with which ``words`` begin, in the form of ``name_key``. The longest name is first.

        Names of fewer than eight characters do not count.
        """
        start = words[:4]
        if start.isascii() and start.isalnum() and start.lower() not in self._first_characters:
            return []  # most words
        names = self._by_beginning.get(name_key(words[: 2 * _BEGINNING])[:_BEGINNING], ())
        if not names:
            return []
        run = name_key(words)
        return sorted((name for name in names if run.startswith(name)), key=len, reverse=True)

    def registered(self, volume: int, number: int, league: bool = False) -> frozenset[str]:
        """The keys of the treaties at one place of a Treaty Series. 第729卷，第10485号 is volume 729, number 10485.

        The series is that of the League of Nations if ``league`` is true, otherwise that of the UN.
        """
        return frozenset(self._by_registration.get((volume, number, league), ()))

    def of_the_security_council(self, number: int) -> set[str]:
        """The keys of the Security Council's resolutions with this number. The Council uses each number only once."""
        return set(self._of_the_security_council.get(number, ()))

    def of_one_family(self, one: str, other: str) -> bool:
        """Whether a name of one document begins with a name of the other, as 某条约议定书 begins with 某条约."""
        pairs = product(self._names.get(one, ()), self._names.get(other, ()))
        return any(a.startswith(b) or b.startswith(a) for a, b in pairs)


def places(stored: Iterable[Sequence[int]]) -> tuple[tuple[int, int], ...]:
    """Places in a Treaty Series as (volume, number), from lists in JSON: ``[[729, 10485]]``."""
    return tuple((int(volume), int(number)) for volume, number in stored)


@cache
def from_fixtures() -> Catalogue:
    """A catalogue of the treaties and documents that come with the archive (``fixtures/documents/*.json``)."""
    catalogue = Catalogue()
    for path in sorted((FIXTURES / "documents").glob("*.json")):
        for row in json.loads(path.read_text(encoding="utf-8")):
            names = names_of(row["key"], (row["title_zh"], row["title_en"]), row["aliases"])
            catalogue.add(KnownDocument(row["key"], names, places(row["unts"]), places(row["lnts"])))
    return catalogue
