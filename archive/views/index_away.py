"""Answers where there is no search index that can be read."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from archive.formats import wants_page
from archive.messages import Message
from archive.page_language import say
from archive.problems import problem
from archive.searching.engines.backend import IndexAway

RETRY_AFTER = "60"  # seconds; an index of ten thousand documents is built in a minute or two


def says_if_away(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Answers 503 if there is no index that can be read. Programs get the sentence as a problem."""

    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **named)
        except IndexAway:
            sentence = say(Message("search.away"))
            if wants_page(request):
                response = render(request, "search/away.html", {"sentence": sentence}, status=503)
            else:
                response = problem(503, sentence)
            response["Retry-After"] = RETRY_AFTER
            return response

    return answering
