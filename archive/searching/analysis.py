"""What of a Chinese text counts when it is searched, said once, for every engine.

An engine only ever sees words that are separated by spaces. Here they are made:

``fold``
    which characters are the same: simplified and traditional, full and half width, upper and lower case, every kind of
    quotation mark and dash. One character becomes one character, so that places in the folded text are places in the
    text as printed.
``tokens``
    what stands at one position: a Han character, a run of letters, a run of digits, or a single mark. ``A/RES/65/72``
    is ``a / res / 65 / 72`` wherever it occurs. A space means nothing beside a Han character or a full-width mark
    (``archive.reading.typography``); between Latin letters and digits it is a token like any other, and so is, wherever
    it stands, each tab or line end, which divides the cells and rows of a table. Characters that print nothing (a
    soft hyphen, a left-to-right mark) are passed over.
``exact``
    the tokens of a text, separated by spaces: for phrases, single characters and counts.

Words as ranking wants them are cut by ``archive.searching.segmentation``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import opencc

from archive.reading.typography import HAN, is_wide

# Between the clause and a footnote, or between two names of a document: no phrase goes across it. It is a control
# character, which no token of a question can be.
BARRIER = "\x1e"

_SAME = {
    **dict.fromkeys("“”„‟«»「」『』﹁﹂﹃﹄〝〞＂", '"'),
    **dict.fromkeys("‘’‚‛´`", "'"),
    **dict.fromkeys("‐‑‒–—―−﹘﹣", "-"),
    # Traditional 著 is simplified 着 in 沿著 and stays in 著作; OpenCC tells them apart by the word, which a single
    # character cannot.
    "著": "着",
    "・": "·",
    "•": "·",
}
_UNSEEN = "\u200b"  # what every character folds to that prints nothing
_LETTERS = rf"[^\W\d_{HAN}]+"
_TOKEN = re.compile(rf"{_LETTERS}(?:{_UNSEEN}+{_LETTERS})*|\d+(?:{_UNSEEN}+\d+)*|[\s{_UNSEEN}]+|\S")
_SPACE = "␣"


@dataclass(frozen=True, slots=True)
class Token:
    """``text`` is folded, without what prints nothing; it is ``printed[start:end]`` in the text it was found in."""

    text: str
    start: int
    end: int


class _Folding(dict[int, int]):
    """Character → folded character, each worked out when it is first met."""

    def __missing__(self, code: int) -> int:
        folded = self[code] = ord(_fold_character(chr(code)))
        return folded


def _fold_character(character: str) -> str:
    if character in _SAME:
        return _SAME[character]
    category = unicodedata.category(character)
    if category in ("Cc", "Cf", "Cs"):
        return _UNSEEN if category == "Cf" else " "
    # What has no single counterpart (㈠, ½, İ) stays as it is.
    for change in (lambda c: unicodedata.normalize("NFKC", c), str.lower, _simplifier().convert):
        changed = change(character)
        if len(changed) == 1:
            character = changed
    return _SAME.get(character, character)


@cache
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


_folding = _Folding()


def fold(text: str) -> str:
    """The text in the form in which texts are compared, character for character.

    >>> fold("廢除（Ａ／ＲＥＳ／65/72）「核武器」")
    '废除(a/res/65/72)"核武器"'
    """
    return text.translate(_folding)


def tokens(text: str) -> list[Token]:
    """The tokens of a text as printed, in order.

    >>> [token.text for token in tokens("第65/72号 决议３．")]
    ['第', '65', '/', '72', '号', '决', '议', '3', '.']
    >>> [token.text for token in tokens("2 000")]
    ['2', '␣', '000']
    """
    found = []
    for match in _TOKEN.finditer(fold(text)):
        start, end = match.span()
        seen = match[0].replace(_UNSEEN, "")
        if seen and not seen.isspace():
            found.append(Token(seen, start, end))
        elif borders := [place for place in range(start, end) if text[place] in "\t\n"]:
            found.extend(Token(_SPACE, place, place + 1) for place in borders)
        elif seen and _divides(text, start, end):
            found.append(Token(_SPACE, start, end))
    return found


def _divides(text: str, start: int, end: int) -> bool:
    """Whether the space here means something: nothing wide is beside it, and it is not all there is."""
    beside = text[max(0, start - 1) : start] + text[end : end + 1]
    return bool(beside) and not any(map(is_wide, beside))


def token_texts(text: str) -> tuple[str, ...]:
    folded = fold(text)
    if _UNSEEN in folded or any(map(str.isspace, folded)):
        return tuple(token.text for token in tokens(text))
    return tuple(_TOKEN.findall(folded))


def exact(*texts: str) -> str:
    """The tokens of some texts, separated by spaces, with a barrier between one text and the next.

    >>> exact("核武器", "NPT")
    '核 武 器 \\x1e npt'
    """
    return f" {BARRIER} ".join(" ".join(token_texts(text)) for text in texts if text)


def is_run(token: str) -> bool:
    """Whether the token is a run of letters or digits, of which a quotation may hold only a part."""
    return len(token) > 1 or (token.isalnum() and not re.match(f"[{HAN}]", token))


def han_runs(text: str) -> Iterator[tuple[str, bool]]:
    """The folded text in pieces without white space and marks: (piece, whether it is Han characters)."""
    for match in re.finditer(rf"([{HAN}]+)|{_LETTERS}|\d+", fold(text).replace(_UNSEEN, "")):
        yield match[0], match[1] is not None
