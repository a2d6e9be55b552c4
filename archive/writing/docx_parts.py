"""The parts of a Word file that do not depend on the words of a text: types, relations, properties, styles."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from archive.writing.written import WrittenText
from archive.writing.xml_characters import allowed

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"

CONTENT_TYPES = f"""{_HEAD}<Types xmlns="{_PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="{_MAIN}.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="{_MAIN}.styles+xml"/>
<Override PartName="/word/footnotes.xml" ContentType="{_MAIN}.footnotes+xml"/>
<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>
</Types>""".encode()

PACKAGE = f"""{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="text" Type="{RELATED}/officeDocument" Target="word/document.xml"/>
<Relationship Id="about" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>
</Relationships>""".encode()


def relations(links: Mapping[str, str]) -> bytes:
    """The relations of a part of the text: to its styles and footnotes, and to the addresses of ``links``."""
    rows = [
        f'<Relationship Id={quoteattr(name)} Type="{RELATED}/hyperlink" Target={quoteattr(allowed(url))} '
        'TargetMode="External"/>'
        for url, name in links.items()
    ]
    parts = [
        f'<Relationship Id="{name}" Type="{RELATED}/{name}" Target="{name}.xml"/>' for name in ("styles", "footnotes")
    ]
    listed = "\n".join([*parts, *rows])
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">\n{listed}\n</Relationships>'.encode()


def core(text: WrittenText) -> bytes:
    """The properties of the file: title, author, language, day."""
    around = text.around
    title = " ".join(text.title.split("\n")) or around.name or text.symbol
    day = f"{around.made_on.isoformat()}T00:00:00Z" if around.made_on else ""
    made = "".join(f'<dcterms:{tag} xsi:type="dcterms:W3CDTF">{day}</dcterms:{tag}>' for tag in ("created", "modified"))
    return f"""{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{escape(allowed(title))}</dc:title>
<dc:subject>{escape(allowed(text.symbol))}</dc:subject><dc:creator>{escape(allowed(around.archive))}</dc:creator>
<dc:identifier>{escape(allowed(around.address))}</dc:identifier><dc:language>{text.html_language}</dc:language>
{made if day else ""}</cp:coreProperties>""".encode()


_TEXT = '<w:spacing w:after="120" w:line="320" w:lineRule="auto"/>'
_BOTH = '<w:jc w:val="both"/>'
_HEADING = '<w:keepNext/><w:spacing w:before="240" w:after="200"/>'
# Name of a style → (the properties of its paragraphs, the properties of its words)
_STYLES = {
    "Preamble": (f'{_TEXT}<w:ind w:firstLine="480"/>{_BOTH}', ""),
    "Numbered": (f"{_TEXT}{_BOTH}", ""),
    "Run-on": (f"{_TEXT}{_BOTH}", ""),
    "End": ('<w:spacing w:after="0"/><w:jc w:val="end"/>', ""),
    "FootnoteText": ('<w:spacing w:after="40"/>', '<w:sz w:val="18"/>'),
    "Own": (
        '<w:spacing w:after="60"/>',
        '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="黑体"/><w:color w:val="555555"/><w:sz w:val="17"/>',
    ),
    "Heading1": (f'{_HEADING}<w:outlineLvl w:val="0"/>', '<w:b/><w:sz w:val="34"/>'),
    "Heading2": (f'{_HEADING}<w:jc w:val="center"/><w:outlineLvl w:val="1"/>', '<w:b/><w:sz w:val="24"/>'),
}
_WORD_NAMES = {"Heading1": "heading 1", "Heading2": "heading 2", "FootnoteText": "footnote text"}


def styles(text: WrittenText) -> bytes:
    """The styles: the faces, the language of the words, and a style for each kind of paragraph."""
    chinese = text.language == "zh"
    size = 22 if chinese else 23
    kinds = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{_WORD_NAMES.get(key, key)}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{words}</w:rPr></w:style>'
        for key, (paragraph, words) in _STYLES.items()
    )
    line = '<w:{0} w:val="single" w:sz="4" w:space="0" w:color="888888"/>'
    borders = "".join(line.format(side) for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    return f"""{_HEAD}<w:styles xmlns:w="{WORD}"><w:docDefaults><w:rPrDefault><w:rPr>
<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体" w:cs="Times New Roman"/>
<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>
<w:lang w:val="{"en-US" if chinese else text.html_language}" w:eastAsia="zh-CN" w:bidi="ar-SA"/>
</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
{kinds}<w:style w:type="character" w:styleId="Link"><w:name w:val="Hyperlink"/>
<w:rPr><w:color w:val="1A4F8A"/></w:rPr></w:style>
<w:style w:type="table" w:styleId="Grid"><w:name w:val="Table Grid"/>
<w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr></w:style></w:styles>""".encode()
