"""Tests the AKN4UN reader: one peculiarity of the published files in each row, with invented words."""

from __future__ import annotations

from datetime import date
from xml.sax.saxutils import escape

import pytest

from archive.messages import Unreadable
from archive.reading.akn import reader as akn
from archive.reading.akn.metadata import printed_date
from archive.reading.draft import Draft, Link, Mark, ReadingWarning

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"


def resolution(
    body: str = "<paragraph><num>1.</num><content><p>决定如此。</p></content></paragraph>",
    preamble: str = "<formula><p>大会，</p></formula>",
    *,
    number: str = "99/1.",
    title: str = "试验",
    end: str = "<conclusions><p>第60次全体会议<eol/>2044年12月8日</p></conclusions>",
    meta: str = "",
    cover: str = "",
    after: str = "",
    language: str = "zho",
) -> bytes:
    return f"""<akomaNtoso xmlns="{NAMESPACE}" xmlns:akn4un="http://un.org/akn4un"><statement name="resolution">
      <meta><identification><FRBRExpression><FRBRlanguage language="{language}"/></FRBRExpression></identification>
      {meta}</meta><coverPage>{cover}</coverPage>
      <preface><p><docNumber>{number}</docNumber><docTitle>{title}</docTitle></p></preface>
      <preamble>{preamble}</preamble><mainBody>{body}</mainBody>{end}{after}</statement></akomaNtoso>""".encode()


def clauses(draft: Draft) -> list[tuple[str, str, str, str]]:
    return [(clause.kind, clause.path, clause.label, clause.text) for clause in draft.clauses]


def read(data: bytes) -> Draft:
    (draft,) = akn.read(data, "file.xml")
    return draft


def numbered(number: str, words: str) -> str:
    return f"<paragraph><num>{number}</num><content><p>{words}</p></content></paragraph>"


def plain(words: str, style: str = "SingleTxt") -> str:
    return f"<paragraph class='{style}'><content><p>{words}</p></content></paragraph>"


def heading(words: str) -> str:
    return f"<paragraph class='HCh'><heading>{words}</heading></paragraph>"


PREAMBLES = [
    (
        "a paragraph",
        '<container name="回顾"><p>\t回顾其决议，</p></container>',
        [("preambular", "pp1", "", "回顾其决议，")],
    ),
    (
        "two paragraphs in one container",
        "<container><p><b>关切</b>反应，</p><p><b>欢迎</b>进展，</p></container>",
        [("preambular", "pp1", "", "关切反应，"), ("preambular", "pp2", "", "欢迎进展，")],
    ),
    (
        "a paragraph that runs on",
        "<container><p><b>关切</b>反应，</p><p>并且如此，</p></container>",
        [("preambular", "pp1", "", "关切反应，\n并且如此，")],
    ),
    ("a p alone", "<p>深信如此，</p>", [("preambular", "pp1", "", "深信如此，")]),
    (
        "a list",
        "<container><blockList><listIntroduction>重申：</listIntroduction><item><num>(a)</num><p>甲，</p></item>"
        "<item><p>乙，</p></item></blockList></container>",
        [("preambular", "pp1", "", "重申："), ("point", "pp1-a", "(a)", "甲，"), ("preambular", "pp2", "", "乙，")],
    ),
    (
        "operative paragraphs with typed numbers",
        "<container><p>铭记此事，</p></container><container><p>1.\t<b>决定</b>如此；</p></container>"
        "<container><p>2. 请秘书长：</p></container><container><p>(a) 报告；</p></container>",
        [
            ("preambular", "pp1", "", "铭记此事，"),
            ("operative", "op1", "1.", "决定如此；"),
            ("operative", "op2", "2.", "请秘书长："),
            ("point", "op2-a", "(a)", "报告；"),
        ],
    ),
    (
        "a typed number between tabs, without a stop",
        "<container><p>1.\t<b>决定</b>如此；</p></container><container><p>\t2\t<b>请</b>秘书长报告。</p></container>",
        [("operative", "op1", "1.", "决定如此；"), ("operative", "op2", "2", "请秘书长报告。")],
    ),
    (
        "a heading and a line of stars",
        "<container><p>社会方面</p></container><p><decoration>* * *</decoration></p>",
        [("heading", "h1", "", "社会方面"), ("heading", "h2", "", "* * *")],
    ),
]
BODIES = [
    ("one without a number", plain("核可报告。"), [("operative", "op1", "", "核可报告。")]),
    (
        "preambular in the body",
        plain("满意地注意到草案，") + numbered("1.", "赞扬委员会；"),
        [("preambular", "pp1", "", "满意地注意到草案，"), ("operative", "op1", "1.", "赞扬委员会；")],
    ),
    (
        "a list with a list inside",
        "<paragraph><num>3．</num><list><intro><p>决定：</p></intro><point><num>(a)</num><content><p>甲；</p></content></point>"
        "<sublist><point><num>㈠</num><content><p>子；</p></content></point></sublist>"
        "<point><num>(b)</num><content><p>乙；</p></content></point><wrapUp><p>并且如此；</p></wrapUp></list></paragraph>",
        [
            ("operative", "op3", "3．", "决定："),
            ("point", "op3-a", "(a)", "甲；"),
            ("point", "op3-a-1", "㈠", "子；"),
            ("point", "op3-b", "(b)", "乙；"),
            ("point", "op3-p1", "", "并且如此；"),
        ],
    ),
    (
        "points as paragraphs, their letters typed or not",
        numbered("1.", "请：") + plain("(a)\t甲；") + numbered("(b)", "乙。"),
        [("operative", "op1", "1.", "请："), ("point", "op1-a", "(a)", "甲；"), ("point", "op1-b", "(b)", "乙。")],
    ),
    (
        "sections of every make",
        "<section><num>一</num><subheading>经费</subheading>"
        "<crossHeading refersTo='#preamble'>回顾决议，</crossHeading>"
        + numbered("1.", "核可；")
        + "</section><section><heading>二</heading><heading>其他</heading><subhheading>B. 管理</subhheading>"
        + numbered("1.", "重申。")
        + "</section>",
        [
            ("heading", "h1", "一", "经费"),
            ("preambular", "pp1", "", "回顾决议，"),
            ("operative", "op1", "1.", "核可；"),
            ("heading", "h2", "二", "其他"),
            ("heading", "h3", "B.", "管理"),
            ("operative", "h3-op1", "1.", "重申。"),
        ],
    ),
    (
        "a heading that is only set as one",
        plain("二 \t后续行动", "H23") + plain("预算估计数"),
        [("heading", "h1", "二", "后续行动"), ("heading", "h2", "", "预算估计数")],
    ),
    (
        "a table",
        numbered("1.", "核可：") + "<container name='table'><table><tr><th><p>款次</p></th><th><p>美元</p></th></tr>"
        "<tr><td><p>1.</p></td><td/></tr><tr><td/><td/></tr></table></container>",
        [("operative", "op1", "1.", "核可："), ("table", "table1", "", "款次\t美元\n1.\t")],
    ),
    (
        "an annex in the body",
        numbered("1.", "通过附件。") + heading("附件") + numbered("1.", "我们承诺。"),
        [
            ("operative", "op1", "1.", "通过附件。"),
            ("heading", "annex1-h1", "", "附件"),
            ("annex", "annex1-op1", "1.", "我们承诺。"),
        ],
    ),
    (
        "an annex that numbers in Han characters",
        heading("附件") + numbered("一、", "缔约国应当：") + numbered("㈠", "合作：") + numbered("1.", "互助。"),
        [
            ("heading", "annex1-h1", "", "附件"),
            ("annex", "annex1-op1", "一、", "缔约国应当："),
            ("point", "annex1-op1-1", "㈠", "合作："),
            ("point", "annex1-op1-1-1", "1.", "互助。"),
        ],
    ),
    ("a number without words", numbered("1.", " "), [("operative", "op1", "1.", "")]),
    (
        "words beside the elements",
        "<paragraph><num>1.</num><content>请<inline>各国</inline>合作。</content></paragraph>",
        [("operative", "op1", "1.", "请各国合作。")],
    ),
    ("a year is no number", plain("2044年是国际年；"), [("operative", "op1", "", "2044年是国际年；")]),
]


@pytest.mark.parametrize(("preamble", "expected"), [row[1:] for row in PREAMBLES], ids=[row[0] for row in PREAMBLES])
def test_preambles(preamble: str, expected: list[tuple[str, str, str, str]]) -> None:
    draft = read(
        resolution(body="", preamble="<formula><p>\n<span class='bold'>大会</span>，</p></formula>" + preamble)
    )
    assert draft.formula == "大会，"
    assert clauses(draft) == expected


@pytest.mark.parametrize(("body", "expected"), [row[1:] for row in BODIES], ids=[row[0] for row in BODIES])
def test_bodies(body: str, expected: list[tuple[str, str, str, str]]) -> None:
    assert clauses(read(resolution(body))) == expected


def test_attachments_are_annexes() -> None:
    annex = (
        "<attachments><attachment><doc name='annex'><meta/><mainBody>"
        + heading("附件一")
        + numbered("1.", "目标。")
        + heading("附件二")
        + plain("说明如下。")
        + "</mainBody></doc></attachment></attachments>"
    )
    assert [clause.path for clause in read(resolution(after=annex)).clauses] == [
        "op1",
        "annex1-h1",
        "annex1-op1",
        "annex2-h1",
        "annex2-p1",
    ]


OPENINGS = [
    ("<span class='bold'>\t强调指出</span>必须如此，", "强调指出"),
    ("<span class='bold'>又</span><span class='bold'>重申</span>其决议，", "又重申"),
    ("<span class='bold'>回顾，</span>其决议，", "回顾"),
    ("在这方面<span class='bold'>注意到</span>报告，", ""),
    ("<span class='italic'>Recalling</span>其决议，", ""),
]


@pytest.mark.parametrize(("words", "opening"), OPENINGS)
def test_opening_phrase(words: str, opening: str) -> None:
    (clause,) = read(resolution("", f"<container><p>\n  {words}</p></container>")).clauses
    assert clause.opening == opening


def test_opening_phrase_by_the_containers_name_and_in_english() -> None:
    (clause,) = read(resolution("", '<container name="深信"><p>深信如此，</p></container>')).clauses
    assert clause.opening == "深信"
    english = "<p><span class='italic'>Recalling</span> its resolution on the matter and the others,</p>"
    (clause,) = read(resolution("", english, language="eng")).clauses
    assert (clause.opening, clause.text) == ("Recalling", "Recalling its resolution on the matter and the others,")


def test_footnotes_marks_and_links() -> None:
    note = (
        "《条约》\n<authorialNote marker='1'><p>\t<sup>1</sup>\t<a href='https://undocs.org/A/57/124'>A/57/124</a>。</p>"
        "</authorialNote> 和<a href='https://undocs.org/X'> 第 64/47 </a>号；"
    )
    draft = read(
        resolution(numbered("1.", note) + numbered("2.", "又见报告<sup>1</sup> 和10<sup>6</sup>以及10<sup>9</sup>。"))
    )
    first, second = draft.clauses
    assert first.text == "《条约》和第64/47号；"
    assert first.marks == [Mark("1", 4)]
    assert first.links == [Link(5, 11, "https://undocs.org/X")]
    assert second.text == "又见报告和10⁶以及10⁹。"
    assert second.marks == [Mark("1", 4)]
    assert draft.footnotes["1"].text == "A/57/124。"
    assert draft.footnotes["1"].links == [Link(0, 8, "https://undocs.org/A/57/124")]


def test_marks_several_at_once_in_a_title_and_without_a_footnote() -> None:
    def note(marker: int) -> str:
        return f"<authorialNote marker='{marker}'><p>见报告{marker}。</p></authorialNote>"

    body = numbered("1.", f"报告{note(1)}、{note(2)}、{note(3)}如此；") + numbered(
        "2.", "上述报告<sup>1-3</sup>和<sup>1、2</sup>。"
    )
    draft = read(resolution(body + numbered("3.", "又及<sup>7</sup>。"), title=f"试验{note(4)}"))
    assert [mark.marker for mark in draft.clauses[1].marks] == ["1", "2", "3", "1", "2"]
    assert draft.title_marks == [Mark("4", 2)]
    assert draft.clauses[2].marks == [Mark("7", 2)]
    assert [warning.place for warning in draft.warnings] == ["footnote 7"]


def test_markup_inside_a_text_stays_text() -> None:
    draft = read(resolution(numbered("1.", escape("请看<script>alert(1)</script>。"))))
    assert draft.clauses[0].text == "请看<script>alert(1)</script>。"


META = """
  <classification source="http://metadata.un.org/sdg">
  <keyword value="x" showAs="women&amp;#39;s_rights" dictionary="UNBIS"/>
  </classification><classification source="DHLAUTH">
  <keyword value="OUTER SPACE" showAs="OUTER SPACE" dictionary="UNBIS Thesaurus"/>
  <keyword refersTo="agenda" value="102" showAs="Matter" dictionary="A/99/251"/></classification>
  <workflow><step date="2044-10-09" outcome="draftResolution" as="A/C.1/99/L.75" by="Argentina, Fiji and Peru"/>
  <step date="0001-01-01" outcome="draftResolutionAdditionalSponsors" by="Bosnia and Herzegovina"/>
  <step date="0001-01-01" outcome="recommendedForAdoption" as="A/99/406" refersTo="20"/>
  <step date="2044-12-08" outcome="adopted" as="A/99/PV.60"/></workflow>
  <analysis><parliamentary><voting outcome="adoptedRecordedVote"><count value="2" refersTo="inFavour"><akn4un:voters>
  <organization>FIJI</organization><organization>PERU</organization></akn4un:voters></count>
  <count value="1" refersTo="against"><akn4un:voters><organization>CHAD</organization><organization>MALI</organization>
  </akn4un:voters></count></voting></parliamentary></analysis>"""
COVER = """<p><docDate date="2044-12-10" refersTo="#dateOfIssuance">10 December 2044</docDate></p>
  <p><inline name="agenda item">议程项目96 (d)和14</inline></p>
  <p><inline name="agenda item name">全面 彻底裁军</inline></p>
  <p><docProponent refersTo="#firstCommittee">[根据第一委员会的报告
  (<inline name="originating document">A/99/406，第20段</inline>)]</docProponent></p>"""


def test_metadata() -> None:
    draft = read(resolution(meta=META, cover=COVER))
    assert (draft.symbol, draft.session, draft.title) == ("A/RES/99/1", "99", "试验")
    assert (draft.adopted_on, draft.meeting, draft.meeting_record) == (date(2044, 12, 8), 60, "A/99/PV.60")
    assert draft.end == "第60次全体会议\n2044年12月8日"
    assert draft.published_on == date(2044, 12, 10)
    assert (draft.committee, draft.proposal) == ("First", "[根据第一委员会的报告(A/99/406，第20段)]")
    assert (draft.agenda_items, draft.agenda_titles) == (["96 (d)", "14"], ["全面彻底裁军"])
    assert (draft.draft_symbol, draft.committee_report, draft.committee_report_paragraph) == (
        "A/C.1/99/L.75",
        "A/99/406",
        "20",
    )
    assert draft.sponsors == ["Argentina", "Fiji", "Peru"]
    assert draft.additional_sponsors == ["Bosnia and Herzegovina"]
    assert draft.subjects == [("SDG/UNBIS", "women's rights"), ("UNBIS Thesaurus", "OUTER SPACE")]
    assert (draft.vote.outcome, draft.vote.yes, draft.vote.no, draft.vote.abstain) == ("recorded", 2, 1, None)
    assert draft.vote.voters == {"yes": ["FIJI", "PERU"], "no": ["CHAD", "MALI"]}
    assert draft.warnings == [ReadingWarning("metadata", "reading.no_miscounted", {"counted": "1", "named": "2"})]


@pytest.mark.parametrize(
    ("changes", "code", "value"),
    [
        (
            {"cover": '<p><docNumber refersTo="#symbol">A/RES/99/2</docNumber></p>'},
            "akn.symbol_differs_on_cover",
            "A/RES/99/2",
        ),
        (
            {"meta": '<workflow><step date="2044-12-09" outcome="adopted"/></workflow>'},
            "akn.date_differs_from_workflow",
            "2044-12-09",
        ),
        (
            {"meta": '<workflow><step outcome="adopted" as="A/99/PV.61"/></workflow>'},
            "akn.meeting_differs_from_record",
            "A/99/PV.61",
        ),
        ({"cover": COVER.replace("第一委员会", "第三委员会")}, "akn.committee_differs_from_tag", "firstCommittee"),
        (
            {"meta": META.replace("A/99/406", "A/99/407"), "cover": COVER},
            "akn.report_differs_from_metadata",
            "A/99/407, 20",
        ),
        ({"meta": '<analysis><voting outcome="byLot"/></analysis>'}, "akn.outcome_not_understood", "byLot"),
        ({"language": "spa"}, "akn.language_differs", "spa"),
        ({"body": numbered("1.", "甲；") + numbered("3.", "丙。")}, "reading.paragraph_follows", "3"),
    ],
)
def test_contradictions_are_reported(changes: dict[str, str], code: str, value: str) -> None:
    draft = read(resolution(**changes))
    assert value in [value for warning in draft.warnings if warning.code == code for value in warning.values.values()]
    assert (draft.symbol, draft.adopted_on) == ("A/RES/99/1", date(2044, 12, 8))


def test_words_for_an_outcome() -> None:
    def outcome(words: str) -> tuple[str, int | None, int | None, int | None]:
        vote = read(resolution(meta=f'<analysis><voting outcome="{words}"/></analysis>')).vote
        return vote.outcome, vote.yes, vote.no, vote.abstain

    assert outcome("Adopted without vote, 59th plenary meeting") == ("without_vote", None, None, None)
    assert outcome("Adopted 90-0-47, 87th plenary meeting") == ("not_recorded", 90, 0, 47)


def test_the_letter_of_a_part() -> None:
    assert read(resolution(number="99/1.</docNumber><docNumber>B")).symbol == "A/RES/99/1B"
    cover = '<p><docNumber refersTo="#symbol">A/RES/99/1 B</docNumber></p>'
    assert read(resolution(cover=cover)).symbol == "A/RES/99/1B"


def test_a_collection_holds_several_resolutions() -> None:
    def part(letter: str) -> str:
        text = resolution(number=letter, title=f"部分{letter}").decode()
        return text[text.index("<statement") : text.index("</akomaNtoso>")].replace("<coverPage></coverPage>", "")

    data = f"""<akomaNtoso xmlns="{NAMESPACE}" xmlns:akn4un="http://un.org/akn4un"><documentCollection><meta>{META}</meta>
      <coverPage><p><docNumber>A/RES/99/1 A-B</docNumber></p>{COVER}</coverPage>
      <preface><p><docNumber>99/1.</docNumber><docTitle>总题</docTitle></p></preface><collectionBody/></documentCollection>
      <components><component>{part("A")}</component><component>{part("B")}</component></components></akomaNtoso>"""
    drafts = akn.read(data.encode(), "file.xml")
    assert [(d.symbol, d.part, d.title) for d in drafts] == [
        ("A/RES/99/1A", "A", "总题\n部分A"),
        ("A/RES/99/1B", "B", "总题\n部分B"),
    ]
    assert [d.committee for d in drafts] == ["First", "First"]
    assert not any("symbol" in warning.code for draft in drafts for warning in draft.warnings)


BOMB = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>' + resolution(numbered("1.", "&b;"))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (resolution()[:-40], "akn.not_well_formed"),
        (BOMB, "akn.doctype_refused"),
        (
            b'<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]>' + resolution(numbered("1.", "&f;")),
            "akn.doctype_refused",
        ),
        (b'<!DOCTYPE a SYSTEM "http://example.org/a.dtd">' + resolution(), "akn.doctype_refused"),
        (resolution(numbered("1.", "&f;")), "akn.entities_refused"),
        (
            f'<akomaNtoso xmlns="{NAMESPACE}"><judgment name="j"><judgmentBody/></judgment></akomaNtoso>'.encode(),
            "akn.no_resolution",
        ),
        (b"<html><!-- akomaNtoso --></html>", "akn.wrong_root"),
        (resolution(number=""), "akn.no_symbol"),
        (resolution(number="第九十九号"), "akn.no_symbol"),
    ],
)
def test_unreadable(data: bytes, code: str) -> None:
    assert akn.recognise(data)
    with pytest.raises(Unreadable) as refused:
        akn.read(data, "file.xml")
    assert refused.value.message.code == code


@pytest.mark.parametrize(
    ("data", "known"),
    [
        (resolution(), True),
        (resolution().decode().encode("utf-16"), True),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\r\n" + resolution(), True),
        (b"<html><p>A/RES/99/1</p></html>", False),
        ("大会，\n回顾".encode(), False),
        (b"", False),
    ],
)
def test_recognise(data: bytes, known: bool) -> None:
    assert akn.recognise(data) == known
    if known:
        assert read(data).symbol == "A/RES/99/1"


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2044年 12月 8日", date(2044, 12, 8)),
        ("8 December 2044", date(2044, 12, 8)),
        ("8 de diciembre de 2044", date(2044, 12, 8)),
        ("8 décembre 2044", date(2044, 12, 8)),
        ("8 декабря 2044 года", date(2044, 12, 8)),
        ("2044年13月8日", None),
        ("第60次全体会议", None),
    ],
)
def test_printed_dates(words: str, day: date | None) -> None:
    assert printed_date(words) == day
