"""``/picture.png``: the picture of a page for those who share its address (Open Graph), typeset by ``picture.typ``.

It has what names the page: symbol, title, day and vote, in the language of the page.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive import languages
from archive.bibliography.reference import VOTE, Reference
from archive.messages import Message
from archive.models import Document, Vote
from archive.models.document import Kind
from archive.page_language import reads_chinese, say
from archive.problems import problem
from archive.views.adopted_texts import name_of
from archive.views.labels import adoption, counts_in_words, day
from archive.views.metadata.described import shortened
from archive.views.references.items import LONGEST, Item, references_of
from archive.views.references.of_models import site_of
from archive.views.votes.vote_labels import subject_words
from archive.writing.keeping import kept
from archive.writing.typesetting import NotTypeset, picture, setting, why_not

WIDTH, HEIGHT = 1200, 630  # pixels
_TEMPLATE = Path(__file__).with_suffix(".typ")
# Characters that have room: in the smallest size of a title, and beside the name of the archive.
_LONGEST_TITLE = {"zh": 220, "en": 500}
_LONGEST_NAME = {"zh": 26, "en": 50}


@dataclass(frozen=True, slots=True)
class Pictured:
    """What a picture shows. ``what`` is the name of the text, the kind of the document or what was voted on. ``facts``
    are the day and the way of adoption. ``counts`` are the numbers of votes in favour, against and abstaining; () if
    they are not known."""

    language: str
    archive: str
    what: str
    symbol: str
    title: str
    facts: tuple[str, ...]
    counts: tuple[int, ...]
    counts_in_words: tuple[str, ...]


def is_offered() -> bool:
    """Whether this machine can make pictures. A title can be Chinese on an English page too."""
    return not why_not(languages.CHINESE.code)


def address_of(reference: Reference) -> str:
    """The address of the picture of a page, without host and language."""
    item = Item(reference.key, is_vote=reference.kind == VOTE)
    return f"{reverse('picture')}?{urlencode({'of': str(item)})}"


@require_safe
def page_picture(request: HttpRequest) -> HttpResponse:
    """The picture of the document, the resolution or the vote that ``?of=`` names
    (``archive.views.references.items``)."""
    name = request.GET.get("of", "")[:LONGEST]
    shown = pictured(Item.of(name), site_of(request)) if name and "\0" not in name else None
    if shown is None:
        raise Http404
    try:
        content = kept(settings.TYPESET_DIR, f"{_digest(shown)}.png", lambda: _made(shown))
    except NotTypeset as error:
        return problem(503, say(Message(error.code)))
    return HttpResponse(content, "image/png")


def pictured(item: Item, site: str) -> Pictured | None:
    """What the picture of an item shows; None for what readers do not see, and for a clause."""
    reference = None if item.path else references_of([item], site).get(item)
    if reference is None:
        return None
    if item.is_vote:
        return _of_vote(reference, Vote.objects.filter(key=item.key).first())
    return _of_document(reference, Document.objects.of_readers().filter(key=item.key).first())


def _of_vote(reference: Reference, vote: Vote | None) -> Pictured | None:
    if vote is None or reference.vote is None:
        return None
    about = reference.vote
    return _pictured(reference, subject_words(vote), about.symbol, about.counts, str(vote.get_outcome_display()))


def _of_document(reference: Reference, document: Document | None) -> Pictured:
    what = name_of(reference.key) if reference.adopted else str(Kind(reference.kind).label)
    if document is None:  # the archive only has citations of it
        return _pictured(reference, what, reference.symbol, None, "")
    return _pictured(reference, what, reference.symbol, document.counts, adoption(document))


def _pictured(
    reference: Reference, what: str, symbol: str, counts: tuple[int, int, int] | None, outcome: str
) -> Pictured:
    language = "zh" if reads_chinese() else "en"
    known_day = day(reference.date) if reference.date_certain else ""
    return Pictured(
        language,
        _("Disarmament Resolutions Archive"),
        shortened(what, _LONGEST_NAME[language]),
        symbol,
        shortened(" ".join(reference.title(language).split()), _LONGEST_TITLE[language]),
        tuple(filter(None, (known_day, "" if counts else outcome))),
        counts or (),
        counts_in_words(counts) if counts else (),
    )


def _made(shown: Pictured) -> bytes:
    return picture(_TEMPLATE, asdict(shown), dots_per_inch=72)  # so a point is a pixel


def _digest(shown: Pictured) -> str:
    """A digest of everything that a picture is made of."""
    parts = (json.dumps(asdict(shown), sort_keys=True), _TEMPLATE.read_text("utf-8"), setting())
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
