"""Parses what a reader typed. Every text can be parsed.

    核武器 条约            both words
    核武器 或 裁军          either (also OR, |)
    核武器 -条约            not this word
    (核武器 或 裁军) 无人机   parentheses group
    "彻底消除核武器"        exactly these characters; “…” 「…」 『…』 and 《…》 too
    届:65  year:2010..2015  a field, by its English or its Chinese name
    表决:中国=反对            a field too

``archive.searching.search_fields`` is the table of fields. The value of a field is kept as it was typed;
``archive.searching.field_conditions`` reads spans (2010..2015) and the like. A part that makes no sense
(half a quotation, a stray bracket, an unknown field) is ignored or read as words, and a ``Note`` says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from unicodedata import category

from archive.searching import search_fields
from archive.searching.analysis import token_texts

MAX_LENGTH = 2000
_MAX_DEPTH = 20

# --- The tree ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Word:
    """Characters typed without quotation marks and without spaces."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Characters in quotation marks. ``title``: the marks were 《》."""

    text: str
    title: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """A value for a searchable field. ``name`` is the key of the field. ``exact``: the value was in quotation
    marks."""

    name: str
    value: str
    exact: bool = False


@dataclass(frozen=True, slots=True)
class All:
    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either:
    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    child: Node


Node = Word | Phrase | Field | All | Either | Not


@dataclass(frozen=True, slots=True)
class Note:
    """A part of the text that does not fit the grammar. ``text`` has the characters of this part.

    ``code``: ``"cut"`` (the text is too long; ``text`` is then the greatest length), ``"unclosed_quotation"``,
    ``"stray_bracket"``, ``"unknown_field"``, ``"empty_field"``, ``"bad_value"``, ``"stray_operator"``,
    ``"space_at_end"`` (a quotation begins or ends with a space, so the space must be found too).
    """

    code: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """``root`` is None if there is nothing to search for."""

    text: str
    root: Node | None
    notes: tuple[Note, ...] = ()


# --- Tokens ------------------------------------------------------------------------------------------------

QUOTATIONS = {'"': '"', "＂": "＂", "“": "”", "”": "”", "„": "”", "「": "」", "『": "』", "《": "》"}
OPEN, CLOSE = "(（", ")）"
MINUS = "-－−"
OR = {"或", "OR", "|", "||", "｜"}
AND = {"AND", "&", "&&"}
NOT = {"NOT"}
_NAME = re.compile(r"([^\W\d_]{1,12})[:：]")
_NOT_FIELDS = ("http", "https", "treaty")  # beginnings of web addresses and of keys of treaties
_VALUE = re.compile(r"(?:[^\s()（）\"“”《》「」]|[(（][^\s()（）]*[)）])*")


@dataclass(slots=True)
class _Token:
    """``kind`` is "(", ")", "or", "and", "not" or "leaf"."""

    kind: str
    text: str
    leaf: Node | None = None


@dataclass(slots=True)
class _Scanner:
    text: str
    notes: list[Note] = field(default_factory=list)
    at: int = 0

    def tokens(self) -> Iterator[_Token]:
        while self.at < len(self.text):
            here = self.text[self.at]
            if here.isspace():
                self.at += 1
            elif here in OPEN or here in CLOSE:
                self.at += 1
                yield _Token("(" if here in OPEN else ")", here)
            elif here in MINUS and self._negates():
                self.at += 1
                yield _Token("not", here)
            elif here in QUOTATIONS:
                text = self._quotation()
                if found := token_texts(text):
                    if found != token_texts(text.strip()):
                        self.notes.append(Note("space_at_end", text))
                    yield _Token("leaf", text, Phrase(text, title=here == "《"))
            else:
                yield from self._word()

    def _negates(self) -> bool:
        """Whether the minus at this offset means “not”. The next character must be neither a space nor a minus."""
        follows = self.text[self.at + 1 : self.at + 2]
        return bool(follows) and not follows.isspace() and follows not in MINUS

    def _quotation(self) -> str:
        """The characters between the opening mark at this offset and its closing mark, or the rest of the text if
        there is no closing mark."""
        opening = self.text[self.at]
        closing = QUOTATIONS[opening]
        end = self._closing(opening, closing)
        start = self.at + 1
        if end is None:
            self.at = len(self.text)
            rest = self.text[start:]
            if rest.strip() or opening != closing:
                self.notes.append(Note("unclosed_quotation", opening + rest))
            return rest
        self.at = end + 1
        return self.text[start:end]

    def _closing(self, opening: str, closing: str) -> int | None:
        """The offset of the closing mark; None if there is none. Quotations of one kind can be nested. If the marks
        are not balanced, the last closing mark ends the quotation, because the quoted text can contain an unpaired
        mark."""
        depth = 1
        for place in range(self.at + 1, len(self.text)):
            if self.text[place] == closing:
                depth -= 1
                if depth == 0:
                    return place
            elif self.text[place] == opening:
                depth += 1
        last = self.text.rfind(closing, self.at + 1)
        return last if last >= 0 else None

    def _word(self) -> Iterator[_Token]:
        start = self.at
        if (named := self._field()) is not None:
            yield from named
            return
        depth = 0
        while self.at < len(self.text):
            here = self.text[self.at]
            if here.isspace() or here in QUOTATIONS:
                break
            if here in OPEN:
                depth += 1  # a bracket inside a word is a part of the word: S/RES/1540(2004)
            elif here in CLOSE:
                if depth == 0:
                    break
                depth -= 1
            self.at += 1
        word = self.text[start : self.at]
        if word in OR:
            yield _Token("or", word)
        elif word in AND:
            yield _Token("and", word)
        elif word in NOT:
            yield _Token("not", word)
        else:
            yield _Token("leaf", word, Word(word))

    def _field(self) -> list[_Token] | None:
        """The tokens of ``name:value`` at this offset; None if there is no field here."""
        match = _NAME.match(self.text, self.at)
        if not match:
            return None
        if search_fields.named(match[1], "") is None:
            if match[1].lower() not in _NOT_FIELDS:
                self.notes.append(Note("unknown_field", match[1]))
            return None
        self.at = match.end()
        value, exact = self._value()
        if not value.strip():
            self.notes.append(Note("empty_field", match[0]))
            return []
        field = search_fields.named(match[1], value)
        assert field is not None  # the check above found a field with this name
        if not field.accepts(value.strip()):
            self.notes.append(Note("bad_value", f"{match[0]}{value}"))
            return [_Token("leaf", value, Word(value))]
        return [_Token("leaf", f"{match[0]}{value}", Field(field.key, value.strip(), exact))]

    def _value(self) -> tuple[str, bool]:
        """The value after the colon, and whether it is in quotation marks."""
        if self.at < len(self.text) and self.text[self.at] in QUOTATIONS:
            return self._quotation(), True
        rest = _VALUE.match(self.text, self.at)
        assert rest is not None  # the pattern matches the empty text too
        self.at = rest.end()
        return rest[0], False


def clean(text: str) -> str:
    """The typed text without characters that print nothing. Control characters become spaces, except tabs and line
    ends, which separate the cells and rows of a table."""
    return "".join(" " if c not in "\t\n" and category(c) in ("Cc", "Cs") else c for c in text if category(c) != "Cf")


def parse(text: str) -> Question:
    """The tree of a typed question, with notes on what was ignored or read as words.

    >>> parse("核武器 或 -条约").root
    Either(children=(Word(text='核武器'), Not(child=Word(text='条约'))))
    >>> parse('届:65 "核武器').notes
    (Note(code='unclosed_quotation', text='"核武器'),)
    """
    typed = clean(text)
    notes = []
    if len(typed) > MAX_LENGTH:
        typed = typed[:MAX_LENGTH]
        notes.append(Note("cut", str(MAX_LENGTH)))
    scanner = _Scanner(typed, notes)
    tokens = list(scanner.tokens())
    root = _Parser(tokens, notes).parse()
    if root is None and len(tokens) == 1 and tokens[0].kind == "or":  # a 或 without anything else is a word
        root, notes = Word(tokens[0].text), []
    return Question(text, root, tuple(notes))


class _Parser:
    """Makes the tree from the tokens. ``_either`` reads alternatives, separated by 或. ``_all`` reads one
    alternative. ``_one`` reads a leaf, or a group in brackets."""

    def __init__(self, tokens: list[_Token], notes: list[Note]) -> None:
        self.tokens = tokens
        self.notes = notes
        self.at = 0

    def parse(self) -> Node | None:
        found: list[Node] = []
        while self.at < len(self.tokens):
            node = self._either(0)
            if node is not None:
                found.append(node)
            if self.at < len(self.tokens):  # a closing bracket without an opening one
                self.notes.append(Note("stray_bracket", self.tokens[self.at].text))
                self.at += 1
        return _all(found)

    def _next(self) -> _Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def _either(self, depth: int) -> Node | None:
        ways = []
        while True:
            node = self._all(depth)
            if node is not None:
                ways.append(node)
            token = self._next()
            if token is None or token.kind != "or":
                break
            self.at += 1
            following = self._next()
            if node is None or following is None or following.kind == ")":
                self.notes.append(Note("stray_operator", token.text))
        if len(ways) > 1:
            return Either(tuple(ways))
        return ways[0] if ways else None

    def _all(self, depth: int) -> Node | None:
        found: list[Node] = []
        while (token := self._next()) is not None and token.kind not in ("or", ")"):
            if token.kind == "and":
                self.at += 1
                continue
            node = self._one(depth)
            if node is not None:
                found.append(node)
        return _all(found)

    def _one(self, depth: int) -> Node | None:
        token = self.tokens[self.at]
        self.at += 1
        if token.kind == "leaf":
            return token.leaf
        if token.kind == "not":
            following = self._next()
            if following is None or following.kind not in ("leaf", "("):
                self.notes.append(Note("stray_operator", token.text))
                return None
            child = self._one(depth)
            return Not(child) if child is not None else None
        # The token is an opening bracket. The bracket is ignored if it is nested too deeply or is not closed.
        if depth >= _MAX_DEPTH:
            self.notes.append(Note("stray_bracket", token.text))
            return None
        node = self._either(depth + 1)
        closing = self._next()
        if closing is not None and closing.kind == ")":
            self.at += 1
        else:
            self.notes.append(Note("stray_bracket", token.text))
        return node


def _all(found: list[Node]) -> Node | None:
    if len(found) > 1:
        return All(tuple(found))
    return found[0] if found else None
