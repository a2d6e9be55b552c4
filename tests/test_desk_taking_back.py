"""Tests withdrawing and restoring: the pages, lists, feeds and tables of readers, and messages for librarians."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from archive.desk import publishing, roles, taking_back
from archive.desk.incoming import PastedText, receive
from archive.intake import series
from archive.models import Citation, HistoryEntry, Proof, Resolution, Revision
from archive.models.history import Action
from archive.reading.draft import DraftClause
from archive.searching import freshness
from tests.shelf import draft, store
from tests.test_desk_pages import TEXT, client_of, person, read_all, seen

pytestmark = pytest.mark.django_db(transaction=True)

# A resolution with unique words. It cites 64/47, and 91/3 cites it.
ITS_WORDS = "凤凰涅槃"
WITHDRAWN = TEXT.replace("继续审议", f"继续审议{ITS_WORDS}")
CITING = TEXT.replace("90/2.", "91/3.").replace("64/47", "90/2").replace("2035年", "2036年")
ADDRESSES = (
    "/", "/sessions/", "/sessions/90/", "/documents/", "/documents/A/RES/64/47/", "/series/", "/A/RES/91/3/",
    f"/search/?q={ITS_WORDS}", "/search/?q=审议", f"/search/suggest/?q={ITS_WORDS}",
)  # fmt: skip


@pytest.fixture
def index(transactional_db: None, empty_index: None) -> None:
    freshness.rebuild()


def published(text: str, by: Any) -> Proof:
    receive([], PastedText(text), by=by)
    read_all()
    proof = Proof.objects.latest("pk")
    [done] = publishing.publish({proof.pk: proof.version}, by=by)
    return done


def everything(client: Client) -> dict[str, Any]:
    """Every list as JSON, and the pages, feeds and tables as text."""
    seen: dict[str, Any] = {}
    for address in ADDRESSES:
        mark = "&" if "?" in address else "?"
        seen[address] = client.get(f"{address}{mark}format=json").json()
    seen["csv"] = b"".join(client.get(f"/search/?q={ITS_WORDS}&format=csv")).decode()
    feed = client.get(f"/search/?q={ITS_WORDS}&format=atom").content.decode()
    seen["atom"] = re.findall(r"<entry>.*?</entry>", feed, re.DOTALL)
    return seen


def test_a_withdrawn_resolution_is_nowhere_and_is_restored_complete(index: None) -> None:
    librarian, chief = person("li", roles.LIBRARIAN), person("wang", roles.CHIEF)
    published(WITHDRAWN, librarian)
    published(CITING, librarian)
    series.rebuild()
    resolution = Resolution.objects.get(document__key="A/RES/90/2")
    reader, before = Client(), everything(Client())
    assert ITS_WORDS in json.dumps(before, ensure_ascii=False)

    taking_back.withdraw(resolution.pk, by=chief, reason="误收草案")
    series.rebuild()
    hidden = everything(reader)
    assert ITS_WORDS not in json.dumps({a: v for a, v in hidden.items() if "q=" not in a}, ensure_ascii=False)
    assert hidden[f"/search/?q={ITS_WORDS}"]["clauses_found"] == 0
    assert hidden["csv"].count("\n") == 1, "the heads of the columns are left"
    assert (len(before["atom"]), hidden["atom"]) == (1, [])
    assert hidden["/"]["resolutions"] == before["/"]["resolutions"] - 1
    assert hidden["/sessions/"]["results"] != before["/sessions/"]["results"]
    assert "A/RES/64/47" not in json.dumps(hidden["/documents/"]), "only the withdrawn resolution cited that"
    assert "A/RES/90/2" in json.dumps(hidden["/documents/"]), "other citations of it stay"

    # Its symbol redirects to its address, which is withdrawn; its title finds no document.
    answer = reader.get("/search/?q=A/RES/90/2")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/A/RES/90/2/")
    assert reader.get("/A/RES/90/2/").status_code == 410
    named = reader.get("/search/?q=一项试验&format=json").json()["documents_by_name"]["results"]
    assert "A/RES/90/2" not in [row["key"] for row in named]
    page = reader.get("/documents/A/RES/90/2/").content.decode()
    assert '<a href="/A/RES/90/2/">本文已撤下</a>' in page

    taking_back.restore(resolution.pk, by=chief)
    series.rebuild()
    assert everything(reader) == before


def test_the_desk_reports_what_search_still_finds() -> None:
    chief = person("wang", roles.CHIEF)
    published(TEXT, chief)
    url = reverse("admin:archive_resolution_revisions", args=[Resolution.objects.get().pk])
    client = client_of(chief)
    assert "键入文号仍到该网页" in client.get(url).content.decode()
    client.cookies["django_language"] = "en"
    assert "its symbol leads to that address" in client.get(url).content.decode()


def test_a_new_text_of_a_withdrawn_resolution_stays_hidden_until_it_is_restored() -> None:
    chief = person("wang", roles.CHIEF)
    published(TEXT, chief)
    resolution = Resolution.objects.get()
    taking_back.withdraw(resolution.pk, by=chief, reason="误")
    published(TEXT.replace("继续审议", "停止审议"), chief)
    assert not Resolution.objects.exists()
    assert Client().get("/A/RES/90/2/").status_code == 410
    taking_back.restore(resolution.pk, by=chief)
    assert "停止审议" in Client().get("/A/RES/90/2/").content.decode()


def test_a_resolved_citation_stays_resolved_when_its_document_is_withdrawn() -> None:
    chief = person("wang", roles.CHIEF)
    published(CITING, chief)
    [waiting] = Citation.objects.filter(key="A/RES/90/2")
    assert waiting.target is None
    published(TEXT, chief)
    [found] = Citation.objects.filter(key="A/RES/90/2")
    assert found.target_id == Resolution.objects.get(document__key="A/RES/90/2").pk
    taking_back.withdraw(Resolution.objects.get(document__key="A/RES/90/2").pk, by=chief, reason="误")
    found.refresh_from_db()
    assert found.target_id is not None


@pytest.mark.parametrize("done", ["published", "restored", "returned"])
def test_the_second_of_two_librarians_is_told_and_withdraws_nothing(done: str) -> None:
    """The second librarian looked before the first acted, and is told what the first did."""
    first, second = person("wang", roles.CHIEF), person("zhao", roles.CHIEF)
    revision = published(TEXT, first).revision_id
    published(TEXT.replace("继续审议", "停止审议"), first)
    resolution = Resolution.objects.get()
    client = client_of(second)
    looked = seen(client, resolution)
    if done == "published":
        published(TEXT.replace("继续审议", "暂停审议"), first)
    elif done == "restored":
        taking_back.withdraw(resolution.pk, by=first, reason="误")
        taking_back.restore(resolution.pk, by=first)
    else:
        assert revision is not None
        taking_back.return_to(revision, by=first, reason="误")
    before = taking_back.state_of(resolution)
    for name in ("withdraw", "return"):
        url = reverse(f"admin:archive_resolution_{name}", args=[resolution.pk])
        for given in (looked, ""):
            fields = {"reason": "误", "revision": revision, "seen": given}
            assert "已有改动" in client.post(url, fields, follow=True).content.decode()
    assert taking_back.state_of(Resolution.objects.get()) == before


def test_the_facts_that_only_a_withheld_revision_has_are_removed() -> None:
    """A fact that the current revision has too stays, and so does one that was corrected by hand."""
    chief = person("wang", roles.CHIEF)
    store(draft(sponsors=["甲某"], committee="First", proposal="甲某", draft_symbol="A/C.1/90/L.1"))
    store(draft(committee="First", clauses=[DraftClause("operative", "op1", "1.", "", "决定停止审议。")]))
    Resolution.objects.update(draft_symbol="A/C.1/90/L.2")
    earlier = Revision.objects.get(current=False)
    taking_back.withhold(earlier.pk, by=chief, reason="含私人信息")
    found = Resolution.objects.get()
    facts = (found.sponsors, found.committee, found.proposal, found.draft_symbol)
    assert facts == ([], "First", "", "A/C.1/90/L.2")
    said = [entry.values.get("field") for entry in HistoryEntry.objects.filter(action=Action.WITHHELD)]
    assert {"sponsors", "proposal"} <= set(said)

    taking_back.release(earlier.pk, by=chief)
    taking_back.return_to(earlier.pk, by=chief, reason="误")
    assert Resolution.objects.get().sponsors == ["甲某"]
