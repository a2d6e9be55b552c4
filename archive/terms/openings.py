"""The opening phrases of clauses: which English one begins the counterpart of a clause with a Chinese one.

Both stand at the beginning of their clauses, so nothing has to be searched. The preambular and the operative form of an
English phrase are one rendering, and so are the two orders of its words: Recalling also, Also recalls.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

import snowballstemmer

from archive.characters import plain
from archive.terms.evidence import Together
from archive.terms.pairs import Pair, Rendering, Term, TermKind, Wordings

_stems = snowballstemmer.stemmer("english")
_WORD = re.compile(r"\w+")
_ARTICLES = {"its", "the", "a", "an"}


def english_key(opening: str) -> tuple[str, ...]:
    """Equal for the forms of one English opening phrase.

    >>> english_key("Recalling also") == english_key("Also recalls")
    True
    """
    words = [word for word in _WORD.findall(opening.lower()) if word not in _ARTICLES]
    return tuple(sorted(_stems.stemWords(words)))


def opening_terms(pairs: Sequence[Pair]) -> list[Term]:
    """The Chinese opening phrases with enough evidence, the commonest first."""
    found = Wordings.of(pairs)
    keys = [english_key(pair.en.opening) if pair.is_paragraph else () for pair in found.pairs]
    chinese: dict[str, list[int]] = defaultdict(list)
    for at, pair in enumerate(found.pairs):
        if keys[at] and pair.zh.opening:
            chinese[plain(pair.zh.opening)].append(at)
    english = Counter(keys[at] for wordings in chinese.values() for at in wordings)
    terms = [_term(words, wordings, keys, english, found, pairs) for words, wordings in chinese.items()]
    return sorted((term for term in terms if term.renderings), key=lambda term: -term.wordings)


def _term(
    words: str,
    wordings: list[int],
    keys: Sequence[tuple[str, ...]],
    english: Counter[tuple[str, ...]],
    found: Wordings,
    pairs: Sequence[Pair],
) -> Term:
    by_key: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at in wordings:
        by_key[keys[at]].append(at)
    renderings, others = [], []
    for key, same in sorted(by_key.items(), key=lambda row: (-len(row[1]), row[0])):
        together = Together(len(same), len(wordings), english[key], english.total())
        places = found.places_of(same)
        if not together.is_evidence(dice=0):
            others += places
            continue
        forms = Counter(pairs[place].en.opening for place in places).most_common()
        renderings.append(
            Rendering(forms[0][0], forms, together.both, together.english, together.dice, together.likelihood, places)
        )
    return Term(TermKind.OPENING, words, len(wordings), renderings, sorted(others))
