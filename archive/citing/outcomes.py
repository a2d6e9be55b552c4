"""Finds the outcome document of a conference by the name or year of the conference: 2000年审议大会《最后文件》."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from archive.citing.catalogue import Catalogue
from archive.citing.citation import some_of
from archive.citing.text_index import numbers_in
from archive.numerals import from_chinese, to_roman

_CONFERENCE = re.compile(
    r"(?P<conference>[^，；。：《》“”]{0,80}(?:会议|大会|峰会|论坛)(?:：[^，；。：《》“”]{2,20}?)?(?:\([^()]*\))?)"
    r"(?:，即[^，；。]{2,40}?)?(?:的成果，(?:特别是|包括))?上?(?:于?\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?(?=通过))?"
    r"(?:以?协商一致(?:方式)?|一致)?(?:(?:和|所)?通过|商定|达成|发表)?了?的?$"
)
# The years or numbers of several conferences of one sort: 1995年、2000年和2010年审议大会, 2000和2010年审议大会,
# 第四次、第六次和第八次审议大会.
LISTED = re.compile(
    r"\d{4}年?(?:、\d{4}年?)*[和及]\d{4}年(?=[^，；。、年]{0,30}审)"
    r"|第[一二三四五六七八九十]+次(?:、第[一二三四五六七八九十]+次)*[和及]第[一二三四五六七八九十]+次(?=审)"
)
# The conference that the words before name: 第四次审查大会圆满结束，以及会议通过的.
_SAME_CONFERENCE = re.compile(
    "(?<=会议|大会)[^，；。：]{0,12}，(?:以及|并欢迎)?该?(?:会议|大会)(?=(?:商定|通过|达成)?的?$)"
)
# The year can also be before the treaty: 2010年某条约缔约国审议大会.
_YEAR_FIRST = re.compile(r"(?P<year>\d{4}年)(?P<parties>[^，；。：《》“”年]{2,30}缔约国)(?=审议)")
# A review conference, whose name needs the name of its treaty: 第八次审议大会, 2000年审议大会.
_REVIEW = re.compile(r"(?:第[一二三四五六七八九十]+次|\d{4}年)审[议查](?:和延期)?(?:大会|会议)$")
_REVIEW_OF = re.compile("审查[^，；。]{2,80}大会")  # 第三次审查某纲领执行进度大会 is a 审查大会
_HELD = re.compile(r".*(?:举行|召开|举办)的?")
# Words that show several conferences, or a conference that needs other words: 该组织首脑会议, 以往各届大会.
_UNCLEAR = re.compile(r"[、)了该本]|上述|以往|历[届次]|各[届次]|和第|其他")
_OF_MEETING = re.compile("联合")  # 联合公报: each meeting of a conference can have one, so its number is needed
_LEAST = 6  # characters of the name of a conference that needs no other words
_YEAR = re.compile(r"\d{4}年")
_SYMBOL = re.compile(r"CONF\.[^/]*/")
_OWN = re.compile(r"\d{4}年审议(?:和延期)?大会$")
_ORDINAL = re.compile(r"第([一二三四五六七八九十]+)[次届]")
# The sort of conference: 审议大会, 审议和延期大会, 特别会议.
_SORT = re.compile(r"(?:审[议查](?:和延期)?|双年度|特别|首脑|世界|国际|部长级?|缔约[国方])(?:会议|大会)")


def conference_before(words: str) -> str | None:
    """The words that name a conference at the end of ``words``; None if ``words`` do not end in a conference.

    >>> conference_before("全面实施2000年审议大会通过的"), conference_before("重申")
    ('全面实施2000年审议大会', None)
    >>> conference_before("欣见第四次审查大会圆满结束，以及会议通过的")
    '欣见第四次审查大会'
    """
    if not any(word in words[-70:] for word in ("会议", "大会", "峰会", "论坛")):  # most words name no conference
        return None
    conference = _CONFERENCE.search(_SAME_CONFERENCE.sub("", words[-160:]))
    return conference["conference"] if conference else None


def with_year_last(conference: str) -> str:
    """The name of a review conference in its usual order.

    >>> with_year_last("2010年某条约缔约国审议大会")
    '某条约缔约国2010年审议大会'
    """
    return _YEAR_FIRST.sub(r"\g<parties>\g<year>", conference)


def title_of_outcome(conference: str, kind: str, treaty: str) -> str | None:
    """The title of an outcome document without a known symbol: the name of its conference and its kind.

    ``treaty`` is the title of the treaty that a review conference reviews; "" if it is not known. The result is None if
    the words do not show where the name of the conference begins.

    >>> title_of_outcome("回顾在某地举行的甲事国际会议(甲会)", "成果文件", "")
    '甲事国际会议成果文件'
    """
    name = re.sub(r"\([^()]*\)$", "", conference)
    if review := _REVIEW.search(name):
        return f"{treaty}缔约国{review[0]}{kind}" if treaty else None
    held = _HELD.match(name)
    name = name[held.end() :] if held else ""
    if _OF_MEETING.match(kind) and not _ORDINAL.search(name):
        return None
    return name + kind if len(name) >= _LEAST and not _UNCLEAR.search(name) else None


_Marked = dict[str, int]  # mark (see ``_distinguishing``) → numbers of outcome documents, as bits (``numbers_in``)


@dataclass(slots=True)
class _OfKind:
    """The outcome documents of one kind that the Draft has named. Their numbers are their places in ``keys``.

    ``noted`` are the documents by the marks in their keys, in their footnotes and in the sort of their conferences.
    ``described`` are the documents by the marks in the names of their conferences.
    """

    keys: list[str] = field(default_factory=list)
    noted: _Marked = field(default_factory=lambda: defaultdict(int))
    described: _Marked = field(default_factory=lambda: defaultdict(int))

    def add(self, conference: str, note: str, key: str) -> None:
        for mark in _marks_in(f"{key} {note} {''.join(_SORT.findall(conference))}"):
            self.noted[mark] |= 1 << len(self.keys)
        sort = "审查大会" if _REVIEW_OF.search(conference) else ""
        for mark in _marks_in(conference + sort):
            self.described[mark] |= 1 << len(self.keys)
        self.keys.append(key)

    def having(self, groups: Sequence[tuple[str, ...]]) -> set[str]:
        """The keys of the documents that have a mark of each group."""
        for marked in (self.noted, self.described):
            numbers = (1 << len(self.keys)) - 1
            for group in groups:
                numbers &= reduce(or_, (marked.get(mark, 0) for mark in group))
            if numbers:
                return some_of(map(self.keys.__getitem__, numbers_in(numbers)))
        return set()


class Outcomes:
    """The outcome documents of conferences that a Draft has named so far."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._known: dict[str, _OfKind] = defaultdict(_OfKind)

    def remember(self, kind: str, words_before: str, note: str, key: str) -> None:
        """Records that 《kind》 after ``words_before`` is the document ``key``. ``note`` is the text of its footnote.

        Does nothing if ``words_before`` do not end in a conference.
        """
        if conference := conference_before(words_before):
            self._known[kind].add(conference, note, key)

    def of(self, conference: str, kind: str, named: Container[str]) -> list[str]:
        """The keys of the outcome documents of this kind that the words ``conference`` can mean.

        ``named`` are the titles in the Draft, in the form of ``name_key``. 2010年审议大会 reviews a treaty that the
        Draft names.
        """
        if name := self._catalogue.name_at_end(conference + kind):
            return sorted(self._catalogue.named(name))
        if known := self._in_catalogue(conference, kind, named):
            return known
        return sorted(self._known[kind].having(_distinguishing(conference)))

    def _in_catalogue(self, conference: str, kind: str, named: Container[str]) -> list[str]:
        """The outcome document of this year and sort of conference, for a treaty that the Draft names.

        The list is empty if the catalogue has several such documents or none.
        """
        own = _OWN.search(conference)
        names = self._catalogue.names_with_end(own[0] + kind) if own else []
        of_treaty = {n for n in names if any(n[:length] in named for length in range(1, len(n) + 1))}
        keys = {key for name in of_treaty for key in self._catalogue.named(name)}
        return list(keys) if len(keys) == 1 else []


_MARK = re.compile(rf"(?=({_YEAR.pattern}|{_ORDINAL.pattern}|{_SYMBOL.pattern}|{_SORT.pattern}))")


def _marks_in(text: str) -> set[str]:
    """The marks of conferences in a text, also those that overlap."""
    return {match[1] for match in _MARK.finditer(text)}


def _distinguishing(conference: str) -> list[tuple[str, ...]]:
    """The years, the number and the sort of a conference, each as a group of all forms in which it can be printed.

    An outcome document fits if its footnote has a form from each group, or if the name of its conference has a form
    from each group.
    """
    years = [(year[0], f"CONF.{year[0][:4]}/") for year in _YEAR.finditer(conference)]
    numbers = [(m[0], f"CONF.{to_roman(from_chinese(m[1]) or 0)}/") for m in _ORDINAL.finditer(conference)]
    return years + numbers + [(sort,) for sort in _SORT.findall(conference)[-1:]]
