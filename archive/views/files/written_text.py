"""Makes the ``WrittenText`` of a revision, from which ``archive.writing`` makes files.

The words of the archive in a file (labels, notices) are Chinese in the file of a Chinese text, and English otherwise.
So one address always gives the same file, whatever the language of the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from archive import languages
from archive.bibliography.cited import plain
from archive.bibliography.styles import STYLES, note
from archive.messages import Message
from archive.models import Citation, Clause, FootnoteMark, Revision, Subject
from archive.models.citation import Status
from archive.models.document import Kind
from archive.models.resolution import Committee
from archive.page_language import place as place_name
from archive.page_language import say
from archive.views.adopted_texts import meeting_name, name_of
from archive.views.labels import Named, adoption, day, named, official_url, place, proofreader, session_name
from archive.views.references.of_models import reference_of_document
from archive.views.revision_content import RevisionContent
from archive.voting.outcome import Outcome
from archive.writing.written import (
    Around,
    CitedDocument,
    Facts,
    Mark,
    WrittenCitation,
    WrittenClause,
    WrittenFootnote,
    WrittenText,
)

_STYLES = {"zh": ("gbt-2025", "legal-manual"), "en": ("chicago-note", "oscola")}  # codes, by the language of a text
_MOST_DOUBTS = 20  # a file names at most so many doubtful places, and says how many more there are


def written_text(revision: Revision, site: str, content: RevisionContent | None = None) -> WrittenText:
    """The text of a revision, with its facts, its citations and the words around it.

    Six queries; one if the ``content`` was read already, none if the subjects were too. ``site`` is the beginning of
    absolute addresses, without a slash at its end. ``revision.text.resolution.document`` and ``revision.source`` should
    be read already.
    """
    language = "zh-hans" if revision.text.language == languages.CHINESE.code else "en"
    with translation.override(language):
        return _Writing(revision, site, content or RevisionContent.of(revision)).text()


class _Writing:
    def __init__(self, revision: Revision, site: str, content: RevisionContent) -> None:
        self._revision, self._site, self._content = revision, site, content
        self._names = self._content.names()
        self._cited: dict[str, CitedDocument] = {}

    def text(self) -> WrittenText:
        revision, content = self._revision, self._content
        resolution = revision.text.resolution
        subjects = sorted(resolution.subjects.all(), key=lambda each: (each.dictionary, each.name_en))
        return WrittenText(
            resolution.document.key,
            revision.text.language,
            revision.title,
            [Mark(mark["marker"], mark["at"]) for mark in revision.title_marks],
            revision.formula,
            self._clauses(),
            [
                WrittenFootnote(note.marker, note.text, self._citations(content.footnote_citations.get(note.pk, ())))
                for note in content.footnotes
            ],
            revision.end,
            _facts(revision, subjects),
            _around(revision, content, self._site),
        )

    def _clauses(self) -> list[WrittenClause]:
        content = self._content
        paths = {clause.pk: clause.path for clause in content.clauses}
        places: dict[int, str] = {}
        found = []
        for clause in content.clauses:
            parent = clause.parent_id or 0
            places[clause.pk] = place(clause, places.get(parent, ""))
            found.append(
                WrittenClause(
                    clause.kind,
                    clause.path,
                    clause.text,
                    clause.label,
                    clause.opening,
                    paths.get(parent, ""),
                    places[clause.pk],
                    _marks(content.marks.get(clause.pk, ())),
                    self._citations(content.citations.get(clause.pk, ())),
                )
            )
        return found

    def _citations(self, found: Iterable[Citation]) -> list[WrittenCitation]:
        """The citations in the words of a clause or a footnote. Those through a footnote are in the footnote."""
        return [
            WrittenCitation(
                one.start, one.end, tuple(self._documents(one)), one.pinpoint, by_editors=one.origin == "editors"
            )
            for one in found
            if one.via_id is None
        ]

    def _documents(self, citation: Citation) -> list[CitedDocument]:
        if citation.status == Status.AMBIGUOUS:
            return [self._document(key) for key in citation.candidates]
        key = citation.target.key if citation.target else citation.key
        return [self._document(key)] if key else []

    def _document(self, key: str) -> CitedDocument:
        if key not in self._cited:
            about: Named = self._names.get(key) or named(key)
            url = about.official_url or self._site + about.url
            self._cited[key] = CitedDocument(key, about.symbol, about.title, url)
        return self._cited[key]


def _marks(marks: Iterable[FootnoteMark]) -> list[Mark]:
    return [Mark(mark.marker, mark.at) for mark in marks]


def _facts(revision: Revision, subjects: Iterable[Subject]) -> Facts:
    """The facts that the archive shows. The words of the cover are in the language of the text, so they are taken from
    its own source."""
    about = revision.text.resolution
    document = about.document
    own: Mapping[str, Any] = revision.facts or {}
    words = {
        name: own.get(name) or (getattr(about, name) if revision.text.leading else type(getattr(about, name))())
        for name in ("proposal", "agenda_items", "agenda_titles")
    }
    return Facts(
        adopted_on=document.date,
        published_on=about.published_on,
        meeting=about.meeting,
        meeting_record=about.meeting_record,
        committee=about.committee,
        draft_symbol=about.draft_symbol,
        committee_report=about.committee_report,
        committee_report_paragraph=about.committee_report_paragraph,
        sponsors=about.sponsors,
        additional_sponsors=about.additional_sponsors,
        subjects=[(subject.dictionary, subject.name_en) for subject in subjects],
        outcome=Outcome(document.outcome),
        yes=document.yes,
        no=document.no,
        abstain=document.abstain,
        voters=about.voters,
        **words,
    )


def _around(revision: Revision, content: RevisionContent, site: str) -> Around:
    document = revision.text.resolution.document
    chinese = revision.text.language == languages.CHINESE.code
    address = site + address_of(revision)
    return Around(
        "zh" if chinese else "en",
        _("Disarmament Resolutions Archive"),
        address,
        revision.number,
        revision.created_at.date(),
        str(Kind(document.kind).label),
        name_of(document.key),
        _version(revision),
        _how_to_cite(revision, site),
        _told(revision),
        _notices(revision, content),
        _part_names(),
    )


def address_of(revision: Revision) -> str:
    """The address of this revision in the archive. It does not change when a later revision arrives."""
    asked = {} if revision.text.leading else {"text": revision.text.language}
    where = reverse("resolution", args=[revision.text.resolution.document.key])
    return f"{where}?{urlencode({**asked, 'revision': revision.number})}"


def _how_to_cite(revision: Revision, site: str) -> list[tuple[str, str]]:
    """The citation in the styles of the language, with labels. These styles have no day of access, so a file stays the
    same."""
    text = revision.text
    document = text.resolution.document
    reference = reference_of_document(document.key, document, site, language=text.language)
    styles = _STYLES["zh" if text.language == languages.CHINESE.code else "en"]
    return [
        (
            _("How to cite (%(style)s)") % {"style": style.name},
            plain(note(style, reference, revision.created_at.date())),
        )
        for style in map(STYLES.__getitem__, styles)
    ]


def _version(revision: Revision) -> str:
    values = {"number": revision.number, "date": day(revision.created_at.date())}
    return _("Revision %(number)s, %(date)s") % values


def _told(revision: Revision) -> list[tuple[str, str]]:
    """The facts at the head of a file, with their labels. Facts that are not known are left out."""
    about = revision.text.resolution
    document = about.document
    committee = Committee(about.committee).label if about.committee in Committee.values else about.committee
    meeting = meeting_name(document.key, about.meeting) if about.meeting else ""
    report = about.committee_report
    if report and about.committee_report_paragraph:
        values = {"report": report, "number": about.committee_report_paragraph}
        report = _("%(report)s, para. %(number)s") % values
    facts = [
        (_("Symbol"), document.key),
        (_("Session"), session_name(about.session) if about.session else ""),
        (_("Date of adoption"), day(document.date) or _("date not known")),
        (_("Meeting"), f"{meeting} ({about.meeting_record})" if meeting and about.meeting_record else meeting),
        (_("Vote"), adoption(document)),
        (_("Committee"), str(committee) if about.committee else ""),
        (_("Report"), report),
        (_("Draft resolution"), about.draft_symbol),
        (_("Official copy"), official_url(document.key, document.url)),
    ]
    return [(label, value) for label, value in facts if value]


def _notices(revision: Revision, content: RevisionContent) -> list[str]:
    """What a reader of the file has to know about its words."""
    found = [
        _(
            "This is an unofficial copy. The text is that of the United Nations, which is acknowledged as its source; "
            "in case of doubt the official copy counts."
        )
    ]
    if not revision.current:
        found.append(_("This is revision %(number)s, which a later one replaced.") % {"number": revision.number})
    if revision.recognised:
        who = proofreader(revision)
        words = _("The words were recognised in a scan (OCR), and compared with it by %(who)s.") % {"who": who}
        found.append(words if who else _("The words were recognised in a scan (OCR)."))
    return [*found, *_doubts(revision, {clause.path: clause for clause in content.clauses})]


def _doubts(revision: Revision, clauses: Mapping[str, Clause]) -> list[str]:
    """The warnings about the words of the text, with their places. Warnings about other facts are left out."""
    of_words = [
        warning
        for warning in revision.warnings
        if warning["place"] in clauses or warning["place"].partition(" ")[0] in ("footnote", "title", "formula", "end")
    ]
    found = []
    for warning in of_words[:_MOST_DOUBTS]:
        at = warning["place"]
        where = place(clauses[at]) if at in clauses and not clauses[at].parent_id else place_name(at)
        said = say(Message(warning["code"], warning["values"]))
        found.append(_("Doubtful, %(place)s: %(doubt)s") % {"place": where, "doubt": said})
    if more := len(of_words) - len(found):
        found.append(_("Doubtful places that are not named here: %(number)s") % {"number": more})
    return found


def _part_names() -> dict[str, str]:
    """Code of what the archive adds to a file → its name."""
    return {
        "cited": _("Cited documents"),
        "loose": _("Footnotes whose marks the source does not have"),
        "footnote": _("Footnote"),
        "unknown": _("not in the archive"),
        "ambiguous": _("could be: %(documents)s"),
        "by_order": _("Joined by their order: %(one)s, %(other)s"),
    }
