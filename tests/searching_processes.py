"""Processes for ``test_searching_freshness``: one writes to an index while others read it."""

from __future__ import annotations

import time
from multiprocessing.synchronize import Event

SIZE = 20  # entries of each owner; a reader must find all of them or none


def write(engine: str, path: str, owners: range, begun: Event) -> None:
    """Writes the entries of each owner, one owner after the other."""
    backend = _backend(engine, path)
    for owner in owners:
        with backend.writing() as writer:
            begun.set()
            writer.delete("owner", str(owner))
            for number in range(SIZE):
                identifier = f"archive.clause.{owner * SIZE + number}"
                writer.add(
                    {
                        "id": identifier,
                        "django_ct": "archive.clause",
                        "owner": str(owner),
                        "text": "核 武 器",
                        "newest": 1,
                    }
                )


def read(engine: str, path: str, stop: Event) -> None:
    """Searches until told to stop. Fails where only some entries of an owner are found, or earlier ones are gone."""
    from archive.searching.engines.backend import IndexAway
    from archive.searching.matching import EngineQuery, TokenSequence

    backend = _backend(engine, path)
    asked = EngineQuery(TokenSequence("text", ("核", "武")))
    most, searches = 0, 0
    while not stop.is_set() or not searches:
        try:
            found = backend.find(asked, 0, 20, facets=["owner"])
        except IndexAway:
            assert most == 0  # the first writer has not made the index yet
            time.sleep(0.002)
            continue
        counts = dict(found.facets["owner"])
        assert set(counts.values()) <= {SIZE}, counts
        assert found.hits == sum(counts.values())
        assert found.hits >= most
        assert len(found.rows) == min(20, found.hits)
        most, searches = found.hits, searches + 1
        time.sleep(0.002)


def _backend(engine: str, path: str):  # type: ignore[no-untyped-def]  # imported late: Django is set up only now
    import django
    from django.conf import settings

    django.setup()
    settings.HAYSTACK_CONNECTIONS["default"] |= {
        "ENGINE": f"archive.searching.engines.{engine}.{engine.capitalize()}Engine",
        "PATH": path,
    }
    from archive.searching import freshness

    return freshness.backend()
