"""The words of a resolution that a citation means, as an excerpt: the clauses that its pinpoint names, or the
resolution in brief.

The cards of a resolution lead to this page. The script of the page opens the excerpt inside the card instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from archive import symbols
from archive.models import Revision
from archive.models.clause import ClauseKind
from archive.views import data
from archive.views.answer import NotHere, answer
from archive.views.asked_text import first_language, revisions_of
from archive.views.labels import direction, html_language, named
from archive.views.public.card_html import CardWriter
from archive.views.public.cards import Beside
from archive.views.public.placed_clauses import PlacedClause, placed_clauses, text_html
from archive.views.public.way import Way, way_of
from archive.views.revision_content import RevisionContent
from archive.views.withdrawn import withdrawn, withheld

BRIEF_PARAGRAPHS = 12  # an excerpt in brief shows this many operative paragraphs
BRIEF_CHARACTERS = 60  # of each of them; three times as many letters
_ANNEX = re.compile(r"annex\d+")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Clauses of a text, in order. ``asked`` are those that the address names; it is empty if the excerpt is in brief.

    ``left_out`` says how many paragraphs the excerpt in brief does not have.
    """

    rows: Sequence[PlacedClause]
    asked: Sequence[PlacedClause] = ()
    left_out: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class ShownClause:
    """A clause of an excerpt. ``look`` are its CSS classes. ``said`` is its text, and ``beside`` are its cards."""

    path: str
    look: str
    said: SafeString
    beside: SafeString


@require_safe
def cited_words(request: HttpRequest, symbol: str) -> HttpResponseBase:
    """An excerpt of a resolution. ``?at=op5`` names a clause, and can be given several times; without it the excerpt is
    the resolution in brief.

    ``?from=A/RES/79/41%23pp3`` names the clauses that led the reader here, in order. ``?text=en`` is the language of
    the text, if the archive has it.

    Raises NotHere if the archive does not have the text.
    """
    canonical = symbols.normalise(symbol)
    if symbols.kind_of(canonical) not in symbols.ADOPTED_KINDS:
        raise Http404
    if canonical != symbol:
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return redirect(reverse("cited_words", args=[canonical]) + query, permanent=True)
    revisions = [revision for revision in revisions_of(canonical) if revision.current]
    if not revisions:
        raise NotHere(_("The text of %(symbol)s is not in the archive.") % {"symbol": canonical[:80]})
    if revisions[0].text.resolution.withdrawn_at:
        return withdrawn(request, revisions[0].text.resolution)
    revision = _chosen(request, revisions)
    if revision.withheld_at:
        return withheld(request, revision)
    content = RevisionContent.of(revision)
    excerpt = excerpt_of(placed_clauses(content), request.GET.getlist("at"))
    language = request.GET.get("text", "")
    way = way_of(request.GET.getlist("from"), canonical, language if language == revision.text.language else "")
    return answer(
        request,
        "cited.html",
        lambda: {
            "about": named(canonical, revision.text.resolution.document, here=True),
            "revision": revision,
            "lang": html_language(revision.text.language),
            "direction": direction(revision.text.language),
            "excerpt": excerpt,
            "clauses": _shown(excerpt, revision, way),
            "way": way,
        },
        lambda: data.excerpt(content, [row.clause for row in excerpt.rows], in_brief=not excerpt.asked),
    )


def _chosen(request: HttpRequest, revisions: Sequence[Revision]) -> Revision:
    """The text in the language that the address asks for. If there is none, the text that a reader sees first."""
    by_language = {revision.text.language: revision for revision in revisions}
    asked = by_language.get(request.GET.get("text", ""))
    return asked or by_language.get(first_language(request, revisions)) or revisions[0]


def excerpt_of(rows: Sequence[PlacedClause], paths: Iterable[str]) -> Excerpt:
    """The excerpt with the clauses at ``paths``. The path ``annex1`` means the annex in brief.

    A clause brings its points with it. A point brings the words that introduce it.
    """
    wanted = set(paths)
    clauses = {path for path in wanted if not _ANNEX.fullmatch(path)}
    asked = [row for row in rows if row.clause.path in clauses]
    if asked:
        return Excerpt([row for row in rows if _belongs(row.clause.path, clauses)], asked)
    annexes = [row for row in rows if _annex(row) in wanted]
    return _in_brief(annexes or [row for row in rows if not _annex(row)])


def _belongs(path: str, wanted: Iterable[str]) -> bool:
    return any(path == one or path.startswith(f"{one}-") or one.startswith(f"{path}-") for one in wanted)


def _annex(row: PlacedClause) -> str:
    """``annex1`` for a clause of the first annex, "" for a clause of the resolution itself."""
    found = _ANNEX.match(row.clause.path)
    return found[0] if found else ""


def _in_brief(rows: Sequence[PlacedClause]) -> Excerpt:
    """The first preambular paragraph, and the beginnings of the other paragraphs."""
    whole = [row for row in rows if row.depth == 0 and row.clause.kind not in (ClauseKind.HEADING, ClauseKind.TABLE)]
    preamble = [row for row in whole if row.clause.kind == ClauseKind.PREAMBULAR]
    others = [row for row in whole if row.clause.kind != ClauseKind.PREAMBULAR]
    left_out = []
    if more := len(preamble[1:]):
        words = ngettext("%(count)s more preambular paragraph", "%(count)s more preambular paragraphs", more)
        left_out.append(words % {"count": more})
    if more := len(others[BRIEF_PARAGRAPHS:]):
        left_out.append(ngettext("%(count)s more paragraph", "%(count)s more paragraphs", more) % {"count": more})
    return Excerpt([*preamble[:1], *map(_beginning, others[:BRIEF_PARAGRAPHS])], left_out=left_out)


def _beginning(row: PlacedClause) -> PlacedClause:
    """The beginning of a clause, with the cards of the citations in it. A citation is not cut."""
    end = BRIEF_CHARACTERS * (3 if row.text[:BRIEF_CHARACTERS].isascii() else 1)
    spans = [span for span in row.cards.spans if span.start < end]
    end = max([end, *(span.end for span in spans)])
    if len(row.text) <= end:
        return row
    cards = [card for card in row.cards.cards if card.start < end]
    marks = [mark for mark in row.cards.marks if mark.at <= end]
    return replace(row, text=f"{row.text[:end]}…", cards=Beside(cards, spans, marks))


def _shown(excerpt: Excerpt, revision: Revision, way: Way) -> list[ShownClause]:
    writer = CardWriter(html_language(revision.text.language), way)
    return [
        ShownClause(
            row.clause.path,
            f"{row.clause.kind} d{row.depth}",
            text_html(row, way.to(row.clause.path)),
            writer.beside(row.cards, row.place),
        )
        for row in excerpt.rows
    ]
