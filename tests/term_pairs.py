"""Pairs of clauses for the tests of terms: invented ones, and those of the real resolutions."""

from __future__ import annotations

import re
from pathlib import Path

from archive.reading import read
from archive.terms.pairs import Pair, Side

# Six subjects that have nothing in common but the names in them.
FRAMES = [
    ("会员国向{}提交年度报告", "Member States submit annual reports to the {} every autumn"),
    ("{}主持了边境排雷培训", "Training of border guards in demining was led by the {} this spring"),
    ("民间人士欢迎{}的工作", "Citizens praise whatever work the {} has done"),
    ("预算由{}审定", "A budget is fixed by the {} alone"),
    ("科学家在{}讨论卫星", "Scientists discussed satellites at the {} without result"),
    ("青年代表给{}写信", "Young delegates write letters to the {} often"),
]


def invented() -> list[Pair]:
    """The Lake Commission (湖泊委员会) in six clauses, the Great Lake Commission (大湖泊委员会) in four, and twenty
    clauses of other words. The first of them is there twice."""
    names = [("湖泊委员会", "Lake Commission", FRAMES), ("大湖泊委员会", "Great Lake Commission Board", FRAMES[:4])]
    pairs = [
        Pair(Side(zh.format(chinese)), Side(en.format(english)))
        for chinese, english, frames in names
        for zh, en in frames
    ]
    others = [Pair(Side(f"其他第{chr(0x4E00 + n)}号事项"), Side(f"other matter {chr(97 + n)}")) for n in range(20)]
    return [*pairs, pairs[0], *others]


def real_pairs(data: Path) -> list[Pair]:
    """The clauses of the real resolutions that have both languages, joined by their paths."""
    pairs = []
    for folder in sorted((data / "GAresolutions").glob("*session")):
        english = {_symbol(path): path for path in (folder / "English").glob("*.xml")}
        for path in sorted((folder / "Chinese").glob("*.xml")):
            if other := english.get(_symbol(path)):
                [zh], [en] = (read(each.read_bytes(), each.name) for each in (path, other))
                beside = {clause.path: clause for clause in en.clauses}
                pairs += [
                    Pair(
                        Side(clause.text, clause.opening),
                        Side(beside[clause.path].text, beside[clause.path].opening),
                        {clause.kind, beside[clause.path].kind} <= {"preambular", "operative"},
                    )
                    for clause in zh.clauses
                    if clause.path in beside
                ]
    return pairs


def _symbol(path: Path) -> str:
    found = re.match(r"A_RES_\w+?_\w+?(?=-|_|\.)", path.name)
    return found[0] if found else path.stem
