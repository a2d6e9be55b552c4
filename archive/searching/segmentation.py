"""Cuts Chinese texts into words with jieba and the archive's word list. Finds the other names of a concept.

Each line of ``words.txt`` has the names of one concept, separated by ``=``. The full name is first. A line that begins
with ``#`` is a comment. jieba keeps every name together as one word. A search for one name also finds the other names
of the same line.

The server loads the dictionary before it forks its processes (``warming``); every other process loads it at the first
use (``dictionary``).
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path

from archive.searching.analysis import fold, han_runs, joined_words
from archive.searching.dictionary import Tokenizer, tokenizer
from archive.searching.everyday_terms import everyday_terms
from archive.searching.stems import asked_stems, stems

_LIST = Path(__file__).with_name("words.txt")
_loading = threading.Lock()


_TREATIES = Path(__file__).resolve().parents[2] / "fixtures" / "documents" / "treaties.json"


@cache
def concepts() -> tuple[tuple[str, ...], ...]:
    """The word list: the names of each concept as written, the full name first."""
    lines = _LIST.read_text(encoding="utf-8").splitlines()
    rows = (line for line in lines if line.strip() and not line.startswith("#"))
    return tuple(tuple(name.strip() for name in row.split("=")) for row in rows)


@cache
def _by_name() -> dict[str, tuple[str, ...]]:
    """Each name of a concept → the names of the concept. The English title of a treaty is among them, but finds no
    other names itself, because English words are searched in the English texts."""
    titles = _english_titles()
    found: dict[str, tuple[str, ...]] = {}
    for names in concepts():
        english = [titles[_name(name)] for name in names if _name(name) in titles]
        if len(names) + len(english) > 1:
            found |= dict.fromkeys(map(_name, names), (*names, *english))
    return found


@cache
def _english_titles() -> dict[str, str]:
    """Chinese title of a treaty, folded → its English title."""
    rows = json.loads(_TREATIES.read_text(encoding="utf-8"))
    return {_name(row["title_zh"]): row["title_en"] for row in rows if row["title_zh"] and row["title_en"]}


def _name(text: str) -> str:
    return fold(text).strip("《》〈〉\"' ")


def other_names(text: str) -> tuple[str, ...]:
    """The other names of the concept with this name, and the terms for an everyday word. Empty for other texts.

    >>> other_names("npt")[0]
    '不扩散核武器条约'
    """
    name = _name(text)
    term = everyday_terms().get(name)
    others = dict.fromkeys((*_by_name().get(name, ()), *(term.official if term else ())))
    return tuple(other for other in others if _name(other) != name)


def cut(text: str) -> list[str]:
    """The words of a Chinese text, folded and in order. Letters and digits stay together.

    >>> cut("消除核武器条约")  # doctest: +SKIP
    ['消除', '核武器', '条约']
    """
    return [word for piece, is_han in han_runs(text) for word in (_jieba().lcut(piece) if is_han else [piece])]


@lru_cache(maxsize=100_000)
def han_words(run: str) -> tuple[str, ...]:
    """The words of a run of Han characters, which together are the run.

    Only words of the dictionary and of the word list count. jieba does not guess others, so a word is cut in the same
    way beside any other words. The result is cached, because two compared texts share most of their words.

    >>> han_words("消除核武器条约")  # doctest: +SKIP
    ('消除', '核武器', '条约')
    """
    return tuple(_jieba().lcut(fold(run), HMM=False))


def is_word(word: str) -> bool:
    """Whether jieba's dictionary or the word list has a word."""
    return bool(_jieba().FREQ.get(word))


def ranking(texts: Iterable[str], language: str) -> str:
    """The words of some texts in a language, separated by spaces. A field of words takes texts in this form.

    The shorter words inside a long word come directly before the long word. Words with letters are replaced by their
    stems.
    """
    return " ".join(
        word
        for text in texts
        for piece, is_han in han_runs(text)
        for word in (_cut_for_search(piece) if is_han else stems(piece, language))
    )


def compounds(texts: Iterable[str], language: str) -> str:
    """The stems of words with hyphens, spelled as one word. ``cooperation`` is then found in ``co-operation`` too.

    >>> compounds(["non-proliferation"], "en")
    'nonprolifer'
    """
    joined = (word.text for text in texts for word in joined_words(text))
    return " ".join(stem for word in joined for stem in stems(word, language))


def asked_words(texts: Iterable[str]) -> Iterator[str]:
    """The words of typed texts, as they are in fields of words, in every language that a text can be in."""
    for text in texts:
        for piece, is_han in han_runs(text):
            yield from _cut_for_search(piece) if is_han else asked_stems(piece) or (fold(piece),)


@lru_cache(maxsize=100_000)
def _cut_for_search(piece: str) -> tuple[str, ...]:
    """The words of a run of Han characters, with the shorter words inside long words. The result is cached, because
    resolutions repeat their words from year to year."""
    return tuple(_jieba().lcut_for_search(piece))


@cache
def _loaded() -> Tokenizer:
    names = (_name(name) for names in (*concepts(), tuple(everyday_terms())) for name in names)
    return tokenizer([name for name in names if list(han_runs(name)) == [(name, True)]])


def _jieba() -> Tokenizer:
    with _loading:
        return _loaded()
