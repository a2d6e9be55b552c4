"""Finds series: resolutions that the General Assembly adopts again year after year. This module does not use Django.

The title of such a resolution can change from year to year. These rules join two resolutions:

- FOLLOWS: the later resolution recalls the earlier resolution and does not name its subject
  (回顾其2009年12月2日第64/47号决议). If the titles differ, the old title must not occur later, and the new title must
  not occur earlier.
- AGENDA: the later resolution was adopted under a sub-item of the agenda with the title of the earlier resolution. The
  agenda is written before the resolution, so it still has the title of the year before.
- TITLE: both resolutions have the same title, and no other resolution of the two sessions has this title.
- LISTED: a resolution lists both, one after the other, in one clause (回顾其第51/45 K号、第52/38 P号决议). Another rule
  joins it to a resolution of the list. The list has one resolution for each session.
- DESCRIPTION: as TITLE, but the words of one resolution are a description by collectors of votes, and not its title.
- HEADING: one chain of joined resolutions ends before another chain begins. Both chains have the same heading in the
  United Nations' voting records. No other resolution of these sessions, or between them, has this heading. Two of the
  titles are similar.

The rules apply in this order, so what a text lists comes before descriptions and headings. Collectors know only
resolutions with a vote, so the true resolution of a session may be missing. Across a gap of sessions, a short
description (regional disarmament) is only proposed, and any description across a long gap.

If only the titles are SIMILAR, the link is only proposed. The same is true for two chains with the same heading and
similar titles if one begins before the other ends: resolutions that alternate may be one series or two. No rule joins
a resolution to two resolutions of one session.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import combinations, pairwise

from archive.remembering import remembered

FOLLOWS, AGENDA, TITLE, LISTED = "follows", "agenda", "title", "listed"
DESCRIPTION, HEADING, SIMILAR = "description", "heading", "similar"

# Two resolutions with the same title are at most this many sessions apart: some return only every fifth year.
_LONGEST_GAP = 10
_CLOSE = 3  # two resolutions that another rule joins are at most this many sessions apart
_TELLING = 3  # shorter titles are too general: two similar titles share at least this many words
_ENOUGH = 0.5  # two similar titles share at least this part of their words
_ARTICLES = ("a", "an", "the")
_SMALL_WORDS = frozenset(
    (
        *_ARTICLES,
        "of",
        "on",
        "in",
        "and",
        "to",
        "for",
        "with",
        "towards",
        "toward",
        "as",
        "its",
        "by",
        "at",
        "from",
    )
)


@dataclass(frozen=True, slots=True)
class Listing:
    """The resolutions that one clause lists, in the order of the text. ``path`` is the permalink of the clause."""

    path: str
    symbols: tuple[str, ...]


@dataclass(slots=True)
class Entry:
    """The facts about a resolution that the rules use.

    ``titles`` and ``agenda`` hold the keys of titles (``title_key``) in every known language. ``descriptions`` holds
    the keys of descriptions by collectors of votes. ``recalls`` holds the symbols of the resolutions that this
    resolution recalls without naming their subject. ``lists`` holds the lists of resolutions in its preamble.
    """

    symbol: str
    session: int
    titles: set[str] = field(default_factory=set)
    agenda: set[str] = field(default_factory=set)
    heading: str = ""
    recalls: set[str] = field(default_factory=set)
    descriptions: set[str] = field(default_factory=set)
    lists: list[Listing] = field(default_factory=list)

    @property
    def names(self) -> set[str]:
        """The titles and the descriptions."""
        return self.titles | self.descriptions


@dataclass(frozen=True, slots=True)
class Link:
    """``later`` continues ``earlier``. ``basis`` is the rule; ``evidence`` is the title, the heading or the words that
    it used, or the clause that lists both (``A/RES/79/25 pp1``).
    """

    earlier: str
    later: str
    basis: str
    evidence: str = ""


def title_key(title: str) -> str:
    """The form in which titles are compared. Articles do not count: sources leave them out.

    >>> title_key("The nuclear-weapon-free world") == title_key("Nuclear‑weapon‑free  WORLD")
    True
    """
    return " ".join(word for word in re.findall(r"\w+", title.casefold()) if word not in _ARTICLES)


_ORDINALS = {"1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth", "5th": "fifth"}
_NUMBER = re.compile(r"\d|^(?:first|second|third)$|th$")
_SLIP = 0.8  # the least similarity of a word and its misspelling


def same_title(one: str, other: str) -> bool:
    """Whether two titles are the same except for their spelling. Collectors of votes misspell some English titles.

    >>> same_title("Transparency in armaments", "Transparancy in armaments")
    True
    >>> same_title("The 1995 and 2000 Review Conferences", "The 1995, 2000 and 2010 Review Conferences")
    False
    """
    before, after = ([_ORDINALS.get(word, word) for word in title_key(title).split()] for title in (one, other))
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    pairs = (("".join(before[a:b]), "".join(after[c:d])) for tag, a, b, c, d in steps if tag != "equal")
    return all(_is_slip(*pair) for pair in pairs)


def _is_slip(word: str, other: str) -> bool:
    """Whether one of two words is a misspelling of the other. Numbers and Chinese words are not misspelt."""
    if word == other:
        return True
    spelt = (word + other).isascii() and not _NUMBER.search(word) and not _NUMBER.search(other)
    return spelt and SequenceMatcher(None, word, other, autojunk=False).ratio() >= _SLIP


def sub_item(agenda_title: str) -> str:
    """The last part of an agenda item's title. “General and complete disarmament: small arms” gives “small arms”."""
    return re.split(r"[:：]", agenda_title)[-1].strip()


def ascend(sessions: Iterable[int]) -> bool:
    """Whether each session is after the one before it, as in a list of one resolution for each session."""
    return all(first < then for first, then in pairwise(sessions))


def links(entries: Iterable[Entry]) -> tuple[list[Link], list[Link]]:
    """Returns (accepted, proposed) links between these resolutions."""
    index = _Index(list(entries))
    chains = _Chains()
    in_order = sorted(index.entries, key=lambda e: e.session)
    for entry in in_order:
        for link in (_by_title(index, entry), _by_recalling(index, entry), _by_agenda(index, entry)):
            if link:
                chains.join(index, link)
    for link in _by_lists(index, chains):
        chains.join(index, link)
    for entry in in_order:
        if described := _by_description(index, entry):
            chains.join(index, described)
    for link in _by_heading(index, chains):
        chains.join(index, link)
    unsure = [link for link in chains.links if not _is_sure(index, link)]
    accepted = [link for link in chains.links if link not in unsure]
    return accepted, [*unsure, *_by_similarity(index, chains), *_by_interleaving(index, chains)]


def _is_sure(index: _Index, link: Link) -> bool:
    """Whether a link is accepted. An unsure link is proposed, and it keeps its resolutions from other rules."""
    gap = index.by_symbol[link.later].session - index.by_symbol[link.earlier].session
    return link.basis != DESCRIPTION or gap == 1 or (gap <= _CLOSE and len(_units(link.evidence)) >= _TELLING)


class _Index:
    """Finds entries by symbol, by title or description and session, or by agenda item and session. Counts entries by
    heading."""

    def __init__(self, entries: list[Entry]) -> None:
        self.entries = entries
        self.by_symbol = {entry.symbol: entry for entry in entries}
        self.named: dict[str, dict[int, list[Entry]]] = defaultdict(lambda: defaultdict(list))
        self.agenda: dict[str, dict[int, list[Entry]]] = defaultdict(lambda: defaultdict(list))
        self.headings: dict[tuple[int, str], int] = defaultdict(int)
        for entry in entries:
            for name in entry.names:
                self.named[name][entry.session].append(entry)
            for item in entry.agenda:
                self.agenda[item][entry.session].append(entry)
            if entry.heading:
                self.headings[entry.session, entry.heading] += 1

    def before(self, name: str, session: int, gap: int) -> Entry | None:
        """The resolution with this title or description in an earlier session. The nearest session counts.

        The result is None if several resolutions of that session have it, or if the session is more than ``gap``
        sessions earlier.
        """
        sessions = [s for s in self.named.get(name, ()) if session - gap <= s < session]
        bearers = self.named[name][max(sessions)] if sessions else []
        return bearers[0] if len(bearers) == 1 else None


class _Chains:
    """The links found so far. Each resolution is in one chain. A chain has at most one resolution of each session."""

    def __init__(self) -> None:
        self.links: list[Link] = []
        self._chain: dict[str, list[Entry]] = {}

    def of(self, entry: Entry) -> list[Entry]:
        return self._chain.setdefault(entry.symbol, [entry])

    def join(self, index: _Index, link: Link) -> None:
        earlier, later = self.of(index.by_symbol[link.earlier]), self.of(index.by_symbol[link.later])
        if {entry.session for entry in earlier} & {entry.session for entry in later}:
            return
        joined = sorted(earlier + later, key=lambda entry: entry.session)
        for entry in joined:
            self._chain[entry.symbol] = joined
        self.links.append(link)

    def all(self, index: _Index) -> list[list[Entry]]:
        return list({id(chain): chain for chain in map(self.of, index.entries)}.values())


def _by_title(index: _Index, entry: Entry) -> Link | None:
    for title in sorted(entry.titles):
        before = _bearing(index, entry, title)
        if before and title in before.titles:
            return Link(before.symbol, entry.symbol, TITLE, title)
    return None


def _by_description(index: _Index, entry: Entry) -> Link | None:
    for name in sorted(entry.names):
        before = _bearing(index, entry, name)
        if before and name not in entry.titles & before.titles:
            return Link(before.symbol, entry.symbol, DESCRIPTION, name)
    return None


def _bearing(index: _Index, entry: Entry, name: str) -> Entry | None:
    """The earlier resolution with this title or description, if no other resolution of the two sessions has it."""
    return index.before(name, entry.session, _LONGEST_GAP) if len(index.named[name][entry.session]) == 1 else None


def _by_lists(index: _Index, chains: _Chains) -> list[Link]:
    """Links the neighbours in lists. The links that most texts list come first.

    Two texts may disagree which resolution of a session is the neighbour of another. Such links are left out.
    """
    listed: Counter[tuple[str, str]] = Counter()
    where: dict[tuple[str, str], str] = {}
    for entry in sorted(index.entries, key=lambda e: e.session):
        for listing in entry.lists:
            for part in _own_parts(index, chains, entry, listing):
                listed.update(pairwise(part))
                where.update(dict.fromkeys(pairwise(part), f"{entry.symbol} {listing.path}"))
    session = {symbol: index.by_symbol[symbol].session for pair in listed for symbol in pair}
    after = Counter((earlier, session[later]) for earlier, later in listed)
    before = Counter((session[earlier], later) for earlier, later in listed)
    return [
        Link(earlier, later, LISTED, where[earlier, later])
        for (earlier, later), _texts in listed.most_common()
        if after[earlier, session[later]] == before[session[earlier], later] == 1
    ]


def _own_parts(index: _Index, chains: _Chains, entry: Entry, listing: Listing) -> Iterator[list[str]]:
    """The parts of a list without long gaps that have a resolution of the entry's chain.

    A list with two resolutions of one session is no chain.
    """
    sessions = [index.by_symbol[symbol].session for symbol in listing.symbols]
    if not ascend([*sessions, entry.session]):
        return
    starts = [n for n, (first, then) in enumerate(pairwise(sessions), 1) if then - first > _CLOSE]
    for start, end in pairwise([0, *starts, len(sessions)]):
        part = list(listing.symbols[start:end])
        if any(chains.of(index.by_symbol[symbol]) is chains.of(entry) for symbol in part):
            yield part


def _by_recalling(index: _Index, entry: Entry) -> Link | None:
    """Uses only the newest recalled resolution, because a text may recall all earlier resolutions of the series."""
    known = [index.by_symbol[s] for s in entry.recalls if s in index.by_symbol]
    known = [other for other in known if entry.session - _CLOSE <= other.session < entry.session]
    last = max((other.session for other in known), default=0)
    candidates = [other for other in known if other.session == last]
    if len(candidates) != 1:
        return None
    before = candidates[0]
    same_title = before.titles & entry.titles
    old_goes_on = any(s >= entry.session for title in before.titles for s in index.named[title])
    new_was_there = any(s <= before.session for title in entry.titles for s in index.named[title])
    if same_title or not (old_goes_on or new_was_there):
        return Link(before.symbol, entry.symbol, FOLLOWS, f"{entry.symbol} → {before.symbol}")
    return None


def _by_agenda(index: _Index, entry: Entry) -> Link | None:
    for item in sorted(entry.agenda - entry.names):
        alone = len(index.agenda[item][entry.session]) == 1
        taken = index.named.get(item, {}).get(entry.session)
        before = index.before(item, entry.session, _CLOSE)
        if alone and not taken and before and item in before.titles:
            return Link(before.symbol, entry.symbol, AGENDA, item)
    return None


_Reason = Callable[[list[Entry], list[Entry], _Index], str]


def _by_heading(index: _Index, chains: _Chains) -> Iterator[Link]:
    yield from (
        Link(first.symbol, then.symbol, HEADING, heading)
        for first, then, heading in _neighbours(index, chains, _shared_heading)
    )


def _by_similarity(index: _Index, chains: _Chains) -> Iterator[Link]:
    for first, then, words in _neighbours(index, chains, lambda a, b, index: _shared_words(a, b)):
        yield Link(first.symbol, then.symbol, SIMILAR, words)


def _by_interleaving(index: _Index, chains: _Chains) -> Iterator[Link]:
    """Yields a link for two chains that alternate: to the first entry of the chain that begins later, from the entry
    of the other chain before it."""
    by_heading: dict[str, list[list[Entry]]] = defaultdict(list)
    for chain in sorted(chains.all(index), key=lambda chain: chain[0].session):
        for heading in _own_headings(chain, index):
            by_heading[heading].append(chain)
    pairs = {(id(a), id(b)): (a, b) for alike in by_heading.values() for a, b in combinations(alike, 2)}
    for first, then in pairs.values():
        before = [entry for entry in first if entry.session < then[0].session]
        apart = not {entry.session for entry in first} & {entry.session for entry in then}
        words = _shared_words(first, then) if apart and 0 < len(before) < len(first) else ""
        if words:
            yield Link(before[-1].symbol, then[0].symbol, SIMILAR, words)


def _neighbours(index: _Index, chains: _Chains, reason: _Reason) -> Iterator[tuple[Entry, Entry, str]]:
    """Yields (last entry of a chain, first entry of the next chain, reason) for each pair of chains to join.

    The second chain begins soon after the first chain ends, and ``reason`` returns a reason. A chain that fits two
    other chains is not joined.
    """
    all_chains = chains.all(index)
    begins: dict[int, list[list[Entry]]] = defaultdict(list)
    for chain in all_chains:
        begins[chain[0].session].append(chain)
    forward: dict[str, list[tuple[Entry, str]]] = defaultdict(list)
    backward: dict[str, int] = defaultdict(int)
    ends: dict[str, Entry] = {}
    for chain in all_chains:
        for session in range(chain[-1].session + 1, chain[-1].session + 1 + _CLOSE):
            for other in begins.get(session, ()):
                if why := reason(chain, other, index):
                    ends[chain[-1].symbol] = chain[-1]
                    forward[chain[-1].symbol].append((other[0], why))
                    backward[other[0].symbol] += 1
    for symbol, candidates in forward.items():
        if len(candidates) == 1 and backward[candidates[0][0].symbol] == 1:
            yield ends[symbol], candidates[0][0], candidates[0][1]


def _shared_heading(earlier: list[Entry], later: list[Entry], index: _Index) -> str:
    between = range(earlier[-1].session + 1, later[0].session)
    both = _own_headings(earlier, index) & _own_headings(later, index)
    shared = {heading for heading in both if not any(index.headings.get((session, heading)) for session in between)}
    return min(shared) if shared and _shared_words(earlier, later) else ""


def _own_headings(chain: list[Entry], index: _Index) -> set[str]:
    """The headings of a chain that no other resolution of the session has."""
    return {e.heading for e in chain if e.heading and index.headings[e.session, e.heading] == 1}


def _shared_words(earlier: list[Entry], later: list[Entry]) -> str:
    """The words that two titles share, one title from each chain; "" if no two titles are similar.

    Similar titles share at least three words, and at least half of all words of the two. The pair with the most shared
    words counts.
    """
    best: frozenset[str] = frozenset()
    for a in {title for entry in earlier[-3:] for title in entry.names}:
        for b in {title for entry in later[:3] for title in entry.names}:
            mine, theirs = _distinct(a), _distinct(b)
            shared = mine & theirs
            if len(shared) >= _TELLING and len(shared) >= _ENOUGH * len(mine | theirs) and len(shared) > len(best):
                best = shared
    return " ".join(sorted(best))


@remembered
def _distinct(title: str) -> frozenset[str]:
    """The different units of a title. The result is cached, because a title is compared with many others."""
    return frozenset(_units(title))


def _units(title: str) -> list[str]:
    """The words of an English title without small words. For a Chinese title: all pairs of adjacent characters."""
    if title.isascii():
        return [word for word in title.split() if word not in _SMALL_WORDS]
    return [title[i : i + 2] for i in range(len(title) - 1)]
