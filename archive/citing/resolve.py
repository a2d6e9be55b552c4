"""Finds the document that each reference of a Draft means.

    references → **resolve** → citations

A Draft is read once, in the order of its text. Each footnote is read at its first mark. So a short form means a
document that was named before it. A reference resolves only if exactly one document is possible. If several documents
are possible, the citation is ambiguous and has them as candidates. If no document is possible, there is no citation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from archive import symbols
from archive.citing import find
from archive.citing.catalogue import Catalogue
from archive.citing.citation import AMBIGUOUS, RESOLVED, UNKNOWN, WORDS, Citation, Citations
from archive.citing.find import Reference
from archive.citing.names import Names, is_instrument
from archive.citing.numbers import number_symbol
from archive.reading.draft import Draft, DraftClause, DraftFootnote, Link, Mark

# A Finder finds the references of a text. A Reconciler compares the citations in a text with the editors' links.
Finder = Callable[[str, bool], list[Reference]]
Reconciler = Callable[[str, list[Citation], list[Link], Catalogue], list[Citation]]

# 《联合国海洋法公约》(《公约》): the text defines a short form.
_IN_BRACKETS = re.compile(r"[(（](?:以下简?称|下称|简称|又称|也称|即)?“?")
_ITS_PROTOCOL = re.compile("(?:任择|附加|补充)议定书")
# In an English text, the words that carry a mark begin after one of these: “… contained in the 1999 guidelines¹”.
_ENGLISH_START = re.compile(r"[,;:.] |\b(?:the|its|their|of|by|in) (?=.)")
# Words after 同上 that name another volume of the same series: 同上，《补编第53A号》; 同上，2010年，补编第7号.
_ELSEWHERE = re.compile(r"[，,]?[ ]?(?:《|(?:\d{4}年|第[^，]{1,8}届会议)[，,]?[ ]?补编|补编)")


def resolve(draft: Draft, catalogue: Catalogue, finder: Finder, reconcile: Reconciler) -> Citations:
    """The citations in every clause and footnote of the Draft."""
    return _Reading(draft, catalogue, finder, reconcile).citations()


class _Reading:
    """One pass through a Draft. It remembers the documents that the Draft has named so far."""

    def __init__(self, draft: Draft, catalogue: Catalogue, finder: Finder, reconcile: Reconciler) -> None:
        self.draft = draft
        self.catalogue = catalogue
        self.finder = finder
        self.reconcile = reconcile
        self.names = Names(catalogue)
        self.numbers: dict[str, str] = {}  # number (34/24) → symbol, from a place that names the body or the date
        self.footnotes: dict[str, list[Citation]] = {}
        self.clauses: dict[str, list[Citation]] = {}
        self.by_path = {clause.path: clause for clause in draft.clauses}

    def citations(self) -> Citations:
        self._remember_title_of_resolution()
        for clause in self.draft.clauses:
            self.clauses[clause.path] = self._clause(clause)
        for marker in self.draft.footnotes:
            if marker not in self.footnotes:
                self._footnote(marker, None)
        in_order = {marker: self.footnotes[marker] for marker in self.draft.footnotes}
        return Citations(clauses=self.clauses, footnotes=in_order)

    def _remember_title_of_resolution(self) -> None:
        for reference in self.finder(self.draft.title, False):
            if reference.form == find.TITLE:
                self.names.keys_of(reference.name)
        for kind in ("条约", "公约", "议定书", "协定"):
            for m in re.finditer(kind, self.draft.title):
                if key := self.names.unquoted(self.draft.title[: m.end()]):
                    self.names.remember(self.draft.title[: m.end()], key)

    # ── a clause, its marks, its footnotes ───────────────────────────────────────────────────────────────────────────

    def _clause(self, clause: DraftClause) -> list[Citation]:
        text = clause.text
        references = self.finder(text, False)
        marks = [mark for mark in clause.marks if mark.marker in self.draft.footnotes]
        direct: list[Citation] = []
        through: list[Citation] = []
        pending = sorted(marks, key=lambda mark: mark.at)
        for reference in references:
            while pending and pending[0].at < reference.end:
                self._mark(clause, pending.pop(0), direct, through)
            direct += self._reference(reference, text, direct, clause)
        for mark in pending:
            self._mark(clause, mark, direct, through)
        reconciled = self.reconcile(text, direct, clause.links, self.catalogue)
        return sorted(reconciled + through, key=lambda c: (c.start, c.via_footnote is not None))

    def _mark(self, clause: DraftClause, mark: Mark, direct: list[Citation], through: list[Citation]) -> None:
        """Adds the citations of a mark's footnote to ``through``, at the words that carry the mark."""
        start, end = carrying_words(clause.text, mark.at, [m.at for m in clause.marks if m.at < mark.at])
        carried = direct[-1] if direct and direct[-1].end == end and clause.text[end - 1 : end] == "》" else None
        if mark.marker not in self.footnotes:
            self._footnote(mark.marker, carried)
        noted = self.footnotes[mark.marker]
        if carried and len(noted) == 1 and noted[0].target and self._is_the_same(carried, noted[0], mark):
            # 《title》 and the symbol in its footnote are one document, also in the rest of the text.
            direct.remove(carried)
            self.names.remember(clause.text[carried.start + 1 : carried.end - 1], noted[0].target)
        seen: set[str | None] = set()
        for citation in noted:
            if citation.target is None or citation.target not in seen:
                seen.add(citation.target)
                through.append(
                    replace(citation, exact=clause.text[start:end], start=start, end=end, via_footnote=mark.marker)
                )

    def _is_the_same(self, carried: Citation, noted: Citation, mark: Mark) -> bool:
        """Whether the title before a mark and the symbol in the footnote name one document.

        The answer is yes if the catalogue does not know the title, with two exceptions. A resolution or decision in the
        footnote may only have adopted or annexed the document. A footnote that begins with 见, 另见 or 参看 may name
        another document.
        """
        return (
            (carried.target or "").startswith("title:")
            and "/" in (noted.target or "")
            and not symbols.kind_of(noted.target or "").endswith(("resolution", "decision"))
            and not self.draft.footnotes[mark.marker].text.startswith(("见", "另见", "参看"))
        )

    def _footnote(self, marker: str, carried: Citation | None) -> None:
        footnote = self.draft.footnotes[marker]
        self.footnotes[marker] = []
        cited: list[Citation] = []
        for reference in self.finder(footnote.text, True):
            if reference.form == find.REGISTRATION:
                cited += self._registration(reference, footnote.text, carried)
            elif reference.form == find.IBID:
                cited += self._ibid(reference, footnote, marker)
            else:
                cited += self._reference(reference, footnote.text, cited, None)
        self.footnotes[marker] = self.reconcile(footnote.text, cited, footnote.links, self.catalogue)

    # ── one reference ────────────────────────────────────────────────────────────────────────────────────────────────

    def _reference(
        self, reference: Reference, text: str, before: list[Citation], clause: DraftClause | None
    ) -> list[Citation]:
        if reference.form == find.NUMBER:
            return self._number(reference, text)
        if reference.form == find.SYMBOL:
            return self._symbol(reference, text)
        if reference.form == find.TITLE:
            return self._titled(reference, text, before, footnote=clause is None)
        if reference.form == find.REGISTRATION:
            return self._registration(reference, text, before[-1] if before else None)
        if reference.form == find.ITS:
            return self._its(reference, text, before)
        if reference.form == find.BACK and clause is not None:
            return self._back(reference, text, before, clause)
        return []

    def _cited(self, reference: Reference, text: str, target: str) -> Citation:
        status = RESOLVED if target in self.catalogue else UNKNOWN
        exact = text[reference.start : reference.end]
        return Citation(exact, reference.start, reference.end, target, status, WORDS, reference.pinpoint)

    def _ambiguous(self, reference: Reference, text: str, candidates: Iterable[str]) -> Citation:
        exact = text[reference.start : reference.end]
        keys = tuple(sorted(set(candidates)))
        return Citation(
            exact, reference.start, reference.end, None, AMBIGUOUS, WORDS, reference.pinpoint, candidates=keys
        )

    def _key(self, symbol: str) -> str:
        """The key of the document with this symbol.

        A joint document has two symbols. Uses the first one that is in the catalogue. If
        neither is, uses the first one.
        """
        both = symbols.symbols_in(symbol)
        for one in both:
            if one in self.catalogue:
                return one
            if len(known := self.catalogue.named(one)) == 1:
                return next(iter(known))
        return both[0]

    def _number(self, reference: Reference, text: str) -> list[Citation]:
        """The citation of a numbered resolution.

        If the text names neither a body nor a date, the number means the resolution with the same number earlier in the
        Draft. If there is none, and the text names the Human Rights Council, the resolution can be the Assembly's or
        the Council's. The citation is then ambiguous.
        """
        number = re.sub(r"\s+", "", reference.name)
        symbol = number_symbol(reference)
        if reference.body is None and not reference.year and "/" in number:
            if number in self.numbers:
                symbol = self.numbers[number]
            elif "人权理事会" in text and self._council_had(number):
                both = [symbol, number_symbol(replace(reference, body=find.RIGHTS))]
                return [self._ambiguous(reference, text, [one for one in both if one])]
        elif symbol:
            self.numbers.setdefault(number, symbol)
        elif reference.body is None and (undated := number_symbol(replace(reference, year=0))):
            # No body is named, and the date is outside the Assembly's session. The date may be wrong, or another body
            # may have adopted the resolution.
            return [self._ambiguous(reference, text, [undated])]
        return [self._cited(reference, text, self._key(symbol))] if symbol else []

    def _council_had(self, number: str) -> bool:
        """Whether the Human Rights Council had held the session in ``number`` when the Assembly adopted the Draft.

        The Council has held three sessions a year since 2006.
        """
        session = re.match(r"(S-)?(\d+)/", number)
        own = re.search(r"\d+$", self.draft.session or symbols.session_of(self.draft.symbol))
        year = symbols.session_year(int(own[0])) + 1 if own and int(own[0]) > 30 else 2030
        return session is not None and int(session[2]) <= 3 * (year - 2006) + 3

    def _symbol(self, reference: Reference, text: str) -> list[Citation]:
        key = self._key(symbols.without_place(reference.name))
        if reference.title_end:
            title = text[reference.start + 1 : reference.title_end - 1]
            known = self.catalogue.named(title)
            if len(known) == 1 and key not in known:
                start = text.index(reference.name, reference.title_end)
                bare = replace(reference, start=start, end=start + len(reference.name), title_end=0)
                of_title = Reference(find.TITLE, reference.start, reference.title_end, title)
                return [*self._titled(of_title, text, [], False), self._cited(bare, text, key)]
            if is_instrument(title):
                self.names.remember(title, key)
        return [self._cited(reference, text, key)]

    # ── titles and what points back to them ──────────────────────────────────────────────────────────────────────────

    def _titled(self, reference: Reference, text: str, before: list[Citation], footnote: bool) -> list[Citation]:
        last = before[-1] if before and before[-1].exact.endswith("》") else None
        between = text[last.end : reference.start] if last else ""
        if last and last.target and _IN_BRACKETS.fullmatch(between):
            self.names.define(reference.name, last.target)
        keys = self.names.keys_of(reference.name, text[: reference.start], footnote)
        if last and last.target and _ITS_PROTOCOL.fullmatch(reference.name) and re.fullmatch("[及和]其", between):
            keys = self._added_to(last.target, reference.name)
        if keys is None:
            return []
        return [self._cited(reference, text, keys[0]) if len(keys) == 1 else self._ambiguous(reference, text, keys)]

    def _added_to(self, instrument: str, protocol: str) -> list[str]:
        """The keys of the protocol that belongs to an instrument, as in 《残疾人权利公约》及其《任择议定书》."""
        titles = self.names.titles_of(instrument)
        known = {key for title in titles for key in self.catalogue.named(title + protocol)}
        return sorted(known) if known or not titles else self.names.keys_of(titles[-1] + protocol) or []

    def _its(self, reference: Reference, text: str, before: list[Citation]) -> list[Citation]:
        """The citation of 其第六条. It means an article of the last instrument that this clause names."""
        named = [c for c in before if c.target and symbols.kind_of(c.target) in (symbols.TREATY, symbols.INSTRUMENT)]
        return [self._cited(reference, text, named[-1].target)] if named and named[-1].target else []

    def _back(self, reference: Reference, text: str, before: list[Citation], clause: DraftClause) -> list[Citation]:
        """The citation of 该条约 or 该决议. It means the last treaty or resolution that the clause or its parent names.

        A treaty may be named with or without 《》.
        """
        kind = reference.name
        if kind in ("决议", "报告"):
            return self._back_to_document(reference, text, before, clause)
        words, cited = text[: reference.start], before
        last = words.rfind(kind)
        parent = self.by_path.get(clause.parent or "")
        if last < 0 and parent:
            words, cited = parent.text, self.clauses.get(parent.path, [])
            last = words.rfind(kind)
        if last < 0:
            return []
        end = last + len(kind)
        quoted = [c for c in cited if c.start < end <= c.end and c.via_footnote is None]
        target = quoted[-1].target if quoted else self.names.unquoted(words[:end])
        return [self._cited(reference, text, target)] if target else []

    def _back_to_document(
        self, reference: Reference, text: str, before: list[Citation], clause: DraftClause
    ) -> list[Citation]:
        wanted = "resolution" if reference.name == "决议" else "document"
        cited = before or self.clauses.get(clause.parent or "", [])
        targets = {c.target for c in cited if c.target and symbols.kind_of(c.target).endswith(wanted)}
        return [self._cited(reference, text, targets.pop() or "")] if len(targets) == 1 else []

    # ── footnotes' own forms ─────────────────────────────────────────────────────────────────────────────────────────

    def _registration(self, reference: Reference, text: str, carried: Citation | None) -> list[Citation]:
        """The citation of a place in the Treaty Series.

        The place is the pinpoint of a treaty. The treaty is the target of ``carried``: its name carries the footnote
        mark or is before the place. Without such a target, the treaty that is registered at the place is cited.
        """
        volume, _, number = reference.name.partition("/")
        digits = re.sub(r"\D", "", number)
        registered = self.catalogue.registered(int(volume), int(digits)) if digits else frozenset()
        place = replace(reference, pinpoint=text[reference.start : reference.end])
        target = carried.target if carried else None
        if target and len(registered) == 1 and target.startswith("title:"):
            target = next(iter(registered))
        if not target and len(registered) == 1:
            target = next(iter(registered))
        if target:
            return [self._cited(place, text, target)]
        return [self._ambiguous(place, text, registered)] if registered else []

    def _ibid(self, reference: Reference, footnote: DraftFootnote, marker: str) -> list[Citation]:
        """The citation of 同上. Alone or with a place, 同上 means the document of the footnote before.

        If another document follows (同上，《补编第53A号》(A/68/53/Add.1)), 同上 cites nothing. It then only names the
        series of that document.
        """
        rest = footnote.text[reference.end :]
        if _ELSEWHERE.match(rest) or self._names_its_own(rest):
            return []
        markers = list(self.draft.footnotes)
        before = markers[markers.index(marker) - 1] if markers.index(marker) else None
        previous = {c.target for c in self.footnotes.get(before or "", []) if c.target}
        if len(previous) == 1:
            return [self._cited(reference, footnote.text, previous.pop())]
        return [self._ambiguous(reference, footnote.text, previous)]

    def _names_its_own(self, rest: str) -> bool:
        sentence = re.split("[；。]", rest)[0]
        return any(r.form in (find.SYMBOL, find.NUMBER, find.REGISTRATION) for r in self.finder(sentence, True))


def carrying_words(text: str, at: int, marks_before: list[int]) -> tuple[int, int]:
    """The start and end of the words that carry the mark after ``text[:at]``.

    If a 《…》 or “…” ends at the mark, it carries the mark. Otherwise the words begin after the nearest 的, punctuation
    or earlier mark.

    >>> text = "按照1999年裁军审议委员会的指导方针，建立"
    >>> text[slice(*carrying_words(text, 19, []))]
    '指导方针'
    """
    end = at
    while end and text[end - 1] in "，；。、：,;. ":
        end -= 1
    floor = max((mark for mark in marks_before if mark < end), default=0)
    if end == 0:
        return at, at
    run = end
    for opening, closing in ("《》", "“”", "()", "（）"):
        if text[end - 1] != closing or (start := _opening(text, end, opening, closing)) < 0:
            continue
        if opening in "《“":
            return start, end
        if text[start - 1 : start] == "》" and (title := _opening(text, start, "《", "》")) >= 0:
            return title, end
        run = start
        break
    start = run
    while start > floor and text[start - 1] not in "的，；。、：《》“”\n":
        start -= 1
    if text[start:end].isascii():
        start += max((word.end() for word in _ENGLISH_START.finditer(text[start:end])), default=0)
    if joined := re.match(r"(?:以及|[和及与])(?=[A-Z第《\d]|大会|安全理事会|人权理事会)", text[start:end]):
        start += joined.end()
    return (start, end) if start < end else (end - 1, end)


def _opening(text: str, end: int, opening: str, closing: str) -> int:
    depth = 0
    for position in range(end - 1, -1, -1):
        depth += (text[position] == closing) - (text[position] == opening)
        if depth == 0:
            return position
    return -1
