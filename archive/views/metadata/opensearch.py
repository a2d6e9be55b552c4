"""``/opensearch.xml``: how the search box of a browser, or another program, asks the archive (OpenSearch 1.1)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.views.addresses import in_page_language
from archive.views.labels import html_language


@require_safe
def opensearch(request: HttpRequest) -> HttpResponse:
    """The description in the language of the page. The addresses in it keep this language."""

    def template(address: str) -> str:
        """An address with a place for the words. The place is no part of an address, so it is not encoded."""
        return request.build_absolute_uri(in_page_language(address + "?q=")).replace("q=", "q={searchTerms}", 1)

    context = {
        # OpenSearch allows 16 characters.
        "short_name": pgettext("name of a search engine, at most 16 characters", "Disarmament"),
        "name": _("Disarmament Resolutions Archive"),
        "description": _("Searches the clauses of resolutions of the United Nations on disarmament."),
        "icon": request.build_absolute_uri(static("favicon.svg")),
        "search": template(reverse("search")),
        "feed": template(reverse("search")) + "&format=atom",
        "suggestions": template(reverse("search_suggest")) + "&format=opensearch",
        "language": html_language(get_language() or ""),
        "self": request.build_absolute_uri(in_page_language(request.path)),
    }
    return render(request, "opensearch.xml", context, content_type="application/opensearchdescription+xml")
