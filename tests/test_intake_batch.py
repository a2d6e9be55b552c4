"""Tests an import of many files: what is read again, left out, refused, or is a file of votes, and what is reported."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive.confining.readers import Readers
from archive.intake import read_before
from archive.intake.batch import Report, import_paths
from archive.intake.report import RunReport
from archive.intake.store import Stored
from archive.management import importing
from archive.messages import Message
from archive.models import ImportRun, Resolution, UnstoredSource, Vote
from archive.reading.draft import ReadingWarning
from archive.reading.sources import Source
from archive.reading.told import NOTHING, Told
from archive.reading.wanted import ReadText, Wanted
from tests.test_commands import a_resolution, run

pytestmark = pytest.mark.django_db(transaction=True)

VOTE = {
    "symbol": "A/RES/90/1", "adoption_type": "By a recorded vote", "adoption_date": "4 December 2023",
    "MS_in_favour": ["CHINA"], "MS_against": [], "MS_abstaining": [], "MS_in_favour_count": "1",
    "MS_against_count": "0", "MS_abstaining_count": "0", "committee": "First Committee",
}  # fmt: skip


ON_DISARMAMENT = Wanted()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A healthy folder as the UN publishes it: texts, votes, a README."""
    (tmp_path / "90session").mkdir()
    (tmp_path / "90session" / "1.txt").write_text(a_resolution("90/1"), "utf-8")
    (tmp_path / "90session" / "2.txt").write_text(a_resolution("90/2"), "utf-8")
    (tmp_path / "README.md").write_text("# Machine-readable resolutions\n", "utf-8")
    (tmp_path / "data_extract").mkdir()
    (tmp_path / "data_extract" / "90.json").write_text(json.dumps(VOTE) + "\n", "utf-8")
    return tmp_path


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that the processes read."""
    names: list[str] = []
    submit = Readers.submit

    def noting(self: Readers, source: Source, told: Told = NOTHING) -> Any:
        names.append(Path(source.name).name)
        return submit(self, source, told)

    monkeypatch.setattr(Readers, "submit", noting)
    return names


def imported(folder: Path, wanted: Wanted = ON_DISARMAMENT) -> RunReport:
    report = RunReport(wanted)
    for each in import_paths([folder], wanted=wanted):
        report.add(each)
    return report


def test_a_healthy_folder_has_no_fault(folder: Path) -> None:
    out, err, status = run("import_resolutions", folder)
    assert out.splitlines()[:2] == [
        "2 new, 0 changed, 0 unchanged, 0 refused; 0 on other topics passed over; 0 warnings.",
        "Votes of 1 files: 1 new, 0 changed, 0 unchanged; 0 on other topics passed over; "
        "0 problems to look at in the admin.",
    ]
    assert (err, status) == ("", 0)
    assert Vote.objects.get(origin="extract").document_id == "A/RES/90/1"


def test_the_second_run_reads_nothing(folder: Path, read: list[str]) -> None:
    imported(folder)
    assert read == ["1.txt", "2.txt"]
    read.clear()
    again = imported(folder)
    assert (read, dict(again.texts), again.stored) == ([], {"unchanged": 2}, 0)


@pytest.mark.parametrize(
    ("content", "code"), [("今天天气很好。", "text.no_symbol"), ("", "source.empty")], ids=["no resolution", "empty"]
)
def test_a_refused_file_is_refused_again_without_reading(
    folder: Path, read: list[str], content: str, code: str
) -> None:
    (folder / "bad.txt").write_text(content, "utf-8")
    for expected in (["1.txt", "2.txt", "bad.txt"], []):
        read.clear()
        refused = imported(folder).refused
        assert [(Path(name).name, reason.code) for name, reason in refused] == [("bad.txt", code)]
        assert read == expected
    assert run("import_resolutions", folder)[2] == 1


def test_a_new_version_of_the_reader_reads_again(
    folder: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "bad.txt").write_text("今天天气很好。", "utf-8")
    imported(folder)
    read.clear()
    monkeypatch.setattr(read_before, "reading_version", lambda: "later")
    imported(folder)
    assert read == ["bad.txt"]


def test_a_refusal_by_chance_is_tried_again(folder: Path, read: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    class Slow:
        def result(self) -> Message:
            return Message("confined.too_slow", {"most": "60"})

    with monkeypatch.context() as patched:
        patched.setattr(Readers, "submit", lambda self, source, told: Slow())
        assert len(imported(folder).refused) == 2
    assert not UnstoredSource.objects.exists()
    assert imported(folder).texts["new"] == 2
    assert read == ["1.txt", "2.txt"]


def test_what_was_left_out_is_read_when_it_is_wanted(shared_data: Path, tmp_path: Path, read: list[str]) -> None:
    session = shared_data / "GAresolutions" / "79session"
    for language, number in (("Chinese", 22), ("Chinese", 1), ("English", 22)):
        [file] = (session / language).glob(f"A_RES_79_{number}-*.xml")
        (tmp_path / f"{language}-{number}.xml").write_bytes(file.read_bytes())
    chinese = Wanted(languages=frozenset({"zh"}))
    for expected in (3, 0):
        read.clear()
        report = imported(tmp_path, chinese)
        assert (len(read), report.other_topics, dict(report.other_languages)) == (expected, 1, {"en": 1})
    read.clear()
    assert imported(tmp_path, Wanted(languages=frozenset({"zh", "en"}))).languages == {"en": 1}
    assert imported(tmp_path, Wanted(every_topic=True)).languages == {"zh": 1}
    assert sorted(read) == ["Chinese-1.xml", "English-22.xml"]


@pytest.mark.parametrize(
    ("clause", "refused"),
    [("决定继续审议这一问题。", []), ("决定明年审议这一问题。", ["intake.taken_twice"])],
    ids=["the same words", "other words"],
)
def test_two_files_with_one_text(folder: Path, clause: str, refused: list[str]) -> None:
    (folder / "90session" / "3.txt").write_text(a_resolution("90/1", clause) + "\n", "utf-8")
    assert [reason.code for _name, reason in imported(folder).refused] == refused


def test_votes_are_stored_after_the_texts(folder: Path) -> None:
    (folder / "0.json").write_text(json.dumps(VOTE | {"committee": "", "agenda_item_name": "Item"}) + "\n", "utf-8")
    (folder / "data_extract" / "90.json").unlink()
    names = [Path(report.source).name for report in import_paths([folder])]
    assert names == ["1.txt", "2.txt", "0.json"]


def test_held_texts_leave_the_votes_to_their_command(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, _, status = run("import_resolutions", folder, hold=True)
    assert out.startswith("2 held for the librarians")
    assert "manage.py import_votes" in capsys.readouterr().err
    assert (status, Resolution.objects.count(), Vote.objects.count()) == (0, 0, 0)


def test_an_unknown_language_is_named(folder: Path) -> None:
    with pytest.raises(Exception, match="There is no language 'xx' here"):
        run("import_resolutions", folder, languages="zh,xx")


ODD = ReadingWarning("op1", "reading.number_out_of_order", {"label": "5.", "expected": "4"})
LOST = ReadingWarning("pp2", "reading.mark_without_footnote", {"marker": "3"})


def report_of(*reports: Report) -> RunReport:
    made = RunReport(Wanted(languages=frozenset({"zh"})))
    for report in reports:
        made.add(report)
    return made


TWO = report_of(
    Report("a.xml", (Stored("A/RES/90/1", "zh", "new", (ODD, LOST)),)),  # type: ignore[arg-type]
    Report("b.xml", (Stored("A/RES/90/2", "zh", "changed", (ODD,)),)),  # type: ignore[arg-type]
    Report("c.xml", left_out=(ReadText("A/RES/90/3", "ar", True), ReadText("A/RES/90/4", "zh", False))),
    Report("d.xml", refused=Message("source.empty")),
)


def test_the_report_has_the_warnings_by_kind() -> None:
    stored = TWO.to_json()
    assert [(kind["code"], kind["count"]) for kind in stored["warnings"]] == [(ODD.code, 2), (LOST.code, 1)]
    assert stored["warnings"][1]["places"] == [
        {"symbol": "A/RES/90/1", "language": "zh", "source": "a.xml", "place": "pp2", "values": {"marker": "3"}}
    ]
    assert (stored["texts"], stored["languages"]) == ({"new": 1, "changed": 1}, {"zh": 2})
    assert (stored["other_topics"], stored["other_languages"]) == (1, {"ar": 1})
    assert stored["refused"] == [{"source": "d.xml", "code": "source.empty", "values": {}}]


def test_the_stored_report_has_some_places_and_all_counts() -> None:
    assert [len(kind["places"]) for kind in TWO.to_json(most_places=1)["warnings"]] == [1, 1]
    assert [kind["count"] for kind in TWO.to_json(most_places=1)["warnings"]] == [2, 1]


@pytest.mark.parametrize(
    ("name", "look"),
    [
        ("report.json", lambda text: json.loads(text)["warnings"][0]["places"][1]["symbol"] == "A/RES/90/2"),
        ("report.txt", lambda text: "  A/RES/90/2 (zh), op1: Number 5. where 4 was expected. [b.xml]" in text),
        ("report.txt", lambda text: "In languages that are not wanted, and left out: 1 Arabic." in text),
        ("report.txt", lambda text: "refused  d.xml: The file is empty; fetch it again." in text),
    ],
)
def test_the_report_in_a_file(tmp_path: Path, name: str, look: Callable[[str], bool]) -> None:
    importing.write_report(TWO, tmp_path / name)
    assert look((tmp_path / name).read_text("utf-8"))


def test_the_last_imports_are_stored(folder: Path) -> None:
    for _ in range(3):
        run("import_resolutions", folder)
    last = ImportRun.objects.all()[0]
    assert (last.command, last.source, last.report["texts"]) == ("import_resolutions", str(folder), {"unchanged": 2})
    assert last.ended_at is not None
    for _ in range(20):
        ImportRun.objects.begin("fill", "x")
    assert ImportRun.objects.count() == 20
