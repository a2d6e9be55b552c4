"""Conditions on a field of tokens: for words that a reader typed, and for a quotation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import product

from archive.reading.typography import HAN
from archive.searching.analysis import SPACE, UNSEEN, fold, is_han, is_run, spelled, token_texts
from archive.searching.matching import NOTHING, Condition, Either, TokenSequence, both
from archive.searching.segmentation import cut, other_names
from archive.searching.stems import asked_stems

# The fields of words that have the stems of a field of tokens.
_STEMS = {"text": ("words", "compounds"), "title": ("title_words",)}
_LETTERS = rf"[^\W\d_{HAN}]+"
_TYPED_WORD = re.compile(rf"{_LETTERS}(?:['-]{_LETTERS})*'?")
_SHORT = 2  # letters of what an apostrophe adds to a word: State's, l'Assemblée, d'armes
_MOST_HYPHENS = 3  # of a word that is also looked for with some of its hyphens as spaces
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
    """The condition that the field has a name. A word in letters is found in all its forms, by its stem, and with or
    without its hyphens and apostrophes."""
    word = spelled(name).replace(UNSEEN, "")
    if _TYPED_WORD.fullmatch(word):
        parts = [part for part in word.split("'") if part]
        telling = [part for part in parts if len(part) > _SHORT] or [max(parts, key=len)]
        return both(*(_has_word(field, part) for part in telling))
    return TokenSequence(field, token_texts(name))


def _has_word(field: str, word: str) -> Condition:
    """The condition for a spelled word, which can have hyphens."""
    parts = word.split("-")
    stems = asked_stems("".join(parts))
    ways: list[Condition] = [TokenSequence(name, (stem,)) for name in _STEMS[field] for stem in stems]
    if len(parts) > 1:
        ways += [TokenSequence(field, tokens) for tokens in _with_hyphens(parts)]
    return _any(tuple(ways)) if ways else TokenSequence(field, token_texts(word))


def _with_hyphens(parts: list[str]) -> Iterator[tuple[str, ...]]:
    """The tokens of a word with hyphens, and with spaces in the place of some of them. The last part can be in the
    singular or in the plural: ``nuclear-weapon-free-zone`` is printed as ``nuclear-weapon-free zones``."""
    hyphens = len(parts) - 1
    joints = product(("-", SPACE), repeat=hyphens) if hyphens <= _MOST_HYPHENS else [("-",) * hyphens]
    last = fold(parts[-1])
    forms = [form for form in (last, f"{last}s", last.removesuffix("s")) if asked_stems(form) == asked_stems(last)]
    for joint in joints:
        before = [token for part, mark in zip(map(fold, parts), joint, strict=False) for token in (part, mark)]
        for form in dict.fromkeys(forms):
            yield *before, form


def is_foreign_text(text: str) -> bool:
    """Whether a text consists of words in letters, which no Chinese text is searched for alone. A known acronym (NPT)
    is a name in every language.

    >>> is_foreign_text("nuclear weapons"), is_foreign_text("核武器"), is_foreign_text("NPT")
    (True, False, False)
    """
    found = token_texts(text, spelled)
    words = [token for token in found if token[0].isalpha()]
    return bool(words) and all(map(asked_stems, words)) and len(text) > 1 and not other_names(text)


def has_characters(field: str, text: str) -> Condition:
    """The condition that the field has exactly these characters. They may be a part of a longer number or Latin
    word."""
    found = token_texts(text)
    if not found:
        return NOTHING
    return TokenSequence(field, found, is_run(found[0]), is_run(found[-1]))


def has_phrase(field: str, texts: Iterable[str]) -> Condition:
    """The condition that the field has exactly the characters of at least one of the texts. A text without Han
    characters begins and ends with whole words: ``"arms"`` is not in ``swarms``."""
    return _any(tuple(dict.fromkeys(_in_whole_words(has_characters(field, text)) for text in texts)))


def _in_whole_words(found: Condition) -> Condition:
    if not isinstance(found, TokenSequence) or any(map(is_han, found.tokens)):
        return found
    first, last = found.tokens[0], found.tokens[-1]
    return replace(
        found,
        open_start=found.open_start and not first.isalpha(),
        open_end=found.open_end and not last.isalpha(),
    )


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
