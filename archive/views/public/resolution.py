"""The page of a resolution or a decision. It shows every clause with the clause's cards beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat, JSONObject
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive import languages, symbols
from archive.bibliography.reference import Reference
from archive.citing.segments import segments
from archive.formats import PDF
from archive.models import (
    Citation,
    Document,
    InferredSubject,
    Resolution,
    Revision,
    Subject,
)
from archive.models.clause import ClauseKind
from archive.models.codes import format_name, language_name
from archive.models.document import Kind
from archive.models.prepared import prepared
from archive.models.resolution import Committee
from archive.models.subject import UNBIS
from archive.models.vote import CHOICE_LABELS
from archive.page_language import joined as joined_names
from archive.page_language import reads_chinese
from archive.views import data
from archive.views.adopted_texts import NAMES, OTHERS, meeting_name, name_of, session_of_body
from archive.views.answer import Alternate, NotHere, answer
from archive.views.asked_text import (
    chosen,
    current_text,
    english_text,
    first_language,
    revisions_of,
    text_beside,
    ways_beside,
)
from archive.views.files.answers import file_answers, file_links
from archive.views.keys import texts
from archive.views.labels import day, direction, html_language, official_url, proofreader, session_name, title_of
from archive.views.metadata.described import of_text
from archive.views.public.agenda import agenda_titles
from archive.views.public.card_html import CardWriter
from archive.views.public.cards import beside
from archive.views.public.clause_html import LinkedSegment, as_html
from archive.views.public.parallel_text import ParallelText
from archive.views.public.sponsor_names import sponsor_names
from archive.views.public.text_sections import loose_footnotes, sections
from archive.views.public.way import Way
from archive.views.references.box import box_of
from archive.views.references.files import record_files
from archive.views.references.items import LONGEST, Item, references_of
from archive.views.references.of_models import reference_of_document, site_of
from archive.views.revision_content import RevisionContent
from archive.views.votes.roll_calls import ResolutionVotes, votes_of_resolutions
from archive.views.withdrawn import withdrawn, withheld
from archive.views.wording.signs import Signs, SignWriter
from archive.voting.choice import Choice

MANY_HEADINGS = 12  # with more headings, the list of contents is folded


@require_safe
def resolution(request: HttpRequest, symbol: str) -> HttpResponseBase:
    """The page of a resolution. ``?text=en`` shows the text in another language, ``?revision=1`` an earlier revision,
    and ``?text=zh&with=en`` the texts in two languages side by side.

    Without them, an English page shows the English text if the archive has one. JSON has the leading text.

    Raises NotHere if the archive does not have the text.
    """
    canonical = symbols.normalise(symbol)
    if symbols.kind_of(canonical) not in symbols.ADOPTED_KINDS:
        raise Http404
    if canonical != symbol:
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return redirect(reverse("resolution", args=[canonical]) + query, permanent=True)
    revisions = revisions_of(canonical)
    if not revisions:
        raise NotHere(_("The text of %(symbol)s is not in the archive.") % {"symbol": canonical[:80]})
    if revisions[0].text.resolution.withdrawn_at:
        return withdrawn(request, revisions[0].text.resolution)
    language = request.GET.get("text") or first_language(request, revisions)
    revision = chosen(revisions, language, request.GET.get("revision", ""))
    if revision.withheld_at:
        return withheld(request, revision)
    about = revision.text.resolution
    other = text_beside(request, revisions, revision)
    content, *others = RevisionContent.of_each([revision, other] if other else [revision])
    around = Around.of(about)
    way = Way(canonical, language=request.GET.get("text", ""))
    votes = votes_of_resolutions({canonical: [clause.path for clause in content.clauses]})[canonical]
    files = file_answers(request, content, *others)
    links = file_links(files, revision, other)
    return answer(
        request,
        "resolution.html",
        lambda: {
            **_header(about, revision),
            **(_both_texts(content, others[0], way, votes) if others else _text(request, content, way, votes)),
            "box": box_of(Item(canonical), _reference(request, revision)),
            "agenda_titles": agenda_titles(about, revisions),
            "without_english": not (reads_chinese() or english_text(revisions)),
            "without_chinese": reads_chinese() and not current_text(revisions, languages.CHINESE.code),
            "address": request.build_absolute_uri(),
            "described": of_text(
                _reference(request, revision),
                content,
                [subject.name for subject, _basis in around.subjects],
                [each.text.language for each in revisions if each.current],
                _pdf_address(request, links),
            ),
            "described_at": about.get_absolute_url(),
            "revision": revision,
            "kept_text": language or (None if reads_chinese() else revision.text.language),
            "texts": [
                {"text": r.text, "lang": html_language(r.text.language), "name": language_name(r.text.language)}
                for r in revisions
                if r.current
            ],
            "revisions": [r for r in revisions if r.text_id == revision.text_id],
            "ways_beside": ways_beside(revisions, revision, other),
            "votes": votes,
            "many_headings": sum(clause.kind == ClauseKind.HEADING for clause in content.clauses) > MANY_HEADINGS,
            "around": around,
            "corrected": symbols.corrected(canonical),
            "files": links,
        },
        lambda: texts.ResolutionPage(
            **data.resolution(content, revisions, around.subjects, around.cited_by, around.corrigenda),
            **votes.data(),
            wording=Signs.of(revision).data(),
            parallel=data.parallel_text(content, others[0]) if others else None,
        ),
        **files,
        **record_files(canonical, lambda: _cited(request, revision)),
    )


def _reference(request: HttpRequest, revision: Revision) -> Reference:
    document = revision.text.resolution.document
    return reference_of_document(document.key, document, site_of(request), language=revision.text.language)


def _pdf_address(request: HttpRequest, links: Iterable[Alternate]) -> str:
    return next((request.build_absolute_uri(each.url) for each in links if each.format is PDF), "")


def _cited(request: HttpRequest, revision: Revision) -> list[Reference]:
    """The reference of the resolution, or of the clause ``?place=``. Raises NotHere for a clause that it does not
    have."""
    path = request.GET.get("place", "")[:LONGEST].replace("\0", "")
    if not path:
        return [_reference(request, revision)]
    item = Item(revision.text.resolution.document.key, path)
    found = references_of([item], site_of(request))
    if not found:
        raise NotHere(_("%(symbol)s has no paragraph %(path)s here.") % {"symbol": item.key, "path": path[:80]})
    return [*found.values()]


@prepared
def _around(resolution: int) -> QuerySet[Resolution]:
    citing = Citation.objects.of_readers().filter(target=OuterRef("pk")).order_by().values("target")
    corrigenda = Resolution.objects.filter(document__key__startswith=Concat(OuterRef("document__key"), Value("/Corr.")))
    subjects = Subject.objects.filter(resolutions=OuterRef("pk"))
    carried = InferredSubject.objects.filter(document_id=OuterRef("document__key"))
    fields = ("id", "dictionary", "name_en", "name_zh")
    carried_fields = {name: f"subject__{name}" for name in fields} | {"basis": "basis"}
    return (
        Resolution.objects.filter(pk=resolution)
        .only("pk")
        .with_neighbours()
        .annotate(
            cited_by=Coalesce(Subquery(citing.annotate(n=Count("revision", distinct=True)).values("n")), 0),
            corrigenda=ArraySubquery(corrigenda.order_by("document__key").values("document__key")),
            found_subjects=ArraySubquery(subjects.values(found=JSONObject(**dict(zip(fields, fields, strict=True))))),
            carried_subjects=ArraySubquery(carried.values(found=JSONObject(**carried_fields))),
        )
    )


@dataclass(frozen=True, slots=True)
class Around:
    """The links from a resolution. They are its subjects, the number of texts that cite it, the keys of its
    corrigenda, and the keys of the previous and the following resolution of the session. One query reads all of them.

    ``subjects`` are pairs of a subject, and the symbol of the resolution that it was inferred from. The symbol is "" if
    a source gives the subject.
    """

    subjects: list[tuple[Subject, str]]
    cited_by: int
    corrigenda: list[str]
    previous: str | None
    following: str | None

    @classmethod
    def of(cls, resolution: Resolution) -> Around:
        [found] = map(vars, _around(resolution.pk))
        given = found["found_subjects"] or found["carried_subjects"]
        subjects = [(Subject(**fields), basis) for fields in given for basis in [fields.pop("basis", "")]]
        subjects.sort(key=lambda pair: (pair[0].dictionary != UNBIS, pair[0].name))
        return cls(subjects, found["cited_by"], found["corrigenda"], found["previous"], found["following"])


def _text(request: HttpRequest, content: RevisionContent, way: Way, votes: ResolutionVotes) -> dict[str, Any]:
    """The title and the text in one language."""
    revision, document = content.revision, content.revision.text.resolution.document
    title = beside("title", *content.title_notes(), content.names(), content.pins)
    title_segments: list[LinkedSegment] = segments(revision.title, marks=title.marks)
    signed = SignWriter(document.key, Signs.of(revision), request.GET.get("text", ""))
    return {
        "title_html": as_html(title_segments),
        "title_beside": CardWriter(html_language(revision.text.language), way).beside(title, _("the title")),
        "other_title": _other_title(document, revision.text.language),
        "sections": sections(content, way, votes, signed),
        "signs": signed,
        "loose_footnotes": loose_footnotes(content),
    }


def _both_texts(content: RevisionContent, other: RevisionContent, way: Way, votes: ResolutionVotes) -> dict[str, Any]:
    """The titles and the texts in two languages."""
    both = ParallelText(content, other, way, votes)
    return {"parallel": both, "sections": both.sections, "title_beside": both.title.beside}


def _header(about: Resolution, revision: Revision) -> dict[str, Any]:
    document = about.document
    name = name_of(document.key)
    return {
        "document": document,
        "about": about,
        "name": name,
        "kind": NAMES[about.kind],
        "other_kinds": OTHERS,
        "lang": html_language(revision.text.language),
        "direction": direction(revision.text.language),
        "date": day(document.date),
        "counts": document.counts,
        "meeting": meeting_name(document.key, about.meeting) if about.meeting else "",
        "printed_roll": _printed_roll(about),
        "meeting_url": official_url(about.meeting_record) if about.meeting_record else "",
        "official_url": official_url(document.key, document.url),
        "draft_url": official_url(about.draft_symbol) if about.draft_symbol else "",
        "session_name": session_name(about.session) if about.session else session_of_body(document.key),
        "sponsors": sponsor_names(about),
        "format_name": format_name(revision.source.format),
        "proofed_by": proofreader(revision),
        "committee": Committee(about.committee).label if about.committee in Committee.values else about.committee,
        "quotation": _quotation(document, name),
    }


def _other_title(document: Document, language: str) -> tuple[str, str] | None:
    """(title, code of its language) in another language than that of the text; None if the archive has no such title.

    The code is the value of ``lang`` in HTML.
    """
    others = [code for code, field in document.TITLE_FIELDS.items() if code != language and getattr(document, field)]
    if not others:
        return None
    title, lang = getattr(document, document.TITLE_FIELDS[others[0]]), html_language(others[0])
    return (title, lang) if title != document.title_zh + document.title_en else None


def _printed_roll(about: Resolution) -> list[tuple[str, str]]:
    """(label, names as printed) of the roll call that another body printed. Such a vote is no vote of the Assembly."""
    if about.kind == Kind.GA_RESOLUTION:
        return []
    choices = (Choice.YES, Choice.NO, Choice.ABSTAIN)
    return [(str(CHOICE_LABELS[each]), joined_names(about.voters[each])) for each in choices if about.voters.get(each)]


def _quotation(document: Document, name: str) -> str:
    """A quotation with its citation. The script of the page replaces ``{text}``, ``{place}`` and ``{url}`` with the
    words, the place and the address of a clause. The words have a line of their own, so that their quotation marks do
    not change."""
    title, _language = title_of(document)
    values = {"name": name, "title": title, "date": day(document.date) or _("date not known"), "symbol": document.key}
    named = _("%(name)s, “%(title)s”, %(date)s, %(symbol)s") if title else _("%(name)s, %(date)s, %(symbol)s")
    words = named % values
    return _("{text}\n— %(words)s, {place}, {url}") % {"words": words}
