"""Tests series: which resolutions are the same resolution in other years. Tables of invented entries, and the seed."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from archive.intake import series
from archive.intake.fixtures import load
from archive.intake.vote_files import import_file
from archive.models import Series, SeriesEntry, SeriesLink
from archive.voting.lineage import (
    AGENDA,
    DESCRIPTION,
    FOLLOWS,
    HEADING,
    LISTED,
    SIMILAR,
    TITLE,
    Entry,
    Listing,
    links,
    sub_item,
    title_key,
)
from archive.voting.listed import lists_in


def entry(symbol: str, title: str, agenda: str = "", heading: str = "", recalls: str = "") -> Entry:
    session = int(symbol.split("/")[0])
    return Entry(
        symbol, session, {title_key(title)}, {title_key(sub_item(agenda))} if agenda else set(), heading,
        set(recalls.split()),
    )  # fmt: skip


def described(symbol: str, words: str = "", heading: str = "", *lists: str, title: str = "") -> Entry:
    """A resolution with a collectors' description. Each of ``lists`` has the symbols of one clause."""
    found = entry(symbol, title, heading=heading)
    found.titles = {title_key(title)} if title else set()
    found.descriptions = {title_key(words)} if words else set()
    found.lists = [Listing(f"pp{n}", tuple(each.split())) for n, each in enumerate(lists, 1)]
    return found


A, B, C = "Protection of great elephants in the plains", "Protection of small elephants in the plains", "On whales"

# (entries, accepted links, proposed links)
CASES = [
    ([entry("60/1", A), entry("61/5", A), entry("65/2", A)], [("60/1", "61/5", TITLE), ("61/5", "65/2", TITLE)], []),
    ([entry("60/1", A), entry("61/5", A.replace("the ", ""))], [("60/1", "61/5", TITLE)], []),
    ([entry("60/1", A), entry("71/5", A)], [], []),
    # One title twice in a session: they cannot be told apart.
    ([entry("60/1", A), entry("61/5", A), entry("61/6", A)], [], []),
    ([entry("60/1", A), entry("61/5", C, agenda=f"General matters: {A}")], [("60/1", "61/5", AGENDA)], []),
    # The agenda item has the title of another resolution of the same year.
    ([entry("60/1", A), entry("61/1", A, agenda=A), entry("61/5", C, agenda=A)], [("60/1", "61/1", TITLE)], []),
    ([entry("60/1", A), entry("61/5", C, recalls="60/1")], [("60/1", "61/5", FOLLOWS)], []),
    # The recalled resolution has its own successor.
    ([entry("60/1", A), entry("61/4", A), entry("61/5", C, recalls="60/1")], [("60/1", "61/4", TITLE)], []),
    ([entry("60/1", A, heading="ELEPHANTS"), entry("61/5", B, heading="ELEPHANTS")], [("60/1", "61/5", HEADING)], []),
    ([entry("60/1", A, heading="ANIMALS"), entry("60/2", C, heading="ANIMALS"), entry("61/5", B, heading="ANIMALS")],
     [], [("60/1", "61/5", SIMILAR)]),
    ([entry("60/1", A), entry("61/5", B)], [], [("60/1", "61/5", SIMILAR)]),
    ([entry("60/1", A), entry("61/5", C)], [], []),
    # Two chains alternate. They are told apart, and a librarian decides.
    ([entry("60/1", A, heading="E"), entry("61/1", B, heading="E"), entry("62/1", A, heading="E"), entry("63/1", B)],
     [("60/1", "62/1", TITLE), ("61/1", "63/1", TITLE)], [("60/1", "61/1", SIMILAR)]),
    # They do not alternate: two resolutions of one session.
    ([entry("60/1", A, heading="E"), entry("61/1", B, heading="E"), entry("62/1", A, heading="E"), entry("62/2", B)],
     [("60/1", "62/1", TITLE), ("61/1", "62/2", TITLE)], []),
]  # fmt: skip

SHORT = "Regional elephants"
# As CASES, for resolutions that only collectors describe.
DESCRIBED = [
    ([described("60/1", A), described("61/5", A)], [("60/1", "61/5", DESCRIPTION)], []),
    ([described("60/1", A), entry("61/5", A)], [("60/1", "61/5", DESCRIPTION)], []),
    # A list in a text comes before a description. The resolution outside the list stays alone.
    ([described("51/K", SHORT), described("52/P"), described("53/O"), described("53/H", SHORT), entry("54/1", A),
      described("55/1", "", "", "51/K 52/P 53/O 54/1", title=A)],
     [("54/1", "55/1", TITLE), ("51/K", "52/P", LISTED), ("52/P", "53/O", LISTED), ("53/O", "54/1", LISTED)], []),
    # The list has a resolution with another description.
    ([described("51/H", A), described("52/R", A), described("52/B", A), described("53/V", C), described("53/S", A),
      entry("54/1", B), described("55/1", "", "", "51/H 52/R 53/V 54/1", title=B)],
     [("54/1", "55/1", TITLE), ("51/H", "52/R", LISTED), ("52/R", "53/V", LISTED), ("53/V", "54/1", LISTED)],
     [("52/B", "53/S", SIMILAR)]),
    # Several resolutions of a session have the description, so none is joined, nor by the heading across the session.
    ([described("51/1", A), described("52/1", A), described("52/2", A), described("53/1", A)], [], []),
    ([described("51/1", A, "E"), described("52/1", C, "E"), described("52/2", C, "E"), described("53/1", B, "E")],
     [], [("51/1", "53/1", SIMILAR)]),
    # Across a gap, a short description is not sure, and no description is across a long gap.
    ([described("51/K", SHORT), described("53/H", SHORT)], [], [("51/K", "53/H", DESCRIPTION)]),
    ([described("51/1", A), described("53/1", A)], [("51/1", "53/1", DESCRIPTION)], []),
    ([described("51/1", A), described("55/1", A)], [], [("51/1", "55/1", DESCRIPTION)]),
    # A list with two resolutions of one session is no chain, nor a list of other resolutions.
    ([described("51/1"), described("52/1"), described("52/2"), entry("53/1", A),
      described("54/1", "", "", "51/1 52/1 52/2 53/1", title=A)], [("53/1", "54/1", TITLE)], []),
    ([described("51/1"), described("52/1"), entry("53/1", A), described("54/1", "", "", "51/1 52/1", title=A)],
     [("53/1", "54/1", TITLE)], []),
    # A list goes on after a long gap with the resolutions of its series only.
    ([described("30/1"), described("31/1"), described("52/1"), entry("53/1", A),
      described("54/1", "", "", "30/1 31/1 52/1 53/1", title=A)],
     [("53/1", "54/1", TITLE), ("52/1", "53/1", LISTED)], []),
    # Two texts name different resolutions of session 52.
    ([described("51/1"), described("52/1"), described("52/2"), entry("53/1", A),
      described("54/1", "", "", "51/1 52/1 53/1", title=A), described("55/1", "", "", "51/1 52/2 53/1", title=A)],
     [("53/1", "54/1", TITLE), ("54/1", "55/1", TITLE)], []),
]  # fmt: skip


@pytest.mark.parametrize(("entries", "accepted", "proposed"), [*CASES, *DESCRIBED])
def test_what_joins_two_resolutions(
    entries: list[Entry], accepted: list[tuple[str, str, str]], proposed: list[tuple[str, str, str]]
) -> None:
    found, maybe = links(entries)
    assert [(link.earlier, link.later, link.basis) for link in found] == accepted
    assert [(link.earlier, link.later, link.basis) for link in maybe] == proposed


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("回顾其2009年12月2日第64/47号决议，", True),
        ("又回顾其2009年12月2日第64/47号和2010年12月8日第65/72号决议，", True),
        ("回顾其关于大象的2009年12月2日第64/47号决议，", False),
        ("回顾其题为“大象”的第64/47号决议，", False),
        ("欢迎第64/47号决议，", False),
    ],
)
def test_recalling_without_a_subject(text: str, bare: bool) -> None:
    assert bool(series._BARE_RECALL.match(text)) is bare


@pytest.mark.parametrize(
    ("text", "lists"),
    [
        ("回顾其60/1、61/2和62/3", ["60/1 61/2 62/3"]),
        ("回顾其2005年12月2日第60/1号、2006年12月2日第61/2号决议", ["60/1 61/2"]),
        ("回顾其60/1决议以及61/2决议", ["60/1 61/2"]),
        ("回顾其60/1、61/2，以及关于鲸的62/3、63/4号决议", ["60/1 61/2", "62/3 63/4"]),
        ("回顾其60/1，并欢迎61/2", []),
        ("Recalling its resolutions 60/1 of 2 December 2005, 61/2 of 6 December 2006 and 62/3", ["60/1 61/2 62/3"]),
        ("Recalling its resolution 60/1 of 2 December 2005, and welcoming resolution 61/2", []),
    ],
)
def test_the_lists_of_a_clause(text: str, lists: list[str]) -> None:
    cited = [(*found.span(), found[0]) for found in re.finditer(r"\d+/\d+", text)]
    assert [" ".join(symbols) for symbols in lists_in(text, cited)] == lists


def entries_of(symbol: str) -> set[str]:
    return {str(entry) for entry in SeriesEntry.objects.get(document_id=symbol).series.entries.all()}


@pytest.fixture
def voted(shared_data: Path) -> Path:
    load()
    import_file(shared_data / "votes" / "voeten_roll_calls_disarmament.csv")
    for name in ("74", "75", "77", "78", "79"):
        import_file(shared_data / "GAresolutions" / "data_extract" / f"{name}.json")
    series.rebuild()
    return shared_data


@pytest.mark.django_db
def test_the_seeds_series_stays_one_when_its_title_changes(voted: Path) -> None:
    with (voted / "votes" / "lineage_elimination_of_nuclear_weapons.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row["unres"].removeprefix("A/RES/").removeprefix("R/") for row in csv.DictReader(stream)]
    wanted = {f"A/RES/{number}" for number in rows if number.split("/")[0].isdigit() and int(number[:2]) >= 60}
    wanted -= {"A/RES/70/48", "A/RES/71/47"}  # another resolution
    wanted |= {f"A/RES/{number}" for number in ("74/63", "75/71", "77/76", "78/40", "79/41")}
    assert entries_of("A/RES/65/72") == wanted


@pytest.mark.django_db
def test_decisions_of_a_librarian_stay(voted: Path) -> None:
    link = SeriesLink.objects.get(earlier="A/RES/64/47", later="A/RES/65/72")
    link.status, link.decided = "rejected", True
    link.save()
    accepted = {"basis": "librarian", "status": "accepted", "decided": True}
    SeriesLink.objects.update_or_create(accepted, earlier="A/RES/59/76", later="A/RES/60/65")
    series.rebuild()
    entries = entries_of("A/RES/64/47")
    assert "A/RES/59/76" in entries
    assert "A/RES/65/72" not in entries
    assert SeriesLink.objects.get(earlier="A/RES/64/47", later="A/RES/65/72").status == "rejected"


@pytest.mark.django_db
def test_an_entry_without_a_document_stays_whatever_else_is_asked() -> None:
    series = Series.objects.create()
    SeriesEntry.objects.create(series=series, document_id="A/RES/1/1", session_order=1)  # the archive has no document
    SeriesEntry.objects.create(series=series, title="On elephants", session_order=2)  # a vote without a symbol
    shown = SeriesEntry.objects.of_readers()
    assert [entry.document_id for entry in shown.filter(document_id__isnull=False)] == ["A/RES/1/1"]
    assert shown.count() == 2
