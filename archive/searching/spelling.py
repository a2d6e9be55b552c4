"""Finds the names of the word list that a reader may have meant by a wrong character: 核武气 is 核武器."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import chain

from archive.citing.catalogue import FIXTURES
from archive.searching.analysis import fold, han_runs
from archive.searching.segmentation import concepts, cut, is_word

_LONGEST = 40  # characters of a word that are compared
_ENGLISH_WORD = re.compile(r"\b[a-z]{5,}\b")  # shorter words are one error away from too many others
_SHORTEST_INSIDE = 3  # characters of a name that is looked for inside a longer text


def nearest(word: str, limit: int = 3) -> list[str]:
    """At most ``limit`` names of the word list that are one typing error away from a word. A typing error is an
    extra, a missing or a wrong character, or two exchanged characters.

    >>> nearest("核武气")
    ['核武器', '核武库']
    """
    folded = fold(word).strip(" \"'《》")
    if len(folded) < 2 or len(folded) > _LONGEST:
        return []
    near = (name for key in _shortened(folded) for name in _by_shortened().get(key, ()))
    return [name for name in dict.fromkeys(near) if _one_apart(folded, _bare(name))][:limit]


def corrections(text: str) -> list[tuple[str, str]]:
    """The (wrong words, right words) in a text that was typed without spaces.

    A wrong character makes a word that jieba's dictionary does not have, or is left alone. Only the words around such a
    place are compared with the word list. A wrong character does not change the length, so only names of the same
    length are right.

    >>> corrections("消除核武气条约")
    [('核武气', '核武器'), ('核武气', '核武库')]
    """
    found = []
    for run, is_han in han_runs(text):
        if is_han:
            for window in _around_odd_words(run):
                found += [(window, name) for name in nearest(window) if len(_bare(name)) == len(window)]
    # A longer name is the better one: it contains more characters that are right.
    return sorted(dict.fromkeys(found), key=lambda pair: -len(pair[0]))


def _around_odd_words(run: str) -> Iterator[str]:
    """The parts of a run of Han characters that contain a character of an odd word. Odd words have one character, or
    are not in the dictionary."""
    at = 0
    odd: list[int] = []
    for word in cut(run):
        odd += range(at, at + len(word)) if len(word) == 1 or not is_word(word) else []
        at += len(word)
    for start in range(len(run)):
        for end in range(start + _SHORTEST_INSIDE, min(len(run), start + _LONGEST) + 1):
            if any(start <= place < end for place in odd):
                yield run[start:end]


def _bare(name: str) -> str:
    return fold(name).strip("《》")


@cache
def _by_shortened() -> dict[str, list[str]]:
    """A name, and each form of it with one character less → the names. Two texts that are one typing error apart
    have such a form in common. The words of the English subjects are names too: nuclaer is nuclear."""
    found: dict[str, list[str]] = defaultdict(list)
    names = (name.strip("《》") for each in concepts() for name in each)
    for name in dict.fromkeys(chain(names, _english_words())):
        for key in _shortened(_bare(name)):
            found[key].append(name)
    return dict(found)


def _english_words() -> Iterator[str]:
    """The words of the subjects, which are those of the UNBIS Thesaurus."""
    with (FIXTURES / "subjects.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            yield from _ENGLISH_WORD.findall(fold(row["name_en"]))


def _shortened(text: str) -> list[str]:
    return list(dict.fromkeys([text, *(text[:place] + text[place + 1 :] for place in range(len(text)))]))


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
