"""Tests the note at a stronger verb whose clause has the same verb in another language. The texts are invented."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from django.test import Client

from archive.models import Resolution, SeriesLink
from archive.models.series import LinkBasis, LinkStatus
from archive.reading.draft import DraftClause
from archive.searching import freshness
from tests import shelf
from tests.similar_shelf import join, store

ASKED = "各国向渔民开放观察站的数据；"
BEFORE, AFTER = {"op1": f"吁请{ASKED}"}, {"op1": f"促请{ASKED}"}
CALLS = {"op1": "Calls upon States to open the data of the stations to fishermen;"}
URGES = {"op1": "Urges States to open the data of the stations to fishermen;"}
NOTE = "英文文本的起首语未变：Calls upon"
PAGES = ("/compare/A/RES/90/1/A/RES/91/1/", "/new-words/91/", "/verbs/", "/A/RES/91/1/op1/history/")

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_index", "empty_queue")]


def publish(english: tuple[Mapping[str, str], Mapping[str, str]] | None) -> None:
    SeriesLink.objects.create(
        earlier="A/RES/90/1", later="A/RES/91/1", basis=LinkBasis.LIBRARIAN, status=LinkStatus.ACCEPTED, decided=True
    )
    symbols = ("A/RES/90/1", "A/RES/91/1")
    for symbol, words in zip(symbols, (BEFORE, AFTER), strict=True):
        store(symbol, words)
    for symbol, clauses in zip(symbols, english or (), strict=bool(english)):
        shelf.store(shelf.draft(symbol, language="en", clauses=[_printed(each) for each in clauses.values()]))
    freshness.rebuild()
    join()


def _printed(words: str) -> DraftClause:
    """An English paragraph. Its opening phrase is known from print only: all words before “States”."""
    return DraftClause("operative", "op1", "", words.split(" States")[0], words)


@pytest.mark.parametrize(
    ("english", "noted"),
    [((CALLS, CALLS), True), ((CALLS, URGES), False), (None, False)],
    ids=["same", "other", "none"],
)
@pytest.mark.parametrize("url", PAGES)
def test_a_verb_that_changed_in_translation_only_has_a_note(
    client: Client, url: str, english: tuple[Mapping[str, str], Mapping[str, str]] | None, noted: bool
) -> None:
    publish(english)
    page = client.get(f"{url}?topic=all").content.decode()
    assert "强化" in page
    assert (NOTE in page) == noted


def test_a_withdrawn_text_gives_no_note(client: Client) -> None:
    publish((CALLS, CALLS))
    assert NOTE in client.get("/verbs/?topic=all").content.decode()
    Resolution.objects.filter(number=1, session="90").update(withdrawn_at="2026-01-01T00:00Z")
    assert NOTE not in client.get("/verbs/?topic=all").content.decode()
