"""Tests that page furniture of any form is left out of a text, and that nothing else is."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from archive.reading.draft import Draft, ReadingWarning
from archive.reading.printed import reader as raw_text
from archive.reading.printed.lines import FURNITURE
from tests.layouts import wrap
from tests.test_reading_text import read

TITLE = "关于天干地支和二十四节气的长期合作"
PARAGRAPHS = (
    "回顾甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥立春雨水惊蛰春分清明谷雨，",
    "又回顾立夏小满芒种夏至小暑大暑立秋处暑白露秋分寒露霜降立冬小雪大雪冬至小寒大寒，",
    "铭记东南西北前后左右上下内外高低远近长短大小轻重快慢冷热干湿新旧黑白，",
    "1. 决定春夏秋冬年月日时分秒早晚晨昏朝夕昼夜古今往来始终先后迟速久暂；",
    "2. 请金木水火土日月星辰山川河海江湖林田雨雪风霜雷电云雾天地人和；",
    "3. 又请琴棋书画诗酒花茶笔墨纸砚梅兰竹菊松柏桃李杏梨枣栗柿榴葡萄；",
    "4. 敦促牛马羊鸡犬豕虎兔龙蛇猴鼠鱼虫鸟兽鹤鹿龟雁燕莺蝶蜂蝉蛙鸿鹄。",
)
Edge = Callable[[int, int], list[str]]


def nothing(page: int, pages: int) -> list[str]:
    return []


def printed(foot: Edge = nothing, head: Edge = nothing, height: int = 7, columns: int = 20) -> str:
    """The resolution on pages of ``height`` lines. ``foot`` and ``head`` give the furniture of a page."""
    body = [f"65/72. {TITLE}", "大会，", *(line for text in PARAGRAPHS for line in wrap(text, columns))]
    body += ["2010年12月8日", "第60次全体会议"]
    cut = [body[start : start + height] for start in range(0, len(body), height)]
    pages = [head(n, len(cut)) + page + foot(n, len(cut)) for n, page in enumerate(cut, 1)]
    return "\n".join(line for page in pages for line in page) + "\n"


def assert_read_whole(draft: Draft, warnings: Sequence[ReadingWarning] = ()) -> None:
    assert (draft.symbol, draft.title, draft.meeting) == ("A/RES/65/72", TITLE, 60)
    assert [f"{clause.label} {clause.text}".strip() for clause in draft.clauses] == list(PARAGRAPHS)
    assert draft.warnings == list(warnings)


NUMBERS = (
    "{n}", "- {n} -", "—{n}—", "·{n}·", "~ {n} ~", "[{n}]", "{n}/{all}", "{n} / {all}", "第{n}页",
    "第 {n} 页 共 {all} 页", "第{n}页，共{all}页", "共{all}页，第{n}页", "Page {n}",
    "Page {n} of {all}", "{n} of {all}", "P. {n}",
)  # fmt: skip


@pytest.mark.parametrize("form", NUMBERS)
@pytest.mark.parametrize("height", [4, 7])
def test_page_numbers_alone_at_the_foot(form: str, height: int) -> None:
    assert_read_whole(read(printed(foot=lambda n, pages: [form.format(n=n, all=pages)], height=height)))
    assert_read_whole(read(printed(foot=lambda n, pages: ["", form.format(n=n, all=pages), ""], height=height)))


@pytest.mark.parametrize("form", NUMBERS)
def test_page_numbers_alone_at_the_head(form: str) -> None:
    assert_read_whole(read(printed(head=lambda n, pages: [form.format(n=n, all=pages)])))


@pytest.mark.parametrize("form", ["{n}", "第{n}页", "Page {n}"])
def test_the_first_page_lacks_its_number(form: str) -> None:
    def but_the_first(n: int, pages: int) -> list[str]:
        return [form.format(n=n)] if n > 1 else []

    assert_read_whole(read(printed(foot=but_the_first)))
    assert_read_whole(read(printed(head=but_the_first)))


def test_page_numbers_of_a_volume() -> None:
    assert_read_whole(read(printed(foot=lambda n, _: [str(216 + n)], height=5)))


def test_a_nought_counts_no_page() -> None:
    draft = read(printed(foot=lambda n, _: [str(n - 1)]))
    assert "0" in "".join(clause.text for clause in draft.clauses)


@pytest.mark.parametrize("height", [11, 13])
def test_page_numbers_of_two_pages(height: int) -> None:
    assert_read_whole(read(printed(foot=lambda n, _: [str(n)], height=height)))


def test_lone_marks_are_no_page_numbers() -> None:
    lines = printed().splitlines()
    for number, place in ((3, 14), (2, 9), (1, 4)):
        lines[place : place + 1] = [lines[place][:9], str(number), lines[place][9:]]
    draft = read("\n".join([*lines, "________", "1 见甲。", "2 见乙。", "3 见丙。", ""]))
    assert [mark.marker for clause in draft.clauses for mark in clause.marks] == ["1", "2", "3"]
    assert [note.text for note in draft.footnotes.values()] == ["见甲。", "见乙。", "见丙。"]


def test_page_numbers_beside_lone_marks() -> None:
    lines = printed(foot=lambda n, _: [str(n)], height=6).splitlines()
    for number, place in ((2, 15), (1, 3)):
        lines[place : place + 1] = [lines[place][:9], str(number), lines[place][9:]]
    draft = read("\n".join([*lines[:-1], "________", "1 见甲。", "2 见乙。", lines[-1], ""]))
    assert [f"{clause.label} {clause.text}".strip() for clause in draft.clauses] == list(PARAGRAPHS)
    assert [mark.marker for clause in draft.clauses for mark in clause.marks] == ["1", "2"]
    assert [note.text for note in draft.footnotes.values()] == ["见甲。", "见乙。"]


def test_a_number_of_a_resolution_alone_on_its_line_is_no_page_number() -> None:
    draft = read(
        "65/72. 标题\n大会，\n回顾其2009年12月2日第\n64/92\n号决议，\n1. 决定甲。\n2010年12月8日\n第60次全体会议\n"
    )
    assert draft.clauses[0].text == "回顾其2009年12月2日第64/92号决议，"


HALVES = (TITLE[:9], TITLE[9:])
THIRDS = (TITLE[:6], TITLE[6:12], TITLE[12:])
HEADERS: dict[str, Edge] = {
    "title": lambda n, _: [TITLE],
    "title in two lines": lambda n, _: [*HALVES],
    "symbol above the title": lambda n, _: ["A/RES/65/72", *HALVES],
    "symbol below the title": lambda n, _: [*HALVES, "A/RES/65/72"],
    "symbol inside the title": lambda n, _: [HALVES[0], "A/RES/65/72", "", HALVES[1], ""],
    "symbol beside the first line": lambda n, _: [f"A/RES/65/72    {HALVES[0]}", HALVES[1]],
    "symbol after the first line": lambda n, _: [f"{HALVES[0]}    A/RES/65/72", HALVES[1]],
    "symbol beside the last line": lambda n, _: [HALVES[0], f"A/RES/65/72    {HALVES[1]}"],
    "symbol after the last line": lambda n, _: [HALVES[0], f"{HALVES[1]}    A/RES/65/72"],
    "three lines, symbol beside the first": lambda n, _: [f"A/RES/65/72    {THIRDS[0]}", *THIRDS[1:]],
    "three lines, symbol beside the second": lambda n, _: [THIRDS[0], f"{THIRDS[1]}    A/RES/65/72", THIRDS[2]],
    "three lines, symbol beside the last": lambda n, _: [*THIRDS[:2], f"{THIRDS[2]}    A/RES/65/72"],
    "symbol on odd pages, title on even pages": lambda n, _: ["A/RES/65/72"] if n % 2 else [TITLE],
    "two lines on even pages": lambda n, _: [f"A/RES/65/72   {n}"] if n % 2 else [f"{n}   {TITLE}"],
    "title cut short": lambda n, _: [f"{TITLE[:8]}…"],
    "organ above the symbol": lambda n, _: ["联合国", "A/RES/65/72"],
    "other words": lambda n, _: ["A/RES/65/72", "决议汇编第三卷"],
}


@pytest.mark.parametrize("name", HEADERS)
@pytest.mark.parametrize("number", ["", "{n}", "{n}/{all}   24-23021", "- {n} -"])
def test_running_headers(name: str, number: str) -> None:
    def head(n: int, pages: int) -> list[str]:
        return HEADERS[name](n, pages) if n > 1 else []

    def foot(n: int, pages: int) -> list[str]:
        return [number.format(n=n, all=pages)] if number else []

    assert_read_whole(read(printed(foot, head)))


@pytest.mark.parametrize("name", [name for name in HEADERS if name != "other words"])
def test_running_header_that_no_other_page_repeats(name: str) -> None:
    def head(n: int, pages: int) -> list[str]:
        return HEADERS[name](n, pages) if n == 2 else []

    assert_read_whole(read(printed(lambda n, pages: [f"{n}/{pages}   24-23021"], head)))


def test_first_words_of_a_title_are_kept_if_the_header_does_not_continue_them() -> None:
    draft = read(
        "65/72. 甲乙丙丁戊己庚辛\n大会，\n回顾\n甲乙丙丁\nA/RES/65/72    己庚辛\n的议定书，\n"
        "1. 决定甲。\n2010年12月8日\n第60次全体会议\n"
    )
    assert draft.clauses[0].text == "回顾甲乙丙丁的议定书，"


def test_the_title_of_an_annex_is_no_running_header() -> None:
    draft = read(f"{printed()}附件\n{TITLE}\n1. 甲乙。\n2. 丙丁。\n")
    assert [clause.text for clause in draft.clauses[-4:]] == ["附件", TITLE, "甲乙。", "丙丁。"]


BROWSERS: dict[str, tuple[Edge, Edge]] = {
    "time and title, address and page": (
        lambda n, _: ["11/28/26, 7:10 PM 文件库 - 决议"],
        lambda n, pages: [f"https://example.org/zh/72 {n}/{pages}"],
    ),
    "in Chinese": (
        lambda n, _: [f"2026/11/28 下午7:10    {TITLE}"],
        lambda n, pages: [f"https://example.org/zh/72      {n}/{pages}"],
    ),
    "title and address, page and time": (
        lambda n, _: ["文件库 - 决议", "https://example.org/zh/72"],
        lambda n, pages: [f"{n} / {pages}", "28/11/2026, 19:10"],
    ),
    "each on its line": (
        lambda n, _: ["2026年11月28日 19:10", "文件库 - 决议"],
        lambda n, pages: ["https://example.org/zh/72", f"{n}/{pages}"],
    ),
    "a file": (lambda n, _: ["28.11.2026, 19:10"], lambda n, pages: [f"file:///C:/a.html {n}/{pages}"]),
    "a file, with a ligature": (lambda n, _: ["11/28/26, 7:10 PM"], lambda n, pages: [f"ﬁle:///C:/a.html {n}/{pages}"]),
    "page first": (lambda n, _: ["Nov 28, 2026, 7:10 PM"], lambda n, pages: [f"Page {n} of {pages}   about:blank"]),
}


@pytest.mark.parametrize("name", BROWSERS)
def test_what_a_browser_prints_around_a_page(name: str) -> None:
    head, foot = BROWSERS[name]
    assert_read_whole(read(printed(foot, head)))


def test_what_a_browser_prints_around_the_only_page() -> None:
    assert_read_whole(read(f"2026/11/28 19:10\n{printed()}https://example.org/zh/72\n1/1\n"))


def test_a_date_and_an_hour_in_a_sentence_are_no_browsers() -> None:
    draft = read(
        "65/72. 标题\n大会，\n1. 决定于\n2026年11月28日10:00时举行会议，\n以审议甲。\n2010年12月8日\n第60次全体会议\n"
    )
    assert draft.clauses[0].text == "决定于2026年11月28日10:00时举行会议，以审议甲。"


@pytest.mark.parametrize("note", ["下载自文件库 https://example.org", "Downloaded from example.org on 28 Nov 2026"])
def test_notes_of_a_site_on_each_page(note: str) -> None:
    assert_read_whole(read(printed(foot=lambda n, _: [str(n), note])))
    assert_read_whole(read(printed(foot=lambda n, _: [note, f"- {n} -"])))


@pytest.mark.parametrize(
    "note", ["下载自文件库 https://example.org", "打印时间：2026年11月28日", "Downloaded from example.org"]
)
def test_a_note_of_a_site_on_the_only_page(note: str) -> None:
    assert_read_whole(read(f"{printed()}{note}\n"))


WATERMARKS = ("仅供参考", "仅 供 参 考", "DRAFT", "文件库藏本")


@pytest.mark.parametrize("words", WATERMARKS)
@pytest.mark.parametrize("number", ["", "{n}", "第{n}页"])
def test_watermarks(words: str, number: str) -> None:
    pages = printed(foot=lambda n, all_: ["", number.format(n=n)]).split("\n\n") if number else [printed()]
    lines = [line for page in pages for line in _with_watermarks(page, words, each=6 if number else 5)]
    places = [f"line {at}" for at, line in enumerate(lines, 1) if line == words]
    assert len(places) == (2 if number else 3)  # without page numbers, even three lines are on one page
    doubts = [ReadingWarning(place, "text.perhaps_watermark", {"words": words}) for place in places]
    assert_read_whole(read("\n".join(lines) + "\n"), doubts)


def test_a_watermark_on_each_of_three_pages_gives_no_warning() -> None:
    lines = printed(foot=lambda n, _: [f"第{n}页"]).splitlines()
    ends = [index for index, line in enumerate(lines) if line.startswith("第") and line.endswith("页")]
    assert len(ends) == 3
    for end in reversed(ends):
        lines.insert(end - 1, "仅供参考")
    assert_read_whole(read("\n".join([*lines, ""])))


def _with_watermarks(page: str, words: str, each: int) -> list[str]:
    """The lines of a page with a watermark in the middle of every ``each`` lines, always inside a paragraph."""
    lines = page.splitlines()
    open_ends = [
        i for i, line in enumerate(lines) if len(line) > 15 and not line.endswith(("，", "；", "。")) and i > 1
    ]
    kept, last = [], -each
    for index, line in enumerate(lines):
        kept.append(line)
        if index in open_ends and index - last >= each:
            kept.append(words)
            last = index
    return kept


def test_furniture_is_kept_as_furniture() -> None:
    ((_, lines),) = raw_text.read_lines(printed(foot=lambda n, _: [str(n)]), "x")
    assert [line.text for line in lines if line.role == FURNITURE] == ["1", "2", "3"]


def test_letters_of_a_watermark_on_lines_of_their_own() -> None:
    lines = printed(foot=lambda n, _: [f"第{n}页"]).splitlines()
    ends = [index for index, line in enumerate(lines) if line.startswith("第") and line.endswith("页")]
    for end in reversed(ends):
        lines[end - 1 : end] = ["藏", lines[end - 1], "本"]
    assert_read_whole(read("\n".join([*lines, ""])))


# One line that may not belong to the text is kept, with a warning.


def test_a_short_line_inside_a_sentence_gives_a_warning() -> None:
    lines = printed().splitlines()
    lines.insert(3, "样张")
    draft = read("\n".join([*lines, ""]))
    assert draft.clauses[0].text == PARAGRAPHS[0][:20] + "样张" + PARAGRAPHS[0][20:]
    stray = [(w.place, w.values) for w in draft.warnings if w.code == "text.stray_line"]
    assert stray == [("line 4", {"words": "样张"})]


def test_a_heading_alone_between_preambular_paragraphs_gives_a_warning() -> None:
    lines = printed().splitlines()
    lines.insert(4, "样张")
    draft = read("\n".join([*lines, ""]))
    assert [(w.place, w.code, w.values) for w in draft.warnings] == [
        (draft.clauses[1].path, "text.lone_heading", {"words": "样张"}),
    ]


def test_two_numbers_that_can_both_be_the_page_number_give_a_warning() -> None:
    lines = printed().splitlines()
    ends = [index for index, line in enumerate(lines) if line.endswith("；")]
    for end in (ends[1], ends[0]):
        lines.insert(end + 1, "1")
    draft = read("\n".join([*lines, "1 见甲。", "2", ""]))
    assert [(w.place, w.values) for w in draft.warnings if w.code == "text.page_number_may_be_mark"] == [
        (f"line {ends[1] + 3}", {"number": "1", "other": str(ends[0] + 2)}),
    ]


def test_a_line_after_the_full_stop_of_a_footnote_gives_a_warning() -> None:
    text = printed().replace("亥立春", "亥1立春")
    draft = read(f"{text}________\n1 见甲。\n样张\n")
    assert draft.footnotes["1"].text == "见甲。样张"
    assert [w.values for w in draft.warnings if w.code == "text.stray_note_line"] == [{"words": "样张"}]
