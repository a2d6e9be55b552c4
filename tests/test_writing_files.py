"""Tests the other files of a text: plain text, Markdown, the table of clauses, and PDF. Our readers read them back."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
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
    how_to_cite=[("如何引用", "大会第99/1号决议")],
    facts=[("表决", "未经表决通过")],
    notices=["词句由机器识别。"],
    names={"cited": "所引文件", "footnote": "脚注"},
)
IN_ENGLISH = Around(
    "en",
    "Archive",
    AROUND.address,
    version="Revision 1",
    how_to_cite=[("How to cite", "General Assembly resolution 77/33")],
    facts=[("Vote", "Adopted without a vote")],
    notices=["This is an unofficial copy."],
)
needs_typesetter = pytest.mark.skipif(why_not("zh") != "", reason="needs the package typst and a Chinese face")
WRITERS: list[object] = [
    pytest.param(plain.write, "a.txt", id="text"),
    pytest.param(markdown.write, "a.md", id="markdown"),
    pytest.param(docx.write, "a.docx", id="word"),
    pytest.param(pdf.write, "a.pdf", id="pdf", marks=needs_typesetter),
]


# A text with fewer words than those of the archive, in a face of their own
SHORT = replace(
    CHINESE,
    clauses=[DraftClause("operative", "op1", "", "决定", "决定将第64/47号决议的执行情况列入议程。")],
    footnotes={},
)
# Part B of a resolution: its footnotes go on from those of part A. Invisible marks, a number without its stop, words
# without a number behind a point
PART = replace(
    CHINESE,
    symbol="A/RES/99/1B",
    formula="大会，\u200e",
    clauses=[
        DraftClause("preambular", "pp1", "", "回顾", "回顾第64/47号决议，", [Mark("3", 11)]),
        DraftClause("operative", "op1", "1.", "敦促", "敦促《公约》缔约国批准；", [Mark("4", 6)]),
        DraftClause("operative", "op2", "2", "决定", "决定召集一个工作组，以便："),
        DraftClause("point", "op2-a", "(a)", "", "讨论这一问题；", parent="op2"),
        DraftClause("operative", "p1", "", "", "并考虑如何监测和核查规范、规则和原则的执行情况；"),
        DraftClause("operative", "op3", "3.", "请", "请秘书长提出报告。"),
    ],
    footnotes={"3": DraftFootnote("3", "见A/65/136。"), "4": DraftFootnote("4", "见A/65/137。")},
)
ENGLISH = replace(
    CHINESE,
    language="en",
    title="Test",
    formula="The General Assembly,",
    clauses=[
        DraftClause("preambular", "pp1", "", "Noting", "Noting Tlatelolco, Rarotonga and others,", [Mark("1", 18)]),
        DraftClause("operative", "op1", "1.", "Decides", f"Decides on {'the period 1990–2020, ' * 40}at last."),
    ],
    footnotes={"1": DraftFootnote("1", "United Nations, Treaty Series, vol. 634.")},
    end="60th plenary meeting\n8 December 2044",
)


def cited(draft: Draft, words_of_citation: str = "第64/47号决议", around: Around = AROUND) -> WrittenText:
    text = written(draft, around=around)
    first, *others = text.clauses
    start = first.text.index(words_of_citation)
    document = CitedDocument("A/RES/64/47", "A/RES/64/47", "一项[决议](x)", "https://docs.un.org/zh/A/RES/64/47")
    citation = WrittenCitation(start, start + len(words_of_citation), (document,))
    return replace(text, clauses=[replace(first, citations=[citation]), *others])


TEXTS: list[object] = [
    pytest.param(CHINESE, cited(CHINESE), id="chinese"),
    pytest.param(SHORT, cited(SHORT, around=replace(AROUND, notices=["词句由机器识别。" * 20])), id="short"),
    pytest.param(PART, cited(PART), id="part"),
    pytest.param(ENGLISH, cited(ENGLISH, "Rarotonga", IN_ENGLISH), id="english"),
]


@pytest.mark.parametrize(("draft", "text"), TEXTS)
@pytest.mark.parametrize(("write", "name"), WRITERS)
def test_our_reader_reads_the_words_back(
    write: Callable[[WrittenText], bytes], name: str, draft: Draft, text: WrittenText
) -> None:
    [again] = read(write(text), name)
    assert words(again) == words(draft)


@pytest.mark.parametrize(("write", "name"), WRITERS)
def test_published_words_are_read_back(write: Callable[[WrittenText], bytes], name: str, shared_data: Path) -> None:
    """Some of the UN's files in Chinese and as many in English, with points and footnotes. Their opening phrases can
    differ: some are not in another face in the source, and readers then find them by the words."""
    count = 1 if name.endswith(".pdf") else 3
    paths = [
        path
        for language in ("Chinese", "English")
        for path in sorted((shared_data / "GAresolutions" / "77session" / language).glob("A_RES_77_3?-*.xml"))[:count]
    ]
    assert len(paths) == 2 * count
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
    for said in ("词句由机器识别。", "第1版", "大会第99/1号决议", "未经表决通过", "A/RES/64/47"):
        assert said in content
    assert content.count("https://docs.un.org/zh/A/RES/64/47") == (1 if name == "a.txt" else 2)


def test_markdown_shows_hostile_words_unchanged() -> None:
    hostile = "*a* _b_ `c` [d](javascript:x) <script>e</script> &amp; # f | g ~~h~~ $i$"
    text = replace(written(CHINESE), clauses=[WrittenClause("operative", "op1", hostile, "1.")], footnotes=[])
    page = MarkdownIt("commonmark").render(markdown.write(text).decode())
    shown = hostile.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert f"<p>1. {shown}</p>" in page


def test_markdown_shows_an_opening_phrase_that_ends_in_a_sign() -> None:
    clause = WrittenClause("operative", "op1", "敦促《公约》缔约国批准。", "1.", "敦促《")
    content = markdown.write(replace(written(CHINESE), clauses=[clause], footnotes=[]))
    assert "<p>1. <b>敦促《</b>公约》缔约国批准。</p>" in MarkdownIt("commonmark").render(content.decode())


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
    hostile = '#read("/etc/passwd") $x$ *b* _i_ @a <l> \\ `c` #import "@preview/x:1.0.0"'
    text = replace(
        written(every_kind()), title=hostile, title_marks=[], clauses=[WrittenClause("operative", "op1", hostile)]
    )
    pages = pypdf.PdfReader(BytesIO(pdf.write(text))).pages
    shown = "".join("".join(page.extract_text().split()) for page in pages)
    assert shown.count("".join(hostile.split())) == 2


@needs_typesetter
def test_pdf_is_tagged_and_says_its_language() -> None:
    file: Any = pypdf.PdfReader(BytesIO(pdf.write(written(every_kind(), around=AROUND))))
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


@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_an_office_suite_prints_the_footnotes_of_a_word_file(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(docx.write(cited(CHINESE)))
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    command = [
        "soffice",
        home,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "a.docx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    [again] = read((tmp_path / "a.pdf").read_bytes(), "a.pdf")
    assert words(again) == words(CHINESE)
