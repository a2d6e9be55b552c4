"""What came in: how the words of a session differ from the texts before them. As page, JSON, CSV and Atom feed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive import symbols
from archive.models import Clause, Resolution, TextStep
from archive.views.answer import NotHere, answer
from archive.views.csv_answer import cells, csv_answer
from archive.views.keys.wording import NewWordsList
from archive.views.labels import day, place_of, session_name, session_years
from archive.views.metadata.feeds import Entry, atom_answer, clause_entry, resolution_entry
from archive.views.topic import AskedTopic, asked_topic
from archive.views.wording.new_words_data import COLUMNS, as_json, rows
from archive.views.wording.new_words_page import new_words_page
from archive.views.wording.session_counts import COUNTS, SessionCounts, session_counts
from archive.views.wording.session_words import SessionWords

FEED_LENGTH = 100


@require_safe
def new_words_list(request: HttpRequest) -> HttpResponseBase:
    """The sessions whose texts can be compared with earlier ones, the newest first, with what came in.

    The feed has the new clauses of all sessions.
    """
    topic = asked_topic(request)
    resolutions = topic.of(Resolution.of_assembly.all())

    return answer(
        request,
        "wording/new_words_list.html",
        lambda: {"topic": topic, "sessions": [_named(each) for each in session_counts(resolutions)]},
        lambda: NewWordsList(**topic.data, results=[each.data for each in session_counts(resolutions)]),
        csv=lambda: csv_answer(
            topic.file_name("new-words"),
            *topic.table((COUNTS, (cells(each.data, COUNTS) for each in session_counts(resolutions)))),
        ),
        atom=lambda: _feed(
            request,
            [SessionWords(session, resolutions) for session in _sessions(topic)],
            _("New words in resolutions"),
        ),
    )


@require_safe
def new_words(request: HttpRequest, session: str) -> HttpResponseBase:
    """What came in with one session. Raises NotHere if no text of the session can be compared with an earlier one."""
    topic = asked_topic(request)
    words = SessionWords(session, topic.of(Resolution.of_assembly.all()))
    if not words.steps and not words.new_resolutions and not words.not_compared:
        raise NotHere(_("The archive has no texts of this session: %(session)s") % {"session": session[:80]})
    return answer(
        request,
        "wording/new_words.html",
        lambda: {
            "topic": topic,
            **new_words_page(words),
            "sessions": _sessions(topic),
        },
        lambda: as_json(words, topic),
        csv=lambda: csv_answer(topic.file_name(f"new-words-{session}"), *topic.table((COLUMNS, rows(words)))),
        atom=lambda: _feed(request, [words], _("New words in %(session)s") % {"session": session_name(session)}),
    )


def _sessions(topic: AskedTopic) -> list[str]:
    """The sessions of which a text is compared with an earlier one, the newest first."""
    resolution = "later__text__resolution"
    steps = TextStep.objects.of_readers().filter(
        **{f"{resolution}__in": topic.of(Resolution.of_assembly.all()).values("pk")}
    )
    found = set(steps.order_by().values_list(f"{resolution}__session", flat=True))
    return sorted(found, key=symbols.session_order, reverse=True)


def _named(counts: SessionCounts) -> dict[str, Any]:
    return {"name": session_name(counts.session), "years": session_years(counts.session), "counts": counts}


def _feed(request: HttpRequest, sessions: list[SessionWords], title: str) -> HttpResponse:
    """The new resolutions and clauses as an Atom feed, those of the newest session first."""
    return atom_answer(
        request,
        title,
        request.path + asked_topic(request).alone,
        islice(chain.from_iterable(map(_entries, sessions)), FEED_LENGTH),
        _(
            "Paragraphs that the text before them in the series does not have, and resolutions without a known earlier "
            "one"
        ),
    )


def _entries(words: SessionWords) -> Iterator[Entry]:
    for one in words.new_resolutions:
        document = one.revision.text.resolution.document
        name = _("No earlier resolution is known: %(symbol)s %(title)s") % {
            "symbol": document.key,
            "title": document.title,
        }
        yield replace(resolution_entry(one.revision, day(document.date)), title=name)
    for each in words.changed:
        for new in each.new:
            new.clause.revision = each.step.later
            yield replace(clause_entry(new.clause), text=_with_source(new.clause, new.nearest))


def _with_source(clause: Clause, nearest: Clause | None) -> str:
    if nearest is None:
        return clause.text
    source = f"{nearest.revision.text.resolution.document.key} {place_of(nearest)}"
    return _("%(text)s (Similar earlier: %(source)s)") % {"text": clause.text, "source": source}
