"""Notes the titles that stored texts give to the documents that they cite.

``archive.citing.titles_given`` and ``archive.citing.english_titles_given`` find them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby

from archive.citing import english_titles_given, titles_given
from archive.intake.dates_given import note_dates_given
from archive.models import Citation, FootnoteMark, Revision
from archive.models.citation import CitationQuerySet


def note_titles_given(revision: Revision) -> None:
    """Searches the words around the citations of a revision, and stores the titles in ``Citation.title_given``.

    Only Chinese and English words are understood. In other languages no citation gets a title.
    """
    citations = Citation.objects.filter(revision=revision)
    language = revision.text.language
    giving = [citation for text in _texts(citations, language) for citation in text] if language in _IN_ORDER else []
    if language == "zh":
        giving += _named_through_notes(citations, {citation.pk for citation in giving})
        giving += _described_by_marks(citations, {citation.pk for citation in giving})
    Citation.objects.bulk_update(giving, ["title_given", "title_certain"])
    citations.filter(title_given=None).update(title_given="")


def search_for_titles() -> None:
    """Searches the texts that were stored before the archive knew titles and days in citations, and citations set by
    hand."""
    unsearched = Citation.objects.filter(title_given=None).values("revision")
    for revision in Revision.objects.filter(pk__in=unsearched).select_related("text"):
        note_titles_given(revision)
        note_dates_given(revision)


_IN_ORDER = {"zh": titles_given.in_order, "en": english_titles_given.in_order}


def _texts(citations: CitationQuerySet, language: str) -> Iterator[list[Citation]]:
    """For each clause and footnote in the order of the text: its citations that give a title, with the title."""
    rows = citations.select_related("clause", "footnote")
    groups = [list(group) for _place, group in groupby(rows.order_by(*_ORDER), key=_place)]
    found = _IN_ORDER[language]((_text(group[0]), group) for group in groups)
    for group, titles in zip(groups, found, strict=True):
        for citation, given in zip(group, titles, strict=True):
            if given:
                citation.title_given, citation.title_certain = given.title, given.certain
        yield [citation for citation, given in zip(group, titles, strict=True) if given]


def _named_through_notes(citations: CitationQuerySet, titled: set[int]) -> Iterator[Citation]:
    """Citations of documents whose symbol is in a footnote, and of which the words name a text in the document:
    《开罗宣言》 with the note A/51/113，附件."""
    for citation in citations.filter(via__isnull=False, exact__regex=_NAME).exclude(pk__in=titled):
        if not citation.key.startswith(_HAVE_TITLES):
            citation.title_given = _with_place(citation.exact, citation)
            yield citation


def _described_by_marks(citations: CitationQuerySet, titled: set[int]) -> Iterator[Citation]:
    """The only citations of their footnotes, where the mark is behind a name: 《鲸鱼条约》¹ with the note A/50/426。

    The name describes the document. It can be that of a part, so the pinpoint follows it. A treaty in a footnote is
    left out: it has a title, and some sources print the footnotes of two treaties in the wrong order.
    """
    named = citations.filter(clause__isnull=False, via=None, exact__regex=_NAME)
    words = {(clause, end): exact for clause, end, exact in named.values_list("clause", "end", "exact")}
    notes: dict[int, list[Citation]] = defaultdict(list)
    for citation in citations.filter(footnote__isnull=False):
        notes[citation.footnote_id or 0].append(citation)
    marks = FootnoteMark.objects.filter(footnote__in=notes).order_by("clause__position", "at")
    for footnote, clause, at in marks.values_list("footnote", "clause", "at"):
        found = notes.pop(footnote or 0, []) if (clause, at) in words else []
        if len(found) == 1 and found[0].pk not in titled and not found[0].key.startswith(_HAVE_TITLES):
            found[0].title_given = _with_place(words[clause, at], found[0])
            yield found[0]


def _with_place(name: str, citation: Citation) -> str:
    return f"{name}（{citation.pinpoint}）" if citation.pinpoint else name


_HAVE_TITLES = ("treaty:", "title:")
# Not a short form, which only means an instrument named before: 《条约》, 《行动纲领》.
_SHORT = "(部长级|政治|最后|联合|共同|成果|结论|行动|行为|全球|附加|任择|第.号?)*"
_NOUN = "(文件|纲领|计划|报告|宣言|声明|准则|守则|框架|公约|条约|议定书|协定|宪章)"
_NAME = rf"^(?!《{_SHORT}{_NOUN}》)《[^《》]{{4,}}》(\(《[^《》]+》\))?$"

# The footnotes are last: PostgreSQL sorts NULL last.
_ORDER = ("clause__position", "footnote__position", "start", "position")


def _place(citation: Citation) -> tuple[int | None, int | None]:
    return citation.clause_id, citation.footnote_id


def _text(citation: Citation) -> str:
    holder = citation.clause or citation.footnote
    return holder.text if holder else ""
