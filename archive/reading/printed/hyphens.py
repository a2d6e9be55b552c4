"""Rejoins the words of a text in Latin letters that a typesetter has divided at line ends.

    …the Conference on Disarma-        the text has disarmament, but no disarma-ment   → Disarmament
    …nuclear non-                      the text has non-proliferation                  → non-proliferation
    proliferation, …

A hyphen at a line end can belong to the word, or can only show that the word is divided. The rest of the text decides:
a word loses its hyphen if the text has it in one piece elsewhere, and nowhere with a hyphen. If the text has the word
nowhere else, a list of words decides (``divided_words``). If that leaves a doubt, the hyphen stays, and a
ReadingWarning tells of it. A soft hyphen is never part of a word. Nor is the sign U+2010, if the text has it only at
line ends: browsers divide words with this sign, and print typed hyphens as another sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from itertools import pairwise

from archive.reading.draft import Draft, ReadingWarning
from archive.reading.printed.divided_words import is_one_word
from archive.reading.printed.lines import SOFT_HYPHEN, TextLine

_TYPED, _DIVIDING = "-", "\u2010"
_MARKS = "⁰¹²³⁴-⁹"  # the raised digits of footnote marks, which Python counts as letters
_LETTER = rf"[^\W\d_{_MARKS}]"
_BEFORE = re.compile(rf"(?<![^\W{_MARKS}])(?<!/)((?:{_LETTER}+[-\u2010\u2011’])*{_LETTER}*[a-z])[{_TYPED}{_DIVIDING}]$")
_HYPHEN = r"[-\u2010\u2011]"
_LONGEST = 60  # characters; a divided word is not longer
_ROOT = 4  # characters of the second part that words with the same root have in common
_DIVIDES_INSIDE = re.compile(rf"{_DIVIDING}\S")
_AFTER = re.compile(rf"([a-z]+(?:[-\u2010\u2011]{_LETTER}+)*)")
_WORD = re.compile(rf"{_LETTER}+(?:[-\u2010\u2011]{_LETTER}+)*")


def rejoin_words(lines: Sequence[TextLine], known: Set[str]) -> None:
    """Replaces each hyphen that only divides a word by a soft hyphen, which ``join_lines`` drops.

    ``known`` is the result of ``words_of`` for the whole resolution. A line of ``lines`` continues on the next line.
    """
    certain = not any(_DIVIDES_INSIDE.search(line.text) for line in lines)
    for line, first, second in _divided(lines):
        if (certain and line.text.endswith(_DIVIDING)) or _is_divided(first, second, known):
            line.text = line.text[:-1] + SOFT_HYPHEN


def _is_divided(first: str, second: str, known: Set[str]) -> bool:
    """Whether two parts of a word make one word without a hyphen."""
    if f"{first}-{second}".lower() in known:
        return False
    if f"{first}{second}".lower() in known or _has_relative(first.lower(), second.lower(), known):
        return True
    return is_one_word(re.split(_HYPHEN, first)[-1], re.split(_HYPHEN, second)[0])


def _has_relative(first: str, second: str, known: Set[str]) -> bool:
    """Whether the text has a word of the same root in one piece, and none with the hyphen: regional for region-ally."""
    root = second[:_ROOT]
    return _begins(f"{first}{root}", known) and not _begins(f"{first}-{root}", known)


def _begins(root: str, known: Set[str]) -> bool:
    return any(word.startswith(root) for word in known)


def warn_of_hyphens(lines: Sequence[TextLine], known: Set[str], draft: Draft) -> None:
    """Warn of each hyphen at a line end that may belong to its word, or may only divide it."""
    for line, first, second in _divided(lines):
        if f"{first}-{second}".lower() not in known:
            values = {"words": f"{first}-{second}"}
            draft.warnings.append(ReadingWarning(line.place, "text.hyphen_may_divide", values))


def _divided(lines: Sequence[TextLine]) -> Iterator[tuple[TextLine, str, str]]:
    """Each line that ends inside a word, with the parts of the word before and after the line end."""
    for line, after in pairwise(lines):
        first, second = _BEFORE.search(line.text[-_LONGEST:]), _AFTER.match(after.text)
        if first and second and line.role == after.role:
            yield line, first[1], second[1]


def words_of(lines: Sequence[TextLine]) -> set[str]:
    """The words of a text in small letters, with their hyphens. Words that a line end divides are left out."""
    known: set[str] = set()
    divided = False
    for line in lines:
        found = _WORD.findall(line.text)[int(divided) :]
        divided = line.text.endswith((_TYPED, _DIVIDING))
        known.update(found[:-1] if divided else found)
    return {word.lower().replace("\u2010", "-").replace("\u2011", "-") for word in known}
