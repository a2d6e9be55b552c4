"""Reads the text in ``SearchQuerySet().filter(content=text)`` as a question, as the search page does.

``settings.HAYSTACK_CONNECTIONS`` names ``typed_query``, so that engines do not depend on the grammar of questions or
on the archive's tables.
"""

from __future__ import annotations

from archive.searching.document_lookup import keys_of_series, keys_voted
from archive.searching.field_conditions import Lookups
from archive.searching.matching import EngineQuery
from archive.searching.meaning import understand


def typed_query(text: str) -> EngineQuery:
    return understand(text, lookups=Lookups(voted=keys_voted, series=keys_of_series)).query
