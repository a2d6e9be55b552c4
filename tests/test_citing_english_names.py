"""Tests the titles, short forms and back references of English texts."""

from __future__ import annotations

import pytest

from archive.citing import Catalogue, KnownDocument, cite, from_fixtures
from archive.citing.carrying_words import carrying_words
from tests.test_citing_resolve import draft

NPT = "Treaty on the Non-Proliferation of Nuclear Weapons"
CATALOGUE = Catalogue(
    [
        KnownDocument("treaty:NPT", (NPT,)),
        KnownDocument("treaty:CTBT", ("Comprehensive Nuclear-Test-Ban Treaty",)),
        KnownDocument("treaty:Antarctic Treaty", ("Antarctic Treaty",)),
        KnownDocument("treaty:Tlatelolco", ("Treaty of Tlatelolco",)),
        KnownDocument("treaty:Bangkok", ("Treaty of Bangkok",)),
        KnownDocument("treaty:CCM", ("Convention on Cluster Munitions",)),
        KnownDocument("treaty:UN Charter", ("Charter of the United Nations",)),
        KnownDocument("A/RES/64/293", ("United Nations Global Plan of Action to Combat Trafficking in Persons",)),
        KnownDocument("A/RES/S-10/2", ("Final Document of the Tenth Special Session of the General Assembly",)),
        KnownDocument(
            "NPT/CONF.2010/50", (f"2010 Review Conference of the Parties to the {NPT}, Final Document",)
        ),
        KnownDocument("A/RES/70/1", ("2030 Agenda for Sustainable Development",)),
        KnownDocument("A/S-90/1", ("Concluding Paper of the Ninetieth Special Meeting of Alpha",)),
        KnownDocument("INFCIRC/1", ("model protocol approved by the Alpha Board of Governors",)),
    ]
)  # fmt: skip

# The clauses of a text, and the citations (exact words, target) of the last clause.
NAMES: list[tuple[tuple[str, ...], list[tuple[str, str | None]]]] = [
    ((f"Recalling the {NPT} and the Antarctic Treaty,",), [
        (NPT, "treaty:NPT"), ("Antarctic Treaty", "treaty:Antarctic Treaty")
    ]),
    (("the 2030 Agenda for Sustainable Development,",), [("2030 Agenda for Sustainable Development", "A/RES/70/1")]),
    (("the Treaties of Tlatelolco and Bangkok and others,",), [
        ("Treaties of Tlatelolco", "treaty:Tlatelolco"), ("Bangkok", "treaty:Bangkok")
    ]),
    # Titles that the catalogue does not have.
    (("Welcoming the Alpha Declaration and its impact,",), [("Alpha Declaration", "title:Alpha Declaration")]),
    (("the Convention on Harmful Things,",), [("Convention on Harmful Things", "title:Convention on Harmful Things")]),
    (("Welcoming the adoption of the Ministerial Declaration at the conference,",), []),
    # Short forms.
    ((f"the {NPT},", "the Antarctic Treaty,", "obligations under the Treaty,"), [("Treaty", "treaty:NPT")]),
    (("the Convention on Cluster Munitions,", "parties to the Convention,"), [("Convention", "treaty:CCM")]),
    ((f"the {NPT},", "the Comprehensive Nuclear-Test-Ban Treaty, and to sign the Treaty,"), [
        ("Comprehensive Nuclear-Test-Ban Treaty", "treaty:CTBT"), ("Treaty", "treaty:CTBT")
    ]),
    ((f"the {NPT} and the Antarctic Treaty,", "under the Treaty,"), [("Treaty", None)]),
    (("the Antarctic Treaty (the “Treaty”),", f"the {NPT},", "the Treaty,"), [("Treaty", "treaty:Antarctic Treaty")]),
    (("Guided by the Charter,",), [("Charter", "treaty:UN Charter")]),
    (("the United Nations, in accordance with its Charter,",), [("Charter", "treaty:UN Charter")]),
    (("the United Nations Global Plan of Action to Combat Trafficking in Persons,", "the Global Plan of Action,"), [
        ("Global Plan of Action", "A/RES/64/293")
    ]),
    (("the Protocol on Harmful Things,", "parties to Protocol V, and to the Protocol,"), [("Protocol", None)]),
    # Outcome documents of conferences.
    (("the Final Document of the Tenth Special Session of the General Assembly,",), [
        ("Final Document of the Tenth Special Session of the General Assembly", "A/RES/S-10/2")
    ]),
    ((f"the Final Document of the 2010 Review Conference of the Parties to the {NPT},",), [
        (f"Final Document of the 2010 Review Conference of the Parties to the {NPT}", "NPT/CONF.2010/50")
    ]),
    # Long names without a kind of instrument in capitals.
    (("in the Charter and the Concluding Paper of the Ninetieth Special Meeting of Alpha,",), [
        ("Charter", "treaty:UN Charter"),
        ("Concluding Paper of the Ninetieth Special Meeting of Alpha", "A/S-90/1"),
    ]),
    (("under the Treaty, on the basis of the model protocol approved by the Alpha Board of Governors,",), [
        ("Treaty", None), ("model protocol approved by the Alpha Board of Governors", "INFCIRC/1")
    ]),
    # Inside the name of a body or a conference, or the title of an agenda item.
    ((f"the 2010 Review Conference of the Parties to the {NPT},",), []),
    (("the Preparatory Commission for the Comprehensive Nuclear-Test-Ban Treaty Organization,",), []),
    (("the sub-item entitled “Comprehensive Nuclear-Test-Ban Treaty”.",), []),
    (("the Committee on the Situation with regard to the Implementation of the Convention on Cluster Munitions,",), []),
    # Back references.
    ((f"the {NPT}, under its article VI,",), [(NPT, "treaty:NPT"), ("its article VI", "treaty:NPT")]),
    (("Recalling resolution 64/47,", "and that resolution,"), [("that resolution", "A/RES/64/47")]),
    (("referred to in paragraph 8 above,",), [("paragraph 8 above", "A/RES/79/1")]),
]  # fmt: skip


@pytest.mark.parametrize(("clauses", "expected"), NAMES)
def test_names_in_an_english_text(clauses: tuple[str, ...], expected: list[tuple[str, str | None]]) -> None:
    cited = cite(draft(*clauses, language="en"), CATALOGUE).clauses[f"op{len(clauses)}"]
    assert [(c.exact, c.target) for c in cited] == expected


def test_ibid_in_an_english_footnote() -> None:
    source = draft("One[1] and two[2],", language="en", notes={"1": "A/78/42, chap. I.", "2": "Ibid., para. 5."})
    assert [(c.exact, c.target, c.pinpoint) for c in cite(source, CATALOGUE).footnotes["2"]] == [
        ("Ibid.", "A/78/42", "para. 5")
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("the Treaties of Tlatelolco, Bangkok and Pelindaba", "Bangkok and Pelindaba"),
        ("the Treaties of Tlatelolco, and Pelindaba", "Pelindaba"),
        ("the Yaoundé Declaration", "Yaoundé Declaration"),
        ("contained in the 1999 guidelines", "1999 guidelines"),
    ],
)
def test_the_words_that_carry_an_english_mark_do_not_begin_with_and(text: str, words: str) -> None:
    start, end = carrying_words(text, len(text), [])
    assert text[start:end] == words


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Recalling Security Council resolution 1540 of 28 April 2004,", "S/RES/1540(2004)"),
        ("Noting that on 28 April 2004, the Security Council adopted resolution 1540, which", "S/RES/1540(2004)"),
        ("Recalling Security Council resolution 1540 (2004),", "S/RES/1540(2004)"),
    ],
)
def test_a_resolution_of_the_security_council_with_its_date(text: str, target: str) -> None:
    cited = cite(draft(text, language="en"), Catalogue()).clauses["op1"]
    assert [c.target for c in cited] == [target]


def test_a_resolution_of_the_security_council_without_a_year_is_the_one_named_before() -> None:
    made = draft(
        "Recalling Security Council resolution 1540 (2004),", "Security Council resolution 1540,", language="en"
    )
    assert [c.target for c in cite(made, Catalogue()).clauses["op2"]] == ["S/RES/1540(2004)"]


def test_its_amendment_in_an_english_text() -> None:
    text = "Recalling the Convention on the Physical Protection of Nuclear Material and its Amendment,"
    cited = cite(draft(text, language="en"), from_fixtures()).clauses["op1"]
    assert [c.target for c in cited] == ["treaty:CPPNM", "treaty:CPPNM Amendment"]
