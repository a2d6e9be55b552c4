"""Answers where there is no search index that can be read."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from archive.asks_json import wants_json
from archive.messages import Message
from archive.page_language import say
from archive.searching.engines.backend import IndexAway

RETRY_AFTER = "60"  # seconds; an index of ten thousand documents is built in a minute or two


def says_if_away(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Answers 503 if there is no index that can be read. Programs get the sentence without the page."""

    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **named)
        except IndexAway:
            sentence = say(Message("search.away"))
            if request.GET.get("format", "html") == "html" and not wants_json(request):
                response = render(request, "search/away.html", {"sentence": sentence}, status=503)
            else:
                response = HttpResponse(sentence, "text/plain; charset=utf-8", status=503)
            response["Retry-After"] = RETRY_AFTER
            return response

    return answering
