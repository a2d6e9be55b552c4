"""Sets a Draft as DOCX like the United Nations' files of today: a cover in a table, headers of left and right pages,
automatic numbers, footnotes, and a field for each later mark of a footnote."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from html import escape

from archive.numerals import from_english_ordinal, to_chinese
from archive.reading.draft import Draft
from tests.typesetting.blocks import Block, Run, blocks

_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
FACE = "Noto Serif CJK SC"
FACES = {"zh": FACE, "en": "DejaVu Serif"}


def docx(draft: Draft, job: str = "24-23021") -> bytes:
    """The bytes of the document."""
    parts = {
        "word/document.xml": ("document.main", _document(draft)),
        "word/styles.xml": ("styles", _STYLES.replace(FACE, FACES[draft.language])),
        "word/numbering.xml": ("numbering", _NUMBERING),
        "word/settings.xml": (
            "settings",
            f"<w:settings {_SPACES}><w:evenAndOddHeaders/>"
            f'<w:characterSpacingControl w:val="doNotCompress"/></w:settings>',
        ),
        "word/footnotes.xml": ("footnotes", _footnotes(draft)),
        "word/header1.xml": ("header", _header(draft, left=False)),
        "word/header2.xml": ("header", _header(draft, left=True)),
        "word/footer1.xml": ("footer", _footer(f"{_field('PAGE')}{_text('/')}{_field('NUMPAGES')}", job)),
        "word/footer2.xml": ("footer", _footer("", f"{job} ({'C' if draft.language == 'zh' else 'E'})")),
    }
    names = ["styles", "numbering", "settings", "footnotes", "header", "header", "footer", "footer"]
    targets = [name.removeprefix("word/") for name in parts][1:]
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/{name}" Target="{target}"/>'
        for n, (name, target) in enumerate(zip(names, targets, strict=True), 1)
    )
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    types = "".join(
        f'<Override PartName="/{name}" ContentType="{_WORD}.{kind}+xml"/>' for name, (kind, _) in parts.items()
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
        )
        package.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{relations}"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument" '
            'Target="word/document.xml"/></Relationships>',
        )
        package.writestr("word/_rels/document.xml.rels", f'<Relationships xmlns="{relations}">{links}</Relationships>')
        for name, (_, content) in parts.items():
            package.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{content}')
    return out.getvalue()


def _text(words: str, properties: str = "") -> str:
    props = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{props}<w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


def _field(code: str, shown: str = "1", properties: str = "") -> str:
    props = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return (
        f'<w:r>{props}<w:fldChar w:fldCharType="begin"/></w:r><w:r>{props}<w:instrText> {code} </w:instrText></w:r>'
        f'<w:r>{props}<w:fldChar w:fldCharType="separate"/></w:r>{_text(shown, properties)}'
        f'<w:r>{props}<w:fldChar w:fldCharType="end"/></w:r>'
    )


def _run(run: Run, opening: str = "<w:b/>") -> str:
    if run.first:
        number = int(run.mark)
        reference = f'<w:r><w:rPr><w:rStyle w:val="Mark"/></w:rPr><w:footnoteReference w:id="{number + 1}"/></w:r>'
        return f'<w:bookmarkStart w:id="{number}" w:name="_Ref{number}"/>{reference}<w:bookmarkEnd w:id="{number}"/>'
    if run.mark:
        return _field(f"NOTEREF _Ref{run.mark} \\h", run.mark, '<w:vertAlign w:val="superscript"/>')
    return _text(run.text, opening if run.bold else "")


def _paragraph(runs: str, style: str = "", numbering: str = "", properties: str = "") -> str:
    style = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{style}{numbering}{properties}</w:pPr>{runs}</w:p>"


class _Numbers:
    """Automatic numbers where they equal the printed ones. A new list begins where the numbers begin again."""

    def __init__(self) -> None:
        self.operative = self.point = 0
        self.counted = False  # points may have automatic numbers only after an operative paragraph with one

    def take(self, block: Block) -> str:
        """The numbering properties of the paragraph. Empty where its number has to be typed."""
        if block.kind == "operative":
            self.point = 0
            self.counted = block.label == f"{self.operative + 1}."
            if self.counted:
                self.operative += 1
                return '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
        if block.kind == "point" and self.counted and block.label == f"({chr(97 + self.point)})":
            self.point += 1
            return '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>'
        return ""


def _document(draft: Draft) -> str:
    body = [_cover(draft)]
    numbers = _Numbers()
    for block in blocks(draft):
        opening = "<w:b/>" if draft.language == "zh" else "<w:i/>"
        runs = "".join(_run(run, opening) for run in block.runs)
        numbering = numbers.take(block)
        if block.label and not numbering:
            runs = _text(block.label) + "<w:r><w:tab/></w:r>" + runs
        style = {"title": "Title", "end": "End"}.get(block.kind, "Body")
        body.append(_paragraph(runs, style, numbering))
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId5"/><w:headerReference w:type="even" r:id="rId6"/>'
        '<w:footerReference w:type="default" r:id="rId7"/><w:footerReference w:type="even" r:id="rId7"/>'
        '<w:footerReference w:type="first" r:id="rId8"/><w:pgSz w:w="12240" w:h="15840"/>'
        '<w:pgMar w:top="1440" w:right="1800" w:bottom="1440" w:left="1800" w:header="720" w:footer="720"/>'
        "<w:titlePg/></w:sectPr>"
    )
    return f"<w:document {_SPACES}><w:body>{''.join(body)}{section}</w:body></w:document>"


_ENGLISH_ORDINALS = [
    f"{ten}{one}"
    for ten in ("Fift", "Sixt", "Sevent", "Eight")
    for one in (
        "ieth",
        "y-first",
        "y-second",
        "y-third",
        "y-fourth",
        "y-fifth",
        "y-sixth",
        "y-seventh",
        "y-eighth",
        "y-ninth",
    )
]


def _chinese_adoption(draft: Draft) -> str:
    day = draft.adopted_on
    return f"大会{day.year}年{day.month}月{day.day}日决议" if day else "大会决议"


def _english_adoption(draft: Draft) -> str:
    day = draft.adopted_on
    words = f" on {day.day} {day:%B} {day.year}" if day else ""
    return f"Resolution adopted by the General Assembly{words}"


def _chinese_session(session: str) -> str:
    return f"第{to_chinese(int(session))}届会议"


def _english_session(session: str) -> str:
    [ordinal] = [words for words in _ENGLISH_ORDINALS if from_english_ordinal(words) == int(session)]
    return f"{ordinal} session"


# For each language: the two organs, the session, the word before an agenda item, and the line of the adoption.
_COVERS: dict[str, tuple[str, str, Callable[[str], str], str, Callable[[Draft], str]]] = {
    "zh": ("联合国", "大会", _chinese_session, "议程项目", _chinese_adoption),
    "en": ("United Nations", "General Assembly", _english_session, "Agenda item ", _english_adoption),
}


def _cover(draft: Draft) -> str:
    def row(left: str, right: str) -> str:
        cells = "".join(f"<w:tc><w:p>{_text(words)}</w:p></w:tc>" for words in (left, right))
        return f"<w:tr>{cells}</w:tr>"

    cover = _COVERS[draft.language]
    rows = row(cover[0], draft.symbol) + row(cover[1], "Distr.: General") + row("", "9 December 2024")
    items = draft.agenda_items[:1]
    lines = [
        cover[2](draft.session),
        *(cover[3] + item for item in items),
        *draft.agenda_titles[: len(items)],
        cover[4](draft),
        draft.proposal,
    ]
    widths = '<w:tblGrid><w:gridCol w:w="4000"/><w:gridCol w:w="4000"/></w:tblGrid>'
    table = f'<w:tbl><w:tblPr><w:tblW w:w="8000" w:type="dxa"/></w:tblPr>{widths}{rows}</w:tbl>'
    return table + "".join(_paragraph(_text(line)) for line in lines if line)


def _header(draft: Draft, left: bool) -> str:
    pair = [draft.symbol, draft.title] if left else [draft.title, draft.symbol]
    runs = _text(pair[0]) + "<w:r><w:tab/></w:r>" + _text(pair[1])
    tabs = '<w:tabs><w:tab w:val="right" w:pos="8640"/></w:tabs>'
    return f"<w:hdr {_SPACES}>{_paragraph(runs, properties=tabs)}</w:hdr>"


def _footer(page: str, job: str) -> str:
    tabs = '<w:tabs><w:tab w:val="right" w:pos="8640"/></w:tabs>'
    return f"<w:ftr {_SPACES}>{_paragraph(page + '<w:r><w:tab/></w:r>' + _text(job), properties=tabs)}</w:ftr>"


def _footnotes(draft: Draft) -> str:
    rules = (
        '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:type="continuationSeparator" w:id="1"><w:p><w:r><w:continuationSeparator/></w:r></w:p>'
        "</w:footnote>"
    )
    number = '<w:r><w:rPr><w:rStyle w:val="Mark"/></w:rPr><w:footnoteRef/></w:r>'
    notes = "".join(
        f'<w:footnote w:id="{place + 1}">{_paragraph(number + _text(" " + note.text), "Note")}</w:footnote>'
        for place, note in enumerate(draft.footnotes.values(), 1)
    )
    return f"<w:footnotes {_SPACES}>{rules}{notes}</w:footnotes>"


_STYLES = f"""<w:styles {_SPACES}><w:docDefaults><w:rPrDefault><w:rPr>
<w:rFonts w:ascii="{FACE}" w:hAnsi="{FACE}" w:eastAsia="{FACE}"/><w:sz w:val="21"/><w:lang w:eastAsia="zh-CN"/>
</w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Body"><w:name w:val="UN body"/>
<w:pPr><w:overflowPunct w:val="0"/><w:spacing w:after="120" w:line="320"/>
<w:ind w:firstLine="420"/><w:jc w:val="both"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/>
<w:pPr><w:spacing w:before="240" w:after="120"/></w:pPr>
<w:rPr><w:b/><w:sz w:val="28"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="End"><w:name w:val="UN end"/><w:pPr><w:jc w:val="right"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Note"><w:name w:val="footnote text"/><w:rPr><w:sz w:val="17"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Mark"><w:name w:val="footnote reference"/>
<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>
</w:styles>"""

_NUMBERING = f"""<w:numbering {_SPACES}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/>
<w:pPr><w:ind w:firstLine="420"/></w:pPr></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/>
<w:pPr><w:ind w:firstLine="420"/></w:pPr></w:lvl>
</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""
