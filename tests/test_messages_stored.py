"""Tests the migration of English sentences of earlier releases to codes and values. No sentence is lost."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from django.apps.registry import Apps
from django.db import DatabaseError, transaction

from archive.citing.citation import Citations
from archive.desk.checking import check
from archive.desk.draft_json import from_json, to_json
from archive.desk.finding import of_reader
from archive.desk.mends.mending import mend
from archive.desk.mends.operations import Mend
from archive.messages import catalogue
from archive.reading.draft import DraftFootnote, ReadingWarning
from tests.desk_drafts import draft
from tests.migrating import migrating

BEFORE, NAME = "0015_codes_out_of_tables", "0016_codes_of_messages"
migration: Any = import_module(f"archive.migrations.{NAME}")
ORDER = "Number %(label)s where %(expected)s was expected."


@pytest.mark.parametrize(
    ("sentence", "values", "code", "new"),
    [
        ("The file is empty; fetch it again.", {}, "source.empty", {}),
        (ORDER, {"label": "5.", "expected": "4"}, "reading.number_out_of_order", {"label": "5.", "expected": "4"}),
        # The first release stored the values only in the words.
        ("Number 5. where 4 was expected.", {}, "reading.number_out_of_order", {"label": "5.", "expected": "4"}),
        (
            "Stored as adopted “%(stored)s”; this source says “%(said)s”.",
            {"stored": "recorded", "said": "without_vote"},
            "intake.outcome_differs",
            {"stored_outcome": "recorded", "said_outcome": "without_vote"},
        ),
        ("It is written in sand.", {}, "It is written in sand.", {}),
        ("It is written in %(what)s.", {"what": "sand"}, "It is written in %(what)s.", {"what": "sand"}),
    ],
)
def test_a_sentence_becomes_a_code(sentence: str, values: Any, code: str, new: Any) -> None:
    assert migration.message_of(sentence, values) == (code, new)


WARNINGS = [{"place": "op2", "message": "“%(words)s” is no date.", "values": {"words": "a|b"}}]


@pytest.mark.parametrize(
    ("key", "place", "code", "values"),
    [
        ("metadata|no_date", "metadata", "checking.no_date", {}),
        ("op3|no_end|各国", "op3", "checking.no_end", {"end": "各国"}),
        ("op3|number|5.|4", "op3", "checking.number_out_of_order", {"label": "5.", "expected": "4"}),
        ("op3|ambiguous|宣言|A/1, B|2", "op3", "checking.ambiguous", {"exact": "宣言", "candidates": "A/1, B|2"}),
        ("op9|reading|“a|b” is no date.", "op9", "text.no_date", {"words": "a|b"}),
        ("op1|reading|Number 5. where 4 was expected.", "op1", "reading.number_out_of_order",
         {"label": "5.", "expected": "4"}),
        ("op1|reading|It is odd.", "op1", "It is odd.", {}),
        ("op1|later|x", "op1", "later|x", {}),
    ],
)  # fmt: skip
def test_a_settled_finding_becomes_place_code_and_values(key: str, place: str, code: str, values: Any) -> None:
    holder = {"path": "op3"}
    settled = migration.settled_of({"finding": key, "holder": holder}, WARNINGS)
    assert settled == {"place": place, "code": code, "values": values, "holder": holder}


@pytest.mark.parametrize(
    ("action", "detail", "values", "new"),
    [
        ("received", "SHA-256 " + "0a" * 32, {}, ("history.bytes", {"sha256": "0a" * 32})),
        ("read", "mail.zip!90_2.txt", {}, ("history.file", {"file": "mail.zip!90_2.txt"})),
        ("published", "With %(findings)s left to look at.", {"findings": "2"},
         ("desk.with_findings", {"findings": "2"})),
        ("corrected", "meeting: 60 → 61", {}, ("meeting: 60 → 61", {})),
        ("read", "history.file", {"file": "a.txt"}, ("history.file", {"file": "a.txt"})),
    ],
)  # fmt: skip
def test_the_history_keeps_its_words(action: str, detail: str, values: Any, new: Any) -> None:
    assert migration.detail_of(action, detail, values) == new


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"message": "The resolution has no title."}, {"place": "", "code": "reading.no_title", "values": {}}),
        ({"place": "op1", "message": None}, {"place": "op1", "message": None}),
        (
            {"place": "op1", "message": "The resolution has no title.", "values": None},
            {"place": "op1", "code": "reading.no_title", "values": {}},
        ),
    ],
)
def test_an_odd_warning_does_not_stop_the_migration(old: Any, new: Any) -> None:
    assert migration.warning_of(old) == new


def test_every_code_of_the_migration_is_in_the_catalogue() -> None:
    given = {*migration.sentences().values(), *(code for code, _ in migration.FINDINGS.values())}
    assert given - set(catalogue()) == {"pdf.scan"}  # 0052_refused_scans changes it


@pytest.mark.django_db(transaction=True)
def test_rows_are_migrated_and_settled_findings_stay_settled() -> None:
    made = draft(warnings=[ReadingWarning("op2", ORDER, {"label": "2.", "expected": "3"})])
    made.warnings.append(ReadingWarning("op1", "It is odd."))
    made.footnotes["9"] = DraftFootnote("9", "见A/90/8。")
    read = to_json(made)
    for warning in read["warnings"]:
        warning["message"] = warning.pop("code")
    keys = [{"finding": "op1|reading|It is odd."}, {"finding": "footnote 9|no_mark|9"}]
    with migrating() as to:
        old = to(BEFORE)
        make_rows(old, read, keys)
        new = to(NAME)
        get = {name: new.get_model("archive", name).objects for name in ("Submission", "Proof", "Revision")}
        refused = get["Submission"].get(source=None)
        [kept] = get["Proof"].values_list("draft", flat=True)
        [warnings] = get["Revision"].values_list("warnings", flat=True)
        [first, second] = settled = list(
            new.get_model("archive", "ProofMend").objects.order_by("pk").values_list("arguments", flat=True)
        )
        history = new.get_model("archive", "HistoryEntry").objects
        told = list(history.order_by("pk").values_list("detail", "values"))
        with pytest.raises(DatabaseError), transaction.atomic():
            history.update(reason="anders")
    assert (refused.reason_code, refused.reason_values) == ("source.picture", {})
    assert (
        kept["warnings"]
        == warnings
        == [
            {"place": "op2", "code": "reading.number_out_of_order", "values": {"label": "2.", "expected": "3"}},
            {"place": "op1", "code": "It is odd.", "values": {}},
        ]
    )
    assert told == [("settle", first), ("settle", second)]
    mended = mend(from_json(kept), [Mend("settle", arguments) for arguments in settled])
    found = [*check(mended.draft, Citations()), *map(of_reader, mended.draft.warnings)]
    assert len(mended.settled) == 2
    assert mended.settled <= {one.key for one in found}


def make_rows(apps: Apps, read: dict[str, Any], keys: list[dict[str, str]]) -> None:
    """Makes rows with sentences of an earlier release."""

    def make(model: str, **values: Any) -> Any:
        app = "auth" if model == "User" else "archive"
        return apps.get_model(app, model).objects.create(**values)

    person, batch = make("User", username="li"), make("Batch", name="mail")
    make("Submission", batch=batch, name="a.png", reason="It is a picture, not a text.")
    source = make("Source", sha256="0" * 64, name="90_2.txt", size=1, content=b"x")
    submission = make("Submission", batch=batch, name="90_2.txt", source=source)
    proof = make("Proof", submission=submission, draft=read, language="zh")
    for key in keys:
        make("ProofMend", proof=proof, operation="settle", arguments=key, made_by=person)
        make("HistoryEntry", action="mended", detail="settle", values=key, proof_number=proof.pk)
    document = make("Document", key="A/RES/90/2")
    text = make("Text", resolution=make("Resolution", document=document), language="zh")
    make("Revision", text=text, number=1, source=source, warnings=read["warnings"])
