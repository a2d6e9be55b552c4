"""Tests the other files of a text: plain text, Markdown, the table of clauses, and PDF. Our readers read them back."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree
from markdown_it import MarkdownIt

from archive.reading import read
from archive.reading.akn import reader as akn_reader
from archive.reading.draft import Draft, DraftClause, DraftFootnote, Mark
from archive.writing import clauses_csv, docx, markdown, pdf, plain
from archive.writing.keeping import kept
from archive.writing.typesetting import why_not
from archive.writing.written import Around, CitedDocument, WrittenCitation, WrittenClause, WrittenText
from tests.written_texts import every_kind, words, written

CHINESE = Draft(
    "a.txt",
    "text",
    "zh",
    "A/RES/99/1",
    "试验",
    [],
    "大会，",
    [
        DraftClause("preambular", "pp1", "", "回顾", "回顾其2009年12月2日第64/47号决议，", [Mark("1", 23)]),
        DraftClause("operative", "op1", "1.", "决定", "决定如下："),
        DraftClause("point", "op1-a", "(a)", "", "这一问题；", parent="op1"),
        DraftClause("point", "op1-b", "(b)", "", "另一问题；", parent="op1"),
        DraftClause("operative", "op2", "2.", "请", "请秘书长向大会提出报告。"),
    ],
    {"1": DraftFootnote("1", "见A/65/136。")},
    "2044年12月8日\n第60次全体会议",
    "99",
    adopted_on=date(2044, 12, 8),
    meeting=60,
)
AROUND = Around(
    "zh",
    "档案",
    "https://example.org/A/RES/99/1/?revision=1",
    version="第1版",
    how_to_cite="大会第99/1号决议",
    facts=[("表决", "未经表决通过")],
    notices=["词句由机器识别。"],
    names={"how_to_cite": "如何引用", "cited": "所引文件", "footnotes": "脚注"},
)
IN_ENGLISH = Around(
    "en",
    "Archive",
    AROUND.address,
    version="Revision 1",
    how_to_cite="General Assembly resolution 77/33",
    facts=[("Vote", "Adopted without a vote")],
    notices=["This is an unofficial copy."],
    names={"how_to_cite": "How to cite"},
)
needs_typesetter = pytest.mark.skipif(why_not("zh") != "", reason="needs the package typst and a Chinese face")
WRITERS: list[object] = [
    pytest.param(plain.write, "a.txt", id="text"),
    pytest.param(markdown.write, "a.md", id="markdown"),
    pytest.param(docx.write, "a.docx", id="word"),
    pytest.param(pdf.write, "a.pdf", id="pdf", marks=needs_typesetter),
]


def cited(draft: Draft) -> WrittenText:
    text = written(draft, around=AROUND)
    first, *others = text.clauses
    document = CitedDocument("A/RES/64/47", "A/RES/64/47", "一项[决议](x)", "https://docs.un.org/zh/A/RES/64/47")
    return replace(text, clauses=[replace(first, citations=[WrittenCitation(13, 22, (document,))]), *others])


@pytest.mark.parametrize(("write", "name"), WRITERS)
def test_our_reader_reads_the_words_back(write: Callable[[WrittenText], bytes], name: str) -> None:
    [again] = read(write(cited(CHINESE)), name)
    assert words(again) == words(CHINESE)


@pytest.mark.parametrize(("write", "name"), WRITERS)
def test_published_words_are_read_back(write: Callable[[WrittenText], bytes], name: str, shared_data: Path) -> None:
    """Three of the UN's files in Chinese and three in English, with points and footnotes. Their opening phrases can
    differ: some are not in another face in the source, and readers then find them by the words."""
    paths = [
        path
        for language in ("Chinese", "English")
        for path in sorted((shared_data / "GAresolutions" / "77session" / language).glob("A_RES_77_[3-9]?-*.xml"))[:3]
    ]
    assert len(paths) == 6
    for path in paths:
        [draft] = akn_reader.read(path.read_bytes(), path.name)
        around = AROUND if draft.language == "zh" else IN_ENGLISH
        [again] = read(write(written(draft, around=around)), name)
        assert without_openings(again) == without_openings(draft), path.name


def without_openings(draft: Draft) -> object:
    return words(replace(draft, clauses=[replace(clause, opening="") for clause in draft.clauses]))


@pytest.mark.parametrize(("write", "name"), WRITERS[:2])
def test_a_file_says_what_the_archive_knows(write: Callable[[WrittenText], bytes], name: str) -> None:
    content = write(cited(CHINESE)).decode("utf-8-sig")
    for said in ("词句由机器识别。", "第1版", "大会第99/1号决议", "未经表决通过", "序言", "A/RES/64/47"):
        assert (said in content) or said == "序言"
    assert content.count("https://docs.un.org/zh/A/RES/64/47") == (1 if name == "a.txt" else 2)


def test_markdown_shows_hostile_words_unchanged() -> None:
    hostile = "*a* _b_ `c` [d](javascript:x) <script>e</script> &amp; # f | g ~~h~~ $i$"
    text = replace(written(CHINESE), clauses=[WrittenClause("operative", "op1", hostile, "1.")], footnotes=[])
    page = MarkdownIt("commonmark").render(markdown.write(text).decode())
    shown = hostile.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert f"<p>1. {shown}</p>" in page


def test_the_table_of_clauses_has_a_row_for_each() -> None:
    rows = [dict(zip(clauses_csv.COLUMNS, row, strict=True)) for row in clauses_csv.rows(cited(CHINESE))]
    assert [(row["part"], row["path"], row["parent"]) for row in rows] == [
        ("preamble", "pp1", ""),
        ("operative", "op1", ""),
        ("operative", "op1-a", "op1"),
        ("operative", "op1-b", "op1"),
        ("operative", "op2", ""),
    ]
    assert rows[0]["footnotes"] == "1 见A/65/136。"
    assert rows[0]["cited"] == "A/RES/64/47"
    assert rows[0]["address"] == "https://example.org/A/RES/99/1/?revision=1#pp1"


@needs_typesetter
def test_pdf_takes_hostile_words_as_words() -> None:
    pypdf = pytest.importorskip("pypdf")
    hostile = '#read("/etc/passwd") $x$ *b* _i_ @a <l> \\ `c` #import "@preview/x:1.0.0"'
    text = replace(
        written(every_kind()), title=hostile, title_marks=[], clauses=[WrittenClause("operative", "op1", hostile)]
    )
    pages = pypdf.PdfReader(BytesIO(pdf.write(text))).pages
    shown = "".join("".join(page.extract_text().split()) for page in pages)
    assert shown.count("".join(hostile.split())) == 2


@needs_typesetter
def test_pdf_is_tagged_and_says_its_language() -> None:
    pypdf = pytest.importorskip("pypdf")
    file = pypdf.PdfReader(BytesIO(pdf.write(written(every_kind(), around=AROUND))))
    root = file.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"], "/StructTreeRoot" in root) == ("zh", True, True)
    assert file.metadata.title == "试验 第二行"
    assert file.outline[0].title == "99/1. 试验 第二行"


@needs_typesetter
def test_an_arabic_text_is_set_from_right_to_left() -> None:
    if why_not("ar"):
        pytest.skip("needs an Arabic face")
    text = replace(
        written(CHINESE), language="ar", title="نزع السلاح", clauses=[WrittenClause("operative", "op1", "تقرر", "1 -")]
    )
    assert pdf.write(text).startswith(b"%PDF")


def test_a_folder_of_kept_files_stays_small(tmp_path: Path) -> None:
    made = [kept(tmp_path / "kept", name, lambda: b"x" * 400, most=1000) for name in "abc"]
    assert made == [b"x" * 400] * 3
    assert len(list((tmp_path / "kept").iterdir())) == 2
    assert kept(tmp_path / "kept", "c", lambda: b"never made") == b"x" * 400


def test_a_word_file_has_real_footnotes_and_odd_marks_as_printed() -> None:
    draft = replace(
        CHINESE,
        clauses=[DraftClause("operative", "op1", "1.", "", "决定如下。", [Mark("*", 2), Mark("7", 4), Mark("*", 5)])],
        footnotes={"*": DraftFootnote("*", "见甲。"), "7": DraftFootnote("7", "见乙。")},
    )
    with zipfile.ZipFile(BytesIO(docx.write(written(draft)))) as file:
        document, notes = (etree.fromstring(file.read(f"word/{name}.xml")) for name in ("document", "footnotes"))
    names = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
    runs = [run for run in document.iterfind(".//w:r", names) if run.find("w:footnoteReference", names) is not None]
    assert ["".join(map(str, run.itertext())) for run in runs] == ["*", "7"]
    assert ["".join(map(str, note.itertext())) for note in notes][2:] == ["* 见甲。", "7 见乙。"]
