"""What a question means: from the grammar's tree to conditions that an engine can check.

Words are cut, acronyms and short names stand for all names of what they name, fields become filters. Everything that
was done is told (``Explained``), so that a page can say how the question was understood.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from archive import symbols
from archive.reading.typography import HAN
from archive.searching import question as grammar
from archive.searching.analysis import is_run, token_texts
from archive.searching.matching import NOTHING, Between, Condition, Either, EngineQuery, Is, Not, Sequence, both
from archive.searching.question import ADOPTED_BY_NAME, KIND_BY_NAME, Field, Phrase, Question, Word, parse, span
from archive.searching.segmentation import cut, other_names, ranking
from archive.voting.vote_question import vote_question

_PARTS = re.compile(rf"[{HAN}]+|[^\s{HAN}]+")
# A document by its number: what is looked for is the number, since lists print 第69/43和69/48号.
_REFERENCE = re.compile(r"第([^第号]*\d[^第号]*)号(?:决议|决定)?")
_LATEST_SESSION = 300  # bounds 届:1..999999


@dataclass(frozen=True, slots=True)
class Explained:
    """How a part of a question was understood.

    ``kind`` is "word", "phrase", "field", "all", "either" or "not". A word has the ``parts`` that it was cut into and,
    in ``also``, the other names that were searched; a field has its ``name`` and, in ``parts``, for ``cites`` the
    documents' keys, for ``votes`` the State's code and, where one was asked for, its choice ("yes", "no", "abstain",
    "absent"); what joins others has ``children``.
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
    """``query`` is for an engine; ``explained`` is None where there is nothing to search for."""

    question: Question
    query: EngineQuery
    explained: Explained | None

    @property
    def also(self) -> list[tuple[str, tuple[str, ...]]]:
        """What was searched under other names too: (as typed, other names)."""
        if self.explained is None:
            return []
        return [(part.text, part.also) for part in self.explained.walk() if part.also]


def _by_symbol(value: str) -> list[str]:
    return [symbols.resolution_symbol(value) or symbols.normalise(value)]


def _no_votes(code: str, choice: str) -> list[str]:
    return []


def understand(
    text: str,
    *,
    names: bool = True,
    documents: Callable[[str], list[str]] = _by_symbol,
    voted: Callable[[str, str], list[str]] = _no_votes,
) -> Meaning:
    """What a question asks for.

    ``names``: whether a name stands for the other names of the same thing. ``documents`` gives the keys of the
    documents that have a symbol or name; without a catalogue only symbols are known. ``voted`` gives the keys of the
    documents on which a State (its code) made a choice (``archive.voting.choice``; empty: any); without an archive
    there are none.
    """
    question = parse(text)
    if question.root is None:
        return Meaning(question, EngineQuery(NOTHING), None)
    reading = _Reading(names, documents, voted)
    condition, explained = reading.read(question.root)
    return Meaning(question, EngineQuery(condition, tuple(dict.fromkeys(reading.words))), explained)


class _Reading:
    def __init__(
        self, names: bool, documents: Callable[[str], list[str]], voted: Callable[[str, str], list[str]]
    ) -> None:
        self.names = names
        self.documents = documents
        self.voted = voted
        self.words: list[str] = []
        self.denied = False

    def read(self, node: grammar.Node) -> tuple[Condition, Explained]:
        if isinstance(node, Word):
            return self._word(node.text)
        if isinstance(node, Phrase):
            return self._phrase(node)
        if isinstance(node, Field):
            return self._field(node)
        if isinstance(node, grammar.Not):
            self.denied = not self.denied
            condition, explained = self.read(node.child)
            self.denied = not self.denied
            return Not(condition), Explained("not", children=(explained,))
        read = [self.read(child) for child in node.children]
        conditions, explained_children = tuple(c for c, _ in read), tuple(e for _, e in read)
        if isinstance(node, grammar.Either):
            return Either(conditions), Explained("either", children=explained_children)
        return both(*conditions), Explained("all", children=explained_children)

    def _rank(self, *texts: str) -> None:
        if not self.denied:
            self.words.extend(ranking(texts).split())

    def _word(self, text: str, field: str = "text") -> tuple[Condition, Explained]:
        """A word typed: Chinese in one breath is cut, Latin letters, digits and what joins them stay together."""
        parts = [text] if self._others(text) else list(_cut(text))
        conditions: list[Condition] = []
        also: list[str] = []
        for part in parts:
            others = self._others(part)
            ways = [Sequence(field, token_texts(name)) for name in (part, *others)]
            conditions.append(ways[0] if len(ways) == 1 else Either(tuple(ways)))
            also.extend(others)
            if field == "text":
                self._rank(part, *others)
        shown = tuple(parts) if len(parts) > 1 else ()
        return both(*conditions), Explained("word", text, parts=shown, also=tuple(also))

    def _phrase(self, phrase: Phrase) -> tuple[Condition, Explained]:
        """A quotation: these characters wherever they stand, inside a number or a Latin word too. 《…》 is a name."""
        also = self._others(phrase.text) if phrase.title else ()
        # What stands in two cells of a table is often copied with a space between, for tab or line end.
        cells = re.sub(r"[^\S\t\n]", "\t", phrase.text)
        ways = list(dict.fromkeys(_characters("text", name) for name in (phrase.text, cells, *also)))
        self._rank(phrase.text, *also)
        explained = Explained("phrase", phrase.text, also=tuple(also))
        return (ways[0] if len(ways) == 1 else Either(tuple(ways))), explained

    def _others(self, name: str) -> tuple[str, ...]:
        return other_names(name) if self.names else ()

    def _field(self, field: Field) -> tuple[Condition, Explained]:
        value = field.value
        explained = Explained("field", value, name=field.name)
        match field.name:
            case "symbol":
                symbol = symbols.resolution_symbol(value) or symbols.normalise(value)
                return Sequence("symbol_tokens", token_texts(symbol)), explained
            case "session":
                return Is("session", _sessions(value)), explained
            case "year":
                low, high = span(value) or (None, None)
                return Between("year", low, high), explained
            case "kind":
                return Is("kind", (KIND_BY_NAME[value.lower()],)), explained
            case "adopted":
                return Is("adopted", (ADOPTED_BY_NAME[value.lower()],)), explained
            case "opening":
                exactly: Condition = Is("opening", (value,))
                return (exactly if field.exact else Sequence("opening_tokens", token_texts(value))), explained
            case "subject":
                return Either((Is("subject", (value,)), _characters("subject_names", value))), explained
            case "cites":
                keys = tuple(self.documents(value))
                return Is("cites", keys), replace(explained, parts=keys)
            case "votes":
                vote = vote_question(value)
                if vote is None:  # the grammar lets none through
                    return NOTHING, explained
                parts = (vote.code, vote.choice.value) if vote.choice else (vote.code,)
                return Is("symbol", tuple(self.voted(vote.code, vote.choice or ""))), replace(explained, parts=parts)
            case _:
                condition = _characters("title", value) if field.exact else self._word(value, "title")[0]
                return condition, explained


def _cut(text: str) -> Iterator[str]:
    """The parts of a word typed, each of which must occur. Marks at the ends of a part go, unless they are all."""
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


def _characters(field: str, text: str) -> Condition:
    found = token_texts(text)
    if not found:
        return NOTHING
    return Sequence(field, found, is_run(found[0]), is_run(found[-1]))


def _sessions(value: str) -> tuple[str, ...]:
    """The sessions that a value names: ``65``, ``第65届``, ``S-10``, ``65..70``."""
    value = re.sub(r"[第届会议\s]", "", value)
    if (numbers := span(value)) is not None:
        low, high = numbers[0] or 1, min(numbers[1] or _LATEST_SESSION, _LATEST_SESSION)
        return tuple(str(number) for number in range(low, high + 1))
    return (value.upper(),)
