"""The words inside a pair: whether they are the same, and what replaced what."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import chain

from rapidfuzz.distance import Indel

from archive.characters import plain, printed
from archive.comparing.numbers import NUMBERS

# Cuts a run of Han characters into words, which together are the run: archive.searching.segmentation.han_words.
Cut = Callable[[str], Sequence[str]]

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
_PIECE = re.compile(rf"(?P<number>{NUMBERS})|(?P<han>[{_HAN}])|[^\W\d_{_HAN}]+(?:[-’'][^\W\d_{_HAN}]+)*|\s+|.", re.S)
_JOINS = frozenset("的了和与及在、，,")  # a word between two changes that does not divide them


def without_space(text: str) -> str:
    """The text without white space and characters that print nothing. Two texts are the same if this is equal.

    >>> without_space("回顾 其 第65/72号\\n决议，")
    '回顾其第65/72号决议，'
    """
    return "".join(printed(text)[0].split())


def changes(before: str, after: str, cut: Cut) -> list[tuple[str, str]]:
    """What replaced what, as (words before, words after), in the order of the text. One of both can be "".

    >>> changes("请各国提交2023年报告，", "敦促各国提交2024年报告，", lambda run: (run,))
    [('请各国提交', '敦促各国提交'), ('2023年', '2024年')]
    """
    left, right = pieces(before, cut), pieces(after, cut)
    keys = [[without_space(piece) for piece in side] for side in (left, right)]
    found: list[list[int]] = []  # [start before, end before, start after, end after]
    for code in Indel.opcodes(*keys):
        if code.tag == "equal":
            continue
        span = [code.src_start, code.src_end, code.dest_start, code.dest_end]
        if found and _joined(keys[0][found[-1][1] : span[0]]):
            found[-1][1], found[-1][3] = span[1], span[3]
        else:
            found.append(span)
    texts = (("".join(left[a:b]).strip(), "".join(right[c:d]).strip()) for a, b, c, d in found)
    return [(one, other) for one, other in texts if without_space(one) != without_space(other)]


def _joined(between: Sequence[str]) -> bool:
    """Whether two changes are one, because only small words are between them."""
    words = [word for word in between if word]
    return len(words) < 2 and all(word in _JOINS for word in words)


def pieces(text: str, cut: Cut) -> list[str]:
    """The text in pieces: words, numbers and dates as a whole, white space, and single marks.

    >>> pieces("第65/72号", lambda run: (run,)), pieces("of 8 December 2010,", tuple)
    (['第', '65/72', '号'], ['of', ' ', '8 December 2010', ','])
    """
    found: list[str] = []
    run_start = None
    folded = plain(text)
    for match in chain(_PIECE.finditer(folded), [None]):
        if match and match["han"]:
            run_start = match.start() if run_start is None else run_start
            continue
        if run_start is not None:
            end = match.start() if match else len(text)
            found += _words(text, run_start, folded[run_start:end], cut)
            run_start = None
        if match:
            found.append(text[match.start() : match.end()])
    return found


def _words(text: str, start: int, run: str, cut: Cut) -> list[str]:
    words = []
    for word in cut(run):
        words.append(text[start : start + len(word)])
        start += len(word)
    return words
