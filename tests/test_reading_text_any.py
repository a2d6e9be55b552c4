"""Tests the text reader on generated resolutions in generated layouts, and on any text: the printed words are read."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from archive.messages import Unreadable
from archive.reading.draft import OPERATIVE, POINT, PREAMBULAR
from archive.reading.printed import reader as raw_text
from archive.reading.printed.lines import FURNITURE, HEAD, RULE, TITLE, UNKNOWN
from tests.layouts import Layout, Resolution, print_out
from tests.test_reading_text import clauses, read

_WORDS = st.text("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥", min_size=6, max_size=60)
_PREAMBULAR = st.sampled_from(["回顾", "又回顾", "重申", "铭记", "欢迎", "表示关切", "认识到", "赞赏地注意到"])
_OPERATIVE = st.sampled_from(["决定", "请", "又请", "敦促", "呼吁", "重申", "强调指出", "再次促请"])


@st.composite
def resolutions(draw: st.DrawFn) -> Resolution:
    rows: list[tuple[str, str, str]] = []
    notes: dict[str, str] = {}

    def words() -> str:
        text = draw(_WORDS)
        kind = draw(st.integers(0, 5))
        if kind == 0:
            text += "2009年12月2日第64/47号决议"
        elif kind == 1 and len(notes) < 9:
            marker = str(len(notes) + 1)
            notes[marker] = draw(st.sampled_from(["见", "同上，", "联合国，"])) + draw(_WORDS) + f"(A/65/{marker}00)。"
            text += f"《条约》\ue000{marker}\ue001" + draw(_WORDS)
        elif kind == 2 and notes:
            text += f"《条约》\ue000{draw(st.sampled_from(sorted(notes)))}\ue001" + draw(_WORDS)
        return text

    rows += [(PREAMBULAR, "", f"{draw(_PREAMBULAR)}{words()}，") for _ in range(draw(st.integers(1, 6)))]
    count = draw(st.integers(1, 7))
    for number in range(1, count + 1):
        points = draw(st.sampled_from([0, 0, 0, 2, 3]))
        final = "。" if number == count and not points else "；"
        rows.append((OPERATIVE, f"{number}.", f"{draw(_OPERATIVE)}{words()}" + ("：" if points else final)))
        for place in range(points):
            final = "。" if number == count and place == points - 1 else "；"
            rows.append((POINT, f"({'abc'[place]})", words() + final))
    return Resolution("65/72", "关于甲乙的决议", rows, notes)


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    blank = draw(st.sampled_from(["paragraph", "line", "none"]))
    mark = draw(st.sampled_from(["bare ", "lone", "raised", "[]"]))
    paged = draw(st.booleans())
    return Layout(
        columns=draw(st.integers(24, 48)),
        height=draw(st.integers(14, 40)) if paged else 0,
        left=draw(st.sampled_from([0, 0, 8])),
        # Without a sign between paragraphs, their ends are guesses; tests/test_reading_text.py tests such layouts. In a
        # short text, empty lines are no sign if marks alone on their lines divide the printed lines.
        first=draw(st.sampled_from([0, 2, 4] if blank == "paragraph" and mark != "lone" else [2, 4])),
        blank=blank,
        mark=mark,
        rule=draw(st.sampled_from(["underscores", "dashes"])),
        entry={"bare ": "inline", "lone": "lone", "raised": "raised", "[]": "[]"}[mark],
        header=draw(st.sampled_from(["symbol title", "title symbol", "two lines", "symbol"])),
        footer=draw(st.sampled_from(["3/4 job", "- 3 -", "3"])),
        feed=draw(st.booleans()),
        spaces=draw(st.sampled_from(["none", "around"])),
        cover=draw(st.booleans()),
        newline=draw(st.sampled_from(["\n", "\r\n", "\r"])),
    )


# On the first page, each paragraph is one line. Only the second page shows that first lines are indented.
_LINES_OF_ONE_PAGE = [(PREAMBULAR, "", f"重申{'甲' * size}，") for size in (20, 21, 22, 21, 20, 21)]
_LONG = [(OPERATIVE, "1.", f"决定{'乙' * 30}；"), (OPERATIVE, "2.", f"请{'丙' * 40}。")]
_SHORT = [(OPERATIVE, "1.", f"决定{'乙' * 8}；"), (OPERATIVE, "2.", f"请{'丙' * 30}。")]
_PAGES = Layout(columns=24, height=8)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(resolutions(), layouts())
@example(Resolution("65/72", "关于甲乙的决议", _LINES_OF_ONE_PAGE + _LONG, {}), replace(_PAGES, blank="line"))
@example(Resolution("65/72", "关于甲乙的决议", _LINES_OF_ONE_PAGE + _LONG, {}), replace(_PAGES, blank="none", left=8))
@example(Resolution("65/72", "关于甲乙的决议", _LINES_OF_ONE_PAGE + _SHORT, {}), replace(_PAGES, blank="none"))
@example(Resolution("65/72", "关于甲乙的决议", _LINES_OF_ONE_PAGE + _SHORT, {}), replace(_PAGES, blank="none", left=8))
def test_any_resolution_in_any_layout_is_read_back(doc: Resolution, layout: Layout) -> None:
    draft = read(print_out(doc, layout))
    unmarked = [(kind, label, re.sub("\ue000[^\ue001]*\ue001", "", text)) for kind, label, text in doc.clauses]
    assert clauses(draft) == unmarked
    assert [[m.marker for m in c.marks] for c in draft.clauses] == [
        re.findall("\ue000([^\ue001]*)\ue001", text) for _, _, text in doc.clauses
    ]
    assert {marker: note.text for marker, note in draft.footnotes.items()} == doc.footnotes
    assert (draft.symbol, draft.title, draft.meeting) == ("A/RES/65/72", doc.title, doc.meeting)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(resolutions(), layouts(), st.sets(st.integers(0, 30)))
def test_operative_paragraphs_without_stops_end_where_the_next_number_begins(
    doc: Resolution, layout: Layout, places: set[int]
) -> None:
    rows = [
        (kind, label, text[:-1] if kind == OPERATIVE and text[-1] == "；" and place in places else text)
        for place, (kind, label, text) in enumerate(doc.clauses)
    ]
    draft = read(print_out(replace(doc, clauses=rows), layout))
    unmarked = [(kind, label, re.sub("\ue000[^\ue001]*\ue001", "", text)) for kind, label, text in rows]
    assert clauses(draft) == unmarked
    missing = [warning.place for warning in draft.warnings if warning.code == "text.stop_missing"]
    assert missing == [
        c.path for c, (_, _, text) in zip(draft.clauses, unmarked, strict=True) if text[-1] not in "，；：。"
    ]


_WORDS_AND_FORMS = (
    "大会， 65/72. A/RES/65/72 标题 1. 2． (a) ㈠ 一、 附件 回顾 决定 某事， 某事； 某事。 ： 《条约》 1 2 ¹ [1] 12 "
    "2010年12月8日 第60次全体会议 ________ 3/4 10-51601 见甲。 同上， 赞成： 甲国、乙国 反对： abc (NPT/CONF.2010/50 * "
    "[根据第一委员会的报告(A/65/410)通过] 议程项目97 以1票赞成 S=a+b |甲|1| 1\u3000bis. 二〇一〇年十二月八日 B. i) 并请"
)
_PIECES = st.sampled_from(
    _WORDS_AND_FORMS.split(" ") + ["\n"] * 12 + ["\n\n", "\f", "\t", " ", " ", " " * 30, "\u3000", "\u200e"]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(_PIECES, max_size=60).map("".join), st.booleans())
def test_no_letter_of_any_text_is_lost(text: str, started: bool) -> None:
    text = ("65/72. 标题\n大会，\n" if started else "") + text
    try:
        results = raw_text.read_lines(text, "x")
    except Unreadable:
        return
    for draft, lines in results:
        kept = "".join(line.text for line in lines if line.role not in (FURNITURE, HEAD, RULE, TITLE, UNKNOWN))
        words = [draft.formula, draft.end, *(c.label + c.text for c in draft.clauses)]
        words += [note.text for note in draft.footnotes.values()]
        assert _letters(kept) == _letters("".join(words))
        unknown = "".join(line.text for line in lines if line.role == UNKNOWN)
        assert _letters(unknown) <= _letters("".join(str(w) for w in draft.warnings))
        for clause in draft.clauses:
            assert clause.text.startswith(clause.opening)
            assert all(0 <= mark.at <= len(clause.text) for mark in clause.marks)
        assert len({c.path for c in draft.clauses}) == len(draft.clauses)


def _letters(text: str) -> Counter[str]:
    return Counter(c for c in text if c.isalpha())
