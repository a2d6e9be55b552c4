"""The text of a resolution on its page: its sections, with every clause and the clause's cards beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from archive.messages import Message
from archive.models import Clause, Footnote
from archive.models.clause import ClauseKind
from archive.page_language import say
from archive.views.labels import html_language
from archive.views.markup import fill, joined
from archive.views.public import room
from archive.views.public.card_html import CardWriter
from archive.views.public.placed_clauses import PlacedClause, placed_clauses, text_html
from archive.views.public.room import shown_beside
from archive.views.public.way import Way
from archive.views.revision_content import RevisionContent
from archive.views.text_parts import part_name
from archive.views.votes.roll_calls import ResolutionVotes, Shown
from archive.views.wording.signs import SignWriter
from archive.writing.written import parts_of


@dataclass(frozen=True, slots=True)
class Section:
    """The preamble, the operative part or an annex."""

    id: str
    name: str
    paragraphs: list[SafeString]
    headings: list[tuple[str, str]]  # (path, text), for the list of contents


def sections(content: RevisionContent, way: Way, votes: ResolutionVotes, signed: SignWriter) -> list[Section]:
    """The preamble, the operative part and the annexes, in the order of the text."""
    notes = link_notes(content)
    writer = CardWriter(html_language(content.revision.text.language), way)
    rows = placed_clauses(content)
    found: list[Section] = []
    for row, shown, part in zip(rows, _shown(rows, content, votes.at), parts_of(content.clauses), strict=True):
        clause, path = row.clause, row.clause.path
        if not found or found[-1].id != part:
            found.append(Section(part, part_name(part), [], []))
        said = fill("{}{}{}", writer.copy(path, row.place), text_html(row), signed.sign(path, row.place))
        beside = writer.beside(row.cards, row.place, content.pinning.get(path, ()), shown.cards)
        separate = separate_votes(votes, path, folded=shown.folded_votes)
        found[-1].paragraphs.append(_paragraph(row, said + note_lines(notes.get(path, ())), beside, separate))
        if clause.kind == ClauseKind.HEADING:
            found[-1].headings.append((path, f"{clause.label}{clause.text}"))
    return found


def _paragraph(row: PlacedClause, said: SafeString, beside: SafeString, votes: SafeString) -> SafeString:
    """A clause on the page. Its CSS classes are its kind and its depth. ``said`` is the link that offers copies, the
    text, the sign of its changes, and notes."""
    look = f"{row.clause.kind} d{row.depth}"
    element = '<div class="clause {}" id="{}"><div class="said">{}</div>{}{}</div>'
    return fill(element, look, row.clause.path, said, beside, votes)


def note_lines(notes: Iterable[str]) -> SafeString:
    """Notes about links of the UN's editors that lead to other documents than the words."""
    line = '<p class="link-note" role="note" lang="{}" dir="ltr">{}</p>'
    return joined(fill(line, get_language() or "", note) for note in notes)


def separate_votes(votes: ResolutionVotes, path: str, *, folded: bool) -> SafeString:
    """The separate votes on a clause. If ``folded``, only their figures are unfolded."""
    if path not in votes.at:
        return SafeString("")
    context = {"listed": votes.at[path], "folded": folded, "votes": votes, "LANGUAGE_CODE": get_language()}
    return render_to_string("votes/_separate_votes.html", context)


def _shown(
    rows: Iterable[PlacedClause], content: RevisionContent, votes: Mapping[str, Sequence[Shown]]
) -> list[room.Shown]:
    """What each clause shows beside it."""
    return shown_beside(
        [
            room.row(
                row.clause.text,
                row.depth,
                row.cards.cards,
                len(votes.get(row.clause.path, ())),
                cited=row.clause.path in content.pinning,
            )
            for row in rows
        ]
    )


def link_notes(content: RevisionContent) -> dict[str, list[str]]:
    """Path of a clause → notes on the editors' links in the clause and in its footnotes."""
    noted: dict[str, list[str]] = {}
    for warning in content.disagreements():
        noted.setdefault(warning["place"], []).append(say(Message(warning["code"], warning["values"])))
    if not noted:
        return {}
    return {clause.path: _notes_at(clause, content, noted) for clause in content.clauses}


def _notes_at(clause: Clause, content: RevisionContent, noted: Mapping[str, list[str]]) -> list[str]:
    markers = dict.fromkeys(mark.marker for mark in content.marks.get(clause.pk, ()))
    places = [clause.path, *(f"footnote {marker}" for marker in markers)]
    return [note for place in places for note in noted.get(place, ())]


def loose_footnotes(content: RevisionContent) -> list[Footnote]:
    """The footnotes without a mark in the text. The page shows them too, so that no word of a source is left out."""
    marked = {mark.footnote_id for marks in content.marks.values() for mark in marks}
    marked.update(mark.footnote_id for mark in content.title_notes()[1])
    return [footnote for footnote in content.footnotes if footnote.pk not in marked]
