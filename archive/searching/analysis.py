"""Makes the tokens of a text, the same for texts and questions and for every engine.

``fold``
    makes variants of a character equal: simplified and traditional, full and half width, upper and lower case, all
    kinds of quotation marks and dashes. One character becomes one character, so an offset in the folded text
    is an offset in the printed text.
``tokens``
    cuts a text into tokens. A token is a Han character, a run of letters, a run of digits, or a single mark:
    ``A/RES/65/72`` is ``a / res / 65 / 72``. A space beside a Han character or a full-width mark
    (``archive.reading.typography``) is ignored. A space between Latin letters or digits is a token. Each tab and each
    line end is a token, because tabs and line ends separate the cells and rows of a table. Invisible characters (a soft
    hyphen, a left-to-right mark) are ignored.
``exact``
    writes the tokens of a text with spaces between them. Engines take texts in this form.

``archive.searching.segmentation`` cuts the words for ranking.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from archive.characters import simplified, unified
from archive.reading.typography import HAN, has_wide, is_wide

# This token separates the parts of an indexed text: a clause and its footnotes, or the names of a document. A phrase is
# therefore never found across two parts. A question never has this token, because it is a control character.
BARRIER = "\x1e"

_SAME = {
    **dict.fromkeys("“”„‟«»「」『』﹁﹂﹃﹄〝〞＂", '"'),
    **dict.fromkeys("‘’‚‛´`", "'"),
    **dict.fromkeys("‐‑‒–—―−﹘﹣", "-"),
    # OpenCC changes 著 to 着 in the word 沿著, but not in 著作. Folding sees no words, so it always changes 著.
    "著": "着",
    "・": "·",
    "•": "·",
}
_UNSEEN = "\u200b"  # the folded form of every invisible character
_LETTERS = rf"[^\W\d_{HAN}]+"
_TOKEN = re.compile(rf"{_LETTERS}(?:{_UNSEEN}+{_LETTERS})*|\d+(?:{_UNSEEN}+\d+)*|[\s{_UNSEEN}]+|\S")
_SPACE = "␣"
_SPACES = re.compile(rf"[\s{_UNSEEN}]")


class Token(NamedTuple):
    """A token of a printed text. ``text`` is folded and has no invisible characters. The printed form of the token is
    ``printed[start:end]``."""

    text: str
    start: int
    end: int


class _Folding(dict[int, int]):
    """Maps the code of a character to the code of its folded form. Each folded form is computed once."""

    def __missing__(self, code: int) -> int:
        folded = self[code] = ord(_fold_character(chr(code)))
        return folded


def _fold_character(character: str) -> str:
    if character in _SAME:
        return _SAME[character]
    category = unicodedata.category(character)
    if category in ("Cc", "Cf", "Cs"):
        return _UNSEEN if category == "Cf" else " "
    # A character that would become several (㈠, ½, İ) stays as it is.
    for change in (unified, lambda c: unicodedata.normalize("NFKC", c), str.lower, simplified):
        changed = change(character)
        if len(changed) == 1:
            character = changed
    return _SAME.get(character, character)


_folding = _Folding()


def fold(text: str) -> str:
    """The text in the form in which texts are compared. The folded text is as long as the printed text.

    >>> fold("廢除（Ａ／ＲＥＳ／65/72）「核武器」")
    '废除(a/res/65/72)"核武器"'
    """
    return text.translate(_folding)


def tokens(text: str) -> list[Token]:
    """The tokens of a printed text, in order.

    >>> [token.text for token in tokens("第65/72号 决议３．")]
    ['第', '65', '/', '72', '号', '决', '议', '3', '.']
    >>> [token.text for token in tokens("2 000")]
    ['2', '␣', '000']
    """
    return [Token(*each) for each in _tokens(text, fold(text))]


def _tokens(text: str, folded: str) -> Iterator[tuple[str, int, int]]:
    for match in _TOKEN.finditer(folded):
        start, end = match.span()
        seen = match[0].replace(_UNSEEN, "") if _UNSEEN in match[0] else match[0]
        if seen and not seen.isspace():
            yield seen, start, end
        elif borders := [place for place in range(start, end) if text[place] in "\t\n"]:
            yield from ((_SPACE, place, place + 1) for place in borders)
        elif seen and _divides(text, start, end):
            yield _SPACE, start, end


def _divides(text: str, start: int, end: int) -> bool:
    """Whether the space ``text[start:end]`` is a token. A space is ignored if a wide character is beside it, or if
    the text has nothing else."""
    beside = text[max(0, start - 1) : start] + text[end : end + 1]
    return bool(beside) and not any(map(is_wide, beside))


@lru_cache(maxsize=16)  # an index asks twice for the same text: for its tokens, and for the number of its wording
def token_texts(text: str) -> tuple[str, ...]:
    """The tokens of a text without their places. It is quick where each space is a token, or where there is none."""
    folded = fold(text)
    if not _SPACES.search(folded):
        return tuple(_TOKEN.findall(folded))
    if _UNSEEN in folded or folded.isspace() or has_wide(text) or "\t" in text or "\n" in text:
        return tuple(token for token, _start, _end in _tokens(text, folded))
    return tuple(_SPACE if token.isspace() else token for token in _TOKEN.findall(folded))


def exact(*texts: str) -> str:
    """The tokens of the texts, separated by spaces. The token ``BARRIER`` is added between two texts, so no phrase
    crosses from one text to the next.

    >>> exact("核武器", "NPT")
    '核 武 器 \\x1e npt'
    """
    return f" {BARRIER} ".join(" ".join(token_texts(text)) for text in texts if text)


def is_run(token: str) -> bool:
    """Whether the token is a run of letters or digits. A quotation may begin or end inside a run."""
    return len(token) > 1 or (token.isalnum() and not re.match(f"[{HAN}]", token))


def han_runs(text: str) -> Iterator[tuple[str, bool]]:
    """The runs of Han characters, of letters and of digits in the folded text: (run, whether it is Han
    characters)."""
    for match in re.finditer(rf"([{HAN}]+)|{_LETTERS}|\d+", fold(text).replace(_UNSEEN, "")):
        yield match[0], match[1] is not None
