"""Tests the reader of scans: what is sure and what is doubtful, places, and a page that is really recognised."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from archive.messages import Unreadable
from archive.reading import ocr, read
from archive.reading.doubts import doubts_in, other_doubts
from archive.reading.draft import Draft, DraftClause, DraftFootnote, ReadingWarning, SourceLine
from archive.reading.scans.agreeing import agreed
from archive.reading.scans.lookalikes import doubtful_places
from archive.reading.scans.measuring import Measured, _can_be_mark, _has_room, _raised_at_start, measure
from archive.reading.scans.pairs import with_warnings
from archive.reading.scans.placing import pages_of
from archive.reading.scans.reader import read_recognised, recognise_page
from archive.reading.scans.recognising import Box, Glyph
from archive.reading.scans.scanned import ScannedCharacter, ScannedLine, ScannedPage, from_json, to_json
from archive.reading.scans.spaces import with_spaces
from archive.reading.scans.specks import without_specks
from tests.scanned_page import LINES, tiff

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"


def test_without_the_option_a_scan_is_refused_with_the_command_that_installs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    with pytest.raises(Unreadable) as refused:
        read(PNG, "scan.png")
    assert refused.value.message.code == "scan.not_installed"
    assert "requirements-ocr.txt" in str(refused.value)


def glyphs(words: str, score: float = 1.0, **seconds: str) -> list[Glyph]:
    """The characters with one score. ``seconds`` maps a character to its next best reading, with the rest of it."""
    return [Glyph(c, 10.0 * at, score, seconds.get(c, ""), 1 - score) for at, c in enumerate(words)]


def marked(found: list[Glyph]) -> str:
    """The characters; a doubtful one has a ? behind it."""
    return "".join(glyph.text + "?" * glyph.doubtful for glyph in found)


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        (glyphs("联合王国"), glyphs("联合王国"), "联合王国"),
        (glyphs("联合王国", 0.8), glyphs("联合王国"), "联?合?王?国?"),  # a low score
        (glyphs("联合主国", 0.98), glyphs("联合王国", 0.99), "联合王?国"),
        (glyphs("国际,安全"), glyphs("国际，安全"), "国际，安全"),  # the width of punctuation
        (glyphs("A/C0NF.192/15"), glyphs("A/C0NF.192/15"), "A/CONF.192/15"),
        (glyphs("·18.鼓励"), glyphs("18.鼓励"), "18.鼓励"),  # a speck before a line
        (glyphs("2-又欢迎"), glyphs("2-又欢迎"), "2.?又欢迎"),  # the point of a number
        (glyphs("第12条"), glyphs("第1条"), "第12?条"),  # one reading lacks a digit
    ],
)
def test_characters_on_which_two_readings_differ_are_doubtful(one: list[Glyph], other: list[Glyph], found: str) -> None:
    assert marked(agreed(one, other)) == found


def line(words: str, left: float, baseline: float, pitch: float = 10.0, doubtful: str = "") -> ScannedLine:
    """A line in which a raised digit is written as ¹ … ⁹."""
    raised = "¹²³⁴⁵⁶⁷⁸⁹"
    characters = tuple(
        ScannedCharacter(
            str(raised.index(c) + 1) if c in raised else c,
            left + 10 * at,
            left + 10 * at + 10,
            0.99,
            doubtful=c in doubtful,
            raised=c in raised,
        )
        for at, c in enumerate(words)
    )
    return ScannedLine(left, baseline - 9, left + 10 * len(words), baseline + 1, pitch, 9.2, baseline, characters)


PAGE = ScannedPage(
    595,
    842,
    (
        line("90/2.一项试验", 80, 100),
        line("大会，", 80.4, 120),
        line("回顾其第89/47号决议和各国的责任¹，", 99.7, 140.3),
        line("1.决定继续审议各国的常规武器转让；", 100.2, 160, doubtful="转"),
        line("2.请秘书长向大会提出关于本决议的报告。", 100, 180),
        line("2035年12月8日", 80, 200, pitch=0),
        line("第60次全体会议", 80.2, 220, pitch=0),
        line("¹见A/90/7，附件，其中载有各国的答复。", 80, 700),
        line("-3.-", 290, 800, pitch=0),
    ),
    ((80.0, 150.0, 685.0),),
)


def test_recognised_lines_go_the_way_of_the_lines_of_a_pdf() -> None:
    (draft,) = read_recognised([to_json(PAGE)], "scan.tif")
    assert [(c.path, c.text, [(m.marker, m.at) for m in c.marks]) for c in draft.clauses] == [
        ("pp1", "回顾其第89/47号决议和各国的责任，", [("1", 18)]),
        ("op1", "决定继续审议各国的常规武器转让；", []),
        ("op2", "请秘书长向大会提出关于本决议的报告。", []),
    ]
    assert (draft.format, draft.symbol, str(draft.adopted_on), draft.meeting) == (
        "scan",
        "A/RES/90/2",
        "2035-12-08",
        60,
    )
    assert draft.footnotes["1"].text == "见A/90/7，附件，其中载有各国的答复。"
    assert doubts_in(draft) == {"op1": [(13, 14)]}
    transfer = next(line for line in draft.lines if line.place == "op1")
    assert (transfer.score, transfer.doubts) == (0.99, ((15, 16),))
    assert transfer.box == pytest.approx((100 / 595, 151 / 842, 280 / 595, 161 / 842), abs=0.002)


def test_recognised_pages_are_stored_without_loss() -> None:
    assert from_json(to_json(PAGE)) == PAGE


def test_sizes_that_differ_by_the_errors_of_recognition_are_equal() -> None:
    lines = [
        line("各国的常规武器转让" * 3, 80, 100 + 20 * row, size) for row, size in enumerate((9.8, 10.3, 10.0, 7.9))
    ]
    (page,) = pages_of([ScannedPage(595, 842, (*lines, line("见附件。", 80, 200, pitch=0)))])
    sizes = {round(c.y): c.size for c in page.characters}
    assert sizes[742] == sizes[722] == sizes[702] == sizes[642]  # the last line has no measured size
    assert sizes[682] == 7.9


@pytest.mark.parametrize(
    ("read", "placed"),
    [
        (("62.", "Resolution S-10/2。"), "62Resolution S-10/2."),  # a speck beside a page number
        (("62.", "第S-10/2号决议。"), "62第S-10/2号决议。"),
        (("2. 请秘书长", "- 3."), "2. 请秘书长3"),
    ],
)
def test_punctuation_is_that_of_the_language_and_page_numbers_have_none(read: tuple[str, str], placed: str) -> None:
    lines = tuple(line(words, 80, 100 + 600 * row, pitch=0) for row, words in enumerate(read))
    (page,) = pages_of([ScannedPage(595, 842, lines)])
    assert "".join(character.text for character in page.characters) == placed


def test_the_number_of_a_paragraph_at_the_head_of_a_page_keeps_its_point() -> None:
    row = (line("2.", 80, 100, pitch=0), line("请秘书长，", 110, 100), line("各国，", 80, 120))
    (page,) = pages_of([ScannedPage(595, 842, row)])
    assert "".join(character.text for character in page.characters) == "2.请秘书长，各国，"


@pytest.mark.parametrize(("alone", "kept"), [("4", ""), ("5", "5")])
def test_a_mark_that_is_a_box_of_its_own_and_is_found_beside_a_line_too_is_there_once(alone: str, kept: str) -> None:
    words = replace(line("⁴见A/90/7，附件。", 80, 700), top=690, bottom=702)
    mark = replace(line(alone, 79, 696), top=688, bottom=697, right=84, height=7)
    (page,) = pages_of([ScannedPage(595, 842, (mark, words))])
    assert "".join(character.text for character in page.characters) == f"{kept}4见A/90/7，附件。"


@pytest.mark.parametrize(
    ("read", "doubtful", "placed"),
    [
        ("for disarmäment in Côte", "ä", "for disarmament in Côte"),
        ("for disarmäment in Côte", "", "for disarmäment in Côte"),
        ("São Tomé", "é", "São Tomé"),  # tome is a word, but this is a name
        ("裁军 disarmäment", "ä", "裁军 disarmäment"),
    ],
)
def test_doubtful_accents_of_english_words_are_specks(read: str, doubtful: str, placed: str) -> None:
    (page,) = pages_of([ScannedPage(595, 842, (line(read, 80, 100, doubtful=doubtful),))])
    assert "".join(character.text for character in page.characters) == placed


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("题为“甲”的（乙）决议", None),
        ("题为甲”的决议", "“”"),
        ('题为“甲"的决议', None),  # the recogniser takes one quotation mark for another
        ("“国际法院关于以核武器’的咨询意见”", "‘’"),
        ("《不扩散核武器条约（甲》", "（）"),
        ("Recalls the Secretary-General's report (A/1", "（）"),
    ],
)
def test_a_sign_without_its_partner_is_said(text: str, signs: str | None) -> None:
    clause = DraftClause("operative", "op1", "1.", "", text)
    (*_, found) = [None, *with_warnings(Draft("a.tif", "scan", "zh", clauses=[clause])).warnings]
    assert found == (signs and ReadingWarning("op1", "scan.unpaired", {"signs": signs}))


def test_mended_words_are_not_doubtful() -> None:
    lines = [
        SourceLine(1, 1, "1. 联合主国和各", "clause", "op1", 0.9, ((5, 6),)),
        SourceLine(1, 2, "国，", "clause", "op1"),
    ]
    draft = Draft("a.tif", "scan", "zh", lines=lines)
    draft.clauses = [DraftClause("operative", "op1", "1.", "", "联合主国和各国，")]
    assert doubts_in(draft) == {"op1": [(2, 3)]}
    draft.clauses = [replace(draft.clauses[0], text="联合王国和各国，")]
    assert doubts_in(draft) == {}


def test_doubts_outside_clauses_are_kept_with_their_line() -> None:
    lines = [
        SourceLine(1, 9, "2035年12月B日", "end", "", 0.9, ((8, 9),)),
        SourceLine(1, 10, "3", "furniture", "", 0.5, ((0, 1),)),
    ]
    draft = Draft("a.tif", "scan", "zh", lines=lines, footnotes={"1": DraftFootnote("1", "见附件。")})
    assert other_doubts(draft) == [(lines[0], "B")]


needs_ocr = pytest.mark.skipif(not ocr.is_installed(), reason="needs requirements-ocr.txt")


@needs_ocr
def test_ink_of_a_rule_or_of_another_line_at_the_edge_of_a_box_is_not_measured() -> None:
    import numpy as np

    ink = np.zeros((60, 200), bool)
    ink[20:22, :90] = True  # a rule
    ink[26:40, :180] = True  # the characters
    ink[43:50, :180] = True  # the heads of the next line
    found = measure(ink, Box(0, 20, 200, 45), glyphs("见附件"))
    assert (found.height, found.foot) == (14, 40)


@needs_ocr
def test_latin_letters_are_measured_from_the_foot_of_the_most_to_the_head_of_the_tall_ones() -> None:
    import numpy as np

    ink = np.zeros((60, 400), bool)
    ink[26:40, :380:2] = True  # the letters
    ink[18:40, 10:16] = True  # a tall letter
    ink[26:46, 40:46] = True  # a letter that reaches below
    found = measure(ink, Box(0, 10, 400, 50), glyphs("a large number"))
    assert (found.height, found.foot) == (22, 40)


def set_in_ink(*rows: str) -> tuple[Any, list[tuple[Box, list[Glyph]]]]:
    """The ink of a page with these lines, and the boxes as they are read. A cell has 20 dots, a space none of ink.

    ``'`` in a row is a speck, which is read as a point in place of a space; ``_`` is a space that is not read.
    """
    import numpy as np

    ink, page = np.zeros((60 * len(rows) + 20, 20 * max(map(len, rows)) + 40), bool), []
    for at, row in enumerate(rows):
        foot, read = 60 * at + 40, []
        for place, sign in enumerate(row):
            left = 20 * place + 10
            tops = {".": (4, 0), ",": (5, -3), "'": (12, 11), " ": (0, 0), "_": (0, 0)}
            top, below = tops.get(sign, (22, 0))
            width = {".": 4, ",": 5, "'": 2}.get(sign, 14)
            ink[foot - top : foot - below, left : left + width] = True
            if sign != "_":
                text = "." if sign == "'" else sign
                read.append(Glyph(text, left + width / 2, 1.0))
        page.append((Box(0, foot - 30, ink.shape[1], foot + 12), read))
    return ink, page


def words(page: list[tuple[Box, list[Glyph]]]) -> list[str]:
    return ["".join(glyph.text for glyph in read) for _, read in page]


@needs_ocr
def test_points_that_are_specks_are_dropped_and_the_spaces_that_they_hid_are_added() -> None:
    ink, page = set_in_ink("no. 1, no. 2, no. 3.", "vol. 4 of'the Treaty,'and", "all_States 2011")
    assert words(page)[1:] == ["vol. 4 of.the Treaty,.and", "allStates 2011"]
    clean, without = without_specks(ink, page)
    assert words(without) == ["no. 1, no. 2, no. 3.", "vol. 4 of the Treaty,and", "allStates 2011"]
    spaced = with_spaces(clean, without)
    assert words(spaced) == ["no. 1, no. 2, no. 3.", "vol. 4 of the Treaty, and", "all States 2011"]
    assert [marked(read) for _, read in spaced][2] == "all? States 2011"


@needs_ocr
@pytest.mark.parametrize(
    ("read", "kept"),
    [
        ("和建设和平事.业，", "和建设和平事业，"),  # between Han characters
        ("童贩运问题，.认为", "童贩运问题，认为"),  # behind another sign
        ("具体目标16.4的相关性", "具体目标16.4的相关性"),
        ("1.决定", "1.决定"),
    ],
)
def test_points_where_chinese_print_has_none_are_dropped(read: str, kept: str) -> None:
    import numpy as np

    ink = np.zeros((60, 400), bool)
    for left in range(0, 400, 10):
        ink[36:40, left : left + 4] = True  # a point at each place
        ink[14:40, left + 6 : left + 8] = True
    _, ((_, found),) = without_specks(ink, [(Box(0, 10, 400, 50), glyphs(read))])
    assert "".join(glyph.text for glyph in found) == kept


@needs_ocr
@pytest.mark.parametrize(
    ("words", "foot_of_number", "found"),
    [
        ("13见A/64/85", 25, "¹³见A/64/85"),
        ("13见A/64/85", 40, "13见A/64/85"),  # its ink is at the foot of the line
        ("13.决定", 25, "13.决定"),
        ("2017年", 25, "2017年"),
    ],
)
def test_a_number_at_the_beginning_of_a_line_is_raised_if_it_has_no_ink_at_the_foot(
    words: str, foot_of_number: int, found: str
) -> None:
    import numpy as np

    ink = np.zeros((60, 200), bool)
    ink[16:foot_of_number, 2:18] = True
    read = _raised_at_start(glyphs(words), ink, Box(0, 10, 200, 50), Measured(20, 24, 40), 2)
    assert "".join("⁰¹²³⁴⁵⁶⁷⁸⁹"[int(glyph.text)] if glyph.raised else glyph.text for glyph in read) == found


@pytest.mark.parametrize(("gap", "room"), [(0, False), (6, True)])
def test_a_raised_digit_needs_room_between_the_characters(gap: int, room: bool) -> None:
    """The recogniser gives the places of characters with errors; their neighbours tell where they are."""
    errors = (0, 2, -2, 1, -4, 4, -1, 2, -2, 0)  # the fifth and the sixth seem to leave room
    read = [
        replace(glyph, x=20 * at + 10 + error + (gap if at > 4 else 0))
        for at, (glyph, error) in enumerate(zip(glyphs("回顾各国的空间活动等"), errors, strict=True))
    ]
    assert _has_room(Box(97, 20, 103, 30), read, Measured(pitch=20, height=18, foot=40)) is room


@pytest.mark.parametrize(
    ("text", "doubtful", "can_be"),
    [
        ("r", True, True),
        ("r", False, False),
        ("+", False, True),
        ("见", True, False),
        ("5", True, False),
        ("'", True, False),  # an apostrophe of a Latin word
    ],
)
def test_a_doubtful_letter_can_be_what_is_read_for_a_raised_digit(text: str, doubtful: bool, can_be: bool) -> None:
    assert _can_be_mark(Glyph(text, 10, 0.8, doubtful=doubtful), quotes="'") is can_be


@pytest.mark.parametrize(
    ("words", "marked"),
    [
        ("题为“审查和执行太会第十届特别会议", "太"),
        ("题为“审查和执行大会第十届特别会议", ""),
        ("关于外层空间和太空的末来", "末"),
        ("回顾其自己的决定", ""),
        ("第46/361号和第53/770号决议", "10"),
        ("第一（一）号、第九条第（二）款和第2（二）段", "））"),
        ("题为允许在非国家和题为“允许”", "为"),
        ("第52/38 0号、第53/77 W号和第53/777 1号决议", "01"),
        ("0号、2001年11月29日第56/24H号", "0"),  # 55/33 is on the line before
        ("第77/12号决议、A/65/410", ""),  # documents have numbers of three digits
        ("性别有关的考虑因素；.", "."),
        ("联合国各会员国，以及第7.2条", ""),
    ],
)
def test_characters_that_are_probably_others_are_doubtful(words: str, marked: str) -> None:
    assert "".join(words[place] for place in sorted(doubtful_places(words))) == marked


@needs_ocr
def test_a_page_is_recognised() -> None:
    lines, picture = recognise_page(tiff(LINES), 1)
    assert picture.startswith(b"\x89PNG")
    (draft,) = read_recognised([lines], "scan.tif")
    assert [(c.label, c.text, [(m.marker, m.at) for m in c.marks]) for c in draft.clauses] == [
        ("", "回顾其2034年12月7日第89/47号决议，并铭记各国有责任维护国际和平与安全，", [("1", 22)]),
        ("1.", "决定继续审议常规武器的转让；", []),
        ("2.", "请秘书长向大会第九十一届会议提出报告。", []),
    ]
    assert (draft.symbol, draft.title, draft.footnotes["1"].text) == ("A/RES/90/2", "一项试验", "见A/90/7，附件。")


@needs_ocr
@pytest.mark.parametrize(
    ("content", "code"),
    [
        (PNG, "scan.damaged"),
        (b"II*\0" + bytes(40), "scan.damaged"),
        (b"\xff\xd8\xff" + b"x" * 100, "scan.damaged"),
    ],
)
def test_a_damaged_picture_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(content, "scan")
    assert refused.value.message.code == code


@needs_ocr
def test_an_import_is_told_that_scans_are_read_at_the_desk() -> None:
    with pytest.raises(Unreadable) as refused:
        read(tiff(LINES, LINES), "scan.tif")
    assert (refused.value.message.code, refused.value.message.values) == ("scan.to_recognise", {"pages": "2"})
