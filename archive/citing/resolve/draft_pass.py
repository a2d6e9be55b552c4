"""Reads a Draft once, in the order of its text, and resolves the references of each clause and footnote."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from archive import symbols
from archive.citing import find
from archive.citing.carrying_words import carrying_words
from archive.citing.catalogue import Catalogue
from archive.citing.citation import Citation, Citations
from archive.citing.find import Reference, fold_width
from archive.citing.find.plain_titles import is_plain_kind
from archive.citing.instruments import is_bare_kind
from archive.citing.outcomes import conference_before
from archive.citing.places import pinpoint_after, pinpoint_at_end
from archive.citing.resolve.back_references import (
    amendment,
    article,
    article_of_note,
    articles_before,
    back,
    its,
    itself,
)
from archive.citing.resolve.descriptions import Described, without_additions
from archive.citing.resolve.documents import document
from archive.citing.resolve.ibid import ibid, of_note
from archive.citing.resolve.memory import Memory, Place
from archive.citing.resolve.named_again import described, named_again, named_later
from archive.citing.resolve.numbers import decided, number
from archive.citing.resolve.registrations import Named, registered, registration
from archive.citing.resolve.reports import bare_reports, printed_reports, reports_of_text
from archive.citing.resolve.titles import decision, mention, outcome, plain, short, title
from archive.citing.spans import Spans
from archive.messages import Message
from archive.reading.draft import HEADING, Draft, DraftClause, Link, Mark, ReadingWarning

# A Finder returns the references in a text. The second argument tells whether the text is a footnote.
Finder = Callable[[str, bool], list[Reference]]
# A Reconciler compares the citations in a text with the editors' links. It returns the citations after the comparison
# and a message for each disagreement.
Reconciler = Callable[
    [str, Sequence[Reference], list[Citation], list[Link], Catalogue], tuple[list[Citation], list[Message]]
]

# The function that resolves each form of reference, except REGISTRATION.
_RESOLVERS: dict[str, Callable[[Reference, Place, Memory], list[Citation]]] = {
    find.NUMBER: number,
    find.SYMBOL: document,
    find.TITLE: title,
    find.DECISION: decision,
    find.MENTION: mention,
    find.OUTCOME: outcome,
    find.PLAIN: plain,
    find.SHORT: short,
    find.ITS: its,
    find.AMENDMENT: amendment,
    find.BACK: back,
    find.ARTICLE: article,
    find.SELF: itself,
    find.IBID: ibid,
    find.NOTE: of_note,
}

# An outcome document without 《》 at a mark: 第三次审查大会成果文件³, 第三次审查大会及其成果³.
_RESULT = re.compile("(?:及其|的)?成果(?:文件)?$")

_TREATIES = ("公约", "条约", "协定", "议定书")
# A 《title》 that carries a mark, also inside brackets: (《第一议定书》)¹.
# Another name of the document can follow: 《…的指导原则》，即“某地指导原则”¹.
_ENDS_IN_TITLE = re.compile(r"》(?:[)）]|[，,]即“[^“”]{1,40}”)?\Z")


def resolve(draft: Draft, catalogue: Catalogue, finder: Finder, reconcile: Reconciler) -> Citations:
    """Returns the citations in every clause and footnote of the Draft."""
    return _Pass(draft, catalogue, finder, reconcile).citations()


@dataclass(slots=True)
class _Clause:
    """A clause that is being read. ``marks`` are the offsets of its footnote marks, in order.

    ``direct`` are the citations in the words of the clause itself, and ``through`` those of its footnotes.
    ``described`` are the documents that the clause describes before its footnote marks.
    """

    clause: DraftClause
    marks: list[int]
    direct: list[Citation] = field(default_factory=list)
    through: list[Citation] = field(default_factory=list)
    described: list[Described] = field(default_factory=list)


class _Pass:
    """One pass through a Draft. ``memory`` and ``warnings`` grow during the pass."""

    def __init__(self, draft: Draft, catalogue: Catalogue, finder: Finder, reconcile: Reconciler) -> None:
        self.draft = draft
        self.finder = finder
        self.reconcile = reconcile
        self.memory = Memory(draft, catalogue)
        self.warnings: list[ReadingWarning] = []
        self.same: dict[str, tuple[str, str]] = {}  # key made of a title → key that a footnote gives, path of its mark

    def citations(self) -> Citations:
        self._remember_title_of_resolution()
        for clause in self.draft.clauses:
            self.memory.clauses[clause.path] = self._clause(clause)
        for marker in self.draft.footnotes:
            if marker not in self.memory.footnotes:
                self._footnote(marker, Named())
        self._add_named_later()
        for path, cited in self.memory.clauses.items() if self.same else ():
            cited[:] = [self._identified(citation, path) for citation in cited]
        in_order = {marker: self.memory.footnotes[marker] for marker in self.draft.footnotes}
        return Citations(self.memory.clauses, in_order, self.warnings)

    def _add_named_later(self) -> None:
        """Adds the citations of documents that a clause names before another clause describes them."""
        newest = self.memory.described.newest
        for clause in self.draft.clauses if newest else ():
            if clause.path == newest[-1].path:  # no later clause describes a document
                break
            cited = self.memory.clauses[clause.path]
            if clause.kind != HEADING and (later := list(named_later(clause.text, cited, self.memory))):
                self.memory.clauses[clause.path] = sorted(cited + later, key=_place_in_text)

    def _identified(self, citation: Citation, path: str) -> Citation:
        """A citation by a title with the key that the footnote of a later clause gives to its document.

        In the clause of the footnote, two bodies can each have a document with this title.
        """
        key, noted_in = self.same.get(citation.target or "", ("", path))
        return citation if noted_in == path else replace(citation, target=key, status=self.memory.status(key))

    def _remember_title_of_resolution(self) -> None:
        for reference in self.finder(self.draft.title, False):
            if reference.form in (find.TITLE, find.MENTION):
                self.memory.names.keys_of(reference.name)

    # ── a clause, its marks, its footnotes ───────────────────────────────────────────────────────────────────────────

    def _clause(self, clause: DraftClause) -> list[Citation]:
        text = clause.text
        self.memory.enter(clause)
        references: list[Reference] = []
        read = _Clause(clause, sorted([mark.at for mark in clause.marks]))
        direct, through = read.direct, read.through
        marks = [mark for mark in clause.marks if mark.marker in self.draft.footnotes]
        pending = deque(sorted(marks, key=lambda mark: mark.at) if marks else ())
        place = Place(text, direct, clause, through=through)
        for found in self.finder(text, False):
            while pending and pending[0].at < found.end:
                self._mark(read, pending.popleft())
            references.append(decided(found, self.memory))
            direct += self._reference(references[-1], place)
        for mark in pending:
            self._mark(read, mark)
        if articles := [found for found in references if found.form in (find.ARTICLE, find.ITS)]:
            direct += articles_before(articles, Place(text, direct.copy(), clause), self.memory)
        if clause.kind != HEADING:
            self._add_named_again(text, direct, through)
        for one in read.described:
            self.memory.described.add(one)
        self.memory.remember_articles(direct)
        reconciled = self._reconciled(clause.path, text, references, direct, clause.links)
        return sorted(reconciled + through, key=_place_in_text)

    def _add_named_again(self, text: str, direct: list[Citation], through: list[Citation]) -> None:
        """Adds to ``direct`` the documents that a clause names again as earlier words describe them, and 报告 alone."""
        again = list(named_again(text, direct, through, self.memory))
        direct += again
        if "报告" in text:
            named = through + again + printed_reports(text, direct)
            reports = list(bare_reports(text, named, self.memory)) if named else []
            reports = reports or list(reports_of_text(text, through, self.memory))
            taken = Spans(tuple(direct + through))
            direct += [report for report in reports if not taken.over(report.start, report.end)]
        direct.sort(key=lambda citation: citation.start)

    def _reference(self, reference: Reference, place: Place, named: Named | None = None) -> list[Citation]:
        if reference.form == find.REGISTRATION:
            last = next(reversed(place.before), None)
            in_brackets = last and place.text[last.end : reference.start].strip() in ("(", "（")
            named = replace(named or Named(), title=last) if in_brackets or named is None else named
            return registration(reference, place, self.memory, named)
        if reference.form == find.ARTICLE and named:
            return article_of_note(reference, place, self.memory, named.beside)
        return _RESOLVERS[reference.form](reference, place, self.memory)

    def _mark(self, read: _Clause, mark: Mark) -> None:
        """Adds the citations of a footnote to ``through``. Their place is the words that carry the footnote's mark.

        If the last citation in ``direct`` is a title, and the symbol in the footnote names the same document, this
        citation is removed from ``direct``.
        """
        clause, direct = read.clause, read.direct
        start, end = carrying_words(clause.text, mark.at, read.marks, clause.opening)
        if direct and direct[-1].end == end:
            start = direct[-1].start  # the name of a document carries the mark
        title = direct[-1] if direct and _ENDS_IN_TITLE.match(clause.text, direct[-1].end - 1, end) else None
        is_also_named = title is not None and clause.text[title.end : end].endswith("”")
        carried = title if title and (title.end == end or is_also_named) else None
        start = title.start if title and is_also_named else start
        if mark.marker not in self.memory.footnotes:
            self._footnote(mark.marker, Named(title, direct))
        noted = self.memory.footnotes[mark.marker]
        if carried and self._is_outcome(clause.text, carried) and any(one.target for one in noted):
            self._outcome(clause.text, carried, noted, mark.marker, direct)
        elif _is_plain_title(direct, end) and noted:
            self._identify(direct.pop(), noted, clause.path)
        elif carried and len(noted) == 1 and noted[0].target and self._is_the_same(carried, noted[0], mark):
            # The Draft means the document of the footnote by this title.
            self._identify(direct.pop(), noted, clause.path)
            self.memory.names.remember(clause.text[carried.start + 1 : carried.end - 1], noted[0].target)
        self._describe(read, clause.text[:end], noted)
        exact = clause.text[start:end]
        if len(noted) == 1 and noted[0].target:
            self._remember_words(find.fold_width(exact), noted[0].target)
        place = _place_beside(clause.text, start, end, direct, noted)
        seen: set[str | None] = set()
        for one in noted:
            if one.target is None or one.target not in seen:
                seen.add(one.target)
                pinpoint = "，".join(piece for piece in (one.pinpoint, place) if piece)
                document = (one.target, one.status, one.origin)
                read.through.append(Citation(exact, start, end, *document, pinpoint, mark.marker, one.candidates))

    def _identify(self, title: Citation, noted: list[Citation], path: str) -> None:
        """Remembers that a title and the only document of its footnote are one document.

        A treaty is more than the document that has its text.
        """
        if len(noted) == 1 and title.target and noted[0].target and not title.target.endswith(_TREATIES):
            self.same[title.target] = noted[0].target, path

    def _remember_words(self, carrying: str, target: str) -> None:
        """Remembers the only document of a footnote under the words that carry its mark."""
        if carrying.startswith("“"):
            self.memory.quoted[carrying[: carrying.find("”") + 1] or carrying] = target
        if is_plain_kind(carrying):
            self.memory.names.remember_plain(carrying, target)

    def _describe(self, read: _Clause, words: str, noted: list[Citation]) -> None:
        """Remembers the documents of a footnote under the description that the clause gives them.

        If the footnote cites several documents, the description means several documents. Later words that fit it then
        make no citation. A corrigendum or an addendum does not count if the footnote also cites its document.

        ``words`` are the words of the clause before the footnote mark. ``noted`` are the citations of the footnote.
        """
        targets = {citation.target or "" for citation in noted}
        whole = without_additions(targets)
        if len(whole) == 1 and (result := _RESULT.search(words[-10:])):
            before = words[: len(words) - len(result[0])]
            self.memory.names.outcomes.remember("成果文件", before, "", *whole)
        if all("/" in target for target in whole):
            each = (described(words, target, read.clause.path) for target in whole)
            read.described += [document for document in each if document]

    def _is_outcome(self, text: str, carried: Citation) -> bool:
        """Whether a title that carries a mark is the outcome document of the conference before it."""
        return is_bare_kind(carried.exact.strip("《》")) and conference_before(text[: carried.start]) is not None

    def _outcome(
        self, text: str, carried: Citation, noted: list[Citation], marker: str, direct: list[Citation]
    ) -> None:
        """Remembers the outcome document of a conference under the symbol that its footnote gives."""
        targets = {one.target for one in noted if one.target}
        whole = without_additions(targets)
        if len(whole) == 1:
            kind, note, key = carried.exact.strip("《》"), self.draft.footnotes[marker].text, whole.pop()
            self.memory.names.outcomes.remember(kind, text[: carried.start], note, key)
            self.memory.names.remember_outcome(kind, key)
        if carried.target not in targets:
            direct.pop()

    def _is_the_same(self, carried: Citation, noted: Citation, mark: Mark) -> bool:
        """Whether the title before a mark and the symbol in the footnote name one document.

        This is so if the catalogue does not have the title. There are two exceptions. A resolution or decision in the
        footnote may only have adopted the document. A footnote that begins with 见, 另见 or 参看 may name another
        document.
        """
        return (
            (carried.target or "").startswith("title:")
            and "/" in (noted.target or "")
            and not symbols.kind_of(noted.target or "").endswith(("resolution", "decision"))
            and not self.draft.footnotes[mark.marker].text.startswith(("见", "另见", "参看"))
        )

    def _footnote(self, marker: str, named: Named) -> None:
        footnote = self.draft.footnotes[marker]
        self.memory.begin_footnote(marker)
        places, self.memory.names.places = self.memory.names.places, (f"footnote {marker}",)
        cited: list[Citation] = []
        references: list[Reference] = []
        every = self.finder(footnote.text, True)
        at_places = [each for r in every if r.form == find.REGISTRATION for each in registered(r, self.memory)]
        named = replace(named, registered=frozenset[str]().union(*at_places))
        for found in every:
            references.append(decided(found, self.memory))
            cited += self._reference(references[-1], Place(footnote.text, cited, marker=marker), named)
        place = f"footnote {marker}"
        self.memory.footnotes[marker] = self._reconciled(place, footnote.text, references, cited, footnote.links)
        self.memory.names.places = places

    def _reconciled(
        self, place: str, text: str, references: list[Reference], found: list[Citation], links: list[Link]
    ) -> list[Citation]:
        """Returns the citations of a text after the comparison with its links.

        Each disagreement becomes a warning at ``place``.
        """
        reconciled, disagreements = self.reconcile(text, references, found, links, self.memory.catalogue)
        self.warnings += [ReadingWarning(place, message.code, message.values) for message in disagreements]
        return reconciled


def _place_in_text(citation: Citation) -> tuple[int, bool]:
    """The order of the citations of a clause: a citation through a footnote follows one of the words themselves."""
    return citation.start, citation.via_footnote is not None


def _is_plain_title(direct: list[Citation], end: int) -> bool:
    """Whether the last citation is a title without 《》 that carries a mark at ``end``.

    Its footnote gives the document, and the archive knows the document only by the title.
    """
    last = direct[-1] if direct and direct[-1].end == end else None
    kind, _, title = (last.target or "").partition(":") if last else ("", "", "")
    return last is not None and kind == "title" and title in last.exact and not last.exact.endswith("》")


def _place_beside(text: str, start: int, end: int, direct: list[Citation], noted: list[Citation]) -> str:
    """The place beside a footnote mark, in the only document that the footnote cites.

    It is after the mark (第27段 in 报告³第27段) or at the end of the carrying words ``text[start:end]`` (报告第27段³).
    The result is "" if the footnote cites several documents, or if the clause itself cites a document in these words
    or directly before the mark, because the place is then in the document of this citation.
    """
    if (direct and direct[-1].end == end) or len({citation.target for citation in noted}) != 1:
        return ""
    folded = fold_width(text)
    if after := pinpoint_after(folded, end):
        return after
    return "" if direct and direct[-1].end > start else pinpoint_at_end(folded[start:end])
