"""Tests the rule of what counts as disarmament, in plain data, in the database, and in the imports."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from archive.disarmament import Facts, counts
from archive.intake.vote_files import import_file
from archive.intake.votes import VoteIntake
from archive.models import Document, Resolution, Subject, Vote
from archive.reading.wanted import on_disarmament
from archive.voting.reading import recognise
from archive.voting.record import Origin, VoteRecord
from tests import shelf

FIRST = Facts("First")
FOOD = Facts("Third", subjects=["RIGHT TO FOOD"])


@pytest.mark.parametrize(
    ("facts", "counted"),
    [
        (FIRST, True),
        (FOOD, False),
        (Facts("plenary", subjects=["RIGHT TO FOOD", "Nuclear Weapon Tests"]), True),
        (Facts("Second", words="Nuclear tests and the soil"), False),  # a committee tells more than words
        (Facts(draft_symbol="A/C.1/90/L.3"), True),
        (Facts(draft_symbol="A/C.3/90/L.3"), False),
        (Facts(draft_symbol="A/90/L.3", words="Partnership of elephants"), False),
        (Facts(draft_symbol="A/90/L.3", words="Report on atomic energy commissions"), True),
        (Facts(issues=["di", "ec"]), True),
        (Facts(issues=["hr"]), False),
        (Facts(issues=["di", "me"], words="JERUSALEM Status of the city"), False),
        (Facts(issues=["di", "me"], words="ISRAEL, NUCLEAR ARMAMENT"), True),
        (Facts(words="General and complete disarmament: elephants"), True),
        (Facts(words="Right to food"), False),
        (Facts(words="Sharm and armed elephants"), False),
        (Facts(words="Convention on Cluster Munitions"), True),
        (Facts(words="LANDMINES, TREATIES (1997)"), True),
        (Facts(words="He determines the test of banks"), False),
        (Facts(words="TO ADOPT 1ST COMM. DRAFT RESOL. (A/90)"), True),
        (Facts(), None),
    ],
)
def test_what_counts_as_disarmament(facts: Facts, counted: bool | None) -> None:
    assert counts(facts) is counted


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("committee", "draft_symbol", "subjects"),
    [
        ("First", "", ["RIGHT TO FOOD"]),
        ("Third", "", ["RIGHT TO FOOD"]),
        ("plenary", "", ["RIGHT TO FOOD", "NUCLEAR WEAPON TESTS"]),
        ("", "A/C.1/90/L.3", ["RIGHT TO FOOD"]),
        ("", "A/C.3/90/L.3", ["RIGHT TO FOOD"]),
        ("", "A/90/L.3", []),
        ("", "", []),
    ],
)
def test_the_database_has_the_same_rule(committee: str, draft_symbol: str, subjects: list[str]) -> None:
    found = Resolution.objects.create(
        document=Document.objects.create(key="A/RES/90/2"), committee=committee, draft_symbol=draft_symbol
    )
    found.subjects.set([Subject.objects.create(name_en=name) for name in subjects])
    counted = counts(Facts(committee, draft_symbol, subjects))
    assert Resolution.objects.on_disarmament().exists() is (counted is not False)


# --- Files of votes ----------------------------------------------------------------------------------------


def line(number: int, committee: str, subjects: list[list[str]]) -> str:
    roll = {"MS_in_favour": ["FRANCE"], "MS_against": [], "MS_abstaining": []}
    found = {"symbol": f"A/RES/74/{number}", "adoption_type": "By a recorded vote", "committee": committee}
    return json.dumps({**found, **roll, "subjects": subjects})


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    path = tmp_path / "extract.json"
    path.write_text(
        "\n".join(
            [
                line(1, "First Committee", []),
                line(2, "Third Committee", [["RIGHT TO FOOD", "UNBIS Thesaurus"]]),
                line(3, "Without reference to a Main Committee", [["Landmines", "UNBIS Thesaurus"]]),
            ]
        )
    )
    return path


def rows(path: Path, *values: dict[str, str]) -> Path:
    with path.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, values[0].keys())
        writer.writeheader()
        writer.writerows(values)
    return path


LIBRARY = {"undl_id": "1", "ms_code": "FRA", "ms_name": "FRANCE", "ms_vote": "Y", "date": "2024-12-02"}
VOETEN = {"rcid": "1", "unres": "R/60/9", "para": "0", "country": "France", "vote": "yes"}


@pytest.mark.parametrize(
    ("row", "counted"),
    [
        (LIBRARY | {"resolution": "A/RES/79/9", "draft": "A/C.1/79/L.3"}, True),
        (LIBRARY | {"resolution": "A/RES/79/9", "subjects": "RIGHT TO FOOD|ARMS RACE--PREVENTION"}, True),
        (LIBRARY | {"resolution": "A/RES/79/9", "subjects": "RIGHT TO FOOD"}, False),
        (LIBRARY | {"resolution": "A/RES/79/9", "agenda_title": "General and complete disarmament"}, True),
        (LIBRARY | {"resolution": "A/RES/79/9", "agenda_title": "Human rights"}, False),
        (LIBRARY | {"resolution": "A/RES/79/9", "agenda_title": "Human rights", "title": "Nuclear elephants"}, False),
        (LIBRARY | {"resolution": "A/RES/79/9", "title": "Nuclear elephants"}, True),
        (LIBRARY | {"resolution": "A/RES/79/9", "title": "New partnership of elephants"}, False),
        (LIBRARY | {"resolution": "A/RES/79/9", "draft": "A/79/L.3"}, False),
        (LIBRARY | {"resolution": "A/RES/79/9"}, None),
        (VOETEN | {"descr": "On elephants", "issues": "nu|ec"}, True),
        (VOETEN | {"descr": "On elephants", "issues": "hr"}, False),
        (VOETEN | {"descr": "On elephants", "nu": "1", "hr": "0"}, True),
        (VOETEN | {"descr": "Missiles of elephants"}, True),
        (VOETEN | {"descr": "OPERATIVE PARAGRAPH 2", "para": "1"}, None),
        (VOETEN | {"descr": "PARAGRAPH 2, BANNING MISSILES", "para": "1"}, True),
        (VOETEN | {"descr": "PARAGRAPH 2", "short": "INDIAN OCEAN, ZONE OF PEACE", "para": "1"}, True),
        (VOETEN | {"descr": "PARAGRAPH 2, ON MINES", "short": "APARTHEID", "para": "1"}, False),
        (VOETEN, None),
    ],
)
def test_what_a_row_of_a_file_tells(tmp_path: Path, row: dict[str, str], counted: bool | None) -> None:
    path = rows(tmp_path / "votes.csv", row)
    [record] = recognise(path).read(path, None)
    assert counts(record.topic) is counted


@pytest.mark.django_db
class TestImports:
    def stored(self) -> list[str]:
        return sorted(str(vote.document_id) for vote in Vote.objects.all())

    def test_votes_on_other_topics_are_passed_over_and_taken_with_all(self, extract: Path) -> None:
        imported = import_file(extract)
        assert (self.stored(), imported.tally.passed_over) == (["A/RES/74/1", "A/RES/74/3"], 1)
        assert import_file(extract).seen_as == "extract.json"
        import_file(extract, every_topic=True)
        assert self.stored() == ["A/RES/74/1", "A/RES/74/2", "A/RES/74/3"]
        assert import_file(extract, every_topic=True).seen_as == "extract.json", "nothing more is in the file"
        on_topic = Vote.objects.on_disarmament().values_list("document_id", flat=True)
        assert sorted(map(str, on_topic)) == ["A/RES/74/1", "A/RES/74/3"]

    def test_the_command_tells_what_it_passed_over(self, extract: Path) -> None:
        out = StringIO()
        call_command("import_votes", str(extract), stdout=out)
        assert "1 on other topics passed over (--all takes them)" in out.getvalue()

    def test_a_file_with_nothing_on_disarmament_is_no_fault(self, extract: Path) -> None:
        extract.write_text(line(2, "Third Committee", []))
        imported = import_file(extract)
        assert (imported.refused, imported.tally.passed_over) == (None, 1)

    def test_all_records_of_a_resolution_have_one_topic(self) -> None:
        def record(key: str, symbol: str, topic: Facts) -> VoteRecord:
            return VoteRecord(key, Origin.LIBRARY, symbol, topic=topic)

        silent, told = Facts(), Facts("First")
        VoteIntake().store([record("1", "A/RES/74/1", silent), record("2", "A/RES/74/2", silent)])
        VoteIntake().store([record("3", "A/RES/74/1", told), record("4", "A/RES/74/2", FOOD)])
        topics = dict(Vote.objects.values_list("key", "disarmament"))
        assert topics == {"1": True, "2": False, "3": True, "4": False}
        VoteIntake().store([record("5", "A/RES/74/2", told)])
        assert set(Vote.objects.filter(document_id="A/RES/74/2").values_list("disarmament", flat=True)) == {True}

    def test_votes_on_a_text_of_the_archive_count_with_the_text(self) -> None:
        shelf.store(shelf.draft("A/RES/90/2", committee="First"))
        VoteIntake().store([VoteRecord("1", Origin.LIBRARY, "A/RES/90/2", topic=FOOD)])
        assert Vote.objects.on_disarmament().count() == 1
        Resolution.objects.update(committee="Third")
        assert not Vote.objects.on_disarmament().filter(document_id="A/RES/90/2").exists()

    def test_a_vote_on_a_known_resolution_is_taken_whatever_its_file_tells(self, extract: Path) -> None:
        shelf.store(shelf.draft("A/RES/74/2", session="74", committee="First"))
        import_file(extract)
        assert self.stored() == ["A/RES/74/1", "A/RES/74/2", "A/RES/74/3"]


def test_resolutions_with_a_disarmament_subject_are_imported_too() -> None:
    mines = shelf.draft(format="akn4un", committee="Fourth", subjects=[("UNBIS Thesaurus", "LANDMINES")])
    food = shelf.draft(format="akn4un", committee="Fourth", subjects=[("UNBIS Thesaurus", "RIGHT TO FOOD")])
    assert (on_disarmament(mines), on_disarmament(food)) == (True, False)
