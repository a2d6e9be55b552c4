"""Decides by a list of English words whether a word that a line end divides is one word or a compound with a hyphen.

    imple-mentation      implementation is a word, mentation is none       one word
    re-port              report is far more frequent than port             one word
    non-proliferation    non is a prefix, proliferation is more frequent   doubtful
    capacity-building    capacitybuilding is no word                       doubtful

The list is that of pyspellchecker: small letters, no hyphens, mostly American spelling. It has nonproliferation,
followup and interstate too, so a word of the list can be a compound in a UN text. That it is a compound is thought
possible if both parts are words, unless the whole is more frequent than a compound is. The numbers come from the
English resolutions of five sessions: each of their words divided as TeX does, and each compound at its hyphen.
"""

from __future__ import annotations

import re
from functools import lru_cache

from spellchecker import SpellChecker

# Prefixes that UN texts set before a hyphen. They count as words, however frequent they are by themselves.
_PREFIX = re.compile(
    "afro|agro|anti|bi|bio|counter|cross|de|demi|electro|euro|extra|geo|hydro|infra|inter|intra|macro|micro|mid|multi|neo|"
    "pan|photo|politico|post|pre|psycho|quasi|radio|re|self|semi|socio|sub|super|techno|tele|thermo|trans|tri|ultra|un|vice"
)
_ALWAYS = frozenset({"co", "non"})  # co-ordinate, non-aligned: what follows can be any word or part of a word
# No compound begins with these, if the list has its letters as a word. Some of these are words.
_NEVER = re.compile("ac|ad|as|at|au|com|con|dis|em|en|ex|here|im|is|pro|se|there|where|with")
_ENDING = re.compile("able|ally|ings?|i[sz]ation|is[mt]|ness|wise")  # no compound ends with these
_FORM = re.compile(r"(s|d|ed|ing|ly)$")  # the list has not every form of a word
_DOUBLED = re.compile(r"([b-z])-\1(ed|ing)$")  # regret-ting
# A whole is one word if it occurs so often in the list, and so many times as often as the rarer part.
_FREQUENT, _MORE = 1000, 2
# British spellings and the American ones of the list.
_SPELLINGS = [
    (re.compile(british), american)
    for british, american in (
        ("our", "or"), ("re(?=s?$)", "er"), ("mme", "m"), ("ence", "ense"), ("is(?=e|ing|ation)", "iz"),
        ("ys(?=e|ing)", "yz"), ("ll(?=ed|ing)", "l"),
    )
]  # fmt: skip


def is_one_word(first: str, second: str) -> bool:
    """Whether two parts, in any letters, are one word without doubt. False means a compound, or a doubt.

    >>> is_one_word("Disarma", "ment"), is_one_word("non", "proliferation")
    (True, False)
    """
    first, second = first.lower(), second.lower()
    if first in _ALWAYS:
        return False
    if _ENDING.fullmatch(second) or _DOUBLED.search(f"{first}-{second}"):
        return True
    whole = _frequency(first + second) or _frequency(_FORM.sub("", first + second))
    if not whole or _NEVER.fullmatch(first):
        return bool(whole)
    after = _frequency(second)
    if first == "re" and second[0] != "e":  # UN texts set a hyphen behind re only before an e
        return whole >= _FREQUENT
    before = after if _PREFIX.fullmatch(first) else _frequency(first)
    return not before or not after or whole >= max(_FREQUENT, _MORE * min(before, after))


def is_word(word: str) -> bool:
    """Whether the list has this word, in small letters.

    >>> is_word("disarmament"), is_word("disarmäment")
    (True, False)
    """
    return _frequency(word) > 0


def _frequency(word: str) -> int:
    """How often the word occurs in the texts behind the list, in one of its spellings; 0 if it is not there."""
    spellings = (word, *(pattern.sub(american, word) for pattern, american in _SPELLINGS))
    return next((count for spelling in spellings if (count := _words()[spelling])), 0)


@lru_cache(maxsize=1)
def _words() -> SpellChecker:
    """Loaded only for a text that needs it: this takes half a second and 40 MB."""
    return SpellChecker(language="en")
