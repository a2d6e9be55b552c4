"""Chooses the search engine that fits the size of the archive, where the administrator has chosen none.

Whoosh is slow with more than a few hundred resolutions (docs/decisions/2). The choice is a file in ``var/``, which the
settings read at the next start. A server that runs meanwhile keeps its engine until then.
"""

from __future__ import annotations

import os
from importlib.util import find_spec

from django.conf import settings
from haystack import connections
from haystack.constants import DEFAULT_ALIAS

from archive.models import Text

_MANY = 400  # texts; a resolution can have several
_LARGE = "tantivy"


def fit() -> bool:
    """Takes the engine for large archives if this archive is large. Returns whether the engine has changed.

    The new engine may have no index yet.
    """
    if os.environ.get("SEARCH_ENGINE", "").strip() or settings.SEARCH_ENGINE == _LARGE or find_spec(_LARGE) is None:
        return False
    if Text.objects.count() <= _MANY:
        return False
    settings.ENGINE_FILE.write_text(f"{_LARGE}\n", "ascii")
    settings.SEARCH_ENGINE = _LARGE
    settings.HAYSTACK_CONNECTIONS[DEFAULT_ALIAS]["ENGINE"] = settings.ENGINE_CLASSES[_LARGE]
    connections.reload(DEFAULT_ALIAS)
    return True
