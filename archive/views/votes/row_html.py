"""Rows of the long tables of votes, ballots and series, as HTML. A template takes three times as long for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from archive.models import Ballot
from archive.views.labels import language_of
from archive.views.markup import fill, joined
from archive.views.references.items import Item, mark
from archive.views.title_html import given_note
from archive.views.votes import vote_html
from archive.views.votes.roll_calls import Shown
from archive.views.votes.vote_labels import choice_words
from archive.voting.choice import Choice
from archive.voting.outcome import Outcome
from archive.voting.record import Scope


def vote_rows(votes: Iterable[Shown]) -> SafeString:
    """The rows of a list of votes: symbol, title, what was voted on, date, and the figures."""
    labels = (_("In favour"), _("Against"), _("Abstaining"))
    row = '<tr>{}<th scope="row" class="title">{}</th><td class="scope">{}</td>{}{}</tr>'
    return joined(
        fill(row, _symbol(shown), vote_html.title(shown), shown.subject, _date(shown), _figures(shown, labels))
        for shown in votes
    )


def _figures(shown: Shown, labels: Iterable[str]) -> SafeString:
    if shown.vote.outcome != Outcome.RECORDED:
        return fill('<td colspan="3">{}</td>', str(shown.vote.get_outcome_display()))
    cells = zip(labels, shown.vote.totals, strict=True)
    return joined(fill('<td class="number" data-label="{}">{}</td>', label, str(number)) for label, number in cells)


def ballot_rows(ballots: Iterable[tuple[Ballot, Shown, str]]) -> SafeString:
    """The rows of a State's votes: symbol, title, its choice, the totals and the date. The last value of each is the
    name that the State had then, if it was another."""
    label = _("Vote")
    return joined(
        fill(
            '<tr>{}<th scope="row" class="title">{}{}</th><td>{}{}</td><td class="vote" data-label="{}">{}</td>{}</tr>',
            _symbol(shown),
            vote_html.title(shown),
            _noted(shown.subject if shown.vote.scope != Scope.WHOLE else ""),
            _choice(ballot.choice),
            _noted(name_then),
            label,
            shown.totals,
            _date(shown),
        )
        for ballot, shown, name_then in ballots
    )


def _choice(choice: str) -> SafeString:
    if choice == Choice.ABSENT:
        return fill("<span>{}</span>", choice_words(choice))
    return fill('<span class="tone {}">{}</span>', choice, choice_words(choice))


def _noted(words: str) -> SafeString:
    return fill(' <span class="note">{}</span>', words) if words else SafeString("")


def _symbol(shown: Shown) -> SafeString:
    marked = mark(Item(shown.vote.key, is_vote=True))
    return fill('<td class="symbol">{}{}</td>', vote_html.symbol(shown.vote), marked)


def _date(shown: Shown) -> SafeString:
    return fill('<td class="date">{}</td>', vote_html.date(shown))


def series_rows(series: Iterable[Mapping[str, Any]]) -> SafeString:
    """The rows of the list of series: title, number of years, and sessions."""
    years, sessions = _("Years"), _("Sessions")
    return joined(
        fill(
            '<tr><th scope="row" class="title">{}</th><td class="number" data-label="{}">{}</td>'
            '<td class="spans" data-label="{}">{}</td></tr>',
            _series_title(row),
            years,
            str(row["resolutions"]),
            sessions,
            row["spans"],
        )
        for row in series
    )


def _series_title(row: Mapping[str, Any]) -> SafeString:
    title = row["title"]
    html = fill('<a href="{}" lang="{}">{}</a>', row["url"], language_of(title), title or row["symbol"])
    if row["given"]:
        html += fill(" {}", given_note(row["given"]))
    if row["description"]:
        html += fill(" {}", vote_html.description(row["description"]))
    return html
