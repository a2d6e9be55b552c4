"""The facts about two resolutions that let a reader judge whether one continues the other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from archive import symbols
from archive.models.citation import Citation
from archive.models.document import Document
from archive.models.series import SeriesLink
from archive.models.snapshot import Remembered
from archive.models.vote import Vote
from archive.page_language import reads_chinese
from archive.voting.record import Scope


@dataclass(slots=True)
class LinkedResolution:
    """The facts about one resolution of a link.

    ``titles`` has the titles by language. ``description`` has the words of collectors of votes. ``agenda`` has the
    titles of agenda items. ``recalls`` has the symbols of the earlier resolutions that its preamble cites. ``heading``
    is the heading in the United Nations' voting records.
    """

    symbol: str
    titles: dict[str, str] = field(default_factory=dict)
    description: str = ""
    agenda: list[str] = field(default_factory=list)
    recalls: list[str] = field(default_factory=list)
    heading: str = ""


@dataclass(frozen=True, slots=True)
class LinkEvidence:
    """A link, and the facts about its two resolutions."""

    link: SeriesLink
    earlier: LinkedResolution
    later: LinkedResolution

    @property
    def sides(self) -> list[tuple[LinkedResolution, str]]:
        """(resolution, title) of both. The titles are in one language, if one language has both; else in any."""
        languages = ["zh", "en"] if reads_chinese() else ["en", "zh"]
        sides = (self.earlier, self.later)
        both = [name for name in languages if all(side.titles.get(name) for side in sides)]
        return [
            (side, next((title for name in both or languages if (title := side.titles.get(name))), ""))
            for side in sides
        ]


def with_evidence(links: Iterable[SeriesLink]) -> list[LinkEvidence]:
    """These links with evidence. At most three queries, however many links there are."""
    links = list(links)
    known = _REMEMBERED.of(symbol for link in links for symbol in (link.earlier, link.later))
    return [LinkEvidence(link, known[link.earlier], known[link.later]) for link in links]


def _known(keys: set[str]) -> dict[str, LinkedResolution]:
    found = {key: LinkedResolution(key) for key in keys}
    cited = (
        Citation.objects.of_readers()
        .filter(revision__text__resolution__document=OuterRef("pk"), clause__kind="preambular")
        .filter(key__startswith="A/RES/")
        .order_by("position")
    )
    documents = Document.objects.not_withdrawn().filter(key__in=keys).annotate(cited=ArraySubquery(cited.values("key")))
    for key, zh, en, agenda, recalls in documents.values_list(
        "key", "title_zh", "title_en", "resolution__agenda_titles", "cited"
    ):
        side = found[key]
        side.titles, side.agenda = {"zh": zh, "en": en}, list(agenda or ())
        side.recalls = [cited for cited in dict.fromkeys(recalls) if _session(cited) < _session(key)]
    votes = Vote.objects.filter(document_id__in=keys, scope=Scope.WHOLE).order_by("-leading", "pk")
    columns = ("document_id", "title", "title_certain", "agenda_title", "heading")
    for key, title, certain, item, heading in votes.values_list(*columns):
        _add_record(found[str(key)], title, item, heading, certain=certain)
    return found


_REMEMBERED = Remembered(_known)


def _add_record(side: LinkedResolution, title: str, item: str, heading: str, *, certain: bool) -> None:
    """Adds what a record of the vote tells. Facts that are known already stay."""
    if certain and not side.titles.get("en"):
        side.titles["en"] = title
    elif not certain:
        side.description = side.description or title
    side.heading = side.heading or heading
    if item and item not in side.agenda:
        side.agenda.append(item)


def _session(symbol: str) -> int:
    return symbols.session_order(symbols.session_of(symbol))
