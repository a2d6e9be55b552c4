"""Atom feeds (RFC 4287): the newest entries of a list, in the language of the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils import feedgenerator
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from archive.formats import ATOM
from archive.models import Clause, Revision
from archive.views.addresses import in_page_language
from archive.views.labels import adoption, day, html_language, place_of

FEED_LENGTH = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """``url`` is an address without host; it also identifies the entry. ``text`` is plain. ``changed`` is the time at
    which the archive got what the entry says."""

    title: str
    url: str
    text: str
    changed: datetime


def atom_answer(
    request: HttpRequest, title: str, page: str, entries: Iterable[Entry], subtitle: str = ""
) -> HttpResponse:
    """The feed of the page at the address ``page``, which has no host.

    The links of an English feed lead to English pages. The identifiers of its entries are the same in each language.
    Summaries are HTML (``type="html"``), so the text is escaped.
    """

    def absolute(address: str) -> str:
        return request.build_absolute_uri(address)

    site = _("Disarmament Resolutions Archive")
    feed = feedgenerator.Atom1Feed(
        title=_("%(archive)s: %(feed)s") % {"archive": site, "feed": title},
        link=absolute(in_page_language(page)),
        description="",
        subtitle=subtitle or None,
        author_name=site,
        feed_url=request.build_absolute_uri(),
        language=html_language(request.LANGUAGE_CODE),
    )
    for entry in entries:
        feed.add_item(
            title=entry.title,
            link=absolute(in_page_language(entry.url)),
            description=escape(entry.text),
            unique_id=absolute(entry.url),
            updateddate=entry.changed,
        )
    return HttpResponse(feed.writeString("utf-8"), f"{ATOM.media_type}; charset=utf-8")


def resolution_entry(revision: Revision, text: str = "") -> Entry:
    """A resolution, with ``text`` or with its day and how it was adopted. ``revision`` is that of its leading text."""
    resolution = revision.text.resolution
    document = resolution.document
    facts = (day(document.date) or _("date not known"), adoption(document))
    return Entry(
        f"{document.key} {document.title or revision.title}".strip(),
        resolution.get_absolute_url(),
        text or facts_separator().join(filter(None, facts)),
        revision.created_at,
    )


def clause_entry(clause: Clause) -> Entry:
    """A clause with its words."""
    document = clause.revision.text.resolution.document
    title = f"{document.key} {place_of(clause)}: {document.title}"
    return Entry(title, clause.get_absolute_url(), clause.text, clause.revision.created_at)


def facts_separator() -> str:
    """Between two facts of an entry, in the page's language."""
    return pgettext("between facts", ", ")
