"""``Place``: where a reference is in a Draft. ``Memory``: what the Draft has named before it.

The modules for all kinds of reference use both.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive import symbols
from archive.citing.catalogue import Catalogue
from archive.citing.citation import AMBIGUOUS, RESOLVED, UNKNOWN, WORDS, Citation
from archive.citing.find import Reference
from archive.citing.names import Names
from archive.citing.resolve.descriptions import Descriptions
from archive.reading.draft import Draft, DraftClause, printed_mark

_REACH = 2000  # characters before a reference that can decide what it means
NEAR = 60  # the number of citations before a reference that are searched
INSTRUMENTS = (symbols.TREATY, symbols.INSTRUMENT)
_ARTICLE = re.compile("第[^第条、，]{1,8}条")
_WITHOUT_YEAR = re.compile(r"S/RES/(\d+)")


@dataclass(frozen=True, slots=True)
class Place:
    """The text that has a reference, and the citations before the reference in this text.

    ``before`` are the citations of the text itself, and ``through`` those through its footnotes. ``clause`` is the
    clause that has the text; None in a footnote. ``marker`` is the marker of the footnote that has the text; "" in a
    clause.
    """

    text: str
    before: list[Citation]
    clause: DraftClause | None = None
    marker: str = ""
    through: Sequence[Citation] = ()

    def words_before(self, reference: Reference) -> str:
        """The words before a reference, at most ``_REACH`` characters: a very long clause is not copied each time."""
        return self.text[max(0, reference.start - _REACH) : reference.start]


class Memory:
    """What a Draft has named so far. A pass through the Draft fills it."""

    def __init__(self, draft: Draft, catalogue: Catalogue) -> None:
        self.draft = draft
        self.catalogue = catalogue
        self.names = Names(catalogue)
        self.numbers: dict[str, str] = {}  # number (34/24) → symbol, from references with a body or a date
        self._of_the_security_council: dict[str, set[str]] = defaultdict(set)  # number of a resolution → symbols
        self.joint: dict[str, str] = {}  # symbol → key of the joint document that has this symbol too
        self.footnotes: dict[str, list[Citation]] = {}
        self.by_mark: dict[str, list[str]] = defaultdict(list)  # printed mark → markers of the footnotes that are read
        self.marker_before = {marker: before for before, marker in pairwise(draft.footnotes)}
        self.clauses: dict[str, list[Citation]] = {}
        self.described = Descriptions()
        self.quoted: dict[str, str] = {}  # quotation that carried a footnote mark → key of the document of the footnote
        self.groups: dict[str, bool] = {}  # 政府专家组 → whether the Draft names only one group of this sort
        self.by_path = {clause.path: clause for clause in draft.clauses}
        self._articles: dict[str, set[str]] = defaultdict(set)  # 第六条 → the instruments whose article 6 was cited

    def enter(self, clause: DraftClause) -> None:
        """Begins a clause: sets ``names.places`` to its path and the paths of the clauses that contain it."""
        paths = [clause.path]
        while (parent := self.by_path[paths[-1]].parent) and parent in self.by_path:
            paths.append(parent)
        self.names.places = tuple(paths)

    def begin_footnote(self, marker: str) -> None:
        self.footnotes[marker] = []
        self.by_mark[printed_mark(marker)].append(marker)

    def remember_number(self, number: str, symbol: str) -> None:
        """Records the symbol of a number (34/24) that the Draft uses for the first time with a body or a date."""
        if number in self.numbers:
            return
        self.numbers[number] = symbol
        if symbol.startswith("S/RES/"):
            self._of_the_security_council[symbol.removeprefix("S/RES/").partition("(")[0]].add(symbol)

    def remember_articles(self, citations: Iterable[Citation]) -> None:
        """Records the articles of instruments that a clause cites."""
        for citation in citations:
            article = _ARTICLE.match(citation.pinpoint)
            if article and citation.target and symbols.kind_of(citation.target) in INSTRUMENTS:
                self._articles[article[0]].add(citation.target)

    def of_article(self, pinpoint: str) -> set[str]:
        """The instruments of which earlier clauses cite the article at the beginning of ``pinpoint``."""
        article = _ARTICLE.match(pinpoint)
        return self._articles.get(article[0], set()) if article else set()

    def cited(self, reference: Reference, text: str, target: str) -> Citation:
        """The citation of one document."""
        exact, status = text[reference.start : reference.end], self.status(target)
        return Citation(exact, reference.start, reference.end, target, status, WORDS, reference.pinpoint)

    def status(self, target: str) -> str:
        """The status of a citation of one document."""
        return RESOLVED if target in self.catalogue else UNKNOWN

    def key(self, symbol: str) -> str:
        """The key of the document with this symbol.

        A joint document has two symbols. Its key is the first of them that the catalogue has. If the catalogue has
        neither, its key is the first symbol. The key is remembered, because the Draft can later use one of the symbols
        alone. A symbol without its year (S/RES/1540) gets the year if only one resolution has the number.
        """
        both = symbols.symbols_in(symbol)
        key = self._known(both) or self.joint.get(both[0], both[0])
        if (number := _WITHOUT_YEAR.fullmatch(key)) and len(known := self.of_the_security_council(number[1])) == 1:
            return known.pop()
        if len(both) > 1:
            self.joint |= dict.fromkeys(both, key)
        return key

    def of_the_security_council(self, number: str) -> set[str]:
        """The keys of the Security Council's resolutions with this number.

        They are those that the Draft has named. If the Draft has named none, they are those of the catalogue.
        """
        return set(self._of_the_security_council.get(number, ())) or self.catalogue.of_the_security_council(int(number))

    def _known(self, both: tuple[str, ...]) -> str | None:
        for one in both:
            if one in self.catalogue:
                return one
            if len(known := self.catalogue.named(one)) == 1:
                return next(iter(known))
        return None


def ambiguous(reference: Reference, text: str, candidates: Iterable[str]) -> Citation:
    """The citation of words that can mean several documents. ``candidates`` are the keys of these documents."""
    start, end, keys = reference.start, reference.end, tuple(sorted(set(candidates)))
    return Citation(text[start:end], start, end, None, AMBIGUOUS, WORDS, reference.pinpoint, candidates=keys)
