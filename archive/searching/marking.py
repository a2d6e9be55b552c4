"""Marks in a printed text the words that a question asked for. Cuts an excerpt around the marked words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archive.languages import LEADING
from archive.reading.typography import HAN
from archive.searching.analysis import Token, joined_words, spelled, tokens
from archive.searching.matching import TokenSequence
from archive.searching.stems import stems


@dataclass(frozen=True, slots=True)
class MarkedPiece:
    """A piece of a printed text. ``marked``: the question asked for this piece."""

    text: str
    marked: bool = False


# The fields in which words of a clause are found, with their tokens or as stems.
WORD_FIELDS = ("text", "words", "compounds")


def places(text: str, sequences: Iterable[TokenSequence], language: str = LEADING.code) -> list[tuple[int, int]]:
    """The (start, end) of every place in a text that matches one of the sequences, in order. Places that touch or
    overlap are joined. A sequence in the field ``words`` or ``compounds`` is a stem.

    >>> places("彻底消除核武器，消除", [TokenSequence("text", ("消", "除"))])
    [(2, 4), (8, 10)]
    """
    found = tokens(text)
    starts: dict[str, list[int]] = {}
    for number, token in enumerate(found):
        starts.setdefault(token.text, []).append(number)
    wanted = set(sequences)
    spans = [span for each in wanted if each.field == "text" for span in _places(found, starts, each)]
    for field, words in (("words", _words), ("compounds", joined_words)):
        asked = {sequence.tokens[0] for sequence in wanted if sequence.field == field}
        if asked:
            spans += [
                (word.start, word.end) for word in words(text) if not asked.isdisjoint(stems(word.text, language))
            ]
    return _joined(spans)


def _words(text: str) -> Iterable[Token]:
    return (token for token in tokens(text, spelled) if token.text.isalpha())


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _places(found: list[Token], starts: dict[str, list[int]], sequence: TokenSequence) -> Iterator[tuple[int, int]]:
    wanted = sequence.tokens
    last = len(wanted) - 1
    anywhere = sequence.open_start or (sequence.open_end and not last)
    for number in range(len(found)) if anywhere else starts.get(wanted[0], []):
        if number + last >= len(found):
            continue
        here = found[number : number + last + 1]
        if not all(token.text == text for token, text in zip(here[1:-1], wanted[1:-1], strict=True)):
            continue
        first, final = here[0], here[-1]
        if not last:
            inside = _inside(first.text, wanted[0], sequence)
            if inside is not None:
                yield first.start + inside, first.start + inside + len(wanted[0])
        elif _ends(first.text, wanted[0], sequence.open_start) and _begins(final.text, wanted[-1], sequence.open_end):
            yield first.end - len(wanted[0]), final.start + len(wanted[-1])


def _inside(token: str, wanted: str, sequence: TokenSequence) -> int | None:
    """The offset in ``token`` at which ``wanted`` begins. None if the token does not match the sequence."""
    if sequence.open_start and sequence.open_end:
        place = token.find(wanted)
        return place if place >= 0 else None
    if sequence.open_start:
        return len(token) - len(wanted) if token.endswith(wanted) else None
    if sequence.open_end:
        return 0 if token.startswith(wanted) else None
    return 0 if token == wanted else None


def _ends(token: str, wanted: str, is_open: bool) -> bool:
    return token.endswith(wanted) if is_open else token == wanted


def _begins(token: str, wanted: str, is_open: bool) -> bool:
    return token.startswith(wanted) if is_open else token == wanted


def _pieces(text: str, spans: list[tuple[int, int]], start: int, end: int) -> list[MarkedPiece]:
    pieces = []
    for begins, ends in spans:
        if ends <= start or begins >= end:
            continue
        if begins > start:
            pieces.append(MarkedPiece(text[start:begins]))
        pieces.append(MarkedPiece(text[max(begins, start) : min(ends, end)], True))
        start = ends
    if start < end:
        pieces.append(MarkedPiece(text[start:end]))
    return pieces


def excerpt(
    text: str,
    sequences: Iterable[TokenSequence],
    length: int = 220,
    spans: Iterable[tuple[int, int]] = (),
    language: str = LEADING.code,
) -> list[MarkedPiece]:
    """The text in marked and unmarked pieces. ``spans`` are (start, end) of further places to mark. ``language`` is
    that of the text.

    A text that is much longer than ``length`` characters is cut to about this length around its marks. An ellipsis
    replaces the part that is left out.

    >>> excerpt("消除核武器", [TokenSequence("text", ("核", "武", "器"))])
    [MarkedPiece(text='消除', marked=False), MarkedPiece(text='核武器', marked=True)]
    """
    spans = _joined([*places(text, sequences, language), *spans])
    if len(text) <= length * 3 // 2:
        return _pieces(text, spans, 0, len(text))
    start, end = _window(text, spans, length)
    pieces = _pieces(text, spans, start, end)
    before, after = ("……", "……") if re.search(f"[{HAN}]", text) else ("… ", " …")
    return [*([MarkedPiece(before)] if start else []), *pieces, *([MarkedPiece(after)] if end < len(text) else [])]


def _window(text: str, spans: list[tuple[int, int]], length: int) -> tuple[int, int]:
    """The (start, end) of the part of the text that has the most marks. It is about ``length`` characters long."""
    best, start = -1, 0
    for number, (begins, _) in enumerate(spans):
        inside = sum(1 for _, ends in spans[number:] if ends <= begins + length - 40)
        if inside > best:
            best, start = inside, begins
    start = max(0, start - 40)
    for mark in "。；，、":  # the excerpt begins after a punctuation mark
        place = text.rfind(mark, max(0, start - 20), start + 1)
        if place >= 0:
            start = place + 1
            break
    start = 0 if start < 30 else _between_words(text, start)
    end = _between_words(text, min(len(text), start + length))
    return start, len(text) if len(text) - end < 30 else end


_LETTER = re.compile(r"[A-Za-z’'-]")
_LONGEST_WORD = 30  # characters


def _between_words(text: str, place: int) -> int:
    """The first place from ``place`` on that is not inside a word in Latin letters."""
    for here in range(place, min(len(text), place + _LONGEST_WORD)):
        if not (here and _LETTER.match(text[here - 1]) and _LETTER.match(text[here])):
            return here
    return place
