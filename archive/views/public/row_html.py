"""Rows of long tables of documents and subjects, as HTML. A template takes three times as long for a hundred rows."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from archive.models.resolution import CountedSubject
from archive.views.labels import Named, day
from archive.views.markup import fill, joined
from archive.views.references.items import Item, mark
from archive.views.title_html import NOTHING, date_note, subject_html, title_html, title_note


def document_rows(listed: Iterable[tuple[Named, int]]) -> SafeString:
    """The rows of a list of documents: symbol, title, kind, date, and the number of texts that cite each."""
    label = _("Citing texts")
    return joined(
        fill(
            '<tr>{}<td class="kind">{}</td><td class="date">{}{}</td><td class="number" data-label="{}">{}</td></tr>',
            _named(document),
            document.kind,
            day(document.date),
            _given_date(document),
            label,
            str(cited_by),
        )
        for document, cited_by in listed
    )


def _named(document: Named) -> SafeString:
    """The cells with the symbol and the title. Without a title, the symbol is the link, and the heading of the row."""
    url, marked, note = reverse("document", args=[document.key]), mark(Item(document.key)), title_note(document)
    if document.title:
        cells = '<td class="symbol">{}</td><th scope="row" class="title"><a href="{}">{}</a> {}{}</th>'
        return fill(cells, document.symbol, url, title_html(document), note, marked)
    cells = '<th scope="row" class="symbol"><a href="{}">{}</a> {}</th><td class="title">{}</td>'
    return fill(cells, url, document.symbol, marked, note)


def _given_date(document: Named) -> SafeString:
    given = document.given_date
    return fill("{} {}", day(given.date), date_note(given)) if given else NOTHING


def subject_rows(listed: Iterable[CountedSubject], query: str, *, inferred: bool) -> SafeString:
    """The rows of a list of subjects: name, number of resolutions, and if ``inferred``, how many of them are inferred.
    ``query`` is what the links add to an address."""
    return joined(
        fill(
            '<tr><th scope="row"><a href="{}{}">{}</a></th>{}{}</tr>',
            counted.subject.get_absolute_url(),
            query,
            subject_html(counted.subject),
            _number(counted.count),
            _number(counted.inferred) if inferred else NOTHING,
        )
        for counted in listed
    )


def _number(number: int) -> SafeString:
    return fill('<td class="number">{}</td>', str(number or ""))
