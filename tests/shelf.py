"""A small archive for the tests of the pages. Its texts are invented, and stored like real sources."""

from __future__ import annotations

from datetime import date
from typing import Any

from archive.citing.citation import AMBIGUOUS, UNKNOWN, WORDS, Citation, Citations
from archive.intake.store import Intake
from archive.models import Document, Subject
from archive.reading.draft import Draft, DraftClause, DraftFootnote, Mark, ReadingWarning, RecordedVote
from archive.reading.sources import Source
from archive.voting.outcome import Outcome

OPENING = "回顾"


def cite(text: str, exact: str, target: str | None, **more: Any) -> Citation:
    """A citation at the first place of ``exact`` in ``text``."""
    start = text.index(exact)
    status = UNKNOWN if target else AMBIGUOUS
    return Citation(exact, start, start + len(exact), target, status, WORDS, **more)


def draft(symbol: str = "A/RES/90/2", **changes: Any) -> Draft:
    made = Draft(
        source="x.txt",
        format="text",
        language="zh",
        symbol=symbol,
        title="一项试验",
        formula="大会，",
        clauses=[DraftClause("operative", "op1", "1.", "决定", "决定继续审议。")],
        end="2035年12月8日\n第60次全体会议",
        adopted_on=date(2035, 12, 8),
        meeting=60,
        meeting_record="A/90/PV.60",
    )
    for field, value in changes.items():
        setattr(made, field, value)
    return made


def store(made: Draft, citations: Citations | None = None, content: bytes | None = None) -> None:
    content = content or repr(made).encode()
    Intake().store(Source(made.source, content), [(made, citations or Citations())])


def full(symbol: str = "A/RES/90/2") -> tuple[Draft, Citations]:
    """A resolution with everything that a page can show."""
    pp1 = "回顾其第89/1号决议和《试验公约》，"
    pp2 = "注意到" + "、".join(f"第88/{n}号" for n in range(1, 13)) + "决议，"
    op1 = "请按照该公约第六条行事："
    op1a = "甲<b>乙</b>&丙；"
    annex = "附件第一段。"
    made = draft(
        symbol,
        title="一项<试验>",
        title_marks=[Mark("9", 6)],
        clauses=[
            DraftClause("preambular", "pp1", "", "回顾", pp1, marks=[Mark("1", len(pp1) - 1), Mark("2", 4)]),
            DraftClause("preambular", "pp2", "", "注意到", pp2),
            DraftClause("heading", "h1", "一、", "", "总则"),
            DraftClause("operative", "op1", "1.", "", op1, marks=[Mark("1", 6)]),
            DraftClause("point", "op1-a", "(a)", "", op1a, parent="op1"),
            DraftClause("point", "op1-a-1", "㈠", "", "丁\n戊；", parent="op1-a"),
            DraftClause("table", "table1", "", "", "国家\t票\n甲国\t1"),
            DraftClause("heading", "annex1-h1", "", "", "附件"),
            DraftClause("annex", "annex1-p1", "", "", annex),
        ],
        footnotes={
            "1": DraftFootnote("1", "见A/89/7，附件。"),
            "2": DraftFootnote("2", "原文如此。"),
            "3": DraftFootnote("3", "没有标记的脚注。"),
            "9": DraftFootnote("9", "标题的脚注。"),
        },
        session="90",
        committee="First",
        agenda_items=["96(d)"],
        agenda_titles=["全面彻底裁军"],
        draft_symbol="A/C.1/90/L.3",
        committee_report="A/90/400",
        committee_report_paragraph="20",
        sponsors=["甲国", "乙国"],
        additional_sponsors=["丙国"],
        subjects=[("UNBIS Thesaurus", "DISARMAMENT")],
        vote=RecordedVote(Outcome.RECORDED, 170, 2, 13, {"yes": ["甲国"], "no": ["乙国"], "abstain": ["丙国"]}),
        warnings=[ReadingWarning("op1", "A warning for librarians.")],
    )
    citations = Citations(
        clauses={
            "pp1": [
                cite(pp1, "第89/1号决议", "A/RES/89/1"),
                cite(pp1, "《试验公约》", "title:试验公约"),
                cite(pp1, "《试验公约》", "A/89/7", via_footnote="1", pinpoint="附件"),
            ],
            "pp2": [cite(pp2, f"第88/{n}号", f"A/RES/88/{n}") for n in range(1, 13)],
            "op1": [cite(op1, "该公约", None, candidates=("title:试验公约", "A/RES/89/1"))],
        },
        footnotes={"1": [cite("见A/89/7，附件。", "A/89/7", "A/89/7", pinpoint="附件")]},
        warnings=[ReadingWarning("footnote 1", "citing.link_names_another", LINKED)],
    )
    return made, citations


LINKED = {"exact": "A/89/7", "linked": "A/88/7", "cited": "A/89/7"}


def english() -> tuple[Draft, Citations]:
    text = "Recalling its resolution 89/1,"
    made = draft(
        language="en",
        title="A trial",
        formula="The General Assembly,",
        clauses=[DraftClause("preambular", "pp1", "", "Recalling", text)],
        end="60th plenary meeting",
    )
    return made, Citations(clauses={"pp1": [cite(text, "resolution 89/1", "A/RES/89/1")]})


def fill() -> None:
    """Stores the full resolution in Chinese and English, and a resolution that it cites, adopted without a vote."""
    Subject.objects.update_or_create(name_en="DISARMAMENT", defaults={"name_zh": "裁军"})
    store(*full())
    store(*english())
    earlier = draft(
        "A/RES/89/1", title="较早的试验", adopted_on=date(2034, 12, 1), vote=RecordedVote(Outcome.WITHOUT_VOTE)
    )
    store(earlier)
    Document.objects.filter(key="A/RES/89/1").update(title_en="An earlier trial")


def long(clauses: int, symbol: str = "A/RES/90/9") -> tuple[Draft, Citations]:
    """A resolution of many clauses, each with three citations and a footnote."""
    text = "回顾第1/1号、第1/2号和第1/3号决议，"
    made = draft(
        symbol,
        clauses=[
            DraftClause("operative", f"op{n}", f"{n}.", "回顾", text, marks=[Mark(str(n), 8)])
            for n in range(1, clauses + 1)
        ],
        footnotes={str(n): DraftFootnote(str(n), f"见A/1/{n}。") for n in range(1, clauses + 1)},
    )
    found = {
        f"op{n}": [
            cite(text, "第1/1号", "A/RES/1/1"),
            cite(text, "第1/2号", f"A/RES/2/{n}"),
            cite(text, "第1/3号", None, candidates=("A/RES/1/1", f"A/RES/2/{n}")),
        ]
        for n in range(1, clauses + 1)
    }
    return made, Citations(clauses=found)
