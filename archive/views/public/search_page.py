"""The data for the template of the search page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from archive import languages
from archive.comparing.verbs import STRONGER, WEAKER
from archive.messages import Message
from archive.models import Revision
from archive.page_language import joined as joined_names
from archive.page_language import say
from archive.searching import asked
from archive.searching.advice import advice
from archive.searching.asked import Search
from archive.searching.found import Change, FoundClause, Member
from archive.searching.marking import MarkedPiece, excerpt
from archive.searching.question import Note
from archive.searching.search import Answer, FoundResolution
from archive.views.change_labels import DROPPED, VERB, label
from archive.views.clause_links import counterpart_url, member_link, with_text
from archive.views.labels import Named, html_language, named, place_of
from archive.views.listing import FilterLink
from archive.views.markup import fill, joined
from archive.views.public.hit_html import LineWriter, clause_line, counterpart, line_in_group
from archive.views.public.search_facets import facets_of, years_of
from archive.views.public.search_offers import ShownOffer
from archive.views.public.searched_state import searched_state
from archive.views.title_html import NOTHING

_COUNTERPART_LENGTH = 300  # characters
_NOTE_LENGTH = 40  # characters of the question that a note quotes


@dataclass(frozen=True, slots=True)
class Hit:
    """A clause that was found. ``line`` is above its words. ``lang`` is the language of its text. In ``html``, the
    words that the question asked for are marked. ``is_rtl``: they are written from right to left. ``counterpart`` is
    the clause in another language. ``same`` are the other clauses that were found with the same words.
    """

    line: SafeString
    lang: str
    html: SafeString
    is_rtl: bool
    footnotes: list[tuple[str, SafeString]]
    counterpart: SafeString
    same: SameWords | None


@dataclass(frozen=True, slots=True)
class SameWords:
    """``summary`` says in which sessions the other clauses are, and how many there are. ``html`` is the list of links
    to them."""

    summary: str
    html: SafeString


@dataclass(frozen=True, slots=True)
class HitGroup:
    """A resolution with ``count`` clauses that were found. ``more`` is the address of a search for all of them."""

    document: Named
    count: int
    hits: list[Hit]
    more: str


def search_page(found: Answer, page: Page[int], offers: list[ShownOffer]) -> dict[str, Any]:
    search = found.search
    is_asked = bool(found.meaning.explained or search.is_narrowed)
    return {
        "search": search,
        "asked": is_asked,
        "found": found,
        "page": page,
        "hits": [_hit(clause) for clause in found.clauses],
        "groups": [_group(search, group) for group in found.resolutions],
        "facets": facets_of(search, found.facets) if is_asked else [],
        "years": years_of(search),
        "state": searched_state(search.q),
        "offers": offers,
        "documents": [named(d.key, d) for d in found.documents if d.key not in {offer.key for offer in found.offers}],
        "understood": found.meaning.explained,
        "notes": [_note(note) for note in found.meaning.question.notes],
        "notices": [say(notice) for notice in notices(behind=found.behind)],
        "also": [(name, others, found.meaning.source(name)) for name, others in found.meaning.also],
        "without_names": search.address(names=False),
        "with_names": search.address(names=True),
        "no_english": not found.count and found.meaning.first_language == "en" and not _has_english_texts(),
        "searched_forms": _asks_in_letters(found),
        "orders": _links(search, "order", _order_labels()),
        "gatherings": _links(search, "by", _gathering_labels()),
        "advice": _advice(found) if is_asked else [],
        "verbs_url": _verbs_url(found),
    }


def _asks_in_letters(found: Answer) -> bool:
    """Whether texts in every language were searched because the question has words in letters."""
    return found.meaning.has_letters and not found.meaning.names_language


def _has_english_texts() -> bool:
    return Revision.objects.in_every_language().filter(text__language="en").exists()


def _verbs_url(found: Answer) -> str:
    """The address of the verbs of the clauses found. "" if nothing was found, or if more than the question chose."""
    search = found.search
    asks_only = search.q and not search.is_narrowed and search.names
    return f"{reverse('verb_list')}?{urlencode({'q': search.q})}" if found.clause_count and asks_only else ""


def notices(*, behind: bool) -> list[Message]:
    """What a reader must know to judge the counts. ``behind``: see ``Answer``."""
    return [Message("search.behind")] if behind else []


def _hit(found: FoundClause, write: LineWriter = clause_line) -> Hit:
    """``write`` writes the line of the clause. Its signs tell how this clause differs from the text before it; those of
    the other clauses can differ, and are beside them."""
    clause, language = found.clause, found.clause.revision.text.language
    return Hit(
        write(
            named(found.document.key, found.document, here=True),
            clause.path,
            place_of(clause),
            with_text(clause.get_absolute_url(), language),
            _signs(found.document.key, clause.path, language, found.changes.get(clause.pk, ())),
        ),
        html_language(language),
        _marked(found.pieces),
        languages.of(language).right_to_left,
        [(marker, _marked(pieces)) for marker, pieces in found.footnotes],
        _counterpart(found),
        _same(found) if found.same else None,
    )


def _counterpart(found: FoundClause) -> SafeString:
    beside = found.counterpart
    if not beside:
        return NOTHING
    words = "".join(piece.text for piece in excerpt(beside.text, (), _COUNTERPART_LENGTH))
    return counterpart(beside.language, words, counterpart_url(found))


def _same(found: FoundClause) -> SameWords:
    clauses = found.same
    sessions = in_spans({clause.age[0]: clause.session for clause in clauses})
    summary = ngettext(
        "The same words in session %(sessions)s: %(count)s more clause",
        "The same words in sessions %(sessions)s: %(count)s more clauses",
        len(clauses),
    )
    return SameWords(
        summary % {"sessions": sessions, "count": len(clauses)}, joined(_same_link(each, found) for each in clauses)
    )


def _same_link(clause: Member, found: FoundClause) -> SafeString:
    return member_link(clause, _signs(clause.key, clause.path, clause.language, found.changes.get(clause.pk, ())))


def _signs(symbol: str, path: str, language: str, changes: Iterable[Change]) -> SafeString:
    """The signs of a clause's changes, as links to its history in the language of the clause."""
    changes = list(changes)
    url = f"{reverse('clause_history', args=[symbol, path])}?text={language}" if changes else ""
    return joined((_sign(url, change) for change in changes), " ")


def _sign(url: str, change: Change) -> SafeString:
    codes = [code for code in change.codes if code != VERB or not {STRONGER, WEAKER}.intersection(change.codes)]
    labels = joined((_label(get_language(), code) for code in codes), " ")
    if DROPPED in change.codes:  # said in words, because the other signs are about this text, not about the next one
        gone = _("not in %(symbol)s") % {"symbol": change.after}
        return fill('<a class="changes" href="{}">{} {}</a>', url, labels, gone)
    beside = _("beside %(earlier)s") % {"earlier": change.before}
    return fill('<a class="changes" href="{}" title="{}">{}</a>', url, beside, labels)


@cache
def _label(_language: str | None, code: str) -> SafeString:
    """In the page's language, which is the first argument. A page has hundreds of signs."""
    sign = '<span class="change {}"><span class="sign" aria-hidden="true">{}</span> {}</span>'
    return fill(sign, code, label(code).sign, label(code).name)


def in_spans(sessions: Mapping[int, str]) -> str:
    """Sessions as a short text. Three or more in a row are a span. ``sessions``: place in the order → session.

    >>> in_spans({74: "74", 75: "75", 76: "76", 78: "78", 1010: "S-10"})  # in an English page
    '74–76, 78, S-10'
    """
    spans: list[list[int]] = []
    for order in sorted(sessions):
        if spans and order == spans[-1][-1] + 1:
            spans[-1].append(order)
        else:
            spans.append([order])
    words: list[str] = []
    for span in spans:
        if len(span) > 2:
            words.append(f"{sessions[span[0]]}–{sessions[span[-1]]}")
        else:
            words += [sessions[order] for order in span]
    return joined_names(words)


def _marked(pieces: Iterable[MarkedPiece]) -> SafeString:
    """The pieces as HTML. ``<mark>`` is around the words that the question asked for."""
    return joined(fill("<mark>{}</mark>" if piece.marked else "{}", piece.text) for piece in pieces)


def _group(search: Search, found: FoundResolution) -> HitGroup:
    document = named(found.document.key, found.document, here=True)
    question = f"{search.q} symbol:{found.document.key}".strip()
    more = search.address(q=question, by=asked.CLAUSES)
    return HitGroup(document, found.count, [_hit(clause, line_in_group) for clause in found.clauses], more)


def _links(search: Search, name: str, labels: dict[str, str]) -> list[FilterLink]:
    current = getattr(search, name)
    return [
        FilterLink(label, search.address(**{name: value}), None, value == current) for value, label in labels.items()
    ]


# --- Labels ------------------------------------------------------------------------------------------------


def _order_labels() -> dict[str, str]:
    return {
        asked.RELEVANCE: _("Best match"),
        asked.NEWEST: _("Newest first"),
        asked.OLDEST: _("Oldest first"),
    }


def _gathering_labels() -> dict[str, str]:
    return {
        asked.WORDS: _("The same words once"),
        asked.CLAUSES: _("Every clause"),
        asked.RESOLUTIONS: _("By resolution"),
    }


def _note(note: Note) -> str:
    """A note in words. It says what does not fit the grammar, and how that part was treated."""
    text = note.text if len(note.text) <= _NOTE_LENGTH else note.text[:_NOTE_LENGTH] + "……"
    sentences = {
        "cut": _("The question is very long; the first %(text)s characters were searched."),
        "unclosed_quotation": _("The quotation %(text)s is not closed; it was read to the end."),
        "stray_bracket": _("The bracket %(text)s has no partner and was passed over."),
        "unknown_field": _("There is no field called %(text)s; it was searched as words."),
        "empty_field": _("After %(text)s nothing is said; it was passed over."),
        "bad_value": _("%(text)s is not something that this field can have; it was searched as words."),
        "stray_operator": _("%(text)s joins nothing here and was passed over."),
        "space_at_end": _("The quotation “%(text)s” begins or ends with a space, and so must what is found."),
    }
    return sentences[note.code] % {"text": text}


def _advice(found: Answer) -> list[tuple[str, str, int]]:
    """Other searches that find something: (label, address, number of clauses)."""
    sentences = {
        "filters": _("Without the filters"),
        "without": _("Without “%(text)s”"),
        "either": _("Any of the words: %(text)s"),
        "spelling": _("Did you mean “%(text)s”?"),
        "citing": _("Clauses that cite %(text)s"),
    }
    return [(sentences[each.kind] % {"text": each.text}, each.search.address(), each.count) for each in advice(found)]
