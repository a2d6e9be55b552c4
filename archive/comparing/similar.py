"""Finds the clauses whose words are like those of one clause, in whatever text they are.

The likeness of two clauses is the share of the words of both that they have in common, in the same order. A Han
character counts as a word. Numbers, dates and small words (的, the) do not count. So a reader can check the likeness
by the words that are marked as different.

Some clauses are formulas, such as 请秘书长向大会提出报告: many series have them, and their likeness means nothing. If
the clauses of more than ``FORMULA_SERIES`` other series are alike, the words that most of these have are the formula.
Then only clauses are kept that share the other words too.

    clause        决定将题为“防止外层空间的军备竞赛”的项目列入临时议程
    formula       决定将题为“　　　　　　　　　　　　”的项目列入临时议程
    other words               防止外层空间的军备竞赛
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable
from dataclasses import dataclass
from functools import partial

from rapidfuzz.distance import Indel

from archive.characters import plain
from archive.comparing.numbers import ENGLISH_MONTHS, NUMBERS
from archive.comparing.tokens import Tokens
from archive.comparing.wording import without_space

LEAST = 0.5  # Clauses with a lower likeness are not similar. Below it, most pairs share only their grammar.
FORMULA_SERIES = 8  # In five sessions, a clause is like those of up to 8 other series, or of dozens.
FEWEST_WORDS = 6  # A clause with fewer words is only similar to clauses with the same words.

_SHARE = 0.5  # of the clauses alike, which have a word of the formula
_REST = 0.75  # of the other words of a clause with a formula, which must be shared
# A quick pattern: thousands of texts are read. It leaves English ordinals.
_NUMBERS_OF_WORDS = re.compile(
    rf"\d+(?:[/.,]\d+)*[年月日]?|(?<=第)[一二三四五六七八九十百]+(?=届)|\b(?:{ENGLISH_MONTHS})\b"
)
_NUMBERS = re.compile(NUMBERS)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A clause that may be similar. ``series`` are the series that have a clause with these words."""

    key: int
    text: str
    series: frozenset[Hashable]


@dataclass(frozen=True, slots=True)
class Similar:
    """The result. ``likeness`` maps the keys of similar clauses to their likeness, from ``LEAST`` to 1, the highest
    first. ``formula_series`` is the number of other series that have the formula. It is 0 if there is no formula."""

    likeness: dict[int, float]
    formula_series: int


def similar(
    text: str, series: Hashable, candidates: Iterable[Candidate], words_of: Callable[[str], str] | None = None
) -> Similar:
    """The candidates that are similar to a clause of ``series``. Those that are equally alike are in order of keys.

    ``words_of`` is ``words`` with the same tokens for all texts. Who compares many clauses gives one that remembers.
    """
    words_of = words_of or partial(words, tokens=Tokens())
    own = words_of(text)
    alike = [
        (candidate, others, share)
        for candidate in sorted(candidates, key=lambda each: each.key)
        for others in [words_of(candidate.text)]
        if (share := likeness(own, others)) >= LEAST
    ]
    alike.sort(key=lambda found: -found[2])
    formula, count = _formula([(others, each.series - {series}) for each, others, _ in alike])
    rest = Counter(own) - Counter(formula)
    kept = [
        (candidate.key, share)
        for candidate, others, share in alike
        if others == own or not count or _has_most(others, rest)
    ]
    return Similar(dict(kept), count)


def likeness(one: str, other: str) -> float:
    """The share of common words in the same order, from 0 to 1. Both are in the form of ``words``.

    >>> tokens = Tokens()
    >>> round(likeness(words("促请所有国家裁军", tokens), words("促请各国裁军", tokens)), 2)
    0.71
    """
    if one != other and min(len(one), len(other)) < FEWEST_WORDS:
        return 0.0
    return Indel.normalized_similarity(one, other)


def words(text: str, tokens: Tokens) -> str:
    """The words that count, one character each.

    >>> tokens = Tokens()
    >>> words("第七十七届会议", tokens) == words("第七十九届会议", tokens)
    True
    """
    return tokens.of(_NUMBERS_OF_WORDS.sub(" ", plain(text)))


def without_numbers(text: str) -> str:
    """The text without white space, and with one mark for each number. It is equal for the clauses of different years
    that differ only in numbers and dates.

    >>> without_numbers("第 77/41 号决议") == without_numbers("第78/16号决议")
    True
    """
    return without_space(_NUMBERS.sub("#", plain(text)))


def _formula(alike: Collection[tuple[str, frozenset[Hashable]]]) -> tuple[str, int]:
    """(the words that most other series have in common, the number of these series). The most alike clause of each
    series counts. ("", 0) if there are few such series."""
    first: dict[Hashable, str] = {}
    for others, series in alike:
        for each in series:
            first.setdefault(each, others)
    if len(first) <= FORMULA_SERIES:
        return "", 0
    counted: Counter[tuple[str, int]] = Counter()
    for others in first.values():
        counted.update((word, nth) for word, times in Counter(others).items() for nth in range(times))
    return "".join(word for (word, _), times in counted.items() if times >= _SHARE * len(first)), len(first)


def _has_most(others: str, rest: Counter[str]) -> bool:
    """Whether a clause has most of the words that are not in the formula."""
    return bool(rest) and (rest & Counter(others)).total() >= _REST * rest.total()
