"""Suggests other searches: if a search finds nothing, and if a word has a wrong character."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from archive.searching.asked import Search
from archive.searching.meaning import Meaning
from archive.searching.search import Answer, count
from archive.searching.spelling import corrections, nearest

_WORDS_TRIED = 20  # a search counts the hits of each word; a question of more words gets less advice
_CITED_TRIED = 3  # most documents for which citing clauses are counted
_MISSING_TRIED = 3  # other spellings are tried for at most this many words without a hit


@dataclass(frozen=True, slots=True)
class Advice:
    """A search that finds something, offered instead of a search that found nothing.

    ``kind`` says what is changed: "filters" (they are removed), "without" (a word is removed), "either" (any of the
    words is enough), "spelling", or "citing" (clauses that cite the document are found instead of those that have its
    name). ``text`` has the removed word, the new words, or the key of the document; it is empty for "filters".
    ``count`` is the number of clauses found.
    """

    kind: str
    text: str
    search: Search
    count: int


def advice(answer: Answer) -> list[Advice]:
    """Other searches that find at least one clause: for an answer that has none, and for a word with a wrong
    character."""
    if answer.count:
        return _corrected(answer)
    attempts = chain(_citing(answer), _attempts(answer.search, _words(answer.meaning)))
    once = {search.address(): (kind, text, search) for kind, text, search in attempts}
    counted = (Advice(kind, text, search, count(search)) for kind, text, search in once.values())
    return [found for found in counted if found.count]


def _citing(answer: Answer) -> Iterator[tuple[str, str, Search]]:
    """Searches for the clauses that cite the documents that the whole question names: S/RES/1540 is
    第1540(2004)号决议 in their words."""
    for offer in answer.offers[:_CITED_TRIED]:
        yield "citing", offer.key, replace(answer.search, q=f"cites:{offer.key}", page=1)


def _corrected(answer: Answer) -> list[Advice]:
    """The search with the right characters, if an answer has hits although a word has a wrong character.

    核武气 is cut into 核武 and 气, which occur in some clauses. The words as typed must occur in no clause, and the
    right words in at least one.
    """
    for text in _words(answer.meaning, whole=True):
        for wrong, right in corrections(text):
            asked = replace(answer.search, q=answer.search.q.replace(wrong, right), page=1)
            if asked.q != answer.search.q and not count(Search(f'"{wrong}"')) and (found := count(asked)):
                return [Advice("spelling", asked.q, asked, found)]
    return []


def _attempts(search: Search, words: list[str]) -> Iterator[tuple[str, str, Search]]:
    """Other searches that may find more, as (kind, words, search).

    They are: without the filters; without the rarest word; with any of the words instead of all; with the nearest
    spelling of the whole question; with the nearest spelling of one word that finds nothing.
    """

    def asking(q: str) -> Search:
        return replace(search, q=q, page=1)

    if search.is_narrowed:
        yield "filters", "", replace(search, chosen={}, since=None, until=None, page=1)
    missing: list[str] = []
    if 1 < len(words) <= _WORDS_TRIED:
        counts = {word: count(asking(word)) for word in words}
        missing = [word for word in words if not counts[word]]
        rarest = min(words, key=lambda word: counts[word])
        yield "without", rarest, asking(" ".join(word for word in words if word != rarest))
    if len(words) > 1:
        either = f" {_or(words)} ".join(words)
        yield "either", either, asking(either)
    for wrong, right in corrections(search.q):
        yield "spelling", search.q.replace(wrong, right), asking(search.q.replace(wrong, right))
    for near in nearest(search.q):
        yield "spelling", near, asking(near)
    for word in missing[:_MISSING_TRIED]:
        for near in nearest(word.strip('"')):
            yield "spelling", near, asking(" ".join(near if each == word else each for each in words))


def _or(words: list[str]) -> str:
    """The operator in the language of the words."""
    return "OR" if all(map(str.isascii, words)) else "或"


def _words(meaning: Meaning, *, whole: bool = False) -> list[str]:
    """The words and phrases that must all occur, as typed. The list is empty if the question has fields.

    If ``whole`` is True, words that were typed without spaces stay together, and phrases are left out.
    """
    explained = meaning.explained
    if explained is None:
        return []
    parts = explained.children if explained.kind == "all" else (explained,)
    words: list[str] = []
    for part in parts:
        if part.kind == "word":
            words.extend((part.text,) if whole else part.parts or (part.text,))
        elif part.kind == "phrase" and not whole:
            words.append(f'"{part.text}"')
        elif part.kind == "field":
            return []
    return list(dict.fromkeys(words))
