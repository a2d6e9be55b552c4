"""Tests the cover of AKN4UN files in other languages: the symbol ends before the comma of the language."""

from __future__ import annotations

import pytest

from archive.reading.draft import ReadingWarning
from archive.symbols import normalise
from tests.test_reading_akn import read, resolution

META = """<workflow><step outcome="recommendedForAdoption" as="A/99/406" refersTo="20"/></workflow>"""
ORIGINS = {
    "ara": "[بناء على تقرير اللجنة الأولى (<inline name='originating document'>A/99/406، الفقرة 20</inline>)]",
    "rus": "[по докладу Первого комитета (<inline name='originating document'>A/99/406, п. 20</inline>)]",
    "fra": "[sur le rapport (<inline name='originating document'>A/99/406, par. 20</inline>)]",
    "spa": "[sobre la base del informe (<inline name='originating document'>A/99/406, párr. 20</inline>)]",
    "eng": "[on the report (<inline name='originating document'>A/99/406, para. 20</inline>)]",
    "zho": "[根据报告(<inline name='originating document'>A/99/406，第20段</inline>)]",
}


@pytest.mark.parametrize("language", ORIGINS)
def test_the_committees_report_in_six_languages(language: str) -> None:
    draft = read(resolution(meta=META, cover=f"<p>{ORIGINS[language]}</p>"))
    assert (draft.committee_report, draft.committee_report_paragraph) == ("A/99/406", "20")
    assert [w for w in draft.warnings if w.code == "akn.report_differs_from_metadata"] == list[ReadingWarning]()


def test_arabic_digits_and_agenda_items() -> None:
    origin = "<inline name='originating document'>A/99/406، الفقرة ٢٠</inline>"
    items = "<inline name='agenda item'>البنود 14 و 96 (و)، 97</inline>"
    draft = read(resolution(meta=META, cover=f"<p>{origin}</p><p>{items}</p>"))
    assert (draft.committee_report_paragraph, draft.agenda_items) == ("20", ["14", "96 (و)", "97"])


def test_arabic_paragraphs_that_end_in_a_comma_are_no_headings() -> None:
    preamble = "<container><p>إذ تشير إلى قرارها،</p></container><container><p>وإذ تؤكد أهميته،</p></container>"
    draft = read(resolution("<paragraph><num>1 -</num><content><p>تقرر ذلك.</p></content></paragraph>", preamble))
    assert [(clause.path, clause.kind) for clause in draft.clauses] == [
        ("pp1", "preambular"),
        ("pp2", "preambular"),
        ("op1", "operative"),
    ]


@pytest.mark.parametrize("printed", ["A/99/406،", "A/99/406؛", "A/99/406，"])
def test_a_comma_is_no_part_of_a_symbol(printed: str) -> None:
    assert normalise(printed) == "A/99/406"
