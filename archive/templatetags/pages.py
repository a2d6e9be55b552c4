"""Template tags and filters of the public pages."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Protocol

from django import template
from django.conf import settings
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from archive.models import Subject
from archive.page_language import reads_chinese
from archive.views import labels, title_html
from archive.views.given_dates import GivenDate
from archive.views.given_titles import GivenTitle
from archive.views.listing import Order
from archive.views.markup import joined

register = template.Library()


@register.filter
def day(date: datetime.date | None) -> str:
    """A date in the page's language."""
    return labels.day(date)


@register.filter
def name(document: labels.Named) -> SafeString:
    return title_html.title_html(document)


@register.filter("subject")
def subject_name(subject: Subject) -> SafeString:
    return title_html.subject_html(subject)


@register.filter
def title_note(document: labels.Named) -> SafeString:
    return title_html.title_note(document)


@register.filter
def given_note(given: GivenTitle) -> SafeString:
    return title_html.given_note(given)


@register.filter
def date_note(given: GivenDate) -> SafeString:
    return title_html.date_note(given)


@register.filter
def file_name(name: str) -> str:
    return labels.file_name(name)


@register.filter
def language_of(name: str) -> str:
    return labels.language_of(name)


class WritesItself(Protocol):
    @property
    def html(self) -> SafeString: ...


@register.filter
def as_html(items: Iterable[WritesItself]) -> SafeString:
    """The items of a list that write themselves."""
    return joined(item.html for item in items)


@register.filter
def how_many(sessions: str) -> int:
    """1 for one session (65), 2 for several (74–75, 77): it chooses between “session” and “sessions”."""
    return 1 if sessions.isalnum() else 2


@register.simple_tag
def same_for_all(template: str) -> SafeString:
    """A part that is the same on every page of a language, such as the navigation. Each process writes it once."""
    written = _part.__wrapped__ if settings.DEBUG else _part  # a changed template is shown at once
    return written(template, get_language() or "")


@lru_cache(maxsize=20)
def _part(template: str, _language: str) -> SafeString:
    return SafeString(render_to_string(template).strip())


@register.simple_tag
def gap() -> str:
    """The separator between two sentences: a space in English, and nothing in Chinese."""
    return "" if reads_chinese() else " "


@register.simple_tag(takes_context=True)
def sort_header(context: RequestContext, order: Order, column: str, label: str, first: str = "ascending") -> SafeString:
    """The header of a sortable column. ``first`` is the direction that the first click sorts in."""
    sorted_by_it = order.column == column
    descending = not order.descending if sorted_by_it else first == "descending"
    query: Any = context["request"].GET.copy()
    query["sort"] = str(Order(column, descending))
    query.pop("page", None)
    state = format_html(' aria-sort="{}"', "descending" if order.descending else "ascending") if sorted_by_it else ""
    return format_html('<th scope="col"{}><a href="?{}">{}</a></th>', state, query.urlencode(), label)
