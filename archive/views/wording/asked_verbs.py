"""What an address of the pages on verbs asks for: which texts are counted, in which language, and how."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from archive import languages, symbols
from archive.models import Resolution, SeriesEntry, Subject
from archive.models.clause import Clause, ClauseQuerySet
from archive.models.resolution import ResolutionQuerySet
from archive.models.verb_step import Scale
from archive.page_language import reads_chinese
from archive.searching import question
from archive.searching.asked import CHOSEN_AT_MOST, CLAUSES, Search
from archive.searching.search import found_keys
from archive.views.answer import NotHere
from archive.views.labels import html_language
from archive.views.listing import one_of
from archive.views.topic import AskedTopic, asked_topic
from archive.views.votes.asked_votes import asked_subject

COUNT, HUNDRED = "count", "hundred"  # values of ``?measure=``
DEFAULT_SCALE = "request"
LONGEST_QUESTION = 300  # characters of ``?q=``


@dataclass(frozen=True, slots=True)
class AskedVerbs:
    """What is counted.

    ``subject``, ``series`` (a symbol of it) and ``q`` (a question of the search) narrow the paragraphs that are
    counted. ``language`` is that of the texts. ``measure`` and ``scale`` choose what the page shows.
    """

    topic: AskedTopic
    subject: Subject | None
    series: str
    q: str
    language: str
    measure: str
    scale: str

    @property
    def resolutions(self) -> QuerySet[Resolution]:
        """The resolutions whose texts are counted. A series is counted whole, whatever its topic."""
        everything: ResolutionQuerySet = Resolution.of_assembly.all()
        found = everything if self.series else self.topic.of(everything)
        if self.series:
            found = found.filter(document__key__in=SeriesEntry.objects.symbols_beside(self.series))
        return found.on_subject(self.subject) if self.subject else found

    @property
    def clauses(self) -> ClauseQuerySet:
        """The clauses that are counted. Raises IndexAway if a question chooses them and there is no index."""
        found = Clause.objects.in_every_language().filter(
            revision__text__language=self.language, revision__text__resolution__in=self.resolutions
        )
        return found.filter(pk__in=found_keys(Search(self.question))) if self.q else found

    @property
    def html_language(self) -> str:
        return html_language(self.language)

    @property
    def question(self) -> str:
        """The question whose clauses are counted, limited to the language. It leads to the search."""
        root = question.parse(self.q).root
        asked = f"({self.q})" if isinstance(root, question.Either) else self.q
        return " ".join(filter(None, (f"lang:{self.language}", self.series and f"series:{self.series}", asked)))

    @property
    def counted(self) -> AskedVerbs:
        """What is counted, whatever the page shows of it."""
        return replace(self, measure=COUNT, scale=DEFAULT_SCALE)

    def search(self, **chosen: tuple[str, ...]) -> Search | None:
        """A search for counted clauses. ``chosen``: facet → values. None if a facet takes fewer values."""
        if self.subject:
            chosen["subject"] = (self.subject.name_en,)
        return Search(self.question, chosen, by=CLAUSES) if all(map(can_be_chosen, chosen.values())) else None

    def search_url(self, **chosen: tuple[str, ...]) -> str:
        """The address of ``search``; "" without a search."""
        search = self.search(**chosen)
        return reverse("search") + search.address() if search else ""

    @property
    def scope(self) -> str:
        """The parameters of the address that choose what is counted: ``?subject=12&text=en``, or ""."""
        given = {
            "subject": str(self.subject.pk) if self.subject else "",
            "series": self.series,
            "q": self.q,
            "text": self.language if self.language != _usual_language(self.q) else "",
            "measure": self.measure if self.measure != COUNT else "",
            "topic": self.topic.value if self.topic.is_all else "",
        }
        kept = {name: value for name, value in given.items() if value}
        return f"?{urlencode(kept)}" if kept else ""


def can_be_chosen(values: Sequence[str]) -> bool:
    """Whether a facet of the search takes these values."""
    return len(values) <= CHOSEN_AT_MOST and "" not in values


def asked_verbs(request: HttpRequest, phrase: str = "") -> AskedVerbs:
    """What the address asks for. Without a language in it, a ``phrase`` in Chinese or Latin letters decides it.

    Raises NotHere for a subject, a series, a language, a measure or a scale that is not known.
    """
    q = question.clean(request.GET.get("q", "")).strip()[:LONGEST_QUESTION]
    return AskedVerbs(
        topic=asked_topic(request),
        subject=asked_subject(request),
        series=_series(request.GET.get("series", "")),
        q=q if question.parse(q).root else "",
        language=one_of(request, "text", languages.BY_CODE) or _language_of(phrase) or _usual_language(q),
        measure=one_of(request, "measure", (COUNT, HUNDRED)) or COUNT,
        scale=one_of(request, "scale", Scale.values) or DEFAULT_SCALE,
    )


def _usual_language(q: str) -> str:
    """The language of the page. For a question with Chinese characters: Chinese, because no English text has them."""
    return "zh" if reads_chinese() or Search(q).meaning.has_chinese else "en"


def _language_of(phrase: str) -> str:
    if Search(phrase).meaning.has_chinese:
        return "zh"
    return "en" if phrase.isascii() and phrase else ""


def _series(typed: str) -> str:
    if not typed.strip():
        return ""
    symbol = symbols.resolution_symbol(typed) or symbols.normalise(typed)
    if not SeriesEntry.objects.of_readers().filter(document_id=symbol).exists():
        raise NotHere(_("No series with %(symbol)s is known.") % {"symbol": symbol[:80]})
    return symbol
