"""Finds the articles that a pinpoint names: 第三条第1款 of a treaty is in its article 3."""

from __future__ import annotations

from archive.citing.pinpoints.steps import SECTION, Step, steps
from archive.citing.reference import fold_width

_MOST = 100  # articles in one range


def articles(pinpoint: str) -> list[int]:
    """The numbers of the articles that a pinpoint names, in its order. Each article of a range is named.

    >>> articles("序言部分和第六条"), articles("第一至第三条"), articles("article VI"), articles("第5段")
    ([6], [1, 2, 3], [6], [])
    """
    found: list[int] = []
    folded = fold_width(pinpoint)
    for step in steps(pinpoint):
        if _is_article(step, folded[step.start : step.end]):
            _add(step, found)
    return list(dict.fromkeys(found))


def names_place(pinpoint: str) -> bool:
    """Whether a pinpoint names a place inside the document. The place of a treaty in the Treaty Series is none.

    >>> names_place("第5段"), names_place("联合国，《条约汇编》，第729卷，第10485号"), names_place("")
    (True, False, False)
    """
    return bool(steps(pinpoint))


def _is_article(step: Step, words: str) -> bool:
    return step.level == SECTION and (words.endswith("条") or words.lower().startswith("art"))


def _add(step: Step, found: list[int]) -> None:
    for element in step.elements:
        number = next((int(slug) for slug in element.number if slug.isdecimal()), None)
        if number is None:
            continue
        if element.in_range and found and 0 < number - found[-1] < _MOST:
            found.extend(range(found[-1] + 1, number))
        found.append(number)
