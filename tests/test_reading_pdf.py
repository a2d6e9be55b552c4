"""Tests the PDF reader: on real resolutions set by typesetters, on single characters, and on files to be refused."""

from __future__ import annotations

import io
import random
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from archive.reading import Draft, Unreadable, ocr, read
from archive.reading.draft import SOURCE_ROLES, ReadingWarning
from archive.reading.pdf import columns as pdf_columns
from archive.reading.pdf import reader as pdf
from archive.reading.pdf.characters import Character, Face, Page, pages_of
from archive.reading.pdf.layout import arrange
from archive.reading.pdf.lines import PrintedLine, lines_of
from archive.reading.printed.lines import FURNITURE
from tests.typesetting import produce
from tests.typesetting.compare import Tally
from tests.typesetting.resolutions import DATA, first_committee, seed

_HAN, _BOLD = Face("Song", bold=False, italic=False), Face("Hei", bold=True, italic=False)

needs_data = pytest.mark.skipif(not DATA.exists(), reason="needs ../shared/data")
layouts = pytest.mark.parametrize(
    "layout",
    [
        pytest.param(layout, marks=pytest.mark.skipif(not produce.is_installed(layout), reason=f"needs {layout}"))
        for layout in ("libreoffice", "xelatex")  # benchmarks/reading_formats.py has others, which take longer
    ],
)


@pytest.fixture(scope="module")
def set_seed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The seed in every layout whose program is installed."""
    if not DATA.exists():
        pytest.skip("../shared/data is not here")
    folder = tmp_path_factory.mktemp("seed")
    return {
        layout: produce.pdfs([seed()], layout, folder / layout)[0]
        for layout in ("libreoffice", "xelatex")
        if produce.is_installed(layout)
    }


@pytest.fixture
def any_pdf(set_seed: dict[str, bytes]) -> bytes:
    if not set_seed:
        pytest.skip("no typesetter here")
    return next(iter(set_seed.values()))


@needs_data
@layouts
def test_the_seed_set_as_pdf_is_read_exactly(layout: str, set_seed: dict[str, bytes]) -> None:
    (found,) = read(set_seed[layout], "seed.pdf")
    wanted = seed()
    assert (found.format, found.warnings) == ("pdf", [])
    assert found.clauses == wanted.clauses
    assert found.footnotes == wanted.footnotes
    facts = ("symbol", "title", "title_marks", "formula", "end", "adopted_on", "meeting", "session")
    assert [getattr(found, name) for name in facts] == [getattr(wanted, name) for name in facts]


@needs_data
@layouts
def test_resolutions_in_three_layouts_are_read_back(layout: str, tmp_path: Path) -> None:
    drafts = [draft for draft in first_committee(("79",)) if draft.footnotes][::12]
    tally = Tally()
    for draft, content in zip(drafts, produce.pdfs(drafts, layout, tmp_path), strict=True):
        tally.add(draft, read(content, draft.symbol)[0])
    assert tally.there["clauses"] > 100
    assert tally.there["marks"] > 20
    assert tally.share("clauses") >= 0.99, str(tally)
    assert tally.share("footnotes") >= 0.99, str(tally)
    assert tally.share("marks") >= 0.99, str(tally)
    assert tally.share("openings") >= 0.99, str(tally)


@needs_data
@layouts
def test_every_line_of_the_original_is_accounted_for(layout: str, set_seed: dict[str, bytes]) -> None:
    (found,) = read(set_seed[layout], "seed.pdf")
    printed = sum(len(lines_of(page, None)) for page in pages_of(set_seed[layout]))
    assert len(found.lines) == printed
    assert {line.role for line in found.lines} <= set(SOURCE_ROLES)
    paths = {clause.path for clause in found.clauses}
    assert {line.place for line in found.lines if line.role == "clause"} == paths
    assert {line.place for line in found.lines if line.role == "footnote"} == set(found.footnotes)
    assert any(line.role == "furniture" for line in found.lines)


def test_pages_in_another_language_are_left_out_with_a_warning(any_pdf: bytes, tmp_path: Path) -> None:
    if not produce.is_installed("xelatex"):
        pytest.skip("no xelatex here")
    english = _english(tmp_path)
    with pypdfium2.PdfDocument(any_pdf) as chinese, pypdfium2.PdfDocument(english) as other:
        both = pypdfium2.PdfDocument.new()
        both.import_pages(other)
        both.import_pages(chinese)
        both.save(out := io.BytesIO())
    (found,) = read(out.getvalue(), "both.pdf")
    assert found.clauses == seed().clauses
    assert found.warnings == [ReadingWarning("page 1", "pdf.page_not_chinese")]
    assert {line.page for line in found.lines if line.role == "language"} == {1}
    (alone,) = read(english, "english.pdf")
    assert (alone.language, alone.symbol, alone.clauses[0].opening) == ("en", "A/RES/65/72", "Recalling")


def _english(folder: Path) -> bytes:
    draft = Draft("x", "text", "en", "A/RES/65/72", "United action", formula="The General Assembly,", end="8 December")
    words = "Recalling the need for all States to take further practical steps towards the total elimination of arms, "
    draft.clauses = [replace(seed().clauses[0], text=words * 8, opening="Recalling", marks=[])]
    return produce.pdfs([draft], "xelatex", folder)[0]


@pytest.mark.parametrize(("installed", "code"), [(False, "scan.not_installed"), (True, "scan.to_recognise")])
def test_a_scan_is_refused_as_one(installed: bool, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: installed)
    with pytest.raises(Unreadable) as refused:
        read(_scan(), "scan.pdf")
    assert refused.value.message.code == code


def _scan() -> bytes:
    """A page that is one picture."""
    document = pypdfium2.PdfDocument.new()
    page = document.new_page(595, 842)
    bitmap = pypdfium2.PdfBitmap.new_native(60, 84, pdfium.FPDFBitmap_BGR)
    picture = pypdfium2.PdfImage.new(document)
    picture.set_bitmap(bitmap)
    picture.set_matrix(pypdfium2.PdfMatrix().scale(595, 842))
    page.insert_obj(picture)
    page.gen_content()
    document.save(out := io.BytesIO())
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n",
        b"%PDF-1.7\nxref\n0 1\ntrailer<</Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF",
        b"stray bytes %PDF-1.4 and nothing",
    ],
)
def test_a_damaged_file_is_refused(content: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        read(content, "broken.pdf")
    assert refused.value.message.code == "pdf.damaged"


def test_a_circle_of_pages_is_refused() -> None:
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1/Parent 3 0 R>>",
        b"<</Type/Pages/Kids[2 0 R]/Count 1/Parent 2 0 R>>",
    ]
    with pytest.raises(Unreadable):
        read(_pdf(objects), "loop.pdf")


def test_a_file_with_a_password_is_refused_as_one() -> None:
    # RC4 of 40 bits: keys that no password opens are as good as any.
    key = b"(" + b"x" * 32 + b")"
    encryption = b"<</Filter/Standard/V 1/R 2/P -4/O" + key + b"/U" + key + b">>"
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>", encryption]
    identity = b"/ID[(aaaaaaaaaaaaaaaa)(aaaaaaaaaaaaaaaa)]/Encrypt 3 0 R"
    with pytest.raises(Unreadable) as refused:
        read(_pdf(objects, identity), "locked.pdf")
    assert refused.value.message.code == "pdf.encrypted"


def _pdf(objects: list[bytes], trailer: bytes = b"") -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj" % number + content + b"endobj\n"
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(
        b"%010d 00000 n \n" % p for p in places
    )
    end = b"trailer<</Root 1 0 R/Size %d%b>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, trailer, len(out))
    return out + table + end


def test_mutated_files_are_read_or_refused(any_pdf: bytes) -> None:
    chance = random.Random(7)
    for _ in range(40):
        content = bytearray(any_pdf)
        for _ in range(chance.choice((1, 10, 200))):
            content[chance.randrange(len(content))] = chance.randrange(256)
        if chance.random() < 0.3:
            del content[chance.randrange(len(content)) :]
        outcome: object
        try:
            outcome = read(bytes(content), "mutated.pdf")
        except Unreadable as error:
            outcome = error
        assert outcome if isinstance(outcome, list) else str(outcome).endswith(".")


# ── One page, character by character


def _set(text: str, x: float, y: float, size: float = 10, face: Face = _HAN) -> list[Character]:
    """Characters on a baseline. A Han character is as wide as its size, others are half as wide."""
    found = []
    for character in text:
        width = size if ord(character) > 0x2E80 else size / 2
        found.append(Character(character, x, x + width, y, size, face))
        x += width
    return found


def _line(*pieces: list[Character]) -> PrintedLine:
    (line,) = lines_of(Page(1, 842, [c for piece in pieces for c in piece]), _HAN)
    return line


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        ([_set("条约", 10, 100), _set("1", 30, 103.5, 6), _set("作为", 33, 100)], "条约¹作为"),
        ([_set("条约", 10, 100), _set("1", 30, 100), _set("作为", 35, 100)], "条约1作为"),  # on the baseline: no mark
        ([_set("条约", 10, 100), _set("1", 30, 104), _set("作为", 35, 100)], "条约¹作为"),  # as large, but raised
        ([_set("条约", 10, 100), _set("12", 30, 103.5, 6), _set("，", 36, 100)], "条约¹²，"),
        ([_set("H", 10, 100), _set("2", 15, 98, 6), _set("O", 18, 100)], "H₂O"),  # lowered: no mark
        ([_set("10", 10, 100), _set("6", 20, 103.5, 6), _set("克", 23, 100)], "10⁶克"),
        ([_set("10", 10, 100), _set("-6", 20, 103.5, 6), _set("克", 26, 100)], "10⁻⁶克"),
        ([_set("NPT/CONF", 10, 100), _set("(Vol.I)", 55, 100)], "NPT/CONF (Vol.I)"),  # a gap between words
        ([_set("Arms", 10, 100), _set("6", 33, 103.5, 6), _set("and", 36, 100)], "Arms⁶ and"),  # a gap before the mark
        ([_set("m", 10, 100), _set("2", 15, 103.5, 6), _set("and", 18, 100)], "m²and"),  # no gap
        # A bracket or punctuation mark without its empty half, in any order of the file.
        ([_set("条约》", 10, 100), _set("1", 36, 103.5, 6), _set("作为", 39, 100)], "条约》¹作为"),
        ([_set("约、", 10, 100), _set("《约", 24, 100), _set("5", 25, 103.5, 6)], "约、⁵《约"),
        ([_set("约》", 10, 100), _set("《", 29, 100), _set("(", 30, 100), _set("条", 39, 100)], "约》(《条"),
        ([_set("《条约", 8, 100), _set("1", 9, 103.5, 6)], "¹《条约"),
        ([_set("A/RES/65/72", 10, 100), _set("标题", 200, 100)], "A/RES/65/72" + " " * 27 + "标题"),
        ([_set("二", 20, 100), _set("一", 10, 100)], "一二"),  # set from right to left
    ],
)
def test_characters_become_a_line(pieces: list[list[Character]], text: str) -> None:
    assert _line(*pieces).text == text


def test_words_in_another_font_are_recognised() -> None:
    line = _line(_set("1.", 10, 100), _set("又重申", 24, 100, face=_BOLD), _set("条约，", 54, 100))
    assert (line.text, line.set_apart) == ("1.又重申条约，", ((2, 5),))


def _page(number: int, *rows: tuple[str, float, float]) -> list[PrintedLine]:
    """A page of lines, given as (text, height above the foot of the page, size)."""
    return [
        PrintedLine(number, place, text, 80, 80 + size * len(text), y, size)
        for place, (text, y, size) in enumerate(rows, 1)
    ]


def test_lines_under_a_rule_at_the_foot_are_footnotes() -> None:
    page = _page(
        1,
        ("回顾条约¹作为国际和平与安全的基石，", 700, 10),
        ("又回顾决议，", 680, 10),
        ("¹见A/1。", 100, 10),
        ("同上。", 86, 10),
    )
    for rules, notes in (([(80.0, 140.0, 115.0)], [False, False, True, True]), ([], [False] * 4)):
        assert [line.note for line in arrange([page], [rules], 10)] == notes


def test_smaller_lines_at_the_foot_of_a_page_are_footnotes() -> None:
    page = _page(1, ("回顾条约¹作为基石，", 700, 10), ("1 见A/1。", 100, 8), ("2009年的报告。", 88, 8))
    assert [line.note for line in arrange([page], [[]], 10)] == [False, True, True]


def test_a_page_of_footnotes_only_follows_a_page_with_footnotes() -> None:
    first = _page(1, ("回顾条约¹和公约²，", 700, 10), ("1. 见A/1。", 100, 8))
    second = _page(2, ("2. 见A/2。", 700, 8), ("3. 见A/3。", 688, 8))
    assert [line.note for line in arrange([first, second], [[], []], 10)] == [False, True, True, True]


def test_a_page_number_below_the_footnotes_is_none_of_them() -> None:
    first = _page(1, ("回顾条约¹和公约²，", 700, 10), ("1. 见A/1。", 100, 8), ("- 1 -", 40, 10))
    second = _page(2, ("2. 见A/2。", 700, 8), ("3. 见A/3。", 688, 8), ("2", 40, 10))
    lines = arrange([first, second], [[], []], 10)
    assert [line.note for line in lines] == [False, True, False, True, True, False]


def test_a_footnote_as_large_as_the_text_continues_under_the_next_pages_rule() -> None:
    first = _page(1, ("回顾条约¹作为国际和平与安全的基石，", 700, 10), ("1 见A/1，", 100, 10))
    second = _page(2, ("1. 决定将题为甲的项目列入临时议程。", 700, 10), ("第二卷。", 100, 10))
    lines = arrange([first, second], [[(80.0, 140.0, 115.0)], [(80.0, 140.0, 115.0)]], 10)
    assert [line.note for line in lines] == [False, True, False, True]


def test_a_header_rule_is_no_rule_over_footnotes() -> None:
    page = _page(1, ("2.决定将题为甲的项目列入临时议程。", 700, 10), ("2010年12月8日", 680, 10))
    assert not any(line.note for line in arrange([page], [[(80.0, 500.0, 720.0)]], 10))


def test_words_at_the_same_place_on_two_pages_are_furniture() -> None:
    pages = [
        _page(n, ("大会正式记录", 800, 10), (f"{'甲乙丙'[n]}，", 700, 10), ("乙，", 680, 10), ("丙，", 660, 10))
        for n in range(3)
    ]
    roles = [line.role == FURNITURE for line in arrange(pages, [[], [], []], 10)]
    assert roles == [True, False, False, False] * 3


@pytest.mark.parametrize(
    ("tops", "furniture"),
    [
        (["A/RES/99/1  2/3", "A/RES/99/1  3/3"], True),
        (["44-12345 2", "44-12345 3"], True),
        (
            ["3日第67/60号、2013年12月5日第68/46号、", "7日第70/57号、2016年12月5日第71/46号、"],
            False,
        ),  # a list in the text
        (["大会2010年第65/1号", "大会2011年第65/1号"], False),
        (
            ["核武器国家", *["甲乙丙丁", "戊己庚辛", "壬癸子丑", "寅卯辰巳", "午未申酉"], "核武器国家"],
            False,
        ),  # by chance
    ],
)
def test_lines_at_the_heads_of_pages_that_differ_in_other_numbers_are_text(tops: list[str], furniture: bool) -> None:
    pages = [
        _page(n, (top, 800, 10), ("甲，", 784, 10), ("乙，", 768, 10), ("丙，", 752, 10))
        for n, top in enumerate(tops, 2)
    ]
    first = [line for line in arrange(pages, [[] for _ in pages], 10) if line.edge]
    assert [line.role == FURNITURE for line in first] == [furniture] * len(tops)


def test_the_same_footnote_at_the_foot_of_two_pages_is_no_furniture() -> None:
    notes = ("见《审议大会，最后文件》", "第一卷。")
    pages = [
        _page(
            n, *(("核，", 700 - 20 * place, 10) for place in range(4)), (f"{n} {notes[0]}", 100, 8), (notes[1], 88, 8)
        )
        for n in (1, 2)
    ]
    lines = arrange(pages, [[], []], 10)
    assert [line.role == FURNITURE for line in lines if notes[0] in line.text] == [False, False]


def _column(texts: list[str], x: float, top: float = 700) -> list[Character]:
    return [c for place, text in enumerate(texts) for c in _set(text, x, top - 14 * place)]


def test_a_page_in_two_columns_is_read_one_after_the_other() -> None:
    left, right = ["核" * 20] * 8, ["武" * 20] * 8
    page = Page(1, 800, _set("大会" * 20, 100, 740) + _column(left, 50) + _column(right, 270) + _set("3", 255, 40))
    page.rules = [(50, 470, 730), (50, 120, 300), (270, 340, 200)]
    (alone,) = pdf_columns.divide([replace(page, characters=_column(left, 50))], 10)
    first, second = (lines_of(column, _HAN) for column in pdf_columns.divide([page], 10))
    assert [line.text for line in first] == ["大会" * 20, *left]
    assert [line.text for line in second] == [*right, "3"]
    assert {line.left for line in first[1:]} == {line.left for line in second[:-1]} == {50}
    assert len(lines_of(alone, _HAN)) == 8
    assert [column.rules for column in pdf_columns.divide([page], 10)] == [
        [(50, 470, 730), (50, 120, 300)],
        [(-170, 250, 730), (50, 120, 200)],
    ]


def test_columns_begin_again_under_a_line_across_them() -> None:
    left, right = ["核" * 20] * 8, ["武" * 20] * 8
    page = Page(
        1, 800, _column(left, 50) + _column(right, 270) + _set("甲 乙 丙", 248, 560) + _column(left[:3], 50, 540)
    )
    parts = [[line.text for line in lines_of(part, _HAN)] for part in pdf_columns.divide([page], 10)]
    assert parts == [left, right, ["甲 乙 丙", *left[:3]]]


def test_a_right_column_may_have_just_begun() -> None:
    left, right = ["核" * 20] * 30, ["武" * 20, "武" * 20, "器。"]
    page = Page(1, 800, _column(left, 50) + _column(right, 270) + _set("- 1 -", 247, 40))
    first, second = (lines_of(column, _HAN) for column in pdf_columns.divide([page], 10))
    assert [line.text for line in first] == left
    assert [line.text for line in second] == [*right, "- 1 -"]


def test_a_date_on_the_right_above_short_footnotes_is_no_column() -> None:
    date = _set("第四十三次全体会议开始", 300, 760) + _set("二〇二四年十二月二日，", 300, 740)
    notes = [f"{number} 同上，第二节，附件一，第四段。" for number in range(1, 14)]
    page = Page(1, 800, date + _column([*notes, "核" * 40], 50))
    assert pdf_columns.divide([page], 10) == [page]


def test_a_mark_in_the_gutter_belongs_to_the_word_that_it_touches() -> None:
    left, right = ["核" * 20] * 8, ["武" * 20] * 8
    mark = _set("4", 250, 704, size=6)
    page = Page(1, 800, _column(left, 50) + _column(right, 261) + mark)
    first, second = (lines_of(column, _HAN) for column in pdf_columns.divide([page], 10))
    assert first[0].text == "核" * 20 + "⁴"
    assert {line.text for line in second} == {"武" * 20}


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param([("联合国", "A/RES/65/72"), ("大会", "Distr.: General")] * 4, id="a cover"),
        pytest.param([("阿富汗", "赞成")] * 12, id="a list of States"),
        pytest.param([("核" * 30, "12")] * 12, id="figures beside words"),
        pytest.param([("核" * 30, "武" * 30)] * 3 + [("大会" * 30, "")] * 12, id="a cover over a text"),
    ],
)
def test_words_side_by_side_that_are_no_columns_stay_in_their_row(cells: list[tuple[str, str]]) -> None:
    characters = _column([a for a, _ in cells], 50) + _column([b for _, b in cells], 400)
    page = Page(1, 800, characters)
    assert pdf_columns.divide([page], 10) == [page]


def test_a_column_in_another_language_is_left_out_with_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    chinese = [
        "65/72. 标题",
        "大会，",
        "回顾" + "核" * 18,
        "武" * 19 + "，",
        "1. 决定" + "核" * 17,
        "器" * 20,
        "甲" * 20,
    ]
    page = Page(1, 800, _column([*chinese, "某事。"], 50) + _column(["disarmament and arms control today"] * 8, 270))
    monkeypatch.setattr(pdf, "pages_of", lambda content: [page])
    (found,) = pdf.read(b"%PDF-", "two languages")
    assert [c.path for c in found.clauses] == ["pp1", "op1"]
    assert [line.role for line in found.lines].count("language") == 8
    assert "pdf.column_not_chinese" in [warning.code for warning in found.warnings]


def test_chinese_footnotes_under_a_column_in_another_language_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    chinese = [
        "65/72. 标题",
        "大会，",
        "回顾" + "核" * 18,
        "武" * 19 + "，",
        "1. 决定" + "核" * 17,
        "器" * 20,
        "甲" * 20,
    ]
    marked = _set("某事。", 270, 700 - 14 * 7) + _set("1", 300, 700 - 14 * 7 + 4, size=6)
    notes = _set("1", 50, 503, size=5) + _set("见A/65/1。", 54, 500, size=8)
    english = _column(["disarmament and arms control today"] * 8, 50)
    page = Page(1, 800, english + _column(chinese, 270) + marked + notes, rules=[(50, 150, 515)])
    monkeypatch.setattr(pdf, "pages_of", lambda content: [page])
    (found,) = pdf.read(b"%PDF-", "two languages")
    assert {marker: note.text for marker, note in found.footnotes.items()} == {"1": "见A/65/1。"}
    assert [mark.marker for mark in found.clauses[-1].marks] == ["1"]
    assert found.clauses[-1].text.endswith("某事。")
