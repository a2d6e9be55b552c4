"""Sets a Draft as a web page of four kinds of sites, with their navigation, boxes and footers around the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape

from archive.reading.draft import Draft
from tests.typesetting.blocks import Block, Run, blocks

Page = Callable[[Draft], str]
Mark = Callable[[Run, str], str]  # takes a run with a mark, and the id of this place


def un_org(draft: Draft) -> str:
    """An older page of un.org: tables of layout, a column of links, fonts, marks that are links, notes with"
    " breaks."""

    def mark(run: Run, _: str) -> str:
        return f'<sup><a href="#note{run.mark}">{run.mark}</a></sup>'

    body = "\n".join(_paragraph(block, mark, "<p>&#12288;&#12288;") for block in blocks(draft))
    notes = "<br>\n".join(
        f'<a name="note{marker}"></a><sup>{marker}</sup> {escape(note.text)}'
        for marker, note in draft.footnotes.items()
    )
    menu = "".join(
        f'<tr><td><a href="/{name}">{name}</a></td></tr>' for name in ("联合国概况", "主要机关", "决议", "会议")
    )
    return (
        f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>联合国大会决议</title>'
        f"<script>var page = '大会，';</script></head><body bgcolor=white>"
        f'<table width=760><tr><td colspan=2><img alt="联合国" src=un.gif> <a href="/">欢迎来到联合国</a></td></tr>'
        f"<tr><td width=150 valign=top><table>{menu}</table></td><td valign=top><font size=3>"
        f'<p><a href="/">首页</a> | <a href="/documents">文件</a> | {draft.symbol}</p>'
        f"{body}<hr size=1><font size=2><p>{notes}</p></font></font></td></tr></table>"
        f'<table width=760><tr><td><a href="/c">联合国版权所有</a> | '
        f'<a href="/t">使用条件</a> | <a href="/p">隐私通告</a>'
        f"</td></tr></table></body></html>"
    )


def documents(draft: Draft) -> str:
    """A Word file saved as a page: spans around all words, hard line ends, a cover in a table, marks such as [1]."""

    def mark(run: Run, _: str) -> str:
        name = f' name="_ftnref{run.mark}"' if run.first else ""
        return (
            f'<a href="#_ftn{run.mark}"{name} title=""><span class=MsoFootnoteReference><span\n'
            f"style='font-size:10.5pt'>[{run.mark}]</span></span></a>"
        )

    day = draft.adopted_on
    head = f"大会{day.year}年{day.month}月{day.day}日决议" if day else "大会决议"
    body = "\n\n".join(
        _paragraph(block, mark, "<p class=MsoNormal style='text-indent:21.0pt'>", _span) for block in blocks(draft)
    )
    notes = "\n".join(
        f"<div id=ftn{marker}>\n\n<p class=MsoFootnoteText>"
        f'<a href="#_ftnref{marker}" name="_ftn{marker}" title=""><span\n'
        f"class=MsoFootnoteReference>[{marker}]</span></a>&nbsp;{_span(note.text)}</p>\n\n</div>\n"
        for marker, note in draft.footnotes.items()
    )
    return (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office">\n\n<head>\n<meta http-equiv=Content-Type '
        'content="text/html; charset=utf-8">\n<style>\n<!--\n p.MsoNormal {margin:0cm}\n-->\n</style>\n\n</head>\n\n'
        "<body lang=ZH-CN>\n\n<div class=WordSection1>\n\n<table class=MsoTableGrid border=0><tr><td>"
        "<p class=MsoNormal>联合国</p>"
        f"</td><td><p class=MsoNormal>{draft.symbol}</p></td></tr><tr><td><p>大会</p></td><td><p>Distr.: General</p>"
        f"</td></tr>"
        f"</table>\n\n<p class=MsoNormal><b>{head}</b></p>\n\n<p class=MsoNormal>&nbsp;</p>\n\n{body}\n\n</div>\n\n"
        f'<div><br clear=all>\n\n<hr align=left size=1 width="33%">\n\n{notes}\n</div>\n\n</body>\n\n</html>\n'
    )


def wikisource(draft: Draft) -> str:
    """A page of a wiki: menus, a box above the text, linked words, references at the end, a licence, categories."""
    seen: dict[str, int] = {}

    def mark(run: Run, _: str) -> str:
        seen[run.mark] = seen.get(run.mark, -1) + 1
        name = f"cite_ref-{run.mark}" + (f"_{seen[run.mark]}" if seen[run.mark] else "")
        return (
            f'<sup id="{name}" class="reference"><a href="#cite_note-{run.mark}">'
            f'<span class="cite-bracket">&#91;</span>'
            f'{run.mark}<span class="cite-bracket">&#93;</span></a></sup>'
        )

    number = draft.symbol.removeprefix("A/RES/")
    body = "".join(_paragraph(block, mark, "<p>", _linked) for block in blocks(draft))
    notes = "".join(
        f'<li id="cite_note-{marker}"><span class="mw-cite-backlink"><a href="#cite_ref-{marker}">↑</a></span> '
        f'<span class="reference-text">{_linked(note.text)}</span></li>'
        for marker, note in draft.footnotes.items()
    )
    heading = '<h2><span>注释</span><span class="mw-editsection">[<a href="/e">编辑</a>]</span></h2>'
    references = f'<div class="reflist"><ol class="references">{notes}</ol></div>'
    menu = "".join(f'<li><a href="/{name}">{name}</a></li>' for name in ("首页", "随机作品", "最近更改", "帮助"))
    return (
        f'<!DOCTYPE html><html lang="zh"><head><meta charset="UTF-8">'
        f"<title>联合国大会第{number}号决议 - 维基文库，自由的图书馆</title>"
        f'</head><body><div id="mw-navigation"><h2>导航菜单</h2><ul>{menu}</ul></div>'
        f'<div id="content" class="mw-body" role="main">'
        f'<h1 id="firstHeading">联合国大会第{number}号决议</h1>'
        f'<div id="bodyContent"><div id="siteSub">维基文库，自由的图书馆</div>'
        f'<div id="mw-content-text"><div class="mw-parser-output"><table class="headertemplate noprint"><tbody><tr>'
        f'<td><a href="/a">←上一决议</a></td><td>联合国大会第{number}号决议<br>作者：<a href="/ga">联合国大会</a></td>'
        f'<td><a href="/b">下一决议→</a></td></tr></tbody></table>{body}'
        f"{notes and heading + references}"
        f'<table class="licenseContainer"><tbody><tr><td><p>本作品来自联合国官方文件。'
        f"此组织之政策为于公有领域保存其大部份文献，"
        f"以尽可能广泛宣传联合国出版物。</p></td></tr></tbody></table></div></div>"
        f'<div id="catlinks" class="catlinks"><a href="/c">分类</a>：'
        f'<ul><li><a href="/d">联合国大会决议</a></li></ul></div>'
        f'</div></div><div id="footer" role="contentinfo">'
        f"<ul><li>本页面最后修订于2020年1月1日 (星期三) 10:00。</li></ul></div>"
        f"</body></html>"
    )


def un_portal(draft: Draft) -> str:
    """A newer page of un.org: HTML 5, the number only in the heading, numbers of lists, marks that are no links."""

    def mark(run: Run, _: str) -> str:
        return f"<sup>{run.mark}</sup>"

    title, *rest = blocks(draft)
    heading = "".join(mark(run, "") if run.mark else escape(run.text) for run in title.runs)
    body = "".join(_paragraph(block, mark, "<p>") for block in rest)
    notes = "".join(f"<p><sup>{marker}</sup> {escape(note.text)}</p>" for marker, note in draft.footnotes.items())
    menu = "".join(f"<li><a href='/{name}'>{name}</a></li>" for name in ("关于我们", "我们的工作", "参与其中", "新闻"))
    return (
        f"<!doctype html><html lang='zh-hans'><head><meta charset='utf-8'><title>{draft.symbol} | 联合国</title>"
        f"</head><body>"
        f"<a class='visually-hidden' href='#main'>跳转到主要内容</a><header><nav><ul>{menu}</ul></nav></header>"
        f"<nav aria-label='breadcrumb'><ol><li><a href='/'>首页</a></li><li>决议</li></ol></nav>"
        f"<main id='main' role='main'><h1>{draft.symbol.removeprefix('A/RES/')}. {heading}</h1>"
        f"<div class='share'><a href='/f'>分享</a> <a href='/x'>打印</a></div><article><div class='field'>{body}</div>"
        f"<section class='notes'>{notes}</section></article></main>"
        f"<footer><p>© 联合国 <a href='/t'>使用条件</a></p><p>请回顾我们的隐私政策。</p></footer></body></html>"
    )


PAGES: dict[str, Page] = {"un_org": un_org, "documents": documents, "wikisource": wikisource, "un_portal": un_portal}


def _paragraph(block: Block, mark: Mark, opening: str, words: Callable[[str], str] = escape) -> str:
    return opening + "".join(_runs(block, mark, words)) + "</p>"


def _runs(block: Block, mark: Mark, words: Callable[[str], str]) -> Iterator[str]:
    if block.label:
        yield f"{escape(block.label)}&nbsp; "
    for run in block.runs:
        text = mark(run, "") if run.mark else words(run.text)
        yield f"<b>{text}</b>" if run.bold else text


def _span(text: str) -> str:
    """The words in a span, with line ends between Han characters, as Word writes them."""
    pieces = re.sub(r"(.{25,30}?[\u4e00-\u9fff])(?=[\u4e00-\u9fff])", r"\1\n", text)
    return f"<span lang=ZH-CN style='font-family:SimSun'>{escape(pieces)}</span>"


def _linked(text: str) -> str:
    """The words with a link on each name in 《》."""
    return escape(text).replace("《", '<a href="/wiki/x" title="x">《').replace("》", "》</a>")
