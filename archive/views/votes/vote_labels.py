"""Words for votes and choices on a page, and the bars of votes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from archive.models import Document, Vote
from archive.models.vote import CHOICE_LABELS
from archive.page_language import clause_place, joined
from archive.views.given_titles import GivenTitle, best_title
from archive.views.labels import counts_in_words
from archive.voting.choice import CAST, Choice
from archive.voting.record import Scope

FEW_NAMES = 5  # a sentence names at most this many States


@dataclass(frozen=True, slots=True)
class BarPart:
    """One tone of a bar. ``name`` is the choice. ``words`` has the number of votes in words. ``start`` and ``width``
    are lengths in votes."""

    name: str
    count: int
    words: str
    start: str
    width: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar in three tones. The length of each tone is its number of votes."""

    total: int
    parts: tuple[BarPart, ...]

    @classmethod
    def of(cls, totals: Sequence[int]) -> Bar:
        yes, no, abstain = totals
        total = sum(totals)
        gap = total / 300  # the gap between two tones, in votes
        parts, start = [], 0
        for name, count, words in zip(CAST, totals, counts_in_words((yes, no, abstain)), strict=True):
            width = max(count - gap, gap) if count else 0
            parts.append(BarPart(name, count, words, f"{start:g}", f"{width:.3f}"))
            start += count
        return cls(total or 1, tuple(parts))


def choice_words(choice: str) -> str:
    """The choice in the page's language: 赞成, 反对, 弃权, 缺席或未投票."""
    return str(CHOICE_LABELS[Choice(choice)])


def subject_words(vote: Vote) -> str:
    """What was voted on: “the resolution as a whole”, “para. 2”, “words in para. 3: …”."""
    places = joined(map(clause_place, vote.paths))
    if vote.scope == Scope.WORDS:
        words = _("words in %(place)s") % {"place": places}
        return _("%(words)s: “%(quoted)s”") % {"words": words, "quoted": vote.words} if vote.words else words
    if vote.scope == Scope.PARAGRAPH:
        return places
    return str(vote.get_scope_display())


def title_words(document: Document | None, title: str, given: GivenTitle | None = None) -> str:
    """A resolution's title in the page's language.

    ``title`` is the English title in a record of the vote. It is used if the archive does not have the English title,
    or if the resolution is withdrawn. ``document.is_withdrawn`` reads ``document.resolution``. ``given`` is the title
    in citing texts: see ``best_title``.
    """
    zh, en = (document.title_zh, document.title_en) if document and not document.is_withdrawn else ("", "")
    return best_title(zh, en or title, given)[0]


def totals_words(totals: Sequence[int]) -> str:
    return "–".join(map(str, totals))
