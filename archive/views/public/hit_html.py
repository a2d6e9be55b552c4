"""What a search found, as HTML. A template takes too long for twenty clauses, their documents, and two hundred values
of facets."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from archive import languages
from archive.messages import Message
from archive.page_language import say
from archive.views.labels import Named, day, direction, html_language
from archive.views.markup import fill, joined
from archive.views.references.items import Item, mark
from archive.views.title_html import NOTHING, title_html

LineWriter = Callable[[Named, str, str, str, SafeString], SafeString]


def clause_line(document: Named, path: str, place: str, url: str, changes: SafeString) -> SafeString:
    """The line above the words of a clause: where it is, in which document, and ``changes``, which are signs."""
    return fill(
        '{}<a href="{}"><span class="symbol">{}</span> {}</a>{}<span>{}</span><span>{}</span>{}',
        _tick(document.key, path, place),
        url,
        document.symbol,
        place,
        mark(Item(document.key, path)),
        _title(document),
        day(document.date),
        fill("<span>{}</span>", changes) if changes else NOTHING,
    )


def line_in_group(document: Named, path: str, place: str, url: str, changes: SafeString) -> SafeString:
    """The line of a clause under the name of its document."""
    marked = mark(Item(document.key, path))
    return fill('{} <a href="{}">{}</a>{} {}', _tick(document.key, path, place), url, place, marked, changes)


def _tick(key: str, path: str, place: str) -> SafeString:
    """The box that puts a clause into the folder of references."""
    return fill(
        '<label class="tick" title="{0}"><input type="checkbox" name="items" value="{1}#{2}" form="ticked"'
        ' autocomplete="off" data-keep aria-label="{0} {1} {3}"></label>',
        _("Put into the folder"),
        key,
        path,
        place,
    )


def counterpart(language: str, words: str, url: str) -> SafeString:
    """The clause in another language, folded. The link leads to it in its text."""
    name = say(Message(languages.of(language).name))
    return fill(
        '<details class="counterpart"><summary>{}</summary><p class="words" lang="{}" dir="{}">{} '
        '<a href="{}" aria-label="{}">→</a></p></details>',
        _("In %(language)s") % {"language": name},
        html_language(language),
        direction(language),
        words,
        url,
        _("The clause in its text"),
    )


def documents(found: Iterable[Named]) -> SafeString:
    """Documents as items of a list."""
    item = '<li><a href="{}"><span class="symbol">{}</span> {}</a></li>'
    return joined(fill(item, each.url, each.symbol, _title(each)) for each in found)


def _title(document: Named) -> SafeString:
    return title_html(document) if document.title else NOTHING
