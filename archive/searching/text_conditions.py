"""Conditions on a field of tokens: for words that a reader typed, and for a quotation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from archive.reading.typography import HAN
from archive.searching.analysis import is_run, token_texts
from archive.searching.matching import NOTHING, Condition, Either, TokenSequence, both
from archive.searching.segmentation import cut, other_names
from archive.searching.stems import is_english, stem

# The field of words in which the words of a field of tokens are stems.
_STEMS = {"text": "words", "title": "title_words"}
_PARTS = re.compile(rf"[{HAN}]+|[^\s{HAN}]+")
# A reference, such as 第65/72号决议. Only 65/72 is searched, because a list prints 第69/43和69/48号决议.
_REFERENCE = re.compile(r"第([^第号]*\d[^第号]*)号(?:决议|决定)?")


def word_ways(text: str, *, other: bool) -> list[tuple[str, ...]]:
    """The parts of a question that was typed without spaces. Each part is a tuple of names.

    The first name is the part as typed. If ``other`` is True, the other names of its concept follow. A text matches the
    question if it has at least one name of every part.

    >>> word_ways("NPT审议大会", other=False)
    [('NPT',), ('审议大会',)]
    """
    names = other_names if other else _no_names
    parts = [text] if names(text) else list(_parts(text))
    return [(part, *names(part)) for part in parts]


def has_ways(field: str, ways: Iterable[tuple[str, ...]]) -> Condition:
    """The condition that the field has at least one name of every part (``word_ways``)."""
    return both(*(_any(tuple(_has_name(field, name) for name in names)) for names in ways))


def _has_name(field: str, name: str) -> Condition:
    """The condition that the field has a name. A single English word is found in all its forms, by its stem."""
    tokens = token_texts(name)
    if len(tokens) == 1 and is_english(tokens[0]):
        return TokenSequence(_STEMS[field], (stem(tokens[0]),))
    return TokenSequence(field, tokens)


def is_english_text(text: str) -> bool:
    """Whether a text consists of English words. A known acronym (NPT) is a name in every language.

    >>> is_english_text("nuclear weapons"), is_english_text("核武器"), is_english_text("NPT")
    (True, False, False)
    """
    found = token_texts(text)
    words = [token for token in found if token[0].isalpha()]
    return bool(words) and all(map(is_english, words)) and len(text) > 1 and not other_names(text)


def has_characters(field: str, text: str) -> Condition:
    """The condition that the field has exactly these characters. They may be a part of a longer number or Latin
    word."""
    found = token_texts(text)
    if not found:
        return NOTHING
    return TokenSequence(field, found, is_run(found[0]), is_run(found[-1]))


def has_any_characters(field: str, texts: Iterable[str]) -> Condition:
    """The condition that the field has exactly the characters of at least one of the texts."""
    return _any(tuple(dict.fromkeys(has_characters(field, text) for text in texts)))


def _any(conditions: tuple[Condition, ...]) -> Condition:
    return conditions[0] if len(conditions) == 1 else Either(conditions)


def _no_names(text: str) -> tuple[str, ...]:
    return ()


def _parts(text: str) -> Iterator[str]:
    """The parts of a typed text. Chinese is cut into words. Letters, digits and the marks that join them stay
    together. Punctuation at the ends of a part is dropped, unless the text has nothing else."""
    if reference := _REFERENCE.fullmatch(text):
        yield reference[1]
        return
    found = False
    for part in _PARTS.findall(text):
        words = cut(part) if re.match(f"[{HAN}]", part) else [re.sub(r"^[\W_]+|[\W_]+$", "", part)]
        for word in words:
            if token_texts(word):
                found = True
                yield word
    if not found and token_texts(text):
        yield text
