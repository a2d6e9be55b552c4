"""The documents that a whole question names, for the search page and its JSON.

A document that the archive does not have is said to be missing. Nothing is guessed about it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from archive.models import Document
from archive.searching.asked import Search
from archive.searching.document_lookup import Offer, Role, Status
from archive.views import data
from archive.views.given_dates import GivenDate, given_titles_and_dates
from archive.views.given_titles import GivenTitle
from archive.views.keys.texts import OfferedDocument
from archive.views.labels import Named, lacks_title_or_date, named

OFFERS_SHOWN = 5
RESOLUTIONS_SHOWN = 3  # for each offer


@dataclass(frozen=True, slots=True)
class ShownOffer:
    """``said`` tells what the archive has of the document, and ``role`` what it was for the ``resolutions``.

    ``more`` is the address of a search for all of these resolutions, "" if all are shown.
    """

    offer: Offer
    document: Named
    said: str
    role: str
    resolutions: list[Named]
    more: str

    @property
    def has_page(self) -> bool:
        return self.offer.status != Status.UNKNOWN

    @property
    def look_up(self) -> str:
        """The address at the UN of a document that the archive does not know. "" if the name is unfinished."""
        is_whole = not re.fullmatch(r"[AS]/RES/\d+", self.offer.key)
        return self.document.official_url if is_whole and not self.has_page else ""


def shown(offers: Sequence[Offer]) -> list[ShownOffer]:
    offers = offers[:OFFERS_SHOWN]
    keys = {key for offer in offers for key in offer.resolutions[:RESOLUTIONS_SHOWN]}
    known = {d.key: d for d in Document.objects.filter(key__in=keys)} if keys else {}
    lacking = (o.key for o in offers if o.status != Status.UNKNOWN and lacks_title_or_date(o.document))
    titles, days = given_titles_and_dates(lacking)
    return [_shown(offer, known, titles.get(offer.key), days.get(offer.key)) for offer in offers]


def _shown(
    offer: Offer, known: dict[str, Document], given: GivenTitle | None, given_date: GivenDate | None
) -> ShownOffer:
    resolutions = [named(key, known[key], here=True) for key in offer.resolutions[:RESOLUTIONS_SHOWN] if key in known]
    all_shown = len(offer.resolutions) <= RESOLUTIONS_SHOWN
    return ShownOffer(
        offer,
        named(offer.key, offer.document, here=offer.status == Status.HERE, given=given, given_date=given_date),
        _STATUSES[offer.status](),
        _ROLES[offer.role]() if offer.role else "",
        resolutions,
        "" if all_shown else Search(q=f"{offer.role}:{offer.key}", by="resolutions").address(),
    )


def offers_data(offers: Sequence[ShownOffer]) -> list[OfferedDocument]:
    return [
        {
            **data.row(each.document),
            "status": each.offer.status,
            "role": each.offer.role,
            "resolutions": list(each.offer.resolutions),
        }
        for each in offers
    ]


_STATUSES = {
    Status.HERE: lambda: _("In the archive"),
    Status.WITHDRAWN: lambda: _("This text has been withdrawn"),
    Status.KNOWN: lambda: _("Its text is not in the archive; here is what is known of it"),
    Status.CITED: lambda: _("Its text is not in the archive; here are the clauses that cite it"),
    Status.UNKNOWN: lambda: _("Not in the archive, and no clause here cites it"),
}
_ROLES = {
    Role.DRAFT: lambda: _("Draft of"),
    Role.REPORT: lambda: _("Committee report on"),
    Role.MEETING: lambda: _("Record of the meeting that adopted"),
}
