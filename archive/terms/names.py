"""The names of treaties and bodies, and phrases: which English phrase stands where a Chinese one stands.

The longest names come first. Where a longer name stands, the shorter one in it does not count, in Chinese and, once its
rendering is known, in English: 核试验 does not count in 全面禁止核试验条约, nor "nuclear test" in its English name.

Of the English phrases that go with the name about equally well, the longest is taken that has at least two different
words before it, and two after it: what always stands between the same words is only a piece of a sentence.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.searching.analysis import fold
from archive.terms.english import BREAK, FUNCTION_WORDS, Words, spelled_out, words_of
from archive.terms.evidence import DICE, FEWEST, Together
from archive.terms.pairs import Pair, Rendering, Term, TermKind, Wordings
from archive.terms.rivals import Rivals
from archive.terms.word_list import Concept

_LONGEST = 30  # words of an English phrase; the longest name of a convention has 24
_NEAR = 0.93  # of the best Dice value: as good as the best
_MOST = 5  # renderings of one name
_HAN = re.compile("[\u4e00-\u9fff]")
Key = tuple[str, ...]


def name_terms(pairs: Sequence[Pair], concepts: Iterable[Concept]) -> list[Term]:
    """The names with enough evidence, in the order of the list."""
    found = Wordings.of(pairs)
    names = _names(concepts)
    places = _places(found.pairs, names)
    corpus = _Corpus(words_of(pair.en.text + spelled_out(pair.en.text) for pair in found.pairs))
    rivals = Rivals(pair.zh.text for pair in found.pairs)
    terms = {}
    for name in sorted(places, key=lambda name: (-len(name), name)):
        concept = names[name]
        if term := _term(name, concept, places[name], corpus, rivals, found):
            terms[name] = term
    return [terms[name] for name in names if name in terms]


def shown(name: str) -> str:
    """The name as a page shows it, without the marks that only say where it counts."""
    return name.removeprefix("《").removesuffix("》")


def _names(concepts: Iterable[Concept]) -> dict[str, Concept]:
    return {name: concept for concept in concepts for name in concept.names if _HAN.search(name)}


def _places(pairs: Sequence[Pair], names: Iterable[str]) -> dict[str, list[int]]:
    """Name → the wordings that have it outside a longer name."""
    by_folded = {fold(name): name for name in names}
    pattern = re.compile("|".join(map(re.escape, sorted(by_folded, key=lambda name: (-len(shown(name)), -len(name))))))
    places: dict[str, list[int]] = defaultdict(list)
    for at, pair in enumerate(pairs):
        for name in dict.fromkeys(pattern.findall(fold(pair.zh.text))):
            places[by_folded[name]].append(at)
    return places


class _Corpus:
    """The English texts, and which of them has a phrase."""

    def __init__(self, texts: list[Words]) -> None:
        self.texts = texts
        self._having: dict[str, set[int]] = defaultdict(set)
        self._known: dict[Key, frozenset[int]] = {}
        for at, text in enumerate(texts):
            for word in text.keys:
                self._having[word].add(at)

    def having(self, key: Key) -> frozenset[int]:
        if key not in self._known:
            few, *others = sorted((self._having.get(word, set()) for word in set(key)), key=len)
            both = few.intersection(*others)
            if len(key) > 1:
                both = {at for at in both if next(self.texts[at].found(key), None) is not None}
            self._known[key] = frozenset(both)
        return self._known[key]

    def join(self, key: Key, wordings: Iterable[int]) -> None:
        """Makes one word of a phrase in these texts, so that its parts no longer count there."""
        joined = "_".join(key)
        for at in wordings:
            text = self.texts[at]
            before = set(text.keys)
            for start in reversed(list(text.found(key))):
                text.join(start, start + len(key), joined)
            after = set(text.keys)
            for word in before - after:
                self._having[word].discard(at)
            for word in after - before:
                self._having[word].add(at)
        self._known.clear()


@dataclass(slots=True)
class _Candidate:
    key: Key
    having: frozenset[int]
    together: Together


def _term(
    name: str, concept: Concept, wordings: list[int], corpus: _Corpus, rivals: Rivals, found: Wordings
) -> Term | None:
    left, seen = set(wordings), set[int]()
    renderings: list[Rendering] = []
    keys: list[tuple[Key, set[int]]] = []
    while len(renderings) < _MOST and len(left) >= FEWEST:
        best = _best(left, seen, concept, corpus, rivals)
        if best is None:
            break
        having = left & best.having
        renderings.append(_rendering(best, having, corpus, found))
        keys.append((best.key, having))
        left -= having
        seen |= best.having | having
    if not renderings:
        return None
    for key, having in keys:
        if len(key) > 1:
            corpus.join(key, having)
    others = tuple(shown(other) for other in concept.names if shown(other) != shown(name))
    return Term(
        concept.kind,
        shown(name),
        len(wordings),
        renderings,
        found.places_of(sorted(left)),
        tuple(dict.fromkeys(others)),
    )


def _best(wordings: set[int], seen: set[int], concept: Concept, corpus: _Corpus, rivals: Rivals) -> _Candidate | None:
    """The phrase that stands for a name in these wordings. ``seen`` are the wordings that have a rendering already:
    they are left out of everything that is counted."""
    counted = len(corpus.texts) - len(seen)
    candidates: list[_Candidate] = []
    best = DICE
    for key, both in sorted(_phrases(wordings, corpus.texts).items(), key=lambda row: (-len(row[1]), row[0])):
        if 2 * len(both) / (len(wordings) + len(both)) < best * _NEAR:
            break
        having = corpus.having(key) - seen
        together = Together(len(wordings & having), len(wordings), len(having), counted)
        if together.is_evidence() and (concept.kind is TermKind.PHRASE or _is_name(key, both, corpus.texts)):
            candidates.append(_Candidate(key, having, together))
            best = max(best, together.dice)
    while candidates:
        best = max(each.together.dice for each in candidates)
        near = [each for each in candidates if each.together.dice >= best * _NEAR]
        most = max(each.together.both for each in near)
        longest_first = sorted(
            (each for each in near if each.together.both >= most * _NEAR),
            key=lambda each: (-len(each.key), -each.together.dice, each.key),
        )
        for each in longest_first:
            both = wordings & each.having
            if (
                _is_whole(each.key, both, corpus.texts)
                and _are_different(both, corpus.texts)
                and not rivals.are_better(each.having, each.together.dice, concept.names)
            ):
                return each
        tried = {each.key for each in longest_first}
        candidates = [each for each in candidates if each.key not in tried]
    return None


def _phrases(wordings: set[int], texts: Sequence[Words]) -> dict[Key, set[int]]:
    """The phrases in these texts that stand in enough of them, with the texts. They grow word by word."""
    needed = max(FEWEST, len(wordings) * DICE / (2 - DICE) * _NEAR)
    starts = [
        (at, start)
        for at in wordings
        for start, word in enumerate(texts[at].keys)
        if word not in FUNCTION_WORDS and word != BREAK
    ]
    phrases: dict[Key, set[int]] = {}
    for size in range(1, _LONGEST + 1):
        grown: dict[Key, set[int]] = defaultdict(set)
        long_enough = []
        for at, start in starts:
            keys = texts[at].keys
            if start + size <= len(keys) and keys[start + size - 1] != BREAK:
                key = tuple(keys[start : start + size])
                grown[key].add(at)
                long_enough.append((key, at, start))
        kept = {key: both for key, both in grown.items() if len(both) >= needed}
        starts = [(at, start) for key, at, start in long_enough if key in kept]
        phrases |= {key: both for key, both in kept.items() if key[-1] not in FUNCTION_WORDS}
        if not starts:
            break
    return phrases


def _is_whole(key: Key, wordings: Iterable[int], texts: Sequence[Words]) -> bool:
    """Whether a phrase stands between different words, and has both signs of each pair of brackets."""
    before, after = set[str](), set[str]()
    for at in wordings:
        text = texts[at]
        for start in text.found(key):
            end = start + len(key)
            before.add(_neighbour(reversed(text.keys[:start])))
            after.add(_neighbour(text.keys[end:]))
            printed = text.printed(start, end)
            if printed.count("(") != printed.count(")"):
                return False
    return all(BREAK in words or len(words) > 1 for words in (before, after))


def _is_name(key: Key, wordings: Iterable[int], texts: Sequence[Words]) -> bool:
    """Whether a phrase can be the name of a treaty or a body: one word is only a piece of a name, except EU."""
    if len(key) > 1:
        return True
    text = texts[next(iter(wordings))]
    return any(text.printed(start, start + 1).isupper() for start in text.found(key))


def _neighbour(words: Iterable[str]) -> str:
    return next((word for word in words if word not in FUNCTION_WORDS), BREAK)


def _are_different(wordings: Iterable[int], texts: Sequence[Words]) -> bool:
    """Whether FEWEST of the texts share less than half of their words with each other. A paragraph that is changed a
    little from year to year says nothing new."""
    different: list[set[str]] = []
    for at in sorted(wordings):
        words = set(texts[at].keys)
        if all(2 * len(words & other) < len(words | other) for other in different):
            different.append(words)
            if len(different) == FEWEST:
                return True
    return False


def _rendering(best: _Candidate, having: set[int], corpus: _Corpus, found: Wordings) -> Rendering:
    forms: Counter[str] = Counter()
    for at in having:
        text = corpus.texts[at]
        for start in text.found(best.key):
            forms[text.printed(start, start + len(best.key))] += len(found.places[at])
    commonest = sorted(forms.items(), key=lambda row: (-row[1], row[0]))
    together = best.together
    return Rendering(
        commonest[0][0],
        commonest,
        together.both,
        together.english,
        together.dice,
        together.likelihood,
        found.places_of(sorted(having)),
    )
