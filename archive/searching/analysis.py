"""Makes the tokens of a text, the same for texts and questions and for every engine.

``spelled``
    makes variants of a character equal: simplified and traditional, full and half width, upper and lower case, all
    kinds of quotation marks, dashes and digits. One character becomes one character, so an offset in the spelled text
    is an offset in the printed text.
``fold``
    also leaves out accents, and makes those letters equal that are often typed for each other (é and e, ё and е, أ and
    ا; ``archive.languages``).
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
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from archive import languages
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
UNSEEN = "\u200b"  # the folded form of every character that does not count
# Accents that are characters of their own, and what a language leaves out
_UNWRITTEN = {*map(chr, range(0x0300, 0x0370)), *(sign for row in languages.LANGUAGES for sign in row.unwritten)}
_SAME_LETTERS = {pair[0]: pair[1] for row in languages.LANGUAGES for pair in row.same_letters}
_LETTERS = rf"[^\W\d_{HAN}]+"
_WORD = rf"{_LETTERS}(?:{UNSEEN}+{_LETTERS})*"
_HYPHENATED = re.compile(rf"{_WORD}(?:-{_WORD})+")
_TOKEN = re.compile(rf"{_WORD}|\d+(?:{UNSEEN}+\d+)*|[\s{UNSEEN}]+|\S")
SPACE = "␣"
_SPACES = re.compile(rf"[\s{UNSEEN}]")


class Token(NamedTuple):
    """A token of a printed text. ``text`` is folded, or spelled, and has no invisible characters. The printed form of
    the token is ``printed[start:end]``."""

    text: str
    start: int
    end: int


class _Changes(dict[int, int]):
    """Maps the code of a character to the code of its changed form. Each form is computed once."""

    def __init__(self, change: Callable[[str], str]) -> None:
        self._change = change

    def __missing__(self, code: int) -> int:
        changed = self[code] = ord(self._change(chr(code)))
        return changed


def _spell_character(character: str) -> str:
    if character in _SAME:
        return _SAME[character]
    category = unicodedata.category(character)
    if category in ("Cc", "Cf", "Cs"):
        return UNSEEN if category == "Cf" else " "
    if character in _UNWRITTEN:
        return UNSEEN
    # A character that would become several (㈠, ½) stays as it is.
    for change in (unified, lambda c: unicodedata.normalize("NFKC", c), _digit, str.lower, simplified):
        changed = change(character)
        if len(changed) == 1:
            character = changed
    return _SAME.get(character, character)


def _digit(character: str) -> str:
    return str(unicodedata.decimal(character)) if character.isdecimal() else character


def _fold_character(character: str) -> str:
    character = _spell_character(character)
    base = unicodedata.normalize("NFD", character)[0]
    plain = base.lower() if base.isascii() and base.isalpha() else character
    return _SAME_LETTERS.get(plain, plain)


_spelling = _Changes(_spell_character)
_folding = _Changes(_fold_character)


def spelled(text: str) -> str:
    """The text with its accents, and without variants of a character. It is as long as the printed text.

    >>> spelled("Désarmement，Ａ／65")
    'désarmement,a/65'
    """
    return text.translate(_spelling)


def fold(text: str) -> str:
    """The text in the form in which texts are compared. The folded text is as long as the printed text.

    >>> fold("廢除（Ａ／ＲＥＳ／65/72）「核武器」"), fold("Désarmement")
    ('废除(a/res/65/72)"核武器"', 'desarmement')
    """
    return text.translate(_folding)


def tokens(text: str, form: Callable[[str], str] = fold) -> list[Token]:
    """The tokens of a printed text, in order. ``form`` is ``fold`` or ``spelled``.

    >>> [token.text for token in tokens("第65/72号 决议３．")]
    ['第', '65', '/', '72', '号', '决', '议', '3', '.']
    >>> [token.text for token in tokens("2 000")]
    ['2', '␣', '000']
    """
    return [Token(*each) for each in _tokens(text, form(text))]


def _tokens(text: str, folded: str) -> Iterator[tuple[str, int, int]]:
    for match in _TOKEN.finditer(folded):
        start, end = match.span()
        seen = match[0].replace(UNSEEN, "") if UNSEEN in match[0] else match[0]
        if seen and not seen.isspace():
            yield seen, start, end
        elif borders := [place for place in range(start, end) if text[place] in "\t\n"]:
            yield from ((SPACE, place, place + 1) for place in borders)
        elif seen and _divides(text, start, end):
            yield SPACE, start, end


def _divides(text: str, start: int, end: int) -> bool:
    """Whether the space ``text[start:end]`` is a token. A space is ignored if a wide character is beside it, or if
    the text has nothing else."""
    beside = text[max(0, start - 1) : start] + text[end : end + 1]
    return bool(beside) and not any(map(is_wide, beside))


def token_texts(text: str, form: Callable[[str], str] = fold) -> tuple[str, ...]:
    """The tokens of a text without their places. It is quick where each space is a token, or where there is none."""
    return _cut(text, form(text))


@lru_cache(maxsize=16)  # an index asks twice for the same text: for its tokens, and for the number of its wording
def _cut(text: str, folded: str) -> tuple[str, ...]:
    if not _SPACES.search(folded):
        return tuple(_TOKEN.findall(folded))
    if UNSEEN in folded or folded.isspace() or has_wide(text) or "\t" in text or "\n" in text:
        return tuple(token for token, _start, _end in _tokens(text, folded))
    return tuple(SPACE if token.isspace() else token for token in _TOKEN.findall(folded))


def exact(*texts: str) -> str:
    """The tokens of the texts, separated by spaces. The token ``BARRIER`` is added between two texts, so no phrase
    crosses from one text to the next.

    >>> exact("核武器", "NPT")
    '核 武 器 \\x1e npt'
    """
    return f" {BARRIER} ".join(" ".join(token_texts(text)) for text in texts if text)


def is_run(token: str) -> bool:
    """Whether the token is a run of letters or digits. A quotation may begin or end inside a run."""
    return len(token) > 1 or (token.isalnum() and not is_han(token))


def is_han(word: str) -> bool:
    """Whether a word begins with a Han character."""
    return re.match(f"[{HAN}]", word) is not None


def han_runs(text: str) -> Iterator[tuple[str, bool]]:
    """The runs of Han characters, of letters and of digits in the spelled text: (run, whether it is Han
    characters)."""
    for match in re.finditer(rf"([{HAN}]+)|{_LETTERS}|\d+", spelled(text).replace(UNSEEN, "")):
        yield match[0], match[1] is not None


_MOST_JOINED = 4  # words of a joined word


def joined_words(text: str) -> Iterator[Token]:
    """The words that hyphens join, spelled as one word. Longer compounds have several.

    >>> [token.text for token in joined_words("a nuclear-weapon-free zone")]
    ['nuclearweapon', 'nuclearweaponfree', 'weaponfree']
    """
    for match in _HYPHENATED.finditer(spelled(text)):
        parts = [(part.start(), part.end()) for part in re.finditer(_WORD, match[0])]
        for first, (start, _) in enumerate(parts):
            for _, end in parts[first + 1 : first + _MOST_JOINED]:
                joined = match[0][start:end].replace("-", "").replace(UNSEEN, "")
                yield Token(joined, match.start() + start, match.start() + end)
