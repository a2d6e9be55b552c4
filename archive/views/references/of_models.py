"""Makes the ``Reference`` of a document, a clause or a vote (``archive.bibliography``) from the models.

``site`` is the beginning of absolute addresses, without a slash at its end: ``https://example.org``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.http import HttpRequest
from django.urls import reverse

from archive import symbols
from archive.bibliography.paragraph import Paragraph
from archive.bibliography.reference import VOTE, Reference, VoteFacts
from archive.models import Document, Vote
from archive.page_language import reads_chinese
from archive.views.given_dates import GivenDate
from archive.views.given_titles import GivenTitle


def site_of(request: HttpRequest) -> str:
    """The beginning of the absolute addresses of this archive: ``https://example.org``."""
    return request.build_absolute_uri("/").rstrip("/")


def reference_of_document(
    key: str,
    document: Document | None,
    site: str,
    *,
    language: str = "",
    given: GivenTitle | None = None,
    given_date: GivenDate | None = None,
) -> Reference:
    """The reference of a document, or of a resolution as a whole.

    ``document`` is None if the archive has only citations of it. ``language`` is that of the text that the page shows,
    "" if the archive has no text. ``given`` and ``given_date`` are the title and the day in the texts that cite it;
    they stand where the document has none of its own, and only if they are certain. The caller reads only documents
    that readers may see (``DocumentQuerySet.not_withdrawn``).
    """
    titles = _titles(key, document, given)
    date = document.date if document else None
    symbol = "" if key.startswith(("treaty:", "title:")) else key
    if document is None:
        day = given_date.date if given_date else None
        return Reference(
            symbols.kind_of(key), key, symbol, *titles, day, day is None,
            address=site + reverse("document", args=[key]),
            copy=symbols.official_url(key),
            session=symbols.adopted_session(key),
            reader=_reader(),
        )  # fmt: skip
    resolution = getattr(document, "resolution", None) if language else None
    return Reference(
        document.kind,
        key,
        symbol,
        *titles,
        date or (given_date.date if given_date else None),
        date is not None or given_date is None,
        document.in_force,
        document.place_zh,
        document.place_en,
        language,
        site + reverse("resolution" if language else "document", args=[key]),
        document.official_url,
        symbols.adopted_session(key),
        resolution.meeting_record if resolution else "",
        _pairs(document.unts),
        _pairs(document.lnts),
        reader=_reader(),
    )


def _reader() -> str:
    return "zh" if reads_chinese() else "en"


def _titles(key: str, document: Document | None, given: GivenTitle | None) -> tuple[str, str]:
    """The Chinese and the English title. An instrument without a Document has its title in its key."""
    titles = {"zh": document.title_zh, "en": document.title_en} if document else {"zh": "", "en": ""}
    if document is None and key.startswith("title:"):
        name = key.partition(":")[2]
        titles["en" if name.isascii() else "zh"] = name
    if given and given.certain and not titles[given.language]:
        titles[given.language] = given.title
    return titles["zh"], titles["en"]


def _pairs(series: Iterable[Sequence[int]]) -> tuple[tuple[int, int], ...]:
    return tuple((volume, number) for volume, number in series)


def reference_of_clause(whole: Reference, paragraph: Paragraph) -> Reference:
    """The reference of a clause: that of its resolution, with the place of the clause and its address."""
    return replace(whole, paragraph=paragraph, address=f"{whole.address}#{paragraph.path}")


def reference_of_vote(vote: Vote, site: str, *, date_certain: bool, paragraphs: Sequence[Paragraph] = ()) -> Reference:
    """The reference of a vote. ``date_certain`` is what the vote's page says of its day. ``paragraphs`` are the places
    of the clauses in a separate vote; without them, their paths give the places."""
    symbol = vote.document_id or ""
    document = vote.document if symbol else None  # None too if the archive has no such document yet
    zh, en = (document.title_zh, document.title_en) if document and not document.is_withdrawn else ("", "")
    own = vote.title if vote.title_certain else ""  # the title in the source is in English
    return Reference(
        VOTE,
        vote.key,
        vote.meeting,
        zh,
        en or own,
        vote.date,
        date_certain,
        address=site + vote.get_absolute_url(),
        copy=symbols.official_url(vote.meeting) if vote.meeting else "",
        session=vote.session,
        meeting_record=vote.meeting,
        vote=VoteFacts(
            symbol if vote.symbol_certain else "",
            vote.scope,
            vote.outcome,
            vote.totals if vote.has_totals and any(vote.totals) else None,
            vote.in_committee,
            tuple(paragraphs) or tuple(map(Paragraph, vote.paths)),
        ),
        reader=_reader(),
    )
