"""The help for readers and for users of the data. The help for librarians is in ``archive.admin.help``, because it
shows tables of the desk."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from archive.page_language import reads_chinese
from archive.searching import question, search_examples, search_fields
from archive.searching.asked import CHOSEN_AT_MOST
from archive.views.api import EXAMPLES
from archive.views.examples import shown_examples
from archive.views.help import codes, data_tables
from archive.views.metadata.feeds import FEED_LENGTH
from archive.views.references.bibliography import LIMIT
from archive.views.references.of_models import site_of
from archive.voting.former_holders import former_holders

# The name of a page, which is also that of its template, with its title.
PAGES = {
    "readers": _("Help for readers"),
    "data": _("Help for users of the data"),
    "librarians": _("Help for librarians"),
}
_HEADING = re.compile(r'<h2 id="([\w-]+)">(.*?)</h2>', re.DOTALL)


@require_safe
def readers(request: HttpRequest) -> HttpResponse:
    return help_page(request, "readers", lambda: {**_search(), "former_holders": former_holders().values()})


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    return help_page(request, "data", lambda: _data(site_of(request)))


@require_safe
def former_search_help(request: HttpRequest) -> HttpResponse:
    """Redirects the address that the help of the search had before the help for readers."""
    return redirect(reverse("help_readers") + "#search", permanent=True)


def help_page(request: HttpRequest, name: str, content: Callable[[], Mapping[str, Any]]) -> HttpResponse:
    """The page with a list of its contents, which is made from its headings (h2)."""
    template = f"help/{'zh' if reads_chinese() else 'en'}/{name}.html"
    body = render_to_string(template, dict(content()), request)
    context = {
        "name": name,
        "title": PAGES[name],
        "pages": [(page, label, reverse(f"help_{page}")) for page, label in PAGES.items()],
        "body": body,
        "contents": _HEADING.findall(body),
    }
    return render(request, "help/page.html", context)


def _search() -> dict[str, Any]:
    """Operators, fields and examples of the search."""
    return {
        "words": search_examples.WORDS,
        "fields": search_fields.SEARCH_FIELDS,
        "facets": search_fields.facets(),
        "either": sorted(question.OR),
        "excluding": sorted((*question.MINUS, *question.NOT)),
        "both": sorted(question.AND),
        "brackets": list(zip(question.OPEN, question.CLOSE, strict=True)),
        "quotations": list(question.QUOTATIONS.items()),
        "most_values": CHOSEN_AT_MOST,
    }


def _data(site: str) -> dict[str, Any]:
    """``site`` is the beginning of the addresses in examples."""
    return {
        "home": f"{site}/",
        "examples": shown_examples(EXAMPLES, site),
        "addresses": data_tables.addresses(),
        "objects": data_tables.objects(),
        "tables": data_tables.tables(),
        "column_groups": data_tables.column_groups(),
        "errors": data_tables.errors(),
        "code_tables": codes.code_tables(),
        "doubts": codes.doubts(),
        "feed_length": FEED_LENGTH,
        "reference_limit": LIMIT,
        "most_values": CHOSEN_AT_MOST,
    }
