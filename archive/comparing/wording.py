"""The words inside a pair: whether they are the same, and what replaced what."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import chain, zip_longest

from rapidfuzz.distance import Indel

from archive.characters import plain, printed
from archive.comparing.numbers import NUMBERS

# Cuts a run of Han characters into words, which together are the run: archive.searching.segmentation.han_words.
Cut = Callable[[str], Sequence[str]]
_Span = tuple[int, int, int, int]  # start and end before, start and end after

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
_PIECE = re.compile(rf"(?P<number>{NUMBERS})|(?P<han>[{_HAN}])|[^\W\d_{_HAN}]+(?:[-’'][^\W\d_{_HAN}]+)*|\s+|.", re.S)
_HARD_HYPHEN = "\u2011"
_ENDS = frozenset("号》”）)；;。")  # marks and words that end a number, a title or a sentence
_JOINS = frozenset("的了和与及在、，,")  # a word between two changes that does not divide them


def without_space(text: str) -> str:
    """The text without white space and characters that print nothing. Two texts are the same if this is equal.

    A hyphen that does not break a line is a hyphen.

    >>> without_space("回顾 其 第65/72号\\n决议，")
    '回顾其第65/72号决议，'
    """
    return "".join(printed(text)[0].replace(_HARD_HYPHEN, "-").split())


def changes(before: str, after: str, cut: Cut) -> list[tuple[str, str]]:
    """What replaced what, as (words before, words after), in the order of the text. One of both can be "".

    >>> changes("请各国提交2023年报告，", "敦促各国提交2024年报告，", list)
    [('请', '敦促'), ('2023年', '2024年')]
    """
    left, right = pieces(before, cut), pieces(after, cut)
    keys = [[piece if piece.isalnum() else without_space(piece) for piece in side] for side in (left, right)]
    found: list[_Span] = []
    codes = list(Indel.opcodes(*keys))
    for code, after_it in zip_longest(codes, codes[1:]):
        if code.tag == "equal":
            continue
        room = after_it.src_end - after_it.src_start if after_it and after_it.tag == "equal" else 0
        span = _slid((code.src_start, code.src_end, code.dest_start, code.dest_end), keys, room)
        if found and _joined(keys[0][found[-1][1] : span[0]]):
            span = (found[-1][0], span[1], found[-1][2], span[3])
            found.pop()
        found.append(span)
    texts = (("".join(left[a:b]).strip(), "".join(right[c:d]).strip()) for a, b, c, d in found)
    return [(one, other) for one, other in texts if without_space(one) != without_space(other)]


def _slid(span: _Span, keys: Sequence[Sequence[str]], room: int) -> _Span:
    """Moves the span of added or dropped pieces on, while it begins with an end (号, 》) and the same end follows it.

    So 第1号[和第2号]决议 was added, not 第1[号和第2]号决议. ``room`` is the number of equal pieces that follow.
    """
    side = 0 if span[0] != span[1] else 1
    first, last = span[2 * side : 2 * side + 2]
    step = 0
    while step < room and keys[side][first + step] == keys[side][last + step] and keys[side][last + step] in _ENDS:
        step += 1
    return (span[0] + step, span[1] + step, span[2] + step, span[3] + step)


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
