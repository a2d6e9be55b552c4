"""Resolves the words that point back to a document: 该条约, 上述决议, 其第六条, 上文第8段."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from archive import symbols
from archive.citing.citation import Citation
from archive.citing.find import ARTICLE, Reference
from archive.citing.instruments import is_bare_kind
from archive.citing.resolve.memory import INSTRUMENTS, NEAR, Memory, Place, ambiguous
from archive.citing.spans import Spans
from archive.reading.draft import ANNEX, DraftClause

# Printed word → the title of the amendment. Any other word names the amended version.
_AMENDED = {"修正案": "{}修正案", "Amendment": "Amendment to the {}"}
# Printed kind → the last word of ``symbols.kind_of`` for the documents that it can mean.
_DOCUMENTS = {"决议": "resolution", "决定": "decision", "报告": "document", "文件": "document"}
_DOCUMENTS |= {f"{word}文件": "document" for word in ("最后", "成果", "结论", "工作")}
_DOCUMENTS |= {f"{word}报告": "document" for word in ("最后", "研究", "进度", "进展", "综合", "评估")}
_END = 4  # characters after a citation at the end of some words, at most: ，以及
# 某框架是一个自愿框架: the second word only says what the document is.
_PREDICATE = re.compile("是一[个项份][^，；。]{0,12}$")


def its(reference: Reference, place: Place, memory: Memory) -> list[Citation]:
    """The citation of 其第六条, which means an article of the last instrument before it in this text."""
    named = [c for c in place.before[-NEAR:] if c.target and symbols.kind_of(c.target) in INSTRUMENTS]
    return [memory.cited(reference, place.text, named[-1].target)] if named and named[-1].target else []


def amendment(reference: Reference, place: Place, memory: Memory) -> list[Citation]:
    """The citation of 其修正案 or 其修正本: the amendment or the amended version of the last instrument before it.

    There is no citation if the catalogue has no such document.
    """
    named = [c.target for c in place.before[-NEAR:] if c.target and symbols.kind_of(c.target) in INSTRUMENTS]
    titles = memory.names.titles_of(named[-1]) if named else []
    pattern = _AMENDED.get(reference.name, "经修正的{}")
    known = {key for title in titles for key in memory.catalogue.named(pattern.format(title))}
    return [memory.cited(reference, place.text, known.pop())] if len(known) == 1 else []


def article(reference: Reference, place: Place, memory: Memory) -> list[Citation]:
    """The citation of 第十条, which is an article of the only instrument that the clause names before it.

    If a point names no instrument before it, the paragraph that contains the point can name it. There is no citation
    if several instruments are named or none. There is also no citation in an annex, because
    第十条 can be an article of the annex itself.
    """
    if place.clause is None or place.clause.path.startswith("annex"):
        return []
    for cited in (place.before, *_containing(place.clause, memory)):
        named = {c.target for c in cited[-NEAR:] if c.target and symbols.kind_of(c.target) in INSTRUMENTS}
        if named:
            return [memory.cited(reference, place.text, named.pop() or "")] if len(named) == 1 else []
    return []


def articles_before(articles: Sequence[Reference], place: Place, memory: Memory) -> list[Citation]:
    """The citations of 第十条 before its instrument: 履行第十条的义务，并加强执行《公约》.

    ``place`` has all citations of the clause. Only a short form counts, because it means the instrument that the whole
    text is about. If the clause names no instrument, 第十条 and 其第十条 are of the only instrument whose 第十条 an
    earlier clause cites.
    """
    named = [c for c in place.before if c.target and symbols.kind_of(c.target) in INSTRUMENTS]
    if not named and place.clause and not place.clause.path.startswith("annex"):
        known = [(one, memory.of_article(one.pinpoint)) for one in articles]
        return [memory.cited(one, place.text, *keys) for one, keys in known if len(keys) == 1]
    articles = [one for one in articles if one.form == ARTICLE]
    first = min((c.start for c in named), default=len(place.text))
    if not all(is_bare_kind(c.exact.strip("《》")) for c in named):
        return []
    cited = Spans(place.before)
    before = [one for one in articles if one.start <= first and not cited.over(one.start, one.start + 1)]
    return [citation for one in before for citation in article(one, place, memory)]


def article_of_note(reference: Reference, place: Place, memory: Memory, beside: Iterable[Citation]) -> list[Citation]:
    """The citation of 第十条还规定 at the beginning of a footnote.

    ``beside`` are the citations of the clause before the footnote mark. There is no citation if several of them
    are instruments, or none.
    """
    named = {c.target for c in beside if c.target and symbols.kind_of(c.target) in INSTRUMENTS}
    return [memory.cited(reference, place.text, named.pop())] if len(named) == 1 else []


def _containing(clause: DraftClause, memory: Memory) -> Iterator[list[Citation]]:
    """Yields the citations of the clauses that contain a clause, from the innermost."""
    while container := memory.by_path.get(clause.parent or ""):
        yield memory.clauses.get(container.path, [])
        clause = container


def itself(reference: Reference, place: Place, memory: Memory) -> list[Citation]:
    """The citation of 上文第8段, which is a paragraph of the resolution itself.

    In an annex, 上文第8段 is a paragraph of the annex. An annex has no symbol, so there is no citation.
    """
    own = memory.draft.symbol
    if not own or place.clause is None or place.clause.kind == ANNEX or place.clause.path.startswith("annex"):
        return []
    return [memory.cited(reference, place.text, own)]


def back(reference: Reference, place: Place, memory: Memory) -> list[Citation]:
    """The citation of 该条约 or 该决议.

    It means a document that is named before it in the clause, else in a clause that contains the clause, else in the
    clause before. A treaty can be named with or without 《》. There is no citation if several documents are possible.
    """
    if place.clause is None:
        return []
    if _is_above(reference, place) and (above := _described_above(reference.name, memory)):
        is_one = len(above) == 1
        return [memory.cited(reference, place.text, *above) if is_one else ambiguous(reference, place.text, above)]
    meant = _document if reference.name in _DOCUMENTS else _instrument
    if _is_above(reference, place) and _several(reference, place):
        return []
    for words, cited in _near(reference, place, memory):
        targets = meant(reference.name, words, cited, memory)
        if targets is not None:
            return [memory.cited(reference, place.text, targets.pop())] if len(targets) == 1 else []
    return []


def _is_above(reference: Reference, place: Place) -> bool:
    return place.text.startswith(("上述", "前述"), reference.start)


def _described_above(noun: str, memory: Memory) -> set[str]:
    """The documents that 上述声明 can mean: those that the clauses directly before describe with this noun.

    A clause that describes no such document ends the search.
    """
    found: set[str] = set()
    by_path = defaultdict(set)
    for one in memory.described.newest:
        if one.noun == noun:
            by_path[one.path].add(one.target)
    for path in reversed(memory.clauses):
        if path not in by_path:
            break
        found |= by_path[path]
    return found


def _several(reference: Reference, place: Place) -> bool:
    """Whether the clause names several instruments of this kind before the reference. 上述公约 then means all."""
    near = place.before[-NEAR:]
    return len({c.target for c in near if c.exact.strip("《》").endswith(reference.name)}) > 1


def _near(reference: Reference, place: Place, memory: Memory) -> Iterator[tuple[str, list[Citation]]]:
    """Yields (words, citations) of the clause up to the reference, of the clauses that contain it, and of the clause
    before."""
    direct = place.before[-NEAR:]
    ends = {c.end for c in direct}  # 第11/22号决议³ is the resolution, whatever its footnote cites
    noted = [c for c in place.through[-NEAR:] if c.end not in ends]
    yield place.text[: reference.start], direct + noted
    clause = place.clause
    while clause and (clause := memory.by_path.get(clause.parent or "")):
        yield clause.text, memory.clauses.get(clause.path, [])
    if before := next(reversed(memory.clauses), None):
        yield memory.by_path[before].text, memory.clauses[before]


def _document(kind: str, words: str, cited: list[Citation], memory: Memory) -> set[str] | None:
    """The keys of the documents of this kind among ``cited``; None if there are none.

    The documents that the text calls so count first. For example, 1995年关于中东的决议 is in a report of a conference,
    and the mark after 某组的报告 gives the report.
    """
    wanted = _DOCUMENTS[kind]
    near = [c for c in cited[-2 * NEAR :] if c.target]
    called = sorted((c for c in near if c.exact.endswith(kind)), key=lambda c: c.end)
    if called and _is_beside(words, called):
        called = [c for c in called if c.end == called[-1].end]
    own = [c for c in near if c.via_footnote is None or _ends(words, c)]
    of_kind = called or [c for c in own if symbols.kind_of(c.target or "").endswith(wanted)]
    return {c.target for c in of_kind if c.target} or None


def _is_beside(words: str, called: list[Citation]) -> bool:
    """Whether the last of the citations is at the end of ``words``, and a comma separates it from the others."""
    before = max((c.end for c in called if c.end < called[-1].end), default=0)
    is_apart = re.search("[，；。]", words[before : called[-1].start])
    return bool(is_apart) and _ends(words, called[-1])


def _ends(words: str, citation: Citation) -> bool:
    """Whether a citation is at the end of ``words``."""
    return not words[citation.end : citation.end + _END].strip("，；。以及 ") and len(words) - citation.end < _END


def _instrument(kind: str, words: str, cited: list[Citation], memory: Memory) -> set[str] | None:
    """The key of an instrument that ``words`` name, in a set. Its name ends in the last ``kind`` of ``words``.

    The set is empty if this instrument is not known. The result is None if ``words`` do not have the kind.
    """
    last = words.rfind(kind)
    while last >= 0 and _PREDICATE.search(words, max(0, last - 16), last):
        last = words.rfind(kind, 0, last)
    if last < 0:
        return None
    end = last + len(kind)
    quoted = [c for c in cited[-2 * NEAR :] if c.start < end <= c.end and c.via_footnote is None]
    target = quoted[-1].target if quoted else memory.names.unquoted(words[:end])
    return {target} if target else set()
