"""The picture of a page for those who share its address (Open Graph), typeset by ``picture.typ``.

It has what names the page: symbol, title, day and vote, in the language of the page. The address is answered by
``archive.views.public.page_picture``.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from archive import languages
from archive.bibliography.reference import VOTE, Reference
from archive.page_language import reads_chinese
from archive.views.labels import counts_in_words, day
from archive.views.metadata.described import shortened
from archive.views.references.items import Item
from archive.writing.keeping import kept
from archive.writing.typesetting import picture, setting, why_not

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


def pictured(
    reference: Reference, what: str, symbol: str, counts: tuple[int, int, int] | None, outcome: str
) -> Pictured:
    """What the picture of a page shows. ``counts`` are (yes, no, abstain), None if they are not known."""
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


def png(shown: Pictured) -> bytes:
    """The picture, made now or kept from before. Raises NotTypeset if this machine cannot make it."""

    def make() -> bytes:
        return picture(_TEMPLATE, asdict(shown), dots_per_inch=72)  # so a point is a pixel

    return kept(settings.TYPESET_DIR, f"{_digest(shown)}.png", make)


def _digest(shown: Pictured) -> str:
    """A digest of everything that a picture is made of."""
    parts = (json.dumps(asdict(shown), sort_keys=True), _TEMPLATE.read_text("utf-8"), setting())
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
