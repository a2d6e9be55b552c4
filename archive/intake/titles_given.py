"""Notes the titles that stored texts give to the documents that they cite (``archive.citing.titles_given``)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from archive import languages
from archive.citing.titles_given import in_order
from archive.models import Citation, Revision
from archive.models.citation import CitationQuerySet


def note_titles_given(revision: Revision) -> None:
    """Searches the words around the citations of a revision, and stores the titles in ``Citation.title_given``."""
    citations = Citation.objects.filter(revision=revision)
    if revision.text.language == languages.CHINESE.code:
        giving = [citation for text in _texts(citations) for citation in text]
        Citation.objects.bulk_update(giving, ["title_given", "title_certain"])
    citations.filter(title_given=None).update(title_given="")


def search_for_titles() -> None:
    """Searches the texts that were stored before the archive knew titles in citations, and citations set by hand."""
    unsearched = Citation.objects.filter(title_given=None).values("revision")
    for revision in Revision.objects.filter(pk__in=unsearched).select_related("text"):
        note_titles_given(revision)


def _texts(citations: CitationQuerySet) -> Iterator[list[Citation]]:
    """For each clause and footnote in the order of the text: its citations that give a title, with the title."""
    rows = citations.select_related("clause", "footnote")
    groups = [list(group) for _place, group in groupby(rows.order_by(*_ORDER), key=_place)]
    found = in_order((_text(group[0]), group) for group in groups)
    for group, titles in zip(groups, found, strict=True):
        for citation, given in zip(group, titles, strict=True):
            if given:
                citation.title_given, citation.title_certain = given.title, given.certain
        yield [citation for citation, given in zip(group, titles, strict=True) if given]


# The footnotes are last: PostgreSQL sorts NULL last.
_ORDER = ("clause__position", "footnote__position", "start", "position")


def _place(citation: Citation) -> tuple[int | None, int | None]:
    return citation.clause_id, citation.footnote_id


def _text(citation: Citation) -> str:
    holder = citation.clause or citation.footnote
    return holder.text if holder else ""
