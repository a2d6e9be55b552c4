"""Texts for the tests of ``archive.writing``, and the Draft that a reader should give back."""

from __future__ import annotations

from datetime import date
from typing import Any

from archive.citing.citation import Citations
from archive.intake import canonical
from archive.reading.draft import Draft, DraftClause, DraftFootnote, Mark, RecordedVote
from archive.voting.outcome import Outcome
from archive.writing.written import Facts, WrittenClause, WrittenFootnote, WrittenText


def written(draft: Draft, **more: Any) -> WrittenText:
    """The WrittenText with the words and the facts of a Draft."""
    vote = draft.vote
    return WrittenText(
        draft.symbol,
        draft.language,
        draft.title,
        draft.title_marks,
        draft.formula,
        [
            WrittenClause(c.kind, c.path, c.text, c.label, c.opening, c.parent or "", marks=c.marks)
            for c in draft.clauses
        ],
        [WrittenFootnote(note.marker, note.text) for note in draft.footnotes.values()],
        draft.end,
        Facts(
            draft.adopted_on,
            draft.published_on,
            draft.meeting,
            draft.meeting_record,
            draft.committee,
            draft.proposal,
            draft.agenda_items,
            draft.agenda_titles,
            draft.draft_symbol,
            draft.committee_report,
            draft.committee_report_paragraph,
            draft.sponsors,
            draft.additional_sponsors,
            draft.subjects,
            vote.outcome,
            vote.yes,
            vote.no,
            vote.abstain,
            vote.voters,
        ),
        **more,
    )


def form(draft: Draft) -> dict[str, Any]:
    """What is compared of a Draft. Its format differs from file to file."""
    found = canonical.form(draft, Citations())
    found["facts"].pop("format", None)
    return found


def words(draft: Draft) -> dict[str, Any]:
    """The words and the marks of a Draft, and what a printed text tells of its facts."""
    found = form(draft)
    facts = {name: found["facts"].get(name) for name in ("symbol", "language", "adopted_on", "meeting")}
    return {"words": found["words"], "marks": found["marks"], "facts": facts}


def every_kind() -> Draft:
    """A Draft with every kind of clause, and with what is easily lost: marks in odd places, lines, signs of XML."""
    clauses = [
        DraftClause("preambular", "pp1", "", "回顾", "回顾其第64/47号决议，", [Mark("1", 2), Mark("2", 11)]),
        DraftClause("preambular", "pp2", "", "铭记", "铭记以下两点：\n一并审议，"),
        DraftClause("point", "pp2-a", "(a)", "", "A < B & C，", parent="pp2"),
        DraftClause("point", "pp2-b", "(b)", "", "丁，", [Mark("1", 2)], parent="pp2"),
        DraftClause("heading", "h1", "一", "", "总则"),
        DraftClause("operative", "op1", "1.", "决定", "决定\n(a)不是一点；", [Mark("3", 6)]),
        DraftClause("point", "op1-a", "(a)", "", "第一点：", parent="op1"),
        DraftClause("point", "op1-a-1", "㈠", "", "更小的一点；", parent="op1-a"),
        DraftClause("point", "op1-p1", "", "", "没有编号的续段；", parent="op1"),
        DraftClause("table", "table1", "", "", "国家\t分摊\n甲\t10⁶", [Mark("4", 5)]),
        DraftClause("preambular", "pp3", "", "深信", "深信这样做是对的，"),
        DraftClause("operative", "op2", "2.", "请", "请各国赞同。"),
        DraftClause("heading", "annex1-h1", "", "", "附件"),
        DraftClause("heading", "annex1-h2", "", "", "第一部分\n两行标题"),
        DraftClause("annex", "annex1-op1", "1.", "", "附件第一段。"),
        DraftClause("annex", "annex1-p1", "", "", "没有编号的一段。"),
        DraftClause("heading", "annex2-h1", "", "", "附件二"),
        DraftClause("annex", "annex2-op1", "1.", "", "又一段。"),
    ]
    notes = [
        ("1", "第64/47号决议。"),
        ("2", "A/65/1。\n第二段。"),
        ("3", "见上文。"),
        ("4", "以千计。"),
        ("5", "没有标记。"),
    ]
    return Draft(
        "a.xml",
        "akn4un",
        "zh",
        "A/RES/99/1",
        "试验\n第二行",
        [Mark("1", 2)],
        "大会，",
        clauses,
        {marker: DraftFootnote(marker, text) for marker, text in notes},
        "2044年12月8日\n第60次全体会议",
        "99",
        date(2044, 12, 8),
        60,
        "A/99/PV.60",
        "First",
        "[根据第一委员会的报告(A/99/406，第21段)]",
        ["96 (d)", "97"],
        ["全面彻底裁军", "其他"],
        "A/C.1/99/L.75",
        "A/99/406",
        "21",
        ["Iran (Islamic Republic of)", "Bosnia and Herzegovina"],
        ["Fiji"],
        [("UNBIS Thesaurus", "OUTER SPACE")],
        RecordedVote(Outcome.RECORDED, 2, 1, 0, {"yes": ["FIJI", "PERU"], "no": ["CHAD"]}),
        date(2044, 12, 20),
    )
