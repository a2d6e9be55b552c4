"""Notes the days that stored texts give to the resolutions that they cite (``archive.citing.dates_given``)."""

from __future__ import annotations

from archive.citing.dates_given import date_given
from archive.models import Citation, Revision


def note_dates_given(revision: Revision) -> None:
    """Searches the words beside the citations of a revision, and stores the days in ``Citation.date_given``."""
    named = Citation.objects.filter(revision=revision, via=None, key__contains="/RES/").exclude(clause=None)
    giving = []
    for citation in named.select_related("clause"):
        assert citation.clause is not None
        if day := date_given(citation.clause.text, citation, citation.key):
            citation.date_given = day
            giving.append(citation)
    Citation.objects.bulk_update(giving, ["date_given"])
