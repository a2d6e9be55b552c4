"""What came in: how the words of a session differ from the texts before them. As page, JSON, CSV and Atom feed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import feedgenerator
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive import symbols
from archive.models import Clause, Resolution, TextStep
from archive.views.answer import NotHere
from archive.views.labels import day, place_of, session_name, session_years
from archive.views.topic import AskedTopic, asked_topic
from archive.views.votes.vote_answer import answer_with_table
from archive.views.wording.new_words_data import COLUMNS, as_json, rows
from archive.views.wording.new_words_page import new_words_page
from archive.views.wording.session_words import SessionWords

FEED_LENGTH = 100


@require_safe
def new_words_list(request: HttpRequest) -> HttpResponseBase:
    """The sessions whose texts can be compared with earlier ones, the newest first, with what came in.

    The feed has the new clauses of all sessions.
    """
    topic = asked_topic(request)
    sessions = [SessionWords(session, topic.of(Resolution.of_assembly.all())) for session in _sessions(topic)]
    if request.GET.get("format") == "atom":
        return _feed(request, sessions, _("New words in resolutions"))
    counted = [_counted(each) for each in sessions]
    return answer_with_table(
        request,
        "wording/new_words_list.html",
        lambda: {"topic": topic, "sessions": counted},
        lambda: topic.data | {"results": [each["counts"] for each in counted]},
        lambda: topic.table((tuple(_COUNTS), ([each["counts"][name] for name in _COUNTS] for each in counted))),
        topic.file_name("new-words"),
    )


@require_safe
def new_words(request: HttpRequest, session: str) -> HttpResponseBase:
    """What came in with one session. Raises NotHere if no text of the session can be compared with an earlier one."""
    topic = asked_topic(request)
    words = SessionWords(session, topic.of(Resolution.of_assembly.all()))
    if not words.steps and not words.new_resolutions and not words.not_compared:
        raise NotHere(_("The archive has no texts of this session: %(session)s") % {"session": session[:80]})
    if request.GET.get("format") == "atom":
        return _feed(request, [words], _("New words in %(session)s") % {"session": session_name(session)})
    return answer_with_table(
        request,
        "wording/new_words.html",
        lambda: {"topic": topic, **new_words_page(words), "sessions": _sessions(topic)},
        lambda: topic.data | as_json(words),
        lambda: topic.table((COLUMNS, rows(words))),
        topic.file_name(f"new-words-{session}"),
    )


_COUNTS = ("session", "compared", "new", "nowhere_before", "stronger", "weaker", "dropped", "new_resolutions")


def _sessions(topic: AskedTopic) -> list[str]:
    """The sessions of which a text is compared with an earlier one, the newest first."""
    resolution = "later__text__resolution"
    steps = TextStep.objects.of_readers().filter(
        **{f"{resolution}__in": topic.of(Resolution.of_assembly.all()).values("pk")}
    )
    found = set(steps.order_by().values_list(f"{resolution}__session", flat=True))
    return sorted(found, key=symbols.session_order, reverse=True)


def _counted(words: SessionWords) -> dict[str, Any]:
    verbs = [step.strength for each in words.changed for step in each.verbs]
    return {
        "name": session_name(words.session),
        "years": session_years(words.session),
        "counts": {
            "session": words.session,
            "compared": len(words.steps),
            "new": sum(len(each.new) for each in words.changed),
            "nowhere_before": sum(len(each.unheard) for each in words.changed),
            "stronger": verbs.count("stronger"),
            "weaker": verbs.count("weaker"),
            "dropped": sum(len(each.dropped) for each in words.changed),
            "new_resolutions": len(words.new_resolutions),
        },
    }


def _feed(request: HttpRequest, sessions: list[SessionWords], title: str) -> HttpResponse:
    """The new resolutions and clauses as an Atom feed, those of the newest session first."""
    address = request.path + asked_topic(request).alone
    feed = feedgenerator.Atom1Feed(
        title=f"{_('Disarmament Resolutions Archive')}: {title}",
        link=request.build_absolute_uri(address),
        description="",
        subtitle=_(
            "Paragraphs that the text before them in the series does not have, and resolutions without a known earlier "
            "one"
        ),
        feed_url=request.build_absolute_uri(),
        language=request.LANGUAGE_CODE,
    )
    entries = (entry for words in sessions for entry in _entries(words))
    for _number, (name, url, text, changed) in zip(range(FEED_LENGTH), entries, strict=False):
        link = request.build_absolute_uri(url)
        feed.add_item(title=name, link=link, description=escape(text), unique_id=link, updateddate=changed)
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _entries(words: SessionWords) -> Iterator[tuple[str, str, str, Any]]:
    """(title, address, text, time of the change) of each entry."""
    for one in words.new_resolutions:
        document = one.revision.text.resolution.document
        name = _("No earlier resolution is known: %(symbol)s %(title)s") % {
            "symbol": document.key,
            "title": document.title,
        }
        yield name, reverse("resolution", args=[document.key]), day(document.date), one.revision.created_at
    for each in words.changed:
        revision = each.step.later
        document = revision.text.resolution.document
        for new in each.new:
            new.clause.revision = revision
            name = f"{document.key} {place_of(new.clause)}: {document.title}"
            yield name, new.clause.get_absolute_url(), _with_source(new.clause, new.nearest), revision.created_at


def _with_source(clause: Clause, nearest: Clause | None) -> str:
    if nearest is None:
        return clause.text
    source = f"{nearest.revision.text.resolution.document.key} {place_of(nearest)}"
    return _("%(text)s (Similar earlier: %(source)s)") % {"text": clause.text, "source": source}
