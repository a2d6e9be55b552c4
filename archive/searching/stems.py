"""Stems of English words, so that ``weapon`` finds ``weapons``.

The Snowball stemmer for English makes them (https://snowballstem.org). A stem need not be a word: ``treati``.
"""

from __future__ import annotations

import re
import threading
from functools import lru_cache

import snowballstemmer

_stemmer = snowballstemmer.stemmer("english")
_stemming = threading.Lock()  # the stemmer keeps the word that it is working on
_ENGLISH = re.compile("[a-z]+")


def is_english(token: str) -> bool:
    """Whether a token (``archive.searching.analysis``) consists of the letters a to z."""
    return _ENGLISH.fullmatch(token) is not None


@lru_cache(maxsize=1 << 15)
def stem(token: str) -> str:
    """The stem of an English token. Every other token is returned as it is.

    >>> stem("treaties"), stem("treaty"), stem("核")
    ('treati', 'treati', '核')
    """
    if not is_english(token):
        return token
    with _stemming:
        return str(_stemmer.stemWord(token))
