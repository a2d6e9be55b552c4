"""Stems of words, so that ``weapon`` finds ``weapons``, each language with its own stemmer (``archive.languages``).

The stemmers are those of Snowball (https://snowballstem.org). A stem need not be a word: ``treati``. English stems are
stored as they are, and those of other languages after the code of the language (``fr:arm``). Otherwise ``note`` would
find ``not``, because both have the same stem in French.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import cache, lru_cache

import snowballstemmer

from archive.languages import LANGUAGES, Language, of
from archive.searching.analysis import fold

_LATIN = re.compile("[a-z\u00df-\u024f]+")
_ENGLISH = of("en")
_stemming = threading.Lock()  # a stemmer keeps the word that it is working on


@lru_cache(maxsize=1 << 16)
def stems(word: str, language: str) -> tuple[str, ...]:
    """The stems of a word in a text in a language. ``word`` is spelled (``archive.searching.analysis``).

    Accents can change a stem. A word with accents therefore has a second stem, under which it is found without them.
    A word in letters that no stemmer knows, or in digits, is its own stem.

    >>> stems("treaties", "en"), stems("sécurité", "fr")
    (('treati',), ('fr:secur', 'fr:securit'))
    """
    row = _row(word, language)
    return _stems(word, row) if row else (fold(word),)


@lru_cache(maxsize=1 << 14)
def asked_stems(word: str) -> tuple[str, ...]:
    """The stems of a word that a reader typed, in every language that has such letters. Empty if none has a stemmer.

    >>> asked_stems("arms")
    ('arm', 'fr:arm', 'es:arms')
    """
    rows = LANGUAGES if _LATIN.fullmatch(word) else [row for row in LANGUAGES if row.script]
    found = dict.fromkeys(_row(word, row.code) for row in rows)
    return tuple(stem for row in found if row for stem in _stems(word, row))


def _row(word: str, language: str) -> Language | None:
    """The language whose stemmer is for a word in a text. A Latin word in a text in other letters is English."""
    if _LATIN.fullmatch(word):
        row = of(language)
        return row if row.stemmer and not row.script else _ENGLISH
    return next((row for row in LANGUAGES if row.stemmer and row.script and re.fullmatch(row.script, word)), None)


def _stems(word: str, row: Language) -> tuple[str, ...]:
    forms = (fold(word),) if row is _ENGLISH else (word, fold(word))
    return tuple(dict.fromkeys(_prefix(row) + fold(stem) for stem in _stemmed(row.stemmer, forms)))


def _stemmed(stemmer: str, forms: tuple[str, ...]) -> Iterator[str]:
    with _stemming:
        yield from map(_stemmer(stemmer).stemWord, forms)


def _prefix(row: Language) -> str:
    return "" if row is _ENGLISH else f"{row.code}:"


@cache
def _stemmer(name: str) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer(name)
