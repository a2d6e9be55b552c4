"""Tests what English words, sentences and footnotes tell about the characters of a scan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.reading import ocr
from archive.reading.doubts import doubts_in
from archive.reading.draft import Draft, DraftClause, DraftFootnote, SourceLine
from archive.reading.pdf.characters import Character, Face, Page, Recognition
from archive.reading.pdf.scanned_marks import mended
from archive.reading.scans.agreeing import agreed
from archive.reading.scans.clause_ends import with_ends
from archive.reading.scans.dashes import with_dashes
from archive.reading.scans.english_forms import in_form
from archive.reading.scans.odd_words import with_doubts
from archive.reading.scans.placing import pages_of
from archive.reading.scans.recognising import Box, Glyph
from archive.reading.scans.scanned import ScannedCharacter, ScannedLine, ScannedPage
from archive.reading.scans.spaces import with_spaces
from archive.reading.scans.specks import without_specks
from tests.test_reading_scans import glyphs, marked, set_in_ink, words

needs_ocr = pytest.mark.skipif(not ocr.is_installed(), reason="needs requirements-ocr.txt")


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("national arims race", "national arms race", "national ar?ms race"),
        ("national arms race", "national arims race", "national ar?ms race"),
        ("upon al l States", "upon all States", "upon al?l States"),
        ("ofthe Treaty", "of the Treaty", "of the Treaty"),
        ("Tratty, Zayta", "Tratty, Zeyta", "Tratty, Za?yta"),  # the list has neither name
        ("States in. the", "States in the", "States in? the"),
        ("prevent. combat", "prevent, combat", "prevent,? combat"),
        ("see vol. ii", "see vol, ii", "see vol.? ii"),
        ("NPT/CONE.2010", "NPT/CONF.2010", "NPT/CONE?.2010"),  # symbols have no words
        ("A/CONF:192/15", "A/CONF.192/15", "A/CONF.?192/15"),
        ("the following: that", "the following. That", "the following:? t?hat"),
        ("主国、大，", "主国、，", "主国、大?，"),  # nothing is left out because the rest has no words
    ],
)
def test_the_reading_that_makes_english_words_and_sentences_is_chosen(one: str, other: str, found: str) -> None:
    assert marked(agreed(glyphs(one, 0.99), glyphs(other, 0.98))) == found


@pytest.mark.parametrize(
    ("read", "seconds", "score", "found"),
    [
        ("2 Apri1", {"1": "l"}, 0.9, "2 April?"),
        ("nuciear", {"i": "l"}, 0.97, "nucl?ear"),
        ("nuciear", {"i": "l"}, 0.99, "nuciear"),  # the recogniser is sure
        ("Zayta", {"y": "x"}, 0.97, "Zayta"),
        ("state", {"a": "i"}, 0.97, "state"),
    ],
)
def test_the_next_best_letter_is_taken_if_only_it_makes_a_word(
    read: str, seconds: dict[str, str], score: float, found: str
) -> None:
    one = [
        Glyph(c, 10.0 * at, score if c in seconds else 1.0, seconds.get(c, ""), 1 - score) for at, c in enumerate(read)
    ]
    assert marked(agreed(one, one)) == found


@pytest.mark.parametrize(("one", "other", "found"), [('arms".', 'arms"', 'arms".?'), ("arms.", "arms", "arms")])
def test_a_point_behind_a_closing_sign_needs_only_one_reading(one: str, other: str, found: str) -> None:
    *letters, point = glyphs(one)
    assert marked(agreed([*letters, replace(point, score=0.7)], glyphs(other))) == found


def draft_of(*lines: str) -> Draft:
    return Draft("a.tif", "scan", "en", lines=[SourceLine(1, at, x, "clause", "op1") for at, x in enumerate(lines, 1)])


@pytest.mark.parametrize(
    ("lines", "doubtful"),
    [
        (["The agendaitem of the Assembly"], ["agendaitem"]),
        (["The chemical weapón and al l States"], ["weapón", "l"]),
        (["the reports of Sarmin", "and Sarmin again"], []),  # a name that the text has twice
        (["the report of Sarmin"], ["Sarmin"]),
        (["Notes the imple-", "mentation and non-", "proliferation"], []),  # words go on in the next line
        (["Notes the imple-", "mentotion"], ["imple-", "mentotion"]),
        (["of the TPNW, COVID-19, Part XXIV and A/CONF.192/15"], []),
        (["and to.provide, in. the Treaty, and .to the sea"], [".", ".", "."]),
        (["vol. 610, paras. 4 and 5, e.g. see www.un.org/disarmament/at"], []),
        (["faces the:danger and of,all"], [":", ","]),
        (['items entitled"Arms" and "Mines" (COVID-19)the'], ['"', ")"]),
        (["the Plan; as in Vienna; Austria; and all; see"], [";"]),
        (["of21 April, 12June and the 1st, 2nd and 23rd meetings"], ["of21", "June"]),
        (["of 30 N¹ovember 2017 and of 20163 on"], ["¹", "N¹ovember", "20163"]),
        (["resolution 52/38 0 of 9 December and 75/45 of 7"], ["0"]),
    ],
)
def test_words_and_signs_that_english_texts_do_not_have_are_doubtful(lines: list[str], doubtful: list[str]) -> None:
    found = with_doubts(draft_of(*lines)).lines
    spans = {line.text[start:end] for line in found for start, end in line.doubts}
    assert spans == {word for word in doubtful if not any(word in other and word != other for other in doubtful)}


def test_doubts_of_the_recogniser_stay_beside_those_of_the_words() -> None:
    draft = draft_of("a weapón")
    draft.lines[0] = replace(draft.lines[0], doubts=((0, 1),))
    assert with_doubts(draft).lines[0].doubts == ((0, 1), (2, 8))


def scanned(words: str, left: float, baseline: float, height: float, *, doubtful: str = "") -> ScannedLine:
    characters = tuple(
        ScannedCharacter(c, left + 5 * at, left + 5 * at + 5, 0.99, doubtful=c in doubtful)
        for at, c in enumerate(words)
    )
    right = left + 5 * len(words)
    return ScannedLine(left, baseline - height, right, baseline + 2, 0.0, height, baseline, characters)


def test_latin_lines_whose_ink_is_measured_with_small_errors_have_one_size() -> None:
    heights = (7.2, 6.9, 7.3, 7.2, 7.0)
    text = [scanned("Considering that the Treaty on a Zone", 60, 100 + 12 * at, h) for at, h in enumerate(heights)]
    low = scanned("on areas are", 60, 180, 5.0)  # no letter of this line is tall
    notes = [scanned("See resolution 44/29 of 4 May", 60, 700 + 10 * at, h) for at, h in enumerate((5.7, 5.8))]
    (page,) = pages_of([ScannedPage(595, 842, (*text, low, *notes))])
    sizes = {round(842 - character.y): character.size for character in page.characters}
    assert len({sizes[y] for y in (100, 112, 124, 136, 148, 180)}) == 1
    assert sizes[700] == sizes[710] < 0.9 * sizes[100]


@pytest.mark.parametrize(
    ("words", "below", "other", "found"),
    [
        ("all States.?", "the Treaty", "", "all States?"),
        ("all States.?", "the Treaty", ",", "all States,?"),
        ("all States.?", "The Treaty", ",", "all States.?"),
        ("see vol.", "ii and iii", "", "see vol."),
        ("Meeting of.?", "States Parties", "", "Meeting of?"),
        ("called for.", "The States", "", "called for.?"),
        ("accede to.", "States", ",", "accede to.?"),
        ("of the.", "States", "", "of the?"),
        ("of the .", "States", "", "of the?"),
        ("in All Its.", "Aspects", "", "in All Its?"),
        ("of 16.", "December", "", "of 16?"),
        ("Meeting of.?", "States Parties", ",", "Meeting of?"),  # no comma is behind of
        ("and, in.", "this regard", "", "and, in?"),
        ("the region;?", "including", ",", "the region,?"),
        ("the region;?", "and the", ",", "the region;?"),
        ("the region;", "including", ",", "the region;"),
        ("the region;?", "including", "", "the region;?"),
    ],
)
def test_a_sign_at_a_line_end_is_one_that_the_next_line_can_follow(
    words: str, below: str, other: str, found: str
) -> None:
    first = scanned(words.removesuffix("?"), 60, 100, 7)
    end = replace(first.characters[-1], doubtful=words.endswith("?"), other=other)
    lines = (replace(first, characters=(*first.characters[:-1], end)), scanned(below, 60, 112, 7))
    (page,) = pages_of([ScannedPage(595, 842, lines)])
    row = [character for character in page.characters if character.y == 742]
    assert "".join(c.text + "?" * (c.recognition is not None and c.recognition.doubtful) for c in row) == found


@needs_ocr
@pytest.mark.parametrize(
    ("read", "found"),
    [
        ("on 6.December", "on 6? December"),
        ("on 7July and 27 June2013", "on 7? July and 27 June? 2013"),
        ("part of'such", "part of? such"),
        ("measures taken -at the", "measures taken? at the"),
        ("short- and medium-range", "short- and medium-range"),
        ("word -based and non -nuclear", "word? based and non? nuclear"),  # a space keeps no doubt
        ("in .the sea", "in? the sea"),
        ("vol, 610. No, 42", "vol.? 610. No.? 42"),
        ("vol. 610. No..42", "vol. 610,? No.? 42"),
        ("Ibid, p. 4", "Ibid.?, p. 4"),
        ("A/CONF:192/15", "A/CONF.?192/15"),
        ("para, 24", "para.? 24"),
        ("resolution 2370.(2017)", "resolution 2370? (2017)"),
        ("faces: the", "faces: the"),
        ("No. 8843..", "No. 8843.?"),
        ("No. 33757. .", "No. 33757.?"),
        ("and so on ...", "and so on ..."),
        ("2: Requests the", "2.? Requests the"),
        ("12, Egypt and", "12, Egypt and"),  # a list goes on
        ("called for. The accord", "called for.? The accord"),  # a sentence can end
        ("called for .The accord", "called for? The accord"),
        ("the. State and its. Treaty", "the? State and its? Treaty"),  # none can
        ("entitled“Arms", "entitled? “Arms"),
        ("(COVID-19)pandemic", "(COVID-19)? pandemic"),
        ("of the chair(s) and", "of the chair(s) and"),
        ("2625 (xxv), III and Iv of VIl", "2625 (X?X?V?), III and IV? of VII?"),
        ("502 (Vi) and 41 (l)", "502 (VI?) and 41 (I?)"),
        ("paragraph 2 (i), article 7 (iv)", "paragraph 2 (i), article 7 (iv)"),  # places in lists
        ("paragraph 114 (iv)", "paragraph 114 (i?v)"),  # a place in a list, or a session
        ("ICBMs, NGOs and WMDs", "ICBMs, NGOs and WMDs"),
        ("All of COPUOs", "All of COPUOs"),
        ("on Ill-treatment in Part Ill", "on I?ll-treatment in Part II?I?"),
        ("Ill effects", "I?ll effects"),
        ("(CovID-19)", "(CO?V?ID-19)"),
        ("Vox and So, Co-operation", "Vox and So, Co-operation"),
        ("in the. Treaty of.27 July", "in the? Treaty of? 27 July"),
        ("第6.December；", "第6.December；"),
    ],
)
def test_a_line_has_the_forms_of_english_print(read: str, found: str) -> None:
    assert marked(in_form(glyphs(read))) == found


@needs_ocr
@pytest.mark.parametrize(
    ("sharp", "softened", "found"),
    [
        ("relation to. States", "relation to States", "relation to? States"),
        ("of 24 August-2016", "of 24 August 2016", "of 24 August? 2016"),
        ("declare and' destroy", "declare and destroy", "declare and? destroy"),
        ("see Add 1", "see Add.1", "see Add? 1"),
        ("see No. 42", "see No 42", "see No.? 42"),  # shortened words have a point
        ("see the Treaty.", "see the Treaty", "see the Treaty.?"),  # the end of a line
    ],
)
def test_a_sign_between_words_that_only_the_sharp_reading_has_is_a_speck(sharp: str, softened: str, found: str) -> None:
    assert marked(agreed(glyphs(sharp, 0.99), glyphs(softened, 0.98))) == found


@needs_ocr
@pytest.mark.parametrize(
    ("read", "found"),
    [
        ("12, Egypt and", "12. Egypt and"),
        ("called for. The accord", "called for The accord"),
    ],
)
def test_a_doubtful_sign_is_mended_where_a_sure_one_stays(read: str, found: str) -> None:
    line = [replace(glyph, doubtful=glyph.text in ".,") for glyph in glyphs(read)]
    mended_line = in_form(line)
    assert words([(Box(0, 0, 9, 9), mended_line)]) == [found]
    assert any(glyph.doubtful and glyph.text != " " for glyph in mended_line)


def ending(*clauses: tuple[str, str, str], note: str = "See A/1.") -> Draft:
    """A Draft of clauses (path, text, doubts of the end)."""
    kinds = {"pp": "preambular", "op": "operative"}
    made = [
        DraftClause("point" if "-" in path else kinds[path[:2]], path, "", "", text,
                    parent=path.partition("-")[0] if "-" in path else None)
        for path, text, _ in clauses
    ]  # fmt: skip
    lines = [
        SourceLine(1, at, text + "¹" * (path == "pp1"), "clause", path,
                   doubts=((len(text) - 1, len(text)),) if doubt else ())
        for at, (path, text, doubt) in enumerate(clauses, 1)
    ]  # fmt: skip
    lines.append(SourceLine(1, 90, note, "footnote", "1", doubts=((len(note) - 1, len(note)),)))
    return Draft("a.tif", "scan", "en", lines=lines, clauses=made, footnotes={"1": DraftFootnote("1", note)})


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        ("pp1", "Noting arms.?", "Noting arms,?"),
        ("pp1", "Noting arms,", "Noting arms,"),
        ("pp1", "Noting arms;", "Noting arms;?"),  # the recogniser is sure, and the print can be wrong
        ("pp1", "Noting arms", "Noting arms?"),  # nothing is invented
        ("op1", "Urges States:?", "Urges States;?"),
        ("op1", "Urges States,", "Urges States,?"),
        ("op2", "Urges States:", "Urges States:"),  # points follow
        ("op2-a", "To arm:?", "To arm;?"),
        ("op2-a", "To arm; and", "To arm; and"),
        ("op3", "Decides so,?", "Decides so.?"),
    ],
)
def test_the_ends_of_clauses_are_as_the_form_demands_or_doubtful(path: str, text: str, found: str) -> None:
    usual = {"pp1": "Noting,", "op1": "Urges;", "op2": "Urges:", "op2-a": "To;", "op2-b": "To;", "op3": "Decides."}
    plain = text.removesuffix("?")
    draft = with_ends(
        ending(*((p, plain if p == path else x, "?" * (p == path and text != plain)) for p, x in usual.items()))
    )
    read = next(clause.text for clause in draft.clauses if clause.path == path)
    assert read + "?" * bool(doubts_in(draft).get(path)) == found
    assert [c.text for c in draft.clauses if c.path != path] == [x for p, x in usual.items() if p != path]


@pytest.mark.parametrize(("note", "found"), [("See A/1,", "See A/1."), ("See A/1", "See A/1")])
def test_a_footnote_ends_with_a_point(note: str, found: str) -> None:
    draft = with_ends(ending(("pp1", "Noting,", ""), note=note))
    assert draft.footnotes["1"].text == found
    assert "footnote 1" in doubts_in(draft)


def page_of(*rows: str) -> Page:
    """A page with a short rule before the rows that begin with ¹ … ⁹ or with #, which stands for nothing there.
    Superior digits are raised."""
    plain = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
    face = Face("", bold=False, italic=False)
    characters, rules = [], []
    for at, row in enumerate(rows):
        y = 800.0 - 14 * at
        if row.startswith("#"):
            rules.append((50.0, 100.0, y + 10))
        for place, c in enumerate(row.removeprefix("#")):
            raised = c != c.translate(plain)
            characters.append(
                Character(
                    c.translate(plain), 50.0 + 6 * place, 56.0 + 6 * place, y, 6.0 if raised else 10.0,
                    face, raised=raised, recognition=Recognition(0.9, False, (0, 0, 1, 1)),
                )
            )  # fmt: skip
    return Page(1, 842, characters, rules=rules, scanned=True)


def read_from(page: Page) -> list[str]:
    superior = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
    rows: dict[float, str] = {}
    for c in page.characters:
        rows[c.y] = rows.get(c.y, "") + (c.text.translate(superior) if c.raised else c.text)
    return list(rows.values())


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (("Bodies¹ and² of³ the⁴", "#¹ See A/1.", "² See A/2.", "² See A/3.", "⁴ See A/4."), {3: "³ See A/3."}),
        (("the region,¹ has,' and³", "#¹ See A/1.", "² See A/2.", "³ See A/3."), {0: "the region,¹ has,² and³"}),
        (("report of 20163 and of⁴", "#³ See A/3.", "⁴ See A/4."), {0: "report of 2016³ and of⁴"}),
        (("of 2016,¹⁶ and 2017,⁹ on", "#¹⁶ See A/3.", "⁹ See A/4."), {}),  # nothing tells which of the two is wrong
        (
            ("of 2016,¹² and 2017,³ on", "#¹² See A/3.", "³ See A/4."),
            {0: "of 2016,¹² and 2017,¹³ on", 2: "¹³ See A/4."},
        ),
        (("a⁸ b⁹ c¹² d²", "#⁸ See A/1.", "⁹ See A/3.", "¹² See A/4.", "² See A/4."), {}),  # notes may have been lost
        (("of 2016,¹⁶ and 2017,¹⁷ on", "#¹⁶ See A/3.", "⁷ See A/4."), {2: "¹⁷ See A/4."}),
        (("the States' and has,' by,' and³", "#² See A/2.", "³ See A/3."), {}),  # two signs can be the mark
        (("of 4 May 2016 and³", "#² See A/2.", "³ See A/3."), {}),
        (
            ("a⁵ b⁶ c⁷ d⁸ e⁹", "#⁴ See A/1.", "⁵ Ibid.", "⁷ C.", "⁸ D.", "⁹ E."),  # the text has all the numbers
            {1: "⁵ See A/1.", 2: "⁶ Ibid."},
        ),
        (("Treaty,⁵ and States⁶ to", "#⁴ See A/1.", "⁵ Ibid."), {1: "⁵ See A/1.", 2: "⁶ Ibid."}),
        (("Treaty,⁵ and States⁶ to", "#⁴ See A/1.", "⁵ Ibid.", "Arms."), {1: "⁵ See A/1.", 2: "⁶ Ibid."}),
        (("by,' Treaty,⁵ and States⁶ to", "#⁴ See A/1.", "⁵ Ibid."), {0: "by,⁴ Treaty,⁵ and States⁶ to"}),
        (("Treaty,⁷ and States⁸ to", "#¹ See A/1.", "² Ibid."), {}),  # nothing tells which are wrong
        (("Treaty,¹ and² to", "#¹ See A/1,", "annex.", "Arms, Mines."), {3: "²Arms, Mines."}),
        (("Treaty,¹ and² to", "#A/1, annex,", "part two.", "² See A/2."), {1: "¹A/1, annex,"}),
        (("Treaty² to", "#A/1, annex.", "² See A/2."), {}),  # a note of the column before can go on
        (("Treaty,¹ and² to", "#¹ See A/1.", "Arms.", "Mines."), {}),  # two rows can be the second note
        (("a¹ b³ c⁴", "#¹ See A/1.", "³ See A/3.", "⁴ See A/4."), {}),  # a note may have been lost
    ],
)
def test_marks_are_mended_by_the_order_of_the_notes(rows: tuple[str, ...], found: dict[int, str]) -> None:
    page = page_of(*rows)
    after = mended(page)
    wanted = [found.get(at, row.removeprefix("#")) for at, row in enumerate(rows)]
    assert read_from(after) == wanted
    doubtful = {c.y for c in after.characters if c.recognition and c.recognition.doubtful}
    assert doubtful == {800.0 - 14 * at for at in found}


@needs_ocr
def test_a_space_beside_a_narrow_letter_is_read_once() -> None:
    ink, page = set_in_ink("no 1 of 2 all is so", "to all States")
    (box, read) = page[1]
    place = next(at for at, glyph in enumerate(read) if glyph.text == "l") + 1
    narrow = [replace(glyph, x=glyph.x + 16) if at == place else glyph for at, glyph in enumerate(read)]
    narrow = [replace(glyph, x=glyph.x + 8) if at == place + 1 else glyph for at, glyph in enumerate(narrow)]
    assert words(with_spaces(ink, [page[0], (box, narrow)]))[1] == "to all States"


@needs_ocr
@pytest.mark.parametrize(
    ("specks", "score", "found"),
    [
        (0, 0.99, "39574.?"),  # clean paper does not tell how large a speck is
        (0, 0.9, "39574?"),
        (80, 0.99, "39574?"),  # the page has specks of this size, and all signs are larger
    ],
)
def test_a_small_point_stays_where_specks_are_not_known_to_be_smaller(specks: int, score: float, found: str) -> None:
    import numpy as np

    ink, page = set_in_ink("a, b, c, d, e, f, g, h", "39574'")
    ink = np.pad(ink, ((0, 200), (0, 200)))
    for at in range(specks):
        top, left = ink.shape[0] - 60 + 6 * (at // 40), 8 * (at % 40)
        ink[top : top + 2, left : left + 2] = True
    box, read = page[1]
    page[1] = (box, [*read[:-1], replace(read[-1], score=score)])
    _, after = without_specks(ink, page)
    assert marked(after[1][1]) == found


@needs_ocr
@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("Add'1", "Add? 1"),
        ("Rev'2", "Rev? 2"),
        ("No'42", "No? 42"),
        ("treaty'The", "treaty? The"),
        ("treaty.' The", "treaty.? The"),
        ("arma'ment", "arma?ment"),  # parts no words
    ],
)
def test_a_small_point_that_goes_leaves_a_doubt(row: str, found: str) -> None:
    ink, page = set_in_ink("a, b, c, d, e, f, g, h", row)
    box, read = page[1]
    page[1] = (box, [replace(glyph, score=0.96) if glyph.text == "." else glyph for glyph in read])
    _, after = without_specks(ink, page)
    assert marked(after[1][1]) == found


@needs_ocr
@pytest.mark.parametrize(("length", "found"), [(6, "of 2021-2025"), (12, "of 2021–?2025")])
def test_a_dash_is_told_from_a_hyphen_by_its_length(length: int, found: str) -> None:
    rows = ["sub-item on-going non-aligned", "of 2021-2025"]
    ink, page = set_in_ink(*rows)
    for row, (box, read) in zip(rows, page, strict=True):
        for sign, glyph in zip(row, read, strict=True):
            if sign == "-":
                middle, foot = int(glyph.x), box.top + 30
                ink[foot - 22 : foot, middle - 7 : middle + 7] = False
                half = 3 if row == rows[0] else length // 2
                ink[foot - 8 : foot - 6, middle - half : middle + half] = True
    assert [marked(read) for _, read in with_dashes(ink, page)] == [rows[0], found]
