"""Saved web pages: their text becomes clauses and footnotes, and what a site has around it does not."""

from __future__ import annotations

import opencc
import pytest

from archive.messages import Unreadable
from archive.reading import Draft, read
from archive.reading.draft import printed_mark
from tests.typesetting.compare import Tally
from tests.typesetting.pages import PAGES
from tests.typesetting.resolutions import DATA, seed

HEAD = "<p>65/72. 彻底消除核武器</p><p>大会，</p>"
BODY = "<p>回顾《联合国宪章》，</p><p>1. 决定继续审议。</p>"
END = "<p>2010年12月8日<br>第60次全体会议</p>"


def page(inner: str) -> Draft:
    return read(f"<!DOCTYPE html><html><body>{inner}</body></html>".encode(), "page.html")[0]


def clauses(draft: Draft) -> list[tuple[str, str]]:
    return [(clause.path, clause.text) for clause in draft.clauses]


@pytest.mark.skipif(not DATA.is_dir(), reason="needs ../shared/data")
@pytest.mark.parametrize("kind", PAGES)
def test_the_seed_as_a_page_of_each_kind_of_site(kind: str) -> None:
    [draft] = read(PAGES[kind](seed()).encode(), "page.html")
    tally = Tally()
    tally.add(seed(), draft)
    assert (tally.right, draft.warnings, draft.format) == (tally.there, [], "html")


def test_a_small_page() -> None:
    draft = page(HEAD + BODY + END)
    assert (draft.symbol, draft.title, draft.end) == ("A/RES/65/72", "彻底消除核武器", "2010年12月8日\n第60次全体会议")
    assert clauses(draft) == [("pp1", "回顾《联合国宪章》，"), ("op1", "决定继续审议。")]
    assert draft.warnings == []


@pytest.mark.parametrize(
    ("marked", "note"),
    [
        ('的报告<a href="#n1">[1]</a>，', '<p><a name="n1">[1]</a> A/65/136。</p>'),
        ('的报告<sup><a href="#n1" id="r1">1</a></sup>，', '<p id="n1"><a href="#r1">↑</a> A/65/136。</p>'),
        ('的报告<a href="https://a.example/p#n1"><sup>1</sup></a>，', '<a id="n1"></a><p><sup>1</sup> A/65/136。</p>'),
        ('的报告<sup><a href="#n1">[註 1]</a></sup>，', '<ol><li id="n1"><span>A/65/136。</span></li></ol>'),
        ('的报告<sup><a href="#n1">1</a></sup>，', '<ol><li id="n1"><a href="/136">A/65/136。</a></li></ol>'),
        ('的报告<span style="vertical-align: super">1</span>，', "<p><sup>1</sup> A/65/136。</p>"),
        ("的报告[1]，", "<p>[1] A/65/136。</p>"),
    ],
)
def test_the_forms_of_footnotes(marked: str, note: str) -> None:
    draft = page(f"{HEAD}<p>注意到秘书长{marked}</p><p>1. 决定继续审议。</p>{END}<h2>注释</h2>{note}")
    assert {marker: note.text for marker, note in draft.footnotes.items()} == {"1": "A/65/136。"}
    [first, _] = draft.clauses
    assert (first.text, [(printed_mark(m.marker), m.at) for m in first.marks]) == ("注意到秘书长的报告，", [("1", 9)])


def test_a_footnote_with_two_marks_and_two_paragraphs() -> None:
    mark = '<sup><a href="#fn1">1</a></sup>'
    notes = '<div id="fn1" class="footnote"><p>A/65/136。</p><p>又见A/65/137。</p></div>'
    draft = page(f"{HEAD}<p>回顾其报告{mark}，</p><p>1. 欢迎该报告{mark}。</p>{END}{notes}<p>版权所有</p>")
    assert {marker: note.text for marker, note in draft.footnotes.items()} == {"1": "A/65/136。又见A/65/137。"}
    assert [[mark.marker for mark in clause.marks] for clause in draft.clauses] == [["1"], ["1"]]


@pytest.mark.parametrize(
    ("written", "label", "text"),
    [
        ("<ol><li>决定继续审议。</li></ol>", "1.", "决定继续审议。"),
        ("<ol><li>1. 决定继续审议。</li></ol>", "1.", "决定继续审议。"),
        ('<ol style="list-style: none"><li>1. 决定继续审议。</li></ol>', "1.", "决定继续审议。"),
        ("<table><tr><td>1.</td><td>决定继续审议。</td></tr></table>", "1.", "决定继续审议。"),
        ("<p>1.&nbsp;&nbsp; 决定\n   继续审议。</p>", "1.", "决定继续审议。"),
        (
            "<p>1. 决定<!-- 不 -->继续<span style='display:none'>不</span>审议。<script>不</script></p>",
            "1.",
            "决定继续审议。",
        ),
        ("<p>1. 决定把10<sup>6</sup>个H<sub>2</sub>O分子列入议程。</p>", "1.", "决定把10⁶个H₂O分子列入议程。"),
    ],
)
def test_the_forms_of_a_numbered_paragraph(written: str, label: str, text: str) -> None:
    draft = page(f"{HEAD}<p>回顾《联合国宪章》，</p>{written}{END}")
    assert [(clause.label, clause.text) for clause in draft.clauses[1:]] == [(label, text)]


def test_points_of_a_list() -> None:
    draft = page(
        f'{HEAD}<p>回顾《联合国宪章》，</p><ol><li>促请各国：<ol type="a"><li>签署；</li><li>批准；</li></ol></li>'
        f'<li value="3">决定继续审议。</li></ol>{END}'
    )
    assert [(clause.path, clause.label) for clause in draft.clauses[1:]] == [
        ("op1", "1."),
        ("op1-a", "a."),
        ("op1-b", "b."),
        ("op3", "3."),
    ]


def test_bold_words_are_the_opening() -> None:
    draft = page(f"{HEAD}<p><b>回顾并重申</b>其决定，</p><p>1. <strong>决定</strong>继续审议。</p>{END}")
    assert [clause.opening for clause in draft.clauses] == ["回顾并重申", "决定"]


@pytest.mark.parametrize(
    "around",
    [
        "<nav><p>请选择语文，</p></nav>",
        '<div role="contentinfo">请遵守使用条件。</div>',
        '<p><a href="/">首页</a> | <a href="/ga">大会</a> | 决议</p>',
        "<form><select><option>回顾</option></select><button>决定</button></form>",
        "<div hidden>请回收。</div>",
        '<div class="licensetpl"><p>决定将本作品置于公有领域。</p></div>',
        '<table class="ambox messagebox"><tr><td>本作品尚未校对。</td></tr></table>',
    ],
)
def test_what_is_around_the_text_is_furniture(around: str) -> None:
    draft = page(f"{around}<div>{HEAD + BODY + END}</div>{around}")
    assert clauses(draft) == [("pp1", "回顾《联合国宪章》，"), ("op1", "决定继续审议。")]
    assert draft.warnings == []


@pytest.mark.parametrize(
    "above",
    [
        "<header><h1>65/72. 彻底消除核武器</h1></header>",
        "<header><h1>联合国大会第65/72号决议</h1></header>",
        "<title>A/RES/65/72 - 维基文库</title>",
        "<title>A/RES/65/72 | 联合国</title><nav>A/RES/65/73</nav>",
    ],
)
def test_the_number_outside_the_text(above: str) -> None:
    assert page(f"{above}<main><p>大会，</p>{BODY + END}</main>").symbol == "A/RES/65/72"


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "utf-8"),
        ("gb18030", "gb2312"),
        ("big5", "big5"),
        ("utf-8", "gb2312"),  # saved again by a program that did not change the name
        ("gb18030", "iso-8859-1"),
        ("utf-16", "utf-16"),
        ("gb18030", "rot13"),  # no encoding of texts
    ],
)
def test_encodings(encoding: str, declared: str) -> None:
    html = f'<html><head><meta charset="{declared}"></head><body>{HEAD + BODY}</body></html>'
    html = opencc.OpenCC("s2t").convert(html) if encoding == "big5" else html
    [draft] = read(html.encode(encoding), "page.html")
    assert (draft.symbol, len(draft.clauses)) == ("A/RES/65/72", 2)
    assert draft.title == ("徹底消除核武器" if encoding == "big5" else "彻底消除核武器")


@pytest.mark.parametrize(
    ("html", "code"),
    [
        ("<html><body></body></html>", "html.no_text"),
        ("<!DOCTYPE html><script>var a = 1</script>", "html.no_text"),
        ("<html>" + "<div>" * 5000 + "大会，", "html.nested_too_deeply"),
        ("<html><body>404 Not Found</body></html>", "text.no_language"),
        ("<html><body><p>本页面不存在。</p></body></html>", "text.no_symbol"),
    ],
)
def test_refused_pages(html: str, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(html.encode(), "page.html")
    assert refused.value.message.code == code


def test_an_error_page_in_place_of_a_pdf() -> None:
    with pytest.raises(Unreadable) as refused:
        read("<html><body>找不到文件</body></html>".encode(), "A_RES_65_72.pdf")
    assert refused.value.message.code == "source.name_belies_format"
    assert read(f"<html><body>{HEAD + BODY + END}</body></html>".encode(), "a.pdf")[0].symbol == "A/RES/65/72"
