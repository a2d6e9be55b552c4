"""Notes the titles that texts give to the documents that they cite.

``archive.citing.titles_given`` and ``archive.citing.english_titles_given`` find them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby

from archive.citing import english_titles_given, titles_given
from archive.intake.dates_given import give_dates
from archive.models import Citation, FootnoteMark, Revision


def give_titles(citations: Sequence[Citation], marks: Iterable[FootnoteMark], language: str) -> None:
    """Searches the words around the citations of a revision, and sets ``title_given`` and ``title_certain`` of each.

    The citations have their clauses and footnotes. ``marks`` are those of the revision, in the order of the text. Only
    Chinese and English words are understood. In other languages no citation gets a title.
    """
    for citation in citations:
        citation.title_given, citation.title_certain = "", False
    if language in _IN_ORDER:
        _give_in_order(citations, language)
    if language == "zh":
        _give_through_notes(citations)
        _give_by_marks(citations, marks)


def search_for_titles() -> None:
    """Searches the texts that were stored before the archive knew titles and days in citations, and citations set by
    hand."""
    unsearched = Citation.objects.filter(title_given=None).values("revision")
    for revision in Revision.objects.filter(pk__in=unsearched).select_related("text"):
        citations = list(revision.citations.select_related("clause", "footnote"))
        marks = FootnoteMark.objects.filter(clause__revision=revision).order_by("clause__position", "at")
        give_titles(citations, marks, revision.text.language)
        give_dates(citations)
        Citation.objects.bulk_update(citations, ["title_given", "title_certain", "date_given"])


_IN_ORDER = {"zh": titles_given.in_order, "en": english_titles_given.in_order}


def _give_in_order(citations: Iterable[Citation], language: str) -> None:
    """The titles that the words of each clause and footnote give, in the order of the text."""
    groups = [list(group) for _place, group in groupby(sorted(citations, key=_order), key=_place)]
    found = _IN_ORDER[language]((_text(group[0]), group) for group in groups)
    for group, titles in zip(groups, found, strict=True):
        for citation, given in zip(group, titles, strict=True):
            if given:
                citation.title_given, citation.title_certain = given.title, given.certain


def _give_through_notes(citations: Iterable[Citation]) -> None:
    """Citations of documents whose symbol is in a footnote, and of which the words name a text in the document:
    《开罗宣言》 with the note A/51/113，附件."""
    for citation in citations:
        if citation.via_id and not _has_title(citation) and _NAME.match(citation.exact):
            citation.title_given = _with_place(citation.exact, citation)


def _give_by_marks(citations: Iterable[Citation], marks: Iterable[FootnoteMark]) -> None:
    """The only citations of their footnotes, where the mark is behind a name: 《鲸鱼条约》¹ with the note A/50/426。

    The name describes the document. It can be that of a part, so the pinpoint follows it. A treaty in a footnote is
    left out: it has a title, and some sources print the footnotes of two treaties in the wrong order.
    """
    words: dict[tuple[int | None, int], str] = {}
    notes: dict[int | None, list[Citation]] = defaultdict(list)
    for citation in citations:
        if citation.footnote_id:
            notes[citation.footnote_id].append(citation)
        elif not citation.via_id and _NAME.match(citation.exact):
            words[citation.clause_id, citation.end] = citation.exact
    for mark in marks:
        place = mark.clause_id, mark.at
        found = notes.pop(mark.footnote_id, []) if place in words else []
        if len(found) == 1 and not _has_title(found[0]):
            found[0].title_given = _with_place(words[place], found[0])


def _has_title(citation: Citation) -> bool:
    return bool(citation.title_given) or citation.key.startswith(("treaty:", "title:"))


def _with_place(name: str, citation: Citation) -> str:
    return f"{name}（{citation.pinpoint}）" if citation.pinpoint else name


# Not a short form, which only means an instrument named before: 《条约》, 《行动纲领》.
_SHORT = "(部长级|政治|最后|联合|共同|成果|结论|行动|行为|全球|附加|任择|第.号?)*"
_NOUN = "(文件|纲领|计划|报告|宣言|声明|准则|守则|框架|公约|条约|议定书|协定|宪章)"
_NAME = re.compile(rf"(?!《{_SHORT}{_NOUN}》)《[^《》]{{4,}}》(\(《[^《》]+》\))?\Z", re.DOTALL)


def _order(citation: Citation) -> tuple[bool, int, int, int]:
    """The clauses are before the footnotes."""
    holder = citation.clause or citation.footnote
    return citation.clause is None, holder.position if holder else 0, citation.start, citation.position


def _place(citation: Citation) -> tuple[int | None, int | None]:
    return citation.clause_id, citation.footnote_id


def _text(citation: Citation) -> str:
    holder = citation.clause or citation.footnote
    return holder.text if holder else ""
