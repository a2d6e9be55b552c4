"""Tests agreements that only their parties distinguish, amendments named again, and short forms in brackets."""

from __future__ import annotations

import pytest

from tests.test_citing_named_again import cited_in

AGREEMENT = "title:甲洲禁止丙事组织与乙洲原子能委员会谅解备忘录"
AMENDMENT = "treaty:CPPNM Amendment"

AGREEMENTS = [
    (
        "满意地欢迎甲洲禁止丙事组织与乙洲原子能委员会于2034年5月1日签署《谅解备忘录》，并鼓励执行该《备忘录》；",
        [("《谅解备忘录》", AGREEMENT), ("《备忘录》", AGREEMENT)],
    ),
    (
        "重申甲组织与乙联盟依照2034年5月1日签署的《谅解备忘录》，",
        [("《谅解备忘录》", "title:甲组织与乙联盟谅解备忘录")],
    ),
    (
        "又回顾甲组织与乙事务厅2034年5月1日在丙城签署《合作框架协定》；",
        [("《合作框架协定》", "title:甲组织与乙事务厅合作框架协定")],
    ),
    ("欢迎甲组织与乙署之间签订的《合作协定》，", [("《合作协定》", "title:甲组织与乙署合作协定")]),
    # Without parties, and with a title of its own.
    ("欢迎2034年签署的《框架协定》，", [("《框架协定》", "title:框架协定")]),
    ("促请各国与甲组织签署《框架协定》，", [("《框架协定》", "title:框架协定")]),
    ("欢迎甲组织与乙署签署《丙地合作协定》，", [("《丙地合作协定》", "title:丙地合作协定")]),
]


@pytest.mark.parametrize(("text", "found"), AGREEMENTS)
def test_the_parties_are_part_of_the_title(text: str, found: list[tuple[str, str]]) -> None:
    assert cited_in("op1", text) == found


def test_words_point_back_to_an_agreement() -> None:
    texts = AGREEMENTS[0][0], "鼓励丁地执行该备忘录；"
    assert cited_in("op2", *texts) == [("该备忘录", AGREEMENT)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("通过《核材料实物保护公约》的修正案，并欢迎修正案于2034年生效，", ["修正案"]),
        ("通过《核材料实物保护公约》的修正案，鼓励各国批准该修正案，", ["该修正案"]),
        ("通过《核材料实物保护公约》的修正案，并审查任何拟议的修正案，", []),
        ("欢迎修正案于2034年生效，", []),
    ],
)
def test_an_amendment_is_named_again(text: str, found: list[str]) -> None:
    later = [c for c in cited_in("op1", text) if not c[0].startswith("《")]
    assert later == [(words, AMENDMENT) for words in found]


BRACKETS = [
    ("《战争遗留爆炸物议定书》(第五号议定书)下设专家组，", "第五号议定书", "treaty:CCW Protocol V"),
    (
        "《禁止或限制使用地雷、诱杀装置和其他装置的议定书》(经修正的第二号议定书)下设专家组，",
        "经修正的第二号议定书",
        "treaty:CCW Amended Protocol II",
    ),
]


@pytest.mark.parametrize(("text", "short", "target"), BRACKETS)
def test_the_number_of_a_protocol_in_brackets(text: str, short: str, target: str) -> None:
    assert cited_in("op1", text)[-1] == (short, target)
