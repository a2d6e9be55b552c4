"""Turns a parsed question into a condition for an engine.

Chinese text is cut into words. An acronym or a short name also finds the other names of its concept. Fields become
filters. ``Explained`` records how the question was understood, so that a page can say it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archive.languages import LANGUAGES, LEADING, of_words
from archive.searching import question as grammar
from archive.searching import search_fields
from archive.searching.analysis import fold, han_runs
from archive.searching.everyday_terms import everyday_terms, source_of
from archive.searching.field_conditions import NO_ARCHIVE, Lookups, TypedValue
from archive.searching.matching import NOTHING, Condition, Either, EngineQuery, Not, both
from archive.searching.question import Field, Phrase, Question, Word, parse
from archive.searching.segmentation import asked_words, other_names, ranking
from archive.searching.text_conditions import has_phrase, has_ways, is_foreign_text, word_ways


@dataclass(frozen=True, slots=True)
class Explained:
    """How a part of a question was understood.

    ``kind`` is "word", "phrase", "field", "all", "either" or "not".

    For a word, ``parts`` are the words that it was cut into, and ``also`` are the other names that are searched too.

    For a field, ``name`` is the key of its searchable field. ``parts`` are keys of documents (``cites``), or the code
    of a State and, if one was typed, its choice (``votes``).

    "all", "either" and "not" have ``children``.
    """

    kind: str
    text: str = ""
    name: str = ""
    parts: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    children: tuple[Explained, ...] = ()

    def walk(self) -> Iterator[Explained]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a typed question asks for. ``query`` is the form for an engine. ``explained`` is None if there is nothing
    to search for."""

    question: Question
    query: EngineQuery
    explained: Explained | None

    @property
    def every_language(self) -> bool:
        """Whether texts in every language are searched, not only those that the page shows first. They are if the
        question has words in letters, or names a language."""
        return self.has_letters or self.names_language

    @property
    def has_letters(self) -> bool:
        """Whether the question has words in letters (Latin, Cyrillic, Arabic), apart from the values of fields."""
        return any(is_foreign_text(text) for text in self._words())

    @property
    def first_language(self) -> str:
        """The language of the texts that are the first hits: that of the words, or English. "" if the question has only
        symbols and acronyms."""
        if self.has_chinese:
            return LEADING.code
        words = (text for text in self._words() if is_foreign_text(text) and not any(map(str.isdigit, text)))
        return (of_words(self.question.text) or "en") if any(words) else ""

    def _words(self) -> Iterator[str]:
        return (part.text for part in self._parts() if not part.name)

    @property
    def has_chinese(self) -> bool:
        """Whether the question has Chinese words, also as the value of a field."""
        return any(is_han for part in self._parts() for _piece, is_han in han_runs(part.text))

    @property
    def names_language(self) -> bool:
        return any(part.name == "lang" for part in self._parts())

    def _parts(self) -> Iterator[Explained]:
        return self.explained.walk() if self.explained else iter(())

    @property
    def cited(self) -> tuple[str, ...]:
        """The keys of the documents that must be cited."""
        return tuple(key for part in self._asked() if part.name == "cites" for key in part.parts)

    def _asked(self, part: Explained | None = None) -> Iterator[Explained]:
        """The parts of the question, without those after a minus."""
        part = part or self.explained
        if part is not None and part.kind != "not":
            yield part
            for child in part.children:
                yield from self._asked(child)

    @property
    def also(self) -> list[tuple[str, tuple[str, ...]]]:
        """The words and phrases that are also searched under other names: (as typed, other names)."""
        if self.explained is None:
            return []
        return [(part.text, part.also) for part in self.explained.walk() if part.also]

    def source(self, name: str) -> str:
        """The symbol of the resolution from which the terms for an everyday word come; "" for other names."""
        parts = (part for part in self.explained.walk() if part.text == name) if self.explained else ()
        words = (word for part in parts for word in (part.text, *part.parts))
        return next(filter(None, map(source_of, words)), "")


def understand(text: str, *, names: bool = True, lookups: Lookups = NO_ARCHIVE) -> Meaning:
    """The meaning of a typed question.

    If ``names`` is True, a search for a name also finds the other names of the same concept. ``lookups`` look up the
    values of fields.
    """
    question = parse(text)
    if question.root is None:
        return Meaning(question, EngineQuery(NOTHING), None)
    reading = _Reading(names, lookups)
    condition, explained = reading.read(question.root)
    return Meaning(question, EngineQuery(condition, tuple(dict.fromkeys(reading.words))), explained)


# Words that nearly every clause in a language has. "Who" is one of them, but WHO is an organization.
_FUNCTION_WORDS = frozenset(fold(word) for language in LANGUAGES for word in language.function_words.split())


def _without_function_words(node: grammar.All) -> tuple[grammar.Node, ...]:
    """The parts of a question without function words, if anything else is left."""
    telling = tuple(child for child in node.children if not _is_function_word(child))
    return telling or node.children


def _is_function_word(node: grammar.Node) -> bool:
    return isinstance(node, Word) and fold(node.text) in _FUNCTION_WORDS and not _is_acronym(node.text)


def _joined_everyday_words(nodes: Iterable[grammar.Node]) -> Iterator[grammar.Node]:
    """The parts of a question, with two words that are an everyday term together as one word: ``killer robots``."""
    before: grammar.Node | None = None
    for node in nodes:
        joined = f"{before.text} {node.text}" if isinstance(before, Word) and isinstance(node, Word) else ""
        if fold(joined) in everyday_terms():
            before = Word(joined)
            continue
        if before is not None:
            yield before
        before = node
    if before is not None:
        yield before


def _is_acronym(text: str) -> bool:
    return len(text) > 1 and text.isupper()


class _Reading:
    """Reads the tree of a question and collects the words for ranking. Words that must not occur are not
    collected."""

    def __init__(self, names: bool, lookups: Lookups) -> None:
        self.names = names
        self.lookups = lookups
        self.words: list[str] = []
        self.denied = False

    def read(self, node: grammar.Node) -> tuple[Condition, Explained]:
        match node:
            case Word():
                return self._word(node.text)
            case Phrase():
                return self._phrase(node)
            case Field():
                return self._field(node)
            case grammar.Not():
                return self._not(node.child)
        parts = _without_function_words(node) if isinstance(node, grammar.All) else node.children
        if isinstance(node, grammar.All) and self.names:
            parts = tuple(_joined_everyday_words(parts))
        read = [self.read(part) for part in parts]
        conditions, children = tuple(condition for condition, _ in read), tuple(explained for _, explained in read)
        if isinstance(node, grammar.Either):
            return Either(conditions), Explained("either", children=children)
        return both(*conditions), Explained("all", children=children)

    def _not(self, child: grammar.Node) -> tuple[Condition, Explained]:
        self.denied = not self.denied
        condition, explained = self.read(child)
        self.denied = not self.denied
        return Not(condition), Explained("not", children=(explained,))

    def _word(self, text: str) -> tuple[Condition, Explained]:
        ways = word_ways(text, other=self.names)
        for names in ways:
            self._rank(*names)
        parts = tuple(names[0] for names in ways) if len(ways) > 1 else ()
        also = tuple(other for names in ways for other in names[1:])
        return has_ways("text", ways), Explained("word", text, parts=parts, also=also)

    def _phrase(self, phrase: Phrase) -> tuple[Condition, Explained]:
        """The condition of a quotation. A quotation in 《…》 is a name, so its other names are searched too."""
        also = other_names(phrase.text) if phrase.title and self.names else ()
        # A tab or a line end separates two table cells. A copied text often has a space there, so both are searched.
        cells = re.sub(r"[^\S\t\n]", "\t", phrase.text)
        self._rank(phrase.text, *also)
        return has_phrase("text", (phrase.text, cells, *also)), Explained("phrase", phrase.text, also=also)

    def _field(self, field: Field) -> tuple[Condition, Explained]:
        value = TypedValue(field.value, field.exact, self.names)
        meaning = search_fields.by_key(field.name).condition(value, self.lookups)
        return meaning.condition, Explained("field", field.value, name=field.name, parts=meaning.parts)

    def _rank(self, typed: str, *names: str) -> None:
        """Collect the words of a typed text and of other names of it, which are Chinese or English."""
        if not self.denied:
            self.words += [*asked_words([typed]), *ranking(names, "en").split()]
