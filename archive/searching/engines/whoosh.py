"""The default engine: Whoosh, an embedded library in pure Python. It is fast enough for some hundred resolutions.

Haystack's own Whoosh backend does not work for Chinese: a question of one character finds nothing, OR becomes AND,
symbols are cut, and facets of texts count tokens. Here Whoosh writes segments with postings and stored values. This
module uses both to check conditions, one segment after the other:

- For a sequence of tokens, the postings of the tokens give candidates. The sequence is then searched in the stored
  tokens of the candidates. This search is faster than Whoosh's positions.
- Filters and facets read columns. The columns of a segment are made once from its stored values.
- Hits are ranked by BM25 on the postings of the words.

A segment never changes, except for deletions. Its columns are kept as long as the segment is a part of the index.
"""

from __future__ import annotations

import math
import threading
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from haystack.backends import BaseEngine
from haystack.constants import ID
from whoosh import fields as whoosh_fields
from whoosh.analysis import RegexTokenizer
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.reading import IndexReader as WhooshReader
from whoosh.reading import TermNotFound
from whoosh.writing import IndexWriter as WhooshWriter

from archive.searching.engines.backend import Found, gathered
from archive.searching.engines.local import LocalBackend
from archive.searching.engines.query import ArchiveQuery
from archive.searching.engines.scoring import TITLE_WEIGHT, in_title, ranked_fields, rarity
from archive.searching.matching import All, Between, Condition, Either, EngineQuery, Is, Not, TokenSequence

_BETWEEN_VALUES = "\x1f"
_K1, _B = 1.2, 0.75  # BM25
_LOOKED_UP = 50  # most values of a condition for which postings are read; for more values, reading the column is faster
_REMEMBERED = 2000  # most postings that are kept in memory for each segment


class _Segment:
    """One segment of the index, with its columns."""

    def __init__(self, reader: WhooshReader, kinds: dict[str, str]) -> None:
        self.reader = reader
        self.kinds = kinds
        self.columns: dict[str, list[Any]] = {name: [] for name in kinds if kinds[name] != "words"}
        self.lengths: list[int] = []
        columns = [(name, kind, self.columns[name]) for name, kind in kinds.items() if kind != "words"]
        once: dict[Any, Any] = {}  # the clauses of a resolution share its title and its sponsors
        for number in range(reader.doc_count_all()):
            stored = reader.stored_fields(number)
            for name, kind, column in columns:
                value = stored.get(name)
                if kind == "keyword":
                    value = tuple(value.split(_BETWEEN_VALUES)) if value else ()
                elif kind == "tokens":
                    value = f" {value} " if value else ""
                else:
                    value = value or 0
                column.append(once.setdefault(value, value))
            self.lengths.append(reader.doc_field_length(number, "words"))
        self.total_length = reader.field_length("words")
        self._postings: dict[tuple[str, str], frozenset[int]] = {}
        self._weights: dict[str, dict[int, float]] = {}

    def having(self, name: str, term: str) -> frozenset[int]:
        """The numbers of the entries that have a term in a field. Deleted entries are included."""
        known = self._postings.get((name, term))
        if known is None:
            try:
                known = frozenset(self.reader.postings(name, term).all_ids())
            except TermNotFound:
                known = frozenset()
            if len(self._postings) >= _REMEMBERED:
                self._postings.clear()
            self._postings[name, term] = known
        return known

    def weights(self, term: str) -> dict[int, float]:
        """Number of an entry → how often a word occurs in this entry."""
        known = self._weights.get(term)
        if known is None:
            known = {}
            for field in ranked_fields(term):
                try:
                    matcher = self.reader.postings(field, term)
                    while matcher.is_active():
                        known[matcher.id()] = known.get(matcher.id(), 0) + matcher.weight()
                        matcher.next()
                except TermNotFound:
                    pass
            if len(self._weights) >= _REMEMBERED:
                self._weights.clear()
            self._weights[term] = known
        return known

    def meeting(self, condition: Condition, within: frozenset[int] | set[int]) -> frozenset[int] | set[int]:
        """The entries of ``within`` that meet a condition."""
        match condition:
            case TokenSequence():
                return self._sequence(condition, within)
            case Is(name, values) if len(values) > _LOOKED_UP:
                column, wanted = self.columns[name], frozenset(values)
                return {number for number in within if not wanted.isdisjoint(column[number])}
            case Is(name, values):
                found = [self.having(name, value) for value in values]
                return within & (found[0] if len(found) == 1 else frozenset().union(*found))
            case Between(name, low, high):
                column = self.columns[name]
                low = -(2**63) if low is None else low
                high = 2**63 if high is None else high
                return {number for number in within if low <= column[number] <= high}
            case All(children):
                for child in sorted(children, key=_effort):
                    if not within:
                        break
                    within = self.meeting(child, within)
                return within
            case Either(children):
                return frozenset().union(*(self.meeting(child, within) for child in children))
            case Not(child):
                return within - self.meeting(child, within)

    def _sequence(self, sequence: TokenSequence, within: frozenset[int] | set[int]) -> frozenset[int] | set[int]:
        tokens = sequence.tokens
        whole = tokens[1 if sequence.open_start else 0 : len(tokens) - 1 if sequence.open_end else len(tokens)]
        if whole:
            # A field of words has no column, so each condition on it has one whole word.
            candidates = within
            for documents in sorted((self.having(sequence.field, token) for token in set(whole)), key=len):
                candidates = candidates & documents
                if not candidates:
                    return candidates
            if len(tokens) == 1:
                return candidates
        else:
            candidates = within
        start = "" if sequence.open_start else " "
        needle = start + " ".join(tokens) + ("" if sequence.open_end else " ")
        column = self.columns[sequence.field]
        return {number for number in candidates if needle in column[number]}


def _effort(condition: Condition) -> int:
    """How much work a condition needs, as a rank from 0. Conditions with a lower rank are checked first."""
    match condition:
        case Is():
            return 0
        case TokenSequence():
            return 1
        case Not():
            return 4
        case Between():
            return 3
    return 2


class WhooshIndexReader:
    def __init__(self, path: Path, kinds: dict[str, str], known: dict[Any, _Segment]) -> None:
        self.path = path
        index = FileIndex(FileStorage(str(path)))
        reader = index.reader()
        self._index = index
        self._generation = reader.generation()
        self._lock = threading.Lock()  # Whoosh's files have one read position for all threads
        self.segments: dict[Any, _Segment] = {}
        self._alive: list[frozenset[int]] = []
        for leaf, _ in reader.leaf_readers():
            if leaf.doc_count_all():
                key = (str(path), leaf.segment().segment_id())
                segment = known.get(key) or _Segment(leaf, kinds)
                self.segments[key] = segment
                self._alive.append(frozenset(n for n in range(leaf.doc_count_all()) if not leaf.is_deleted(n)))

    def is_current(self) -> bool:
        return self._index.latest_generation() == self._generation

    def find(
        self,
        query: EngineQuery,
        start: int,
        end: int | None,
        order: Sequence[str],
        facets: Sequence[str],
        gather: str = "",
    ) -> Found:
        with self._lock:
            found = [
                (segment, segment.meeting(query.condition, alive))
                for segment, alive in zip(self.segments.values(), self._alive, strict=True)
            ]
            hits = sum(len(numbers) for _, numbers in found)
            counted = {name: _facet(name, found) for name in facets}
            if end is not None and end <= start:
                return Found(hits, [], counted)
            rows = _sorted(found, order) if order else self._ranked(found, query.words)
            if gather:
                return _gathered(rows, gather, start, end, counted)
            return Found(hits, [(_identifier(row), row[0]) for row in rows[start:end]], counted)

    def _ranked(self, found: list[tuple[_Segment, Any]], words: tuple[str, ...]) -> list[Row]:
        """The hits as (score, segment, number of the entry), the highest score first.

        The score is BM25 plus a bonus for words in the title. It is multiplied by the entry's weight and by a factor
        for further matches in the same resolution.
        """
        size = sum(map(len, self._alive)) or 1
        average = sum(segment.total_length for segment in self.segments.values()) / size or 1.0
        matches = Counter(segment.columns["owner"][number] for segment, numbers in found for number in numbers)
        lift = {owner: 1.0 + 0.1 * math.log2(count) for owner, count in matches.items()}
        rare = {
            word: rarity(size, sum(len(segment.weights(word)) for segment in self.segments.values())) for word in words
        }
        bonuses = [(sought, TITLE_WEIGHT * rare[word]) for word in words if (sought := in_title(word))]
        needles = [(f" {' '.join(sought.tokens)} ", bonus) for sought, bonus in bonuses if sought.field == "title"]
        stems = [(sought.tokens[0], bonus) for sought, bonus in bonuses if sought.field == "title_words"]
        of_title: dict[str, float] = {}
        rows = []
        for segment, numbers in found:
            weights = [(occurrences, rare[word]) for word in words if (occurrences := segment.weights(word))]
            titled = [(segment.having("title_words", stem), bonus) for stem, bonus in stems]
            counts_for, owners, lengths = segment.columns["weight"], segment.columns["owner"], segment.lengths
            titles = segment.columns["title"]
            for number in numbers:
                score = 0.1
                norm = _K1 * (1 - _B + _B * lengths[number] / average)
                for occurrences, factor in weights:
                    if often := occurrences.get(number):
                        score += factor * often * (_K1 + 1) / (often + norm)
                title = titles[number]
                if title not in of_title:
                    of_title[title] = sum(bonus for needle, bonus in needles if needle in title)
                    of_title[title] += sum(bonus for having, bonus in titled if number in having)
                score += of_title[title]
                rows.append((score * counts_for[number] * 0.01 * lift[owners[number]], segment, number))
        rows.sort(key=lambda row: (-row[0], -row[1].columns["newest"][row[2]], row[1].columns[ID][row[2]]))
        return rows


Row = tuple[float, _Segment, int]  # score, segment, number of the entry


def _gathered(
    rows: list[Row], field: str, start: int, end: int | None, facets: dict[str, list[tuple[str, int]]]
) -> Found:
    groups, page = gathered([segment.columns[field][number] for _, segment, number in rows], start, end)
    return Found(
        len(rows),
        [(_identifier(rows[places[0]]), rows[places[0]][0]) for places in page],
        facets,
        groups,
        [[_identifier(rows[place]) for place in places] for places in page],
    )


def _identifier(row: Row) -> str:
    _, segment, number = row
    return str(segment.columns[ID][number][0])


def _sorted(found: list[tuple[_Segment, Any]], order: Sequence[str]) -> list[Row]:
    rows = [(0.0, segment, number) for segment, numbers in found for number in numbers]
    rows.sort(key=lambda row: row[1].columns[ID][row[2]])
    for name in reversed(order):
        field = name.lstrip("-")
        rows.sort(key=lambda row: row[1].columns[field][row[2]], reverse=name.startswith("-"))
    return rows


def _facet(name: str, found: list[tuple[_Segment, Any]]) -> list[tuple[str, int]]:
    together = Counter(segment.columns[name][number] for segment, numbers in found for number in numbers)
    counts: Counter[str] = Counter()
    for values, count in together.items():
        for value in values:
            counts[value] += count
    return sorted(counts.items(), key=lambda row: (-row[1], row[0]))


class WhooshIndexWriter:
    def __init__(self, path: Path, kinds: dict[str, str]) -> None:
        self._kinds = kinds
        self._writer: WhooshWriter = FileIndex(FileStorage(str(path))).writer(limitmb=128)

    def add(self, fields: dict[str, Any]) -> None:
        document: dict[str, Any] = {}
        for name, kind in self._kinds.items():
            value = fields.get(name)
            if value in (None, "", []):
                continue
            if kind == "keyword":
                value = _BETWEEN_VALUES.join(value) if isinstance(value, list | tuple | set) else str(value)
            document[name] = value
        self._writer.add_document(**document)

    def delete(self, name: str, value: str) -> None:
        self._writer.delete_by_term(name, value)

    def commit(self) -> None:
        self._writer.commit()

    def abandon(self) -> None:
        self._writer.cancel()


class WhooshBackend(LocalBackend):
    name = "whoosh"

    def create(self, path: Path) -> None:
        FileStorage(str(path)).create_index(self._schema())

    def open_reader(self, path: Path) -> WhooshIndexReader:
        before = self._readers.get(self.folder.root)
        known = before.segments if isinstance(before, WhooshIndexReader) else {}
        return WhooshIndexReader(path, self.fields(), known)

    def open_writer(self, path: Path) -> WhooshIndexWriter:
        return WhooshIndexWriter(path, self.fields())

    def _schema(self) -> whoosh_fields.Schema:
        schema = whoosh_fields.Schema()
        for name, kind in self.fields().items():
            if kind == "integer":
                schema.add(name, whoosh_fields.STORED())
            else:
                made = whoosh_fields.KEYWORD(stored=kind != "words", scorable=kind == "words")
                made.analyzer = RegexTokenizer(f"[^{_BETWEEN_VALUES}]+" if kind == "keyword" else r"[^ ]+")
                schema.add(name, made)
        return schema


class WhooshEngine(BaseEngine):
    backend = WhooshBackend
    query = ArchiveQuery
