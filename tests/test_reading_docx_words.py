"""Tests that no words of a Word file are lost: equations, tracked changes, text boxes, content controls, fields."""

from __future__ import annotations

import io
import zipfile

import pytest

from archive.reading import Draft, read

_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)


def run(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def paragraph(*inside: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(inside)}</w:p>"


def document(*body: str) -> bytes:
    head = [paragraph(run(words)) for words in ("99/1. 试验", "大会，", "回顾其决议，")]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        content = f"<w:document {_SPACES}><w:body>{''.join([*head, *body])}</w:body></w:document>"
        package.writestr("word/document.xml", content)
    return out.getvalue()


def read_back(*body: str) -> Draft:
    (draft,) = read(document(*body), "words.docx")
    return draft


def codes(draft: Draft) -> list[str]:
    return [warning.code for warning in draft.warnings if warning.code.startswith("docx.")]


def m(name: str, *inside: str) -> str:
    return f"<m:{name}>{''.join(inside)}</m:{name}>"


def r(words: str) -> str:
    return f"<m:r><m:t>{words}</m:t></m:r>"


EQUATIONS = [
    (m("f", m("num", r("a+b")), m("den", r("c"))), "(a+b)/c"),
    (m("f", m("num", r("1")), m("den", r("2"))), "1/2"),
    (m("sSup", m("e", r("10")), m("sup", r("6"))), "10⁶"),
    (m("sSup", m("e", r("10")), m("sup", r("-6"))), "10⁻⁶"),
    (m("sSup", m("e", r("e")), m("sup", r("2q"))), "e^2q"),
    (m("sSup", m("e", r("x+y")), m("sup", r("2"))), "(x+y)²"),
    (m("sSub", m("e", r("a")), m("sub", r("1"))), "a₁"),
    (m("sSub", m("e", r("a")), m("sub", r("max"))), "aₘₐₓ"),
    (m("sSub", m("e", r("a")), m("sub", r("核"))), "a_核"),
    (m("sSubSup", m("e", r("x")), m("sub", r("1")), m("sup", r("2"))), "x₁²"),
    (m("rad", "<m:radPr/>", m("deg"), m("e", r("a+b"))), "√(a+b)"),
    (m("rad", m("deg", r("3")), m("e", r("a"))), "³√a"),
    (
        m("nary", '<m:naryPr><m:chr m:val="∑"/></m:naryPr>', m("sub", r("i=1")), m("sup", r("n")), m("e", r("i"))),
        "∑_(i=1)^n i",
    ),
    (m("d", m("e", r("a")), m("e", r("b"))), "(a|b)"),
    (m("d", '<m:dPr><m:begChr m:val="["/><m:endChr m:val="]"/></m:dPr>', m("e", r("a"))), "[a]"),
    (m("func", m("fName", r("log")), m("e", r("x"))), "log x"),
    (m("limLow", m("e", r("lim")), m("lim", r("x→0"))), "lim_(x→0)"),
    (m("m", m("mr", m("e", r("a")), m("e", r("b"))), m("mr", m("e", r("c")), m("e", r("d")))), "a b; c d"),
    (m("borderBox", "<m:borderBoxPr/>", m("e", r("S=a"))), "S=a"),
    (r("甲") + "<m:r><w:rPr><w:del w:id='1'/></w:rPr><m:t>乙</m:t></m:r>", "甲"),
    (r("总分") + r("=") + "<m:ctrlPr><w:rPr/></m:ctrlPr>" + r("3"), "总分=3"),
]


@pytest.mark.parametrize(("markup", "text"), EQUATIONS)
def test_an_equation_becomes_words_in_their_order(markup: str, text: str) -> None:
    inline = read_back(paragraph(run("1. 采用公式"), m("oMath", markup), run("计算；")))
    assert inline.clauses[1].text == f"采用公式{text}计算；"


@pytest.mark.parametrize("alone", [True, False], ids=["between paragraphs", "in a paragraph"])
def test_an_equation_on_a_line_of_its_own(alone: bool) -> None:
    equation = m("oMathPara", m("oMath", r("S=a+b")))
    draft = read_back(
        paragraph(run("1. 采用下列公式：")), equation if alone else paragraph(equation), paragraph(run("2. 决定如此。"))
    )
    assert "S=a+b" in draft.clauses[1].text
    assert [(c.path, c.text) for c in draft.clauses[2:]] == [("op2", "决定如此。")]


SHOWN = [
    ("moved here", f"<w:moveTo w:id='1'>{run('乙')}</w:moveTo>", "甲乙丙。", ["docx.tracked_changes"]),
    ("moved away", f"<w:moveFrom w:id='1'>{run('乙')}</w:moveFrom>", "甲丙。", ["docx.tracked_changes"]),
    ("content control", f"<w:sdt><w:sdtPr/><w:sdtContent>{run('乙')}</w:sdtContent></w:sdt>", "甲乙丙。", []),
    ("hyperlink", f"<w:hyperlink>{run('乙')}</w:hyperlink>", "甲乙丙。", []),
    ("simple field", f"<w:fldSimple w:instr='DATE'>{run('乙')}</w:fldSimple>", "甲乙丙。", []),
    (
        "nested alternatives",
        f"<mc:AlternateContent><mc:Choice>{run('乙')}</mc:Choice><mc:Choice>{run('丁')}</mc:Choice>"
        f"<mc:Fallback>{run('乙')}</mc:Fallback></mc:AlternateContent>",
        "甲乙丙。",
        [],
    ),
    (
        "only the fallback has words",
        f"<mc:AlternateContent><mc:Choice/><mc:Fallback>{run('乙')}</mc:Fallback></mc:AlternateContent>",
        "甲乙丙。",
        [],
    ),
    ("index", run("CO") + run("2", '<w:vertAlign w:val="subscript"/>'), "甲CO₂丙。", []),
    ("exponent", run("10") + run("-6", '<w:vertAlign w:val="superscript"/>'), "甲10⁻⁶丙。", []),
    ("struck through", run("乙", "<w:strike/>"), "甲乙丙。", ["docx.struck_through"]),
    (
        "diagram",
        '<w:r><w:drawing><a:graphicData uri="x/diagram"/></w:drawing></w:r>',
        "甲丙。",
        ["docx.object_left_out"],
    ),
    ("picture", '<w:r><w:drawing><a:graphicData uri="x/picture"/></w:drawing></w:r>', "甲丙。", []),
    ("object", "<w:r><w:object/></w:r>", "甲丙。", ["docx.object_left_out"]),
]


@pytest.mark.parametrize(("inside", "text", "said"), [row[1:] for row in SHOWN], ids=[row[0] for row in SHOWN])
def test_shown_words_are_read_and_lost_words_are_said(inside: str, text: str, said: list[str]) -> None:
    draft = read_back(paragraph(run("1. 甲"), inside, run("丙。")))
    assert (draft.clauses[1].text, codes(draft)) == (text, said)


def field(instruction: str, result: str = "") -> str:
    separate = f"<w:r><w:fldChar w:fldCharType='separate'/></w:r>{run(result)}" if result else ""
    return (
        f"<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>{instruction}</w:instrText></w:r>"
        f"{separate}<w:r><w:fldChar w:fldCharType='end'/></w:r>"
    )


@pytest.mark.parametrize(
    ("instruction", "text"),
    [
        (r" EQ \f(a+b,c) ", "(a+b)/c"),
        (r" EQ 10\s\up8(6) ", "10⁶"),
        (r" EQ a\s\do3(1) ", "a₁"),
        (r" EQ \r(3,\f(1,2)) ", "³√(1/2)"),
        (r" eq \i\su(i=1,n,x) ", "∑_(i=1)^n x"),
        (r" EQ \b\bc\{(x+y) ", "(x+y)"),
        (r" EQ \o(甲,乙)\x(丙) ", "甲乙丙"),
        (r" EQ S=a ", "S=a"),
    ],
)
@pytest.mark.parametrize("result", ["", "S"])
def test_an_equation_in_a_field(instruction: str, text: str, result: str) -> None:
    draft = read_back(paragraph(run("1. 采用公式"), field(instruction, result), run("计算；")))
    assert (draft.clauses[1].text, codes(draft)) == (f"采用公式{text}计算；", [])


def test_a_number_that_only_word_counts_is_said() -> None:
    draft = read_back(paragraph(run("1. 甲"), field(" LISTNUM "), run("乙。")))
    assert (draft.clauses[1].text, codes(draft)) == ("甲乙。", ["docx.numbers_left_out"])


def test_a_deleted_end_joins_two_paragraphs() -> None:
    gone = "<w:rPr><w:del w:id='1'/></w:rPr>"
    draft = read_back(
        paragraph(run("1. 请各国"), properties=gone),
        paragraph(run("提交报告；")),
        paragraph(f"<w:del w:id='2'>{run('2. 撤回。')}</w:del>", properties=gone),
        paragraph(run("2. 决定如此。"), properties=gone),
    )
    assert [(c.path, c.text) for c in draft.clauses[1:]] == [("op1", "请各国提交报告；"), ("op2", "决定如此。")]


def test_a_cell_in_a_content_control_and_a_deleted_row() -> None:
    cell = f"<w:tc>{paragraph(run('乙。'))}</w:tc>"
    control = f"<w:sdt><w:sdtContent>{cell}</w:sdtContent></w:sdt>"
    gone = f"<w:tr><w:trPr><w:del w:id='1'/></w:trPr><w:tc>{paragraph(run('丁。'))}</w:tc></w:tr>"
    row = f"<w:tr><w:tc>{paragraph(run('1. 甲'))}</w:tc>{control}</w:tr>"
    draft = read_back(f"<w:tbl>{row}{gone}</w:tbl>")
    assert [c.text for c in draft.clauses[1:]] == ["甲乙。"]


def test_a_text_box_is_read() -> None:
    box = f"<w:r><w:pict><w:txbxContent>{paragraph(run('又回顾其决定，'))}</w:txbxContent></w:pict></w:r>"
    draft = read_back(paragraph(box), paragraph(run("1. 决定如此。")))
    assert [c.text for c in draft.clauses] == ["回顾其决议，", "又回顾其决定，", "决定如此。"]
