"""Notes the days that texts give to the resolutions that they cite (``archive.citing.dates_given``)."""

from __future__ import annotations

from collections.abc import Iterable

from archive.citing.dates_given import date_given
from archive.models import Citation


def give_dates(citations: Iterable[Citation]) -> None:
    """Searches the words beside citations, and sets ``date_given`` of each. The citations have their clauses."""
    for citation in citations:
        if citation.clause and not citation.via_id and "/RES/" in citation.key:
            citation.date_given = date_given(citation.clause.text, citation, citation.key)
