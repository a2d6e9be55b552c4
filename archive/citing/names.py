"""Finds the document that a 《title》 names. ``Names`` remembers the instruments that a Draft has named so far.

A title is first looked up in the catalogue. A short form (《罗马规约》, 《条约》) means an instrument that the Draft
has named before. Any other title is a new instrument, if it ends in a kind of instrument.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain

from archive.citing.catalogue import Catalogue, name_key
from archive.citing.citation import some_of
from archive.citing.instruments import (
    is_bare_kind,
    is_english,
    is_instrument,
    main_title,
    official_record,
)
from archive.citing.namings import KnownNames, Namings
from archive.citing.outcomes import Outcomes, conference_before, title_of_outcome, with_year_last

# The title of a conference report. Footnotes cite such a report by its title and date, without a symbol.
_CONFERENCE_REPORT = re.compile(r"(?:会议|大会|论坛)的?(?:最后)?报告，")
# Words between the owner of an instrument and its kind: 大会第十届特别会议，即第一届裁军特别会议的《最后文件》.
_OWNED = re.compile(r"(?:\([^()]*\))?(?:，即[^，；。]{2,40}?)?(?:以协商一致方式)?(?:通过)?的?$")
_POINTED = re.compile(r"该(?:《[^《》]{1,10}》[和及与])?$")  # 该《公约》和《议定书》 means names in the same clause
_OBLIGED = re.compile("(?:履行|遵守|执行)其$")  # 履行其《条约》义务: the States' obligations, not a treaty of theirs
_YEAR_BEFORE = re.compile(r"(\d{4})年的?$")  # 经1972年《议定书》修正的
_LONGEST = 90  # characters of a name without 《》
_LEAST_PLAIN = 6  # characters of such a name if other words can be before it
_NEAR = 400  # characters before a short form that are searched for a name without 《》
# Short forms with one standing meaning in all UN texts. The text need not name the instrument in full before.
_STANDING = {
    "宪章": "联合国宪章",
    "2030年议程": "2030年可持续发展议程",
    "行动纲要": "北京行动纲要",
    "Charter": "Charter of the United Nations",
    "2030 Agenda": "2030 Agenda for Sustainable Development",
}
_EVERYWHERE = frozenset({"宪章", "Charter"})  # keep this meaning unless the clause itself names another charter


# Words before the title of a treaty: its amended version is meant.
_AMENDED = re.compile(
    r"(?:修订版|修订本|修正版|修正本|(?:经过?|后)修[正订]后?的|修[正订]后的|经\d{4}年\d+月\d+日修[正订]的)$"
)
_LONGEST_AMENDED = 30  # characters
_IN_ITS = re.compile("在其?$")
# Parties to a treaty without 《》, in the same sentence: 经某事国际贸易公约缔约方会议修正的决议在《公约》附录二中.
_OF_PARTIES = re.compile("(?P<treaty>[^，；。：《》]{2,40}(?:公约|条约|议定书))缔约[国方][^；。]*$")
_OUTCOMES = ("文件", "宣言", "报告", "计划")
_NOT_YET = re.compile("一[项份][^，；。《》]{0,10}的$")  # 未能就一项实质性的《最后文件》达成一致
_NUMBERED_PROTOCOL = re.compile("第[一二三四五六七八九十]+号?议定书")


_TREATIES = ("条约", "公约")
_SIGNS = str.maketrans("<>（）", "〈〉()")


def _only(keys: Iterable[str]) -> str | None:
    """The key that all ``keys`` are; None if they are several or none."""
    found = None
    for key in keys:
        if found not in (None, key):
            return None
        found = key
    return found


def _after_year(year: str, words: str) -> Iterator[str]:
    """Yields the words in 《》 after each ``year``: 某公约 in 1961年《某公约》. Titles in titles count too."""
    for opening in re.finditer(rf"{year}年《", words):
        for closing in re.finditer("》", words[opening.end() :]):
            yield words[opening.end() :][: closing.start()]


def _short_key(short: str) -> str:
    """The form in which short forms are compared: 第五议定书 and 第五号议定书 are the same."""
    return name_key(short).replace("号议定书", "议定书")


class Names:
    """The instruments that a Draft has named so far, in order.

    ``places`` has the path of the clause that is read now, then the paths of the clauses that contain it. In a footnote
    it has only the place of the footnote (``footnote 3``). ``outcomes`` has the documents of conferences.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._namings = Namings()
        self._treaties: dict[str, list[str]] = defaultdict(list)  # place → the titles of its treaties
        # kind → the keys that the kind alone has meant in clauses with the full name
        self._used: dict[str, dict[str, None]] = defaultdict(dict)
        self._defined: dict[str, str] = {}  # short form → key, from definitions such as 《联合国海洋法公约》(《公约》)
        self._outcomes: dict[str, dict[str, set[str]]] = {}  # kind of outcome → clause → the keys that it means there
        self._known_as = KnownNames()
        self._plain = KnownNames()
        # (place, key) of the instruments that are named themselves, and of those in the name of a body or conference
        self._themselves: set[tuple[str, str]] = set()
        self._in_bodies: set[tuple[str, str]] = set()
        self._named = self._themselves
        self.places: tuple[str, ...] = ("title",)
        self.outcomes = Outcomes(catalogue)

    def remember(self, title: str, key: str) -> None:
        """Records that the Draft has the full name ``title``, and that this name means the document ``key``."""
        self._namings.add(title, key, self.places[0])
        self._known_as.add(title, key)
        self._named.add((self.places[0], key))
        if title.endswith(_TREATIES):
            self._treaties[self.places[0]].append(title)

    def define(self, short: str, key: str) -> None:
        """Records a short form that the text itself defines for the document ``key``."""
        self._defined[_short_key(short)] = key
        if not is_bare_kind(short):  # 《甲地议定书》 is also a name by which 《议定书》 in the same clause is known
            self._known_as.add(short, key)

    def remember_of_body(self, title: str) -> None:
        """Records the instrument in the name of a body or conference, such as 某条约缔约国审议大会."""
        self._named = self._in_bodies
        self.keys_of(title)
        self._named = self._themselves

    def remember_outcome(self, kind: str, key: str) -> None:
        """Records that a short form such as 《最后文件》 means the document ``key`` in the clause that is read now."""
        if kind.endswith(_OUTCOMES) and is_bare_kind(kind) and not self.places[0].startswith("footnote"):
            self._outcomes.setdefault(kind, defaultdict(set))[self.places[0]].add(key)

    def titles_of(self, key: str) -> list[str]:
        """The full titles that the Draft has used for this document."""
        return self._namings.titles_of(key)

    def keys_of(self, title: str, words_before: str = "", footnote: bool = False) -> list[str] | None:
        """The keys of the documents that a 《title》 can mean.

        The list is empty if the title means an unknown instrument, such as 《条约》 in a text that has named no treaty.
        The result is None if the title does not name an instrument (a journal, a press report). ``words_before`` is the
        text before the title. It can decide which document is meant, as in 大会第十届特别会议《最后文件》.
        """
        title = title.translate(_SIGNS)
        if defined := self._defined.get(_short_key(title)):
            pointed = self._in_this_place(title, words_before) if _POINTED.search(words_before[-_NEAR:]) else []
            if not pointed and (parties := _OF_PARTIES.search(words_before[-_NEAR:])):
                other = self.unquoted(parties["treaty"]) if parties["treaty"].endswith(title) else None
                return sorted({defined, other or defined})
            return [key for key in pointed if key] or [defined]
        if _AMENDED.search(words_before[-_LONGEST_AMENDED:]):
            amended = self._catalogue.named(f"经修正的{title}")
            if len(amended) == 1:
                return sorted(amended)
        if is_bare_kind(title) and words_before.endswith("本"):  # 本《条约》 means the text in which it is printed
            return None
        if title.endswith(_OUTCOMES) and _NOT_YET.search(words_before[-_LONGEST_AMENDED:]) and is_bare_kind(title):
            return None
        if numbered := self._numbered_protocol(title):
            return [numbered]
        if is_bare_kind(title):
            keys = self._bare(title, words_before)
            return keys if keys or not footnote else None
        known = sorted(self._catalogue.named(title))
        if len(known) == 1:
            self.remember(title, known[0])
            return known
        if same := self._namings.same(title):
            self.remember(title, same)
            return [same]
        if known:
            return known
        if alike := self._catalogue.alike(title):
            self.remember(title, alike)
            return [alike]
        if meant := self._short_for(title):
            return meant
        if title in _STANDING:
            return [self._standing(title)]
        if record := official_record(title):
            return [record]
        if re.match(r"(?:条约|公约|协定|议定书|宪章|规约)(?:第|的|附)", title):
            return []
        if is_instrument(title) or (footnote and _CONFERENCE_REPORT.search(title)):
            return [self._own(title)]
        return None

    def remember_plain(self, words: str, key: str) -> None:
        """Records that ``words`` without 《》 carry the mark of a footnote, and that they mean the document ``key``."""
        self._plain.add(words, key)

    def keys_of_plain(self, title: str) -> list[str]:
        """The keys of the instruments that a title without 《》 can mean. A title that is not known makes a key.

        Such a title is not remembered as an instrument of its kind, because 《战略》 rarely means it.
        """
        key = self._plain.at_end(title, _LEAST_PLAIN) or self._namings.same(title) or self._catalogue.alike(title)
        known = sorted(self._catalogue.named(title))
        return known or [key or f"title:{title}"]

    def outcome(self, conference: str, kind: str) -> list[str]:
        """The keys of the outcome documents of this kind that the words ``conference`` can mean.

        The final document (最后文件) of a review conference is also called its outcome document (成果文件).
        """
        conference = with_year_last(conference)
        found = self.outcomes.of(conference, kind, self._known_as)
        if not found and kind == "成果文件" and conference.endswith("年审议大会"):
            return self.outcomes.of(conference, "最后文件", self._known_as)
        return found

    def outcome_or_title(self, conference: str, kind: str) -> list[str]:
        """The keys of ``outcome``. If there are none, the key that the title of the outcome document makes."""
        if known := self.outcome(conference, kind):
            return known
        conference = with_year_last(conference)
        title = title_of_outcome(conference, kind, self._catalogue.title_of(self._reviewed(conference)))
        return [f"title:{title}"] if title else []

    def _reviewed(self, conference: str) -> str:
        """The key of the treaty that a review conference reviews; "" if the words do not show it.

        The treaty is named before 缔约国, or it is the only treaty in the title of the Draft.
        """
        treaty, parties, _ = conference.rpartition("缔约")
        if parties and treaty:
            return self.unquoted(treaty) or ""
        place = self.places[0] if parties else "title"
        treaties = self._treaties[place]
        if parties:
            return self._namings.key(treaties[-1]) if treaties else ""
        return _only(map(self._namings.key, treaties)) or ""

    def unquoted(self, words: str) -> str | None:
        """The key of the document that the last words of ``words`` name; None if they are no known name.

        If several names fit, the longest name counts.
        """
        name = self._catalogue.name_at_end(re.split(r"[，；。：《》“”]", words[-_LONGEST:])[-1])
        return next(iter(self._catalogue.named(name))) if name else None

    def _own(self, title: str) -> str:
        """Makes the key of a new instrument from its title, and remembers both.

        Words in brackets at the end of the title can be another name of the instrument.
        """
        title = re.sub(r"\s+", " " if is_english(title) else "", title)
        main = main_title(title)
        key = f"title:{main if is_instrument(main) else title}"
        if main != title and is_instrument(other := title[len(main) + 1 : -1].strip("《》")):
            self.define(other, key)
        self.remember(main, key)
        return key

    def _bare(self, kind: str, words_before: str) -> list[str]:
        """The keys that a bare kind can mean. The first of these rules with a result counts.

        1. The words directly before the kind: 国际原子能机构《规约》, 2000年审议大会《最后文件》.
        2. The last instrument of this kind that the clause names, or the only outcome document of this kind before. If
           only the name of a conference has this instrument, the instrument in the title of the Draft is possible too.
        3. The instruments of this kind in the first clause of the text that names any.
        """
        name = self._catalogue.name_at_end(_OWNED.sub("", words_before[-_LONGEST:]) + kind)
        if len(name) > len(name_key(kind)):
            return sorted(self._catalogue.named(name))
        # 审议大会在其《最后文件》中决定
        at = _IN_ITS.search(words_before) if kind.endswith(_OUTCOMES) else None
        conference = conference_before(words_before[: at.start()] if at else words_before)
        # In 大会通过《公约》后, the Assembly adopts the treaty of the text. 甲会议通过的《公约》 is another treaty.
        if conference is not None and (words_before.endswith("的") or kind not in _TREATIES):
            return self.outcome_or_title(conference, kind)
        if year := _YEAR_BEFORE.search(words_before[-_NEAR:]):
            return self._of_year(kind, year[1], words_before)
        if words_before.endswith("其") and ((owned := self._its(kind)) or not _OBLIGED.search(words_before)):
            return owned
        if words_before.endswith("各项"):
            return []
        if kind in _EVERYWHERE:
            here = [key for key in self._in_this_place(kind, words_before) if key]
            return here or [self._standing(kind)]
        if here := self._in_this_place(kind, words_before):
            known = [key for key in here if key]
            if known and all(map(self._is_only_in_a_body, known)):
                return sorted({*known, *map(self._namings.key, self._namings.of_kind(kind).by_place.get("title", ()))})
            self._used[kind].update(dict.fromkeys(known))
            return known
        if not words_before.endswith("的") and (again := self._outcome_again(kind)):
            return again
        return self._bound(kind) or (
            [self._standing(kind)] if kind in _STANDING else sorted(self._catalogue.named(kind))
        )

    def _is_only_in_a_body(self, key: str) -> bool:
        """Whether the clause has this instrument only in the name of a body or conference."""
        named = self.places[0], key
        return named in self._in_bodies and named not in self._themselves

    def _outcome_again(self, kind: str) -> list[str]:
        """The outcome document that this short form means in the clause, else the only one that it means in the text.

        The list is empty if the short form means several documents in the clause or in the text.
        """
        by_place = self._outcomes.get(kind, {})
        here = next((keys for place in self.places if (keys := by_place.get(place))), None)
        only = _only(here if here else chain.from_iterable(by_place.values()))
        return [only] if only else []

    def _numbered_protocol(self, title: str) -> str | None:
        """The key of 第五议定书: the only protocol with this number to an instrument that the Draft has named."""
        if not _NUMBERED_PROTOCOL.fullmatch(title):
            return None
        number = re.sub("号?议定书", "号议定书", title)
        names = self._catalogue.names_with_end(number)
        known = {key for n in names if n.removesuffix(number) in self._known_as for key in self._catalogue.named(n)}
        return known.pop() if len(known) == 1 else None

    def _of_year(self, kind: str, year: str, words_before: str) -> list[str]:
        """The instruments of this kind with this year in their title or before it: 1961年《减少无国籍状态公约》.

        If no title has the year, and the Draft has named only one instrument of this kind, that instrument is meant.
        """
        of_kind = self._namings.of_kind(kind)
        titles = [*of_kind.of_year(year), *_after_year(year, words_before)]
        of_year = {self._namings.key(title) for title in titles if title in of_kind.titles}
        if not of_year and kind == "行动计划":  # the final document of a review conference contains its plan
            return self.outcome(f"{year}年审议大会", "最后文件")
        only = None if of_year else _only(map(self._namings.key, of_kind.titles))
        return [only] if only else sorted(of_year)

    def _its(self, kind: str) -> list[str]:
        """The only instrument of this kind that the Draft has named; [] if there are several or none.

        An instrument of ``_STANDING`` does not count.
        """
        standing = self._standing(kind) if kind in _STANDING else ""
        keys = map(self._namings.key, self._namings.of_kind(kind).titles)
        only = _only(key for key in keys if key != standing)
        return [only] if only else []

    def _in_this_place(self, kind: str, words_before: str) -> list[str]:
        """The key of the last instrument of this kind that the clause names, in a list.

        If the clause names none, the clauses that contain it are searched. If they name none either, the list is empty.
        The name can be with or without 《》. The key is "" if the instrument is not known, such as “Protocol V”.
        """
        if is_english(kind) and re.search(rf"\b{kind} [IVX]+\b", words_before[-_NEAR:]):
            return [""]
        of_kind = self._namings.of_kind(kind)
        if here := of_kind.last_at(self.places[0]):
            return [self._namings.key(here)]
        if known := self._unquoted_in(words_before[-_NEAR:], kind):
            return [known]
        above = next(filter(None, map(of_kind.last_at, self.places[1:])), None)
        return [self._namings.key(above)] if above else []

    def _unquoted_in(self, words: str, kind: str) -> str:
        """The key of the last instrument of this kind that ``words`` name without 《》; "" if they name none."""
        end, least = len(words), len(name_key(kind))
        while (start := words.rfind(kind, 0, end)) >= 0:
            end = start
            if words[start - 1 : start] == "《":  # a short form, not a full name
                continue
            if known := self._known_as.at_end(words[max(0, start - _LONGEST) : start + len(kind)], least):
                return known
        return ""

    def _bound(self, kind: str) -> list[str]:
        """The instruments of this kind in the first clause that names any.

        If there are several, earlier uses of the short form can decide. If the short form has meant only one instrument
        in clauses with a full name, it means that instrument again. Names in footnotes count only if no clause names an
        instrument of this kind.
        """
        first = some_of(map(self._namings.key, self._namings.of_kind(kind).first()))
        used = self._used[kind]
        if len(first) < 2:
            return sorted(first)
        return sorted(used if len(used) == 1 else some_of(chain(first, used)))

    def _short_for(self, title: str) -> list[str]:
        full = self._namings.in_full(title)
        if len(full) == 1:
            self._known_as.add(title, full[0])
            for named in self.titles_of(full[0]):
                self.remember(named, full[0])
        return full

    def _standing(self, short: str) -> str:
        title = _STANDING[short]
        known = self._catalogue.named(title)
        return next(iter(known)) if len(known) == 1 else f"title:{title}"
