"""Finds clauses that were split into several, or merged from several.

A clause is split if neighbouring clauses of the other text each have a part of its words, and each begins as this part
did. A clause that begins in another way is new, even if its other words are old, because its opening phrase, and so its
act, is new: 同样关切 is not in 同无核武器国家一样感到关切的是. A merger is a split seen from the other text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rapidfuzz.distance import Indel

from archive.comparing.text import ComparedText
from archive.comparing.tokens import Tokens
from archive.reading.draft import DraftClause

_LEAST_OF_PIECE = 0.3  # the least share of a piece that comes from the clause
_LEAST_OF_CLAUSE = 0.15  # the least share of the clause that goes to each piece
_LEAST_WORDS = 8  # of the clause that go to each piece
_RUN = 4  # words in a row; fewer shared words in a row show nothing
_AGAIN = re.compile(r"^(?:又|还|再次|也|[Aa]lso |[Ff]urther )")


def divisions(
    wholes: ComparedText, others: ComparedText, pairs: Mapping[int, int], free: set[int]
) -> dict[int, tuple[int, ...]]:
    """The clauses of ``wholes`` that are split in ``others``: index → indexes of the pieces, in order.

    ``pairs`` maps an index of ``wholes`` to an index of ``others``. ``free`` has the indexes of ``others`` that are in
    no pair.
    """
    left = set(free)
    tokens = Tokens(numbers=True)
    found = {}
    for whole, piece in sorted(pairs.items()):
        if not left & {piece - 1, piece + 1}:
            continue
        pieces = _pieces(wholes.clauses[whole], others.clauses, piece, left, tokens)
        if len(pieces) > 1:
            left -= set(pieces)
            found[whole] = tuple(pieces)
    return found


def share_taken(piece: str, whole: str, partner: str) -> float:
    """The share of the words of ``piece`` that come from ``whole``, from 0 to 1.

    ``piece`` is a new clause. ``whole`` is a clause of the other text, and ``partner`` is what it became. Words that
    ``partner`` still has do not count. Only words in a row count.
    """
    tokens = Tokens(numbers=True)
    words = tokens.of(piece)
    rest, _ = _without(tokens.of(whole), tokens.of(partner))
    return _without(rest, words)[1] / len(words) if words else 0.0


def _pieces(whole: DraftClause, others: Sequence[DraftClause], first: int, free: set[int], tokens: Tokens) -> list[int]:
    """The indexes of the pieces of a clause: its partner, and the free neighbours that have other parts of it."""
    words = tokens.of(whole.text)
    rest, size = _without(words, tokens.of(others[first].text))
    if size < _least(words):
        return [first]
    pieces = [first]
    for step in (-1, 1):
        index = first + step
        while index in free and _begins_inside(words, others[index].text, tokens):
            piece = tokens.of(others[index].text)
            remaining, size = _without(rest, piece)
            if size < _least(words) or size < _LEAST_OF_PIECE * len(piece):
                break
            pieces.append(index)
            rest, index = remaining, index + step
    return sorted(pieces)


def _least(words: str) -> float:
    return max(_LEAST_WORDS, _LEAST_OF_CLAUSE * len(words))


def _without(words: str, piece: str) -> tuple[str, int]:
    """(the words that the piece does not have, the number of words that it has), counting only runs of words."""
    rest, size, end = [], 0, 0
    for block in Indel.opcodes(words, piece).as_matching_blocks():
        if block.size >= _RUN:
            rest.append(words[end : block.a])
            size, end = size + block.size, block.a + block.size
    return "\n".join([*rest, words[end:]]), size


def _begins_inside(words: str, piece: str, tokens: Tokens) -> bool:
    """Whether the first words of a piece, apart from 又 and 还, are in the clause, in a row."""
    return tokens.of(_AGAIN.sub("", piece))[:_RUN] in words
