"""Votes and voters in lists, as HTML. A template takes too long for two hundred voters, or for fifty rows of votes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from archive.models import MemberState, Vote
from archive.views.labels import address, language_of
from archive.views.markup import fill, joined
from archive.views.title_html import date_note, given_note
from archive.views.votes.roll_calls import Move, Shown, Voter, state_address
from archive.views.votes.vote_labels import Bar

_LONGEST = 160  # characters of a description in a list


def voters(listed: Iterable[Voter]) -> SafeString:
    """The links to some voters."""
    return joined(map(_voter, listed))


def _voter(voter: Voter) -> SafeString:
    if not voter.code:
        html = fill('<span class="unknown">{}</span>', voter.printed)
    elif voter.printed == voter.name:
        html = fill('<a href="{}">{}</a>', voter.url, voter.name)
    else:
        html = fill('<a href="{}" title="{}">{}</a>', voter.url, voter.printed, voter.name)
    return html + _note(_("later said to have meant otherwise")) if voter.corrected else html


def moves(listed: Iterable[Move]) -> SafeString:
    """The States that made another choice, each with both choices."""
    return joined(
        fill('<li><a href="{}">{}</a> {} → {}</li>', state_address(move.code), move.name, *move.words)
        for move in listed
    )


def bar(shown: Bar) -> SafeString:
    """The bar of a vote. ``figures`` say the same in words."""
    parts = joined(
        fill('<rect class="{}" x="{}" width="{}" height="1"/>', part.name, part.start, part.width)
        for part in shown.parts
        if part.count
    )
    return fill(_BAR, str(shown.total), parts)


_BAR = '<svg class="bar" viewBox="0 0 {} 1" preserveAspectRatio="none" aria-hidden="true" focusable="false">{}</svg>'


def figures(shown: Bar) -> SafeString:
    return joined(fill('<span class="tone {}">{}</span>', part.name, part.words) for part in shown.parts)


def options(states: Iterable[MemberState], chosen: MemberState | None) -> SafeString:
    """The States as options of a form."""
    code = chosen.code if chosen else ""
    return joined(
        fill('<option value="{}"{}>{}</option>', each.code, _SELECTED if each.code == code else "", each.name)
        for each in states
    )


_SELECTED = SafeString(" selected")


def symbol(vote: Vote) -> SafeString:
    """The symbol of what was voted on, as the link to the vote."""
    if not vote.document_id:
        return fill('<a class="note" href="{}">{}</a>', _address(vote.key), _("no symbol known"))
    link = fill('<a href="{}">{}</a>', _address(vote.key), vote.document_id)
    return link if vote.symbol_certain else link + _note(_("symbol not certain"))


@lru_cache(maxsize=20_000)
def _address(key: str) -> str:
    return reverse("vote", args=[key])


def heading(shown: Shown) -> SafeString:
    """The title of what was voted on, as the link to the document. Without a title: the symbol, or the description."""
    title, document, html = shown.title, shown.vote.document, SafeString("")
    if document:
        words = title or str(shown.vote.document_id)
        html = fill('<a href="{}" lang="{}">{}</a>', address(document.key, False), language_of(title), words)
    elif title:
        html = fill('<span lang="{}">{}</span>', language_of(title), title)
    if said := shown.description:
        html = fill("{} {}", html, description(Truncator(said).chars(_LONGEST)))
    return html


def title(shown: Shown) -> SafeString:
    """The heading in a list. It says if a citing text gives the title."""
    if shown.given and shown.title_is_given:
        return fill("{} {}", heading(shown), given_note(shown.given))
    return heading(shown)


def description(words: str) -> SafeString:
    """The words of those who collected the votes, in place of a title."""
    said = _("described by the collectors of the votes as:")
    return fill('<span class="note">{}</span> <span class="note description" lang="en">{}</span>', said, words)


def date(shown: Shown) -> SafeString:
    """The day of the vote, and what is not certain about it."""
    html = fill("{}", shown.date)
    if shown.vote.is_by_hand:
        html += _note(_("entered or corrected by hand"))
    if shown.given_date and shown.date_is_given:
        html += fill(" {}", date_note(shown.given_date))
    if doubtful := shown.doubtful_date:
        html += _note(_("%(date)s in the source; not certain") % {"date": doubtful})
    return html


def _note(words: str) -> SafeString:
    return fill(' <span class="note">{}</span>', words)
