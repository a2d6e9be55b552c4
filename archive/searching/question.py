"""What a reader typed, taken apart: a small grammar that never refuses.

    核武器 条约            both words
    核武器 或 裁军          either (also OR, |)
    核武器 -条约            not this word
    (核武器 或 裁军) 无人机   parentheses group
    "彻底消除核武器"        exactly these characters; “…” 「…」 『…』 and 《…》 too
    届:65  year:2010..2015  a field, by its English or its Chinese name
    votes:CHN=no  表决:中国=反对  what a State did in a vote (``archive.voting.vote_question``)

Where something makes no sense (half a quotation, a stray bracket, an unknown field), the rest is searched, and a Note
says what was done with it.
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

# --- What comes out ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Word:
    """Characters typed without quotation marks and without a space between them."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Characters in quotation marks; ``title`` where these were 《》."""

    text: str
    title: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """A field, by the name that it has in ``FIELDS``, and what it must have; ``exact`` where that stood in quotation
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
    """Something that was not as the grammar has it. ``code``: ``"cut"`` (too long), ``"unclosed_quotation"``,
    ``"stray_bracket"``, ``"unknown_field"``, ``"empty_field"``, ``"bad_value"``, ``"stray_operator"``,
    ``"space_at_end"`` (of a quotation, where it means something); ``text`` are the characters."""

    code: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """``root`` is None where nothing is left to search for."""

    text: str
    root: Node | None
    notes: tuple[Note, ...] = ()


# --- Taking it apart ---------------------------------------------------------------------------------------

_CLOSING = {'"': '"', "＂": "＂", "“": "”", "”": "”", "„": "”", "「": "」", "『": "』", "《": "》"}
_OPEN, _CLOSE = "(（", ")）"
_MINUS = "-－−"
_OR = {"或", "OR", "|", "||", "｜"}
_AND = {"AND", "&", "&&"}
_NOT = {"NOT"}
_NAME = re.compile(r"([^\W\d_]{1,12})[:：]")
_NOT_FIELDS = ("http", "https", "treaty")  # what an address or the key of a treaty begins with
_VALUE = re.compile(r"(?:[^\s()（）\"“”《》「」]|[(（][^\s()（）]*[)）])*")


@dataclass(slots=True)
class _Token:
    """One piece of the text: ``kind`` is "(", ")", "or", "and", "not" or "leaf"."""

    kind: str
    text: str
    leaf: Node | None = None


@dataclass(slots=True)
class _Scanner:
    text: str
    notes: list[Note] = field(default_factory=list)
    at: int = 0

    def pieces(self) -> Iterator[_Token]:
        while self.at < len(self.text):
            here = self.text[self.at]
            if here.isspace():
                self.at += 1
            elif here in _OPEN or here in _CLOSE:
                self.at += 1
                yield _Token("(" if here in _OPEN else ")", here)
            elif here in _MINUS and self._negates():
                self.at += 1
                yield _Token("not", here)
            elif here in _CLOSING:
                text = self._quotation()
                if said := token_texts(text):
                    if said != token_texts(text.strip()):
                        self.notes.append(Note("space_at_end", text))
                    yield _Token("leaf", text, Phrase(text, title=here == "《"))
            else:
                yield from self._word()

    def _negates(self) -> bool:
        """A minus means not where it begins a word."""
        follows = self.text[self.at + 1 : self.at + 2]
        return bool(follows) and not follows.isspace() and follows not in _MINUS

    def _quotation(self) -> str:
        """The characters up to the mark that closes the one here, or up to the end of the text."""
        opening = self.text[self.at]
        closing = _CLOSING[opening]
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
        """Where the quotation ends. Quotations of one kind may stand inside each other; where they don't come out
        even, the last closing mark is meant: the words quoted had a mark of their own."""
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
            if here.isspace() or here in _CLOSING:
                break
            if here in _OPEN:
                depth += 1  # S/RES/1540(2004): a bracket inside a word is the word's own
            elif here in _CLOSE:
                if depth == 0:
                    break
                depth -= 1
            self.at += 1
        word = self.text[start : self.at]
        if word in _OR:
            yield _Token("or", word)
        elif word in _AND:
            yield _Token("and", word)
        elif word in _NOT:
            yield _Token("not", word)
        else:
            yield _Token("leaf", word, Word(word))

    def _field(self) -> list[_Token] | None:
        """``name:value`` at this place; None where no word with a colon begins here."""
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
        assert field is not None  # the name has one
        if not field.accepts(value.strip()):
            self.notes.append(Note("bad_value", f"{match[0]}{value}"))
            return [_Token("leaf", value, Word(value))]
        return [_Token("leaf", f"{match[0]}{value}", Field(field.key, value.strip(), exact))]

    def _value(self) -> tuple[str, bool]:
        """What follows the colon, and whether it is in quotation marks."""
        if self.at < len(self.text) and self.text[self.at] in _CLOSING:
            return self._quotation(), True
        rest = _VALUE.match(self.text, self.at)
        assert rest is not None  # the pattern matches the empty text too
        self.at = rest.end()
        return rest[0], False


def clean(text: str) -> str:
    """What was typed without what prints nothing, and with a space for each control character but tabs and line ends,
    which divide the cells and rows of a table."""
    return "".join(" " if c not in "\t\n" and category(c) in ("Cc", "Cs") else c for c in text if category(c) != "Cf")


def parse(text: str) -> Question:
    """Take a question apart.

    >>> parse("核武器 或 -条约").root
    Either(children=(Word(text='核武器'), Not(child=Word(text='条约'))))
    >>> parse('届:65 "核武器').notes
    (Note(code='unclosed_quotation', text='"核武器'),)
    """
    asked = clean(text)
    notes = []
    if len(asked) > MAX_LENGTH:
        asked = asked[:MAX_LENGTH]
        notes.append(Note("cut", str(MAX_LENGTH)))
    scanner = _Scanner(asked, notes)
    pieces = list(scanner.pieces())
    root = _Parser(pieces, notes).parse()
    if root is None and len(pieces) == 1 and pieces[0].kind == "or":  # 或 alone is a word like any other
        root, notes = Word(pieces[0].text), []
    return Question(text, root, tuple(notes))


class _Parser:
    def __init__(self, pieces: list[_Token], notes: list[Note]) -> None:
        self.pieces = pieces
        self.notes = notes
        self.at = 0

    def parse(self) -> Node | None:
        found: list[Node] = []
        while self.at < len(self.pieces):
            node = self._either(0)
            if node is not None:
                found.append(node)
            if self.at < len(self.pieces):  # a closing bracket that closes nothing
                self.notes.append(Note("stray_bracket", self.pieces[self.at].text))
                self.at += 1
        return _all(found)

    def _next(self) -> _Token | None:
        return self.pieces[self.at] if self.at < len(self.pieces) else None

    def _either(self, depth: int) -> Node | None:
        ways = []
        while True:
            node = self._all(depth)
            if node is not None:
                ways.append(node)
            piece = self._next()
            if piece is None or piece.kind != "or":
                break
            self.at += 1
            following = self._next()
            if node is None or following is None or following.kind == ")":
                self.notes.append(Note("stray_operator", piece.text))
        if len(ways) > 1:
            return Either(tuple(ways))
        return ways[0] if ways else None

    def _all(self, depth: int) -> Node | None:
        found: list[Node] = []
        while (piece := self._next()) is not None and piece.kind not in ("or", ")"):
            if piece.kind == "and":
                self.at += 1
                continue
            node = self._one(depth)
            if node is not None:
                found.append(node)
        return _all(found)

    def _one(self, depth: int) -> Node | None:
        piece = self.pieces[self.at]
        self.at += 1
        if piece.kind == "leaf":
            return piece.leaf
        if piece.kind == "not":
            following = self._next()
            if following is None or following.kind not in ("leaf", "("):
                self.notes.append(Note("stray_operator", piece.text))
                return None
            child = self._one(depth)
            return Not(child) if child is not None else None
        # An opening bracket; one that nothing closes, or too deep inside others, is passed over.
        if depth >= _MAX_DEPTH:
            self.notes.append(Note("stray_bracket", piece.text))
            return None
        node = self._either(depth + 1)
        closing = self._next()
        if closing is not None and closing.kind == ")":
            self.at += 1
        else:
            self.notes.append(Note("stray_bracket", piece.text))
        return node


def _all(found: list[Node]) -> Node | None:
    if len(found) > 1:
        return All(tuple(found))
    return found[0] if found else None


def leaves(node: Node | None, wanted: bool = True) -> Iterator[Word | Phrase | Field]:
    """What stands at the ends of a question that must be there; with ``wanted=False``, what must not."""
    if node is None:
        return
    if isinstance(node, All | Either):
        for child in node.children:
            yield from leaves(child, wanted)
    elif isinstance(node, Not):
        yield from leaves(node.child, not wanted)
    elif wanted:
        yield node
