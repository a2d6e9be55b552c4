"""Tests that each version of a proof is cited once, for showing and for publishing. Counts the calls of citing."""

from __future__ import annotations

import json
import pickle
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from archive import citing
from archive.citing.catalogue import Catalogue, KnownDocument
from archive.desk import cited, proofs, publishing, roles
from archive.desk.cited import basis_of, citations_from_json, citations_to_json, cite_once
from archive.desk.confined import process
from archive.desk.confined.reader import read_limited
from archive.desk.finding import Finding
from archive.desk.incoming import PastedText, receive
from archive.desk.jobs import running
from archive.models import Citation, Document, Proof, Submission
from archive.reading.draft import Draft, DraftClause, DraftFootnote, Link, Mark
from tests.desk_drafts import draft
from tests.desk_reader import read_here
from tests.test_desk_pages import TEXT, person

AGAIN = TEXT.replace("A/RES/90/2", "A/RES/90/3").replace("90/2.", "90/3.")


@pytest.fixture
def cites(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collects the titles of the Drafts that are cited, here and in the limited process, which runs in this one."""
    counted: list[str] = []
    cited._cite.cache_clear()

    def count(draft: Draft, catalogue: Catalogue) -> citing.Citations:
        counted.append(draft.title)
        return citing.cite(draft, catalogue)

    monkeypatch.setattr(cited, "cite", count)
    monkeypatch.setattr(process, "cite", count)
    monkeypatch.setattr(running, "read_limited", read_here)
    return counted


@pytest.fixture
def librarian() -> Any:
    return person("li", roles.LIBRARIAN)


def drop(text: str, by: Any) -> Proof:
    receive([], PastedText(text), by=by)
    for submission in Submission.objects.filter(state="waiting"):
        running.read(submission.pk)
    return Proof.objects.latest("pk")


def look(proof: Proof, by: Any) -> None:
    client = Client()
    client.force_login(by)
    assert client.get(f"/admin/archive/proof/{proof.pk}/change/").status_code == 200


def mend(proof: Proof, by: Any, **form: str) -> None:
    """Like the page: make a mend from the shown Draft, store it, and show the page again."""
    proof.refresh_from_db()
    client = Client()
    client.force_login(by)
    form = {"reason": "误读", "version": str(proof.version), **form}
    assert client.post(f"/admin/archive/proof/{proof.pk}/mend/", form).status_code == 302
    look(proof, by)


def publish(by: Any, *chosen: Proof) -> None:
    for proof in chosen:
        proof.refresh_from_db()
    publishing.publish({proof.pk: proof.version for proof in chosen}, by=by)


@pytest.mark.django_db
def test_a_version_is_cited_once_from_the_drop_to_the_archive(cites: list[str], librarian: Any) -> None:
    proof = drop(TEXT, librarian)
    assert len(cites) == 1, "the limited process reads and cites"
    look(proof, librarian)
    look(proof, librarian)
    assert len(cites) == 1
    mend(proof, librarian, operation="words", chosen="op1", text="决定继续审议，并回顾第64/48号决议；")
    assert len(cites) == 2, "other words"
    look(proof, librarian)
    publish(librarian, proof)
    assert len(cites) == 2, "the shown citations are published"
    assert Citation.objects.filter(key="A/RES/64/48").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("form", "more"),
    [
        ({"operation": "cite", "chosen": "op1", "exact": "决定", "target": "A/90/9"}, 0),
        ({"operation": "settle", "finding": Finding("metadata", "checking.no_meeting").key}, 0),
        ({"operation": "facts", "fact-meeting": "61"}, 0),
        ({"operation": "opening", "chosen": "op1", "until": "1"}, 1),
        ({"operation": "join", "chosen": "op1"}, 1),
        ({"operation": "facts", "fact-title": "另一题目"}, 1),
    ],
    ids=lambda value: value["operation"] if isinstance(value, dict) else None,
)
def test_only_what_citing_reads_is_cited_again(
    cites: list[str], librarian: Any, form: dict[str, str], more: int
) -> None:
    proof = drop(TEXT, librarian)
    mend(proof, librarian, **form)
    assert len(cites) == 1 + more


@pytest.mark.django_db
def test_another_catalogue_has_a_proof_cited_again_once(cites: list[str], librarian: Any) -> None:
    proof = drop(TEXT, librarian)
    Document.objects.create(key="A/RES/64/47", kind="ga_resolution")
    look(proof, librarian)
    look(proof, librarian)
    assert len(cites) == 2
    [found] = [
        one for one in proofs.prepare(Proof.objects.get(pk=proof.pk)).citations.clauses["pp1"]
        if one.target == "A/RES/64/47"
    ]  # fmt: skip
    assert (found.status, len(cites)) == ("resolved", 2)


@pytest.mark.django_db
def test_publishing_many_proofs_cites_none_again(cites: list[str], librarian: Any) -> None:
    both = [drop(TEXT, librarian), drop(AGAIN, librarian)]
    assert len(cites) == 2
    publish(librarian, *both)
    assert len(cites) == 2


@pytest.mark.django_db
def test_a_proof_held_by_an_import_is_not_cited_again(cites: list[str], tmp_path: Any) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    call_command("import_resolutions", str(tmp_path), "--hold", "--no-index", verbosity=0)
    proof = Proof.objects.get()
    assert proofs.prepare(proof).citations.clauses["pp1"]
    assert cites == [], "the processes of the import cited it"


def test_the_limited_process_cites_with_the_catalogue_it_is_given() -> None:
    for known, status in (([KnownDocument("A/RES/64/47")], "resolved"), ([], "unknown")):
        [found] = read_limited(TEXT.encode(), "a.txt", catalogue=pickle.dumps(Catalogue(known))).citations
        [one] = [one for one in citations_from_json(found).clauses["pp1"] if one.target == "A/RES/64/47"]
        assert one.status == status


def everything() -> Draft:
    return draft(
        clauses=[
            DraftClause("operative", "op1", "1.", "决定", "决定审议《宪章》；", [Mark("1", 8)], [Link(4, 8, "x")]),
            DraftClause("point", "op1-a", "(a)", "", "其第六条；", parent="op1"),
        ],
        footnotes={"1": DraftFootnote("1", "A/90/7。", [Link(0, 6, "y")])},
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", "另一项"),
        ("language", "en"),
        ("session", "91"),
        ("symbol", "A/RES/91/2"),
        ("clauses", []),
        ("footnotes", {}),
    ],
)
def test_the_basis_differs_where_citing_could_find_something_else(name: str, value: Any) -> None:
    made = everything()
    before = basis_of(made, "stamp")
    setattr(made, name, value)
    assert basis_of(made, "stamp") != before


def test_the_basis_has_every_field_that_citing_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    read: set[tuple[str, str]] = set()

    def watch(kind: type[Any]) -> None:
        def reads(self: Any, name: str) -> Any:
            if not name.startswith("__"):
                read.add((kind.__name__, name))
            return object.__getattribute__(self, name)

        monkeypatch.setattr(kind, "__getattribute__", reads)

    made = everything()
    for kind in (Draft, DraftClause, DraftFootnote, Mark, Link):
        watch(kind)
    basis_of(made, "stamp")
    basis = set(read)
    read.clear()
    for language in ("zh", "en"):
        made.language = language
        citing.cite(made, Catalogue())
    assert read - basis == set()


def test_kept_citations_are_in_the_order_of_the_text() -> None:
    made = everything()
    found = citing.cite(made, Catalogue())
    kept = json.loads(json.dumps(citations_to_json(found), sort_keys=True))
    assert list(citations_from_json(kept).clauses) == ["op1", "op1-a"]
    assert citations_from_json(kept) == found


@pytest.mark.parametrize("kept", [None, {}, {"basis": "of another release", "citations": {"no": "longer read"}}])
def test_unusable_citations_are_cited_again(kept: Any) -> None:
    made = everything()
    assert cite_once(made, kept, "stamp", lambda stamp: Catalogue()).citations == citing.cite(made, Catalogue())
