"""Reads English resolutions from plain text: the words of each stage, and whole resolutions in many layouts."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.citing import cite
from archive.citing.catalogue import Catalogue
from archive.messages import Unreadable
from archive.reading import Draft, read
from archive.reading.draft import OPERATIVE, POINT, PREAMBULAR
from archive.reading.english_opening import english_opening
from archive.reading.printed.divided_words import is_one_word
from archive.reading.printed.lines import ends_in_full_stop, ends_paragraph, lines_of
from archive.reading.printed.mark_costs import MISSING, cost_of_bare
from archive.reading.printed.note_numbers import note_start, printed_marks
from tests.layouts import Layout, Resolution, print_out
from tests.typesetting.differences import first_difference

COVER = """United Nations                                        A/RES/90/17
General Assembly                                      Distr.: General
                                                      9 December 2035

Ninetieth session
Agenda item 98 (d)
General and complete disarmament: model item

Resolution adopted by the General Assembly on 2 December 2035

[on the report of the First Committee (A/90/408, para. 44)]

"""
TEXT = """90/17. Model measures for the disarma-
ment of models

The General Assembly,
Recalling its resolution 64/47 of
2 December 2009 on disarmament and the Treaty on Models,1
Noting with appreciation the report in vol.
3 of the series, and calling upon States to act,
1. Also decides:
(a) To continue the work of paragraphs 1 and
2 of the annex;
(b) To report; and
(c) To meet in that year;
2. Requests the Secretary-General to report to it in
accordance with paragraph 1 (a) above.
45th plenary meeting
2 December 2035
______
1 United Nations, Treaty Series, vol.
729, No. 10485.
"""


def draft_of(text: str) -> Draft:
    (draft,) = read(text.encode(), "a.txt")
    return draft


def test_a_resolution_with_its_cover_is_read() -> None:
    draft = draft_of(COVER + TEXT)
    assert (draft.language, draft.symbol, draft.title) == (
        "en",
        "A/RES/90/17",
        "Model measures for the disarmament of models",
    )
    assert (draft.formula, draft.adopted_on, draft.meeting) == ("The General Assembly,", date(2035, 12, 2), 45)
    assert draft.meeting_record == "A/90/PV.45"
    assert (draft.committee, draft.committee_report, draft.committee_report_paragraph) == ("First", "A/90/408", "44")
    assert draft.proposal == "[on the report of the First Committee (A/90/408, para. 44)]"
    assert (draft.agenda_items, draft.agenda_titles) == (["98 (d)"], ["General and complete disarmament: model item"])
    assert [(clause.path, clause.label, clause.opening) for clause in draft.clauses] == [
        ("pp1", "", "Recalling"),
        ("pp2", "", "Noting with appreciation"),
        ("op1", "1.", "Also decides"),
        ("op1-a", "(a)", ""),
        ("op1-b", "(b)", ""),
        ("op1-c", "(c)", ""),
        ("op2", "2.", "Requests"),
    ]
    assert draft.clauses[3].text == "To continue the work of paragraphs 1 and 2 of the annex;"
    assert [(mark.marker, mark.at) for mark in draft.clauses[0].marks] == [("1", len(draft.clauses[0].text))]
    assert draft.footnotes["1"].text == "United Nations, Treaty Series, vol. 729, No. 10485."
    assert draft.warnings == []


def test_an_english_text_is_cited() -> None:
    cited = cite(draft_of(TEXT), Catalogue())
    assert [citation.target for citation in cited.clauses["pp1"]][:1] == ["A/RES/64/47"]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Recalling also its resolution", "Recalling also"),
        ("Bearing in mind the Charter", "Bearing in mind"),
        ("Noting with deep regret that", "Noting with deep regret"),
        ("Expresses its deep regret that", "Expresses its deep regret"),
        ("Reiterates its call upon States", "Reiterates its call upon"),
        ("Recalling the decision of the Conference", "Recalling"),
        ("Also takes note of the report", "Also takes note"),
        ("Invites and encourages Member States", "Invites and encourages"),
        ("Condemns in the strongest possible terms the use", "Condemns in the strongest possible terms"),
        ("Treaty on the Prohibition", ""),
        ("recalling also its resolution", ""),
        ("", ""),
    ],
)
def test_openings(text: str, phrase: str) -> None:
    assert english_opening(text) == phrase


@pytest.mark.parametrize(
    ("text", "paragraph", "stop"),
    [
        ("of disarmament,", True, False),
        ("of disarmament.", True, True),
        ("“Disarmament”.", True, True),
        ("the Treaty,12", True, False),
        ("to report; and", True, False),
        ("Treaty Series, vol.", False, False),
        ("(A/65/410), para.", False, False),
        ("the report and", False, False),
        ("in 2010", False, False),
    ],
)
def test_ends_of_lines(text: str, paragraph: bool, stop: bool) -> None:
    assert (ends_paragraph(text), ends_in_full_stop(text)) == (paragraph, stop)


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("the Treaty,1 and", ["1"]),
        ("of States2 that", ["2"]),
        ("on 2 December 2010,3 in", ["3"]),
        ("in 20054 and", ["4"]),
        ("paragraph 2 of", []),
        ("A/65/L.3, and", []),
        ("CD/8/Corr.1, and", []),
        ("of 1,000 tons", []),
        ("the P5 States", ["5"]),  # only if a footnote 5 has no other mark
        ("“2 States”", []),
    ],
)
def test_bare_numbers_that_can_be_marks(text: str, marks: list[str]) -> None:
    found = [m.number for m in printed_marks(text) if cost_of_bare(text, m.start, m.end, tight=False) < MISSING]
    assert found == marks


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("2 See A/65/410.", "2"),
        ("2 2010 Review Conference", "2"),
        ("2 December 2010", None),
        ("2 of the Treaty", None),
        ("a world free of weapons", None),
        ("[2] Resolution 60/1.", "2"),
        ("15 per cent", None),
    ],
)
def test_beginnings_of_footnotes(line: str, number: str | None) -> None:
    found = note_start(line)
    assert (found.number if found else None) == number


@pytest.mark.parametrize(
    ("lines", "words", "doubts"),
    [
        ("on disarma-\nment", "on disarmament", []),  # the title has this word in one piece
        ("of non-\nproliferation", "of non-proliferation", []),  # another paragraph has this word with a hyphen
        ("is model-\nling", "is modelling", []),  # another paragraph has models
        ("in a docu-\nment", "in a document", []),  # a word, and its second part is none
        ("on non-\naligned", "on non-aligned", ["non-aligned"]),  # nonaligned is in the list of words too
        ("in 1999,¹³docu-\nment", "in 1999,¹³document", []),  # a mark is no letter of the word
        ("in a docu\u00ad\nment", "in a document", []),
        ("in a docu\u2010\nment", "in a document", []),
        ("from 1996-\n2000 and A/65/\n410", "from 1996-2000 and A/65/410", []),
    ],
)
def test_hyphens_at_line_ends(lines: str, words: str, doubts: list[str]) -> None:
    draft = draft_of(
        "90/2. Disarmament\nThe General Assembly,\nRecalling the non-proliferation of models,\n"
        f"1. Decides to act {lines} again.\n"
    )
    assert draft.clauses[-1].text == f"Decides to act {words} again."
    found = [w.values["words"] for w in draft.warnings if w.code == "text.hyphen_may_divide"]
    assert found == doubts


@pytest.mark.parametrize(
    ("first", "second", "one"),
    [
        ("imple", "mentation", True),  # mentation is no word
        ("Disarma", "ment", True),
        ("re", "port", True),  # far more frequent than port
        ("re", "sources", True),  # a hyphen is set behind re only before an e
        ("re", "establish", False),
        ("pro", "motion", True),  # no compound begins with pro
        ("regret", "ting", True),  # the doubled letter of a form
        ("transpar", "ently", True),
        ("pro", "gramme", True),  # British spelling
        ("organ", "isation", True),
        ("non", "proliferation", False),
        ("co", "ordinate", False),
        ("anti", "personnel", False),
        ("inter", "state", False),
        ("follow", "up", False),
        ("south", "east", False),
        ("long", "standing", False),
        ("grass", "roots", False),
        ("capacity", "building", False),  # capacitybuilding is no word
        ("Tlate", "lolco", False),  # the list does not have it
    ],
)
def test_a_list_of_words_says_what_is_one_word(first: str, second: str, one: bool) -> None:
    assert is_one_word(first, second) is one


def test_a_word_with_the_same_root_says_how_a_word_is_written() -> None:
    lines = "Recalling the subregions and the follow-ups,\n1. Decides on sub-\nregional action and follow-\nup.\n"
    draft = draft_of(f"90/2. Models\nThe General Assembly,\n{lines}")
    assert draft.clauses[-1].text == "Decides on subregional action and follow-up."


def test_ligatures_are_spelled_out() -> None:
    draft = draft_of(
        "90/2. Conﬁdence\nThe General Assembly,\nReaﬃrming the oﬃce of ﬁve and the con-\nﬂict,\n1. Aﬃrms eﬀorts.\n"
    )
    assert (draft.title, [(clause.opening, clause.text) for clause in draft.clauses]) == (
        "Confidence",
        [
            ("Reaffirming", "Reaffirming the office of five and the conflict,"),
            ("Affirms", "Affirms efforts."),
        ],
    )


def test_page_numbers_of_a_text_whose_footnotes_are_at_its_end() -> None:
    page = "\nDecides that the Conference continues to discuss its work on the subject of\n" + "the many models\n" * 8
    end = "45th plenary meeting\n2 December 2035\n3\n"
    notes = "[1] See A/65/410.\n[2] See A/65/411.\n[3] See A/65/412.\n[4] See A/65/413.\n"
    draft = draft_of(f"90/2. Models\nThe General Assembly,\n{page}1\n{page}2\n{page[:-1]}.\n{end}{notes}")
    assert not any(clause.marks or re.search(r"\d", clause.text) for clause in draft.clauses)
    assert [note.text for note in draft.footnotes.values()] == [f"See A/65/41{number}." for number in range(4)]


def test_a_chinese_line_in_an_english_text_has_a_warning() -> None:
    lines = "Recalling the Conference and the report of\n仅供参考\nthe Secretary-General,\n1. Decides to act.\n"
    draft = draft_of(f"90/2. Models\nThe General Assembly,\n{lines}")
    assert [w.values for w in draft.warnings if w.code == "text.stray_line"] == [{"words": "仅供参考"}]


def test_the_title_inside_a_sentence_is_no_running_header() -> None:
    title = "African Nuclear-Weapon-Free Zone Treaty"
    draft = draft_of(f"90/3. {title}\nThe General Assembly,\nRecalling the\n{title}\nof 1996,\n1. Decides to act.\n")
    assert draft.clauses[0].text == f"Recalling the {title} of 1996,"


def test_a_line_that_two_paragraphs_share_before_a_long_word_is_no_watermark() -> None:
    """Each line is full if the printer does not divide the word Secretary-General."""
    shared = "Treaty on Models States the Conference the\nSecretary-General"
    models = ["the Treaty on Models the Treaty on Models the Treaty on"] * 3
    paragraphs = ["\n".join([f"{label}. Requests", *models, shared]) for label in "12"]
    draft = draft_of(f"90/2. Models\nThe General Assembly,\n{paragraphs[0]};\n{paragraphs[1]}.\n1/1      35-51601\n")
    assert [clause.text.count("States") for clause in draft.clauses] == [1, 1]


def test_a_number_alone_on_the_last_line_of_a_point_is_no_number_of_the_point() -> None:
    points = "(a) To consider the report;\n(b) To consider the measures in paragraph\n3.\n"
    draft = draft_of(f"90/2. Models\nThe General Assembly,\n1. Decides to meet and:\n{points}")
    assert [(clause.path, clause.text) for clause in draft.clauses[1:]] == [
        ("op1-a", "To consider the report;"),
        ("op1-b", "To consider the measures in paragraph 3."),
    ]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("L’Assemblée générale,\nRappelant les résolutions et le rapport du Comité,\n", "fr"),
        ("La Asamblea General,\nRecordando el informe de los Estados y las resoluciones,\n", "es"),
        ("Генеральная Ассамблея, ссылаясь на доклад", "ru"),
        ("إن الجمعية العامة إذ تشير إلى", "ar"),
    ],
)
def test_other_languages_are_refused_by_name(text: str, language: str) -> None:
    with pytest.raises(Unreadable) as refused:
        draft_of(text)
    assert (refused.value.message.code, refused.value.message.values) == ("text.other_language", {"language": language})


# Any resolution in any layout

NAMES = (
    "the Treaty on Models",
    "the Conference",
    "the Final Document of the Session",
    "the Secretary-General",
    "States",
)
VERBS = ("Recalling", "Noting also", "Bearing in mind", "Reaffirming", "Welcoming with satisfaction", "Convinced")
ACTS = ("Decides", "Calls upon", "Requests", "Also urges", "Takes note", "Reiterates its support")
sentences = st.lists(st.sampled_from((*NAMES, "of 2 December 1996", "in paragraph 3", "and of the report")), min_size=4)


@st.composite
def resolutions(draw: st.DrawFn) -> Resolution:
    """A resolution whose footnotes are marked in their order, at the ends of paragraphs."""
    notes: dict[str, str] = {}

    def words(verb: str, end: str) -> str:
        text = f"{verb} {' '.join(draw(sentences)[:40])}{end}"
        if draw(st.booleans()):
            number = str(len(notes) + 1)
            notes[number] = draw(st.sampled_from(("See A/65/410.", "Resolution 60/1.", "Ibid., vol. 3, No. 15.")))
            text += f"\ue000{number}\ue001"
        return text

    rows = [(PREAMBULAR, "", words(draw(st.sampled_from(VERBS)), ",")) for _ in range(draw(st.integers(1, 4)))]
    count = draw(st.integers(1, 4))
    for number in range(1, count + 1):
        rows.append((OPERATIVE, f"{number}.", words(draw(st.sampled_from(ACTS)), ":" if number == 1 else ";")))
        if number == 1:
            rows += [(POINT, f"({letter})", words("To consider", ";")) for letter in "ab"]
    kind, label, text = rows[-1]
    rows[-1] = kind, label, text.partition("\ue000")[0][:-1] + "."
    kept = {key: note for key, note in notes.items() if any(f"\ue000{key}\ue001" in row[2] for row in rows)}
    ends = ["45th plenary meeting", "2 December 2035"]
    return Resolution(
        "90/17", "Model measures", rows, kept, "2035-12-02", 45, formula="The General Assembly,", ends=ends
    )


LAYOUTS = st.builds(
    replace,
    st.just(Layout()),
    columns=st.integers(30, 48),
    first=st.sampled_from((0, 2)),
    mark=st.sampled_from(("bare", "raised", "[]")),
    rule=st.sampled_from(("underscores", "dashes")),
    notes=st.sampled_from(("page", "end")),
    height=st.sampled_from((0, 25)),
)


@settings(max_examples=60)
@given(resolutions(), LAYOUTS)
def test_any_resolution_in_any_layout_is_read_back(doc: Resolution, layout: Layout) -> None:
    draft = draft_of(print_out(doc, layout))
    assert first_difference(doc, draft) is None


@settings(max_examples=60)
@given(resolutions(), LAYOUTS)
def test_no_word_is_lost(doc: Resolution, layout: Layout) -> None:
    text = print_out(doc, layout)
    draft = draft_of(text)
    assert [line.text for line in draft.lines] == [line.text for line in lines_of(text)]
