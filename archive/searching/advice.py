"""Suggests other searches if a search finds nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from archive.searching.analysis import fold
from archive.searching.meaning import Meaning
from archive.searching.search import Answer, Search, count
from archive.searching.segmentation import concepts

_MISSING_TRIED = 3  # other spellings are tried for at most this many words without a hit


@dataclass(frozen=True, slots=True)
class Advice:
    """A search that finds something, offered instead of a search that found nothing.

    ``kind`` says what is changed: "filters" (they are removed), "without" (a word is removed), "either" (any of the
    words is enough) or "spelling". ``text`` has the removed word, or the new words; it is empty for "filters".
    ``count`` is the number of clauses found.
    """

    kind: str
    text: str
    search: Search
    count: int


def advice(answer: Answer) -> list[Advice]:
    """Other searches that find at least one clause, for an answer that has none."""
    attempts = _attempts(answer.search, _words(answer.meaning))
    counted = (Advice(kind, text, search, count(search)) for kind, text, search in attempts)
    return [found for found in counted if found.count]


def _attempts(search: Search, words: list[str]) -> Iterator[tuple[str, str, Search]]:
    """Other searches that may find more, as (kind, words, search).

    They are: without the filters; without the rarest word; with any of the words instead of all; with the nearest
    spelling of the whole question; with the nearest spelling of one word that finds nothing.
    """

    def asking(q: str) -> Search:
        return replace(search, q=q, page=1)

    if search.chosen:
        yield "filters", "", replace(search, chosen={}, page=1)
    missing: list[str] = []
    if len(words) > 1:
        counts = {word: count(asking(word)) for word in words}
        missing = [word for word in words if not counts[word]]
        rarest = min(words, key=lambda word: counts[word])
        yield "without", rarest, asking(" ".join(word for word in words if word != rarest))
        yield "either", " 或 ".join(words), asking(" 或 ".join(words))
    for spelling in nearest(search.q):
        yield "spelling", spelling, asking(spelling)
    for word in missing[:_MISSING_TRIED]:
        for spelling in nearest(word.strip('"')):
            yield "spelling", spelling, asking(" ".join(spelling if each == word else each for each in words))


def _words(meaning: Meaning) -> list[str]:
    """The words and phrases that must all occur, as typed. The list is empty if the question has fields."""
    explained = meaning.explained
    if explained is None:
        return []
    parts = explained.children if explained.kind == "all" else (explained,)
    words: list[str] = []
    for part in parts:
        if part.kind == "word":
            words.extend(part.parts or (part.text,))
        elif part.kind == "phrase":
            words.append(f'"{part.text}"')
        elif part.kind == "field":
            return []
    return list(dict.fromkeys(words))


def nearest(word: str, limit: int = 3) -> list[str]:
    """At most ``limit`` names of the word list that are one typing error away from a word. A typing error is an
    extra, a missing or a wrong character, or two exchanged characters."""
    folded = fold(word).strip(" \"'《》")
    if len(folded) < 2 or len(folded) > 40:
        return []
    near = (name for names in concepts() for name in names if _one_apart(folded, fold(name)))
    return list(dict.fromkeys(near))[:limit]


def _one_apart(a: str, b: str) -> bool:
    if a == b or abs(len(a) - len(b)) > 1:
        return False
    if len(a) > len(b):
        a, b = b, a
    start = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(a))
    if len(a) < len(b):
        return a[start:] == b[start + 1 :]
    rest_a, rest_b = a[start:], b[start:]
    return rest_a[1:] == rest_b[1:] or (rest_a[:2] == rest_b[:2][::-1] and rest_a[2:] == rest_b[2:])
