"""Markdown: headings, bold openings, links, lists and footnotes are read as they would be printed."""

from __future__ import annotations

import pytest

from archive.reading import read

TEXT = """# 65/72. 彻底消除核武器

大会，

**回顾**[《联合国宪章》](https://www.un.org/zh/charter)，

**注意到**秘书长的报告[^1]，

1. **促请**各国：

    (a) 签署；

    (b) 批准；

2. **决定**继续审议。

2010年12月8日\\
第60次全体会议

[^1]: A/65/136。
"""


def test_a_resolution_in_markdown() -> None:
    [draft] = read(TEXT.encode(), "65_72.md")
    assert (draft.format, draft.symbol, draft.title) == ("markdown", "A/RES/65/72", "彻底消除核武器")
    assert [(clause.path, clause.opening, clause.text) for clause in draft.clauses] == [
        ("pp1", "回顾", "回顾《联合国宪章》，"),
        ("pp2", "注意到", "注意到秘书长的报告，"),
        ("op1", "促请", "促请各国："),
        ("op1-a", "", "签署；"),
        ("op1-b", "批准", "批准；"),
        ("op2", "决定", "决定继续审议。"),
    ]
    assert {marker: note.text for marker, note in draft.footnotes.items()} == {"1": "A/65/136。"}
    assert (draft.end, draft.warnings) == ("2010年12月8日\n第60次全体会议", [])


@pytest.mark.parametrize(
    ("text", "format"),
    [
        ("65/72. 彻底消除核武器\n大会，\n1. 决定继续审议*。\n* 一个注。\n", "text"),
        ("# 65/72. 彻底消除核武器\n\n大会，\n\n1. **决定**继续审议。\n", "markdown"),
        ("# 65/72. Disarmament\n\nThe General Assembly,\n\n1\\. *Decides* to go on.\n", "markdown"),
        ("65/72. Disarmament\nThe General Assembly,\n1. Decides* to go on.\n* A note.\n*A second note.*\n", "text"),
    ],
)
def test_a_text_is_markdown_only_with_its_signs(text: str, format: str) -> None:
    assert read(text.encode(), "a")[0].format == format
