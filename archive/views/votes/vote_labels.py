"""What votes, choices and places are called on a page, and their bars."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.models import Document, Vote
from archive.models.vote import CHOICE_LABELS, Scope
from archive.page_language import reads_chinese
from archive.views.labels import counts_in_words
from archive.voting.choice import CAST, Choice

FEW_NAMES = 5  # States that a sentence names
_PATH = re.compile(r"(?:annex(\d+)-)?(pp|op|p)(\d+)(.*)")


@dataclass(frozen=True, slots=True)
class BarPart:
    """One tone of a bar, and its figure in words: ``name`` is yes, no or abstain; ``start`` and ``width`` in votes."""

    name: str
    count: int
    words: str
    start: str
    width: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar in three tones, each as long as its votes."""

    total: int
    parts: tuple[BarPart, ...]

    @classmethod
    def of(cls, totals: Sequence[int]) -> Bar:
        yes, no, abstain = totals
        total = sum(totals)
        gap = total / 300  # between the tones
        parts, start = [], 0
        for name, count, words in zip(CAST, totals, counts_in_words((yes, no, abstain)), strict=True):
            width = max(count - gap, gap) if count else 0
            parts.append(BarPart(name, count, words, f"{start:g}", f"{width:.3f}"))
            start += count
        return cls(total or 1, tuple(parts))


def choice_words(choice: str) -> str:
    """赞成, 反对, 弃权, 缺席或未投票."""
    return str(CHOICE_LABELS[Choice(choice)])


def place_words(path: str) -> str:
    """Where a clause stands, by its path alone: a vote may come before the text.

    >>> place_words("op5-b"), place_words("pp6")  # in an English page
    ('para. 5 (b)', 'preambular para. 6')
    """
    match = _PATH.fullmatch(path)
    if not match:
        return path
    words = (_("preambular para. %(number)s") if match[2] == "pp" else _("para. %(number)s")) % {"number": match[3]}
    for point in match[4].split("-"):
        words += f" ({point})" if point else ""
    return _("annex %(annex)s, %(place)s") % {"annex": match[1], "place": words} if match[1] else words


def subject_words(vote: Vote) -> str:
    """What was voted on: “the resolution as a whole”, “para. 2”, “words in para. 3: …”."""
    places = joined(map(place_words, vote.paths))
    if vote.scope == Scope.WORDS:
        words = _("words in %(place)s") % {"place": places}
        return _("%(words)s: “%(quoted)s”") % {"words": words, "quoted": vote.words} if vote.words else words
    if vote.scope == Scope.PARAGRAPH:
        return places
    return str(vote.get_scope_display())


def title_words(document: Document | None, title: str) -> str:
    """A resolution's title in the reader's language; ``title`` is the English one of a record of its vote, for where
    the archive has the resolution in Chinese alone, or not at all."""
    zh, en = (document.title_zh, document.title_en) if document else ("", "")
    return (zh if reads_chinese() else "") or en or title or zh


def joined(names: Iterable[str]) -> str:
    return _(", ").join(names) if not reads_chinese() else "、".join(names)


def totals_words(totals: Sequence[int]) -> str:
    return "–".join(map(str, totals))


def votes_counted(count: int) -> str:
    return ngettext("%(count)s vote", "%(count)s votes", count) % {"count": count}


def vote_data(vote: Vote) -> dict[str, Any]:
    """A vote as JSON."""
    return {
        "vote": vote.key,
        "source": vote.origin,
        "leading": vote.leading,
        "symbol": vote.document_id,
        "session": vote.session,
        "scope": vote.scope,
        "paths": vote.paths,
        "words": vote.words,
        "unplaced": vote.unplaced,
        "in_committee": vote.in_committee,
        "date": vote.date,
        "date_certain": vote.date_certain,
        "meeting": vote.meeting,
        "outcome": vote.outcome,
        "totals": _figures(vote.yes, vote.no, vote.abstain) | {"absent": vote.absent, "members": vote.members},
        "counted": _figures(*vote.counted) if vote.has_roll else None,
        "url": vote.get_absolute_url(),
    }


def _figures(yes: int | None, no: int | None, abstain: int | None) -> dict[str, int | None]:
    return {"yes": yes, "no": no, "abstain": abstain}
