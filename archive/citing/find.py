"""Finds the references in a Chinese text: every place that names a document.

    text → **find** → references → resolve → citations

A reference has only what is printed: a number with the body and the noun that govern it, a symbol, a title in 《》, a
place in the Treaty Series, 同上, 该条约, 其第六条. ``archive.citing.resolve`` finds the document that it means.

All patterns are matched on a folded copy of the text (``fold_width``). The copy has ASCII instead of full-width
characters, one kind of dash and one kind of space. It has the same length as the text, so offsets are the same in both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

# Forms of reference.
NUMBER = "number"  # 第64/47号决议
SYMBOL = "symbol"  # A/57/124
TITLE = "title"  # 《不扩散核武器条约》, 《条约》
REGISTRATION = "registration"  # 联合国，《条约汇编》，第729卷，第10485号
IBID = "ibid"  # 同上
BACK = "back"  # 该条约, 该决议
ITS = "its"  # 其第六条

# Bodies whose resolutions have symbols of their own. "" stands for any other body (a commission, a conference of
# parties). None means that no body is named.
ASSEMBLY, COUNCIL, ECOSOC, RIGHTS, ENVIRONMENT, HEALTH = "A", "S", "E", "A/HRC", "UNEP/EA", "WHA"


@dataclass(frozen=True, slots=True)
class Reference:
    """One reference at ``text[start:end]``.

    ``name`` identifies the document: the number (``64/47``, ``55/33 M``), the symbol as printed, the title without
    《》, the kind after 该 (``条约``), or the volume and number of a registration (``729/10485``).
    ``body``, ``noun`` and ``year`` belong to a number: its body (``A``), its noun (``决议``), and the year of the date
    before it. ``year`` is 0 if there is no date.
    ``title_end`` belongs to a symbol. It is the end of the 《title》 at the start of the reference; 0 without a title.
    ``pinpoint`` is the place inside the document, as printed.
    """

    form: str
    start: int
    end: int
    name: str
    body: str | None = None
    noun: str = ""
    year: int = 0
    pinpoint: str = ""
    title_end: int = 0


_FOLD: dict[int, int | str] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in "，；：。"}
_FOLD |= {ord(space): " " for space in "\u00a0\u3000\u2002\u2003\u2009\u202f\u200b\u200c\u200d\u200e\u200f\ufeff\t\n"}
_FOLD |= {ord(dash): "-" for dash in "\u2010\u2011\u2012\u2013\u2212"}


def fold_width(text: str) -> str:
    """The text with full-width letters, digits and brackets as ASCII. The length stays the same.

    Chinese commas, colons, semicolons and full stops do not change. They end parts of a sentence, while the ASCII ones
    also occur inside symbols.

    >>> fold_width("第６５／７２号（Ａ）")
    '第65/72号(A)'
    """
    return text.translate(_FOLD)


def find(text: str, footnote: bool = False) -> list[Reference]:
    """The references in one clause or footnote, in the order of the text. They do not overlap.

    >>> [(r.form, r.name, r.pinpoint) for r in find("回顾其第64/47号决议和《条约》第六条")]
    [('number', '64/47', ''), ('title', '条约', '第六条')]
    """
    folded = fold_width(text)
    registrations = list(_registrations(folded)) if "卷" in folded else []
    symbols = _clear_of(registrations, _symbols(folded)) if "/" in folded else []
    titles = _clear_of(registrations, _titles(folded)) if "《" in folded else []
    if symbols and titles:
        symbols, titles = _joined(folded, symbols, titles)
    found = registrations + symbols
    numbers = _clear_of(found, _numbers(folded)) if "号" in folded or "第" in folded else []
    numbers = [_of_report(folded, n, found) for n in numbers]
    numbers = [n for n in numbers if not _inside_pinpoint(folded, n, found)]
    found = [s for s in found if not (s.form == SYMBOL and _inside_pinpoint(folded, s, found))]
    found += numbers
    found += _clear_of(found, titles)
    found += _clear_of(found, _backward(folded, footnote))
    found.sort(key=lambda reference: reference.start)
    return found


def _clear_of(taken: list[Reference], references: Iterator[Reference] | list[Reference]) -> list[Reference]:
    return [r for r in references if not any(t.start < r.end and r.start < t.end for t in taken)]


# ── places inside a document ─────────────────────────────────────────────────────────────────────────────────────────

_COUNT = r"(?:[一二三四五六七八九十百零〇]+|\d+|[IVX]+)(?:\.[A-Z\d]+)?(?:[ ]?\([a-z\d]{1,3}\))*"
_COUNTS = rf"{_COUNT}(?:(?:[、和至及与]|以及|-|~)第?[ ]?{_COUNT})*"
_PLACE = rf"""(?:
    (?:序言部分?|执行部分)?第[ ]?{_COUNTS}[ ]?(?:部分|卷|章|节|段|条(?:之[一二三])?|款|项|页|编|分节|分段)
  | 附(?:件|录|文|表)(?:[一二三四五六七八九十]+(?:[、和至及][一二三四五六七八九十]+)*|[ ]?\d+|[IVX]+|[A-Z](?![a-z]))?
  | [A-Z]节 | 序言部分 | 导言 | 决议[ ]?\d+ | 决定[ ]?\d+
  | 题为“[^”]{{1,80}}”的(?:第[一二三四五六七八九十]+)?[节章部分]+
)"""
_PINPOINT = re.compile(rf"[，,]?[ ]?(?P<place>{_PLACE}(?:(?:[，,、和及的]|以及)?[ ]?{_PLACE})*)", re.X)
# In a footnote, a part of a work or a decision of another body can be a place in the document that prints it:
# A/56/1026，附件二，第14/221号决议; FCCC/CP/2015/10/Add.1，第1/CP.21号决定，附件.
_PART_IN_DOCUMENT = re.compile(
    rf"[，,][ ]?(?:(?:{_PLACE}|《[^《》]*》)[，,、]?[ ]?)*"
    r"(?:第?[ ]?[A-Z\d][A-Za-z\d.()/ -]*号(?:决定|决议|建议)(?:[，,]?[ ]?(?:" + _PLACE + r"))*)?",
    re.X,
)


def _pinpoint(folded: str, end: int) -> str:
    """The place inside the document in the words directly after a reference; "" if there is none."""
    match = _PINPOINT.match(folded, end)
    return match["place"] if match else ""


def _inside_pinpoint(folded: str, number: Reference, found: list[Reference]) -> bool:
    """Whether a number names a decision that is printed in the document with the symbol before it.

    Such a number is a place in that document, not a reference of its own.
    """
    if number.body == RIGHTS:
        return False
    if number.form == SYMBOL and not re.search("号(?:决定|决议)$", folded[number.start : number.end]):
        return False
    for symbol in found:
        if symbol.form == SYMBOL and symbol.end <= number.start:
            between = folded[symbol.end : number.start]
            if _OWN_DECISION.fullmatch(between):
                return True
    return False


def _of_report(folded: str, number: Reference, found: list[Reference]) -> Reference:
    """Returns the number, with the Human Rights Council as its body if a report of the Council is before it.

    The Council's report is supplement 53. So (A/69/53)，第四章，A节，第27/12号决议 is a resolution of the Council.
    """
    for symbol in found:
        if re.match(r"A/\d+/53(?!\d)", symbol.name) and _OWN_DECISION.fullmatch(folded[symbol.end : number.start]):
            return replace(number, body=RIGHTS)
    return number


_OWN_DECISION = re.compile(rf"\)*(?:号文件)?\)*(?:[，,][ ]?{_PLACE}(?:[，,、]?[ ]?{_PLACE})*)[，,][ ]?", re.X)

# ── the Treaty Series ────────────────────────────────────────────────────────────────────────────────────────────────

_REGISTRATION = re.compile(
    r"""
    (?:(?:联合国[，,]?[ ]?)?《条约汇编》[，,]?[ ]?|同上[，,]?[ ]?|(?<=[；、和])[ ]?(?:以及)?)
    第[ ]?(?P<volume>\d+)(?:[、和及至-][ ]?第?\d+)*[ ]?卷[，,]?[ ]?
    (?:第[ ]?(?P<number>[A-Z]?-?\d+)(?:[ ]?(?:[、和及至-])[ ]?第?[ ]?\d+)*[ ]?号)
    """,
    re.X,
)


def _registrations(folded: str) -> Iterator[Reference]:
    if "条约汇编" not in folded and "同上" not in folded:
        return
    for m in _REGISTRATION.finditer(folded):
        yield Reference(REGISTRATION, m.start(), m.end(), f"{m['volume']}/{m['number']}")


# ── symbols ──────────────────────────────────────────────────────────────────────────────────────────────────────────

_BRACKET = r"""[ ]?\((?:
    (?:Vols?|Parts?|PARTS?|VOLS?|parts?|vols?|Sect|SECT|Income[ ]Sect|Introduction|Chap|Corrected|Prov|Supp|supp|En)
    (?:[^()《》；。]{0,30}) | \d{4} | (?:E?S-)?[IVXLC]+ | 更正本
)\)"""
_SYMBOL = re.compile(
    rf"""
    (?:(?<![A-Za-z0-9/.@_%-]) | (?<=^[0-9]) | (?<=^[0-9][0-9]))   # a typed footnote mark may be before it
    (?P<symbol>
        (?:[A-Z]{{1,10}}(?:-[A-Z]{{1,5}})?(?:\.\d+|\d+)? | [A-Z]{{1,6}}[ ]\d+(?=[/\w.-]+号文件)
          | GC\([\dIVXL]+\) | UNEP\(DTIE\) | Ext | (?:EC|C|BC|A|IOC)-[A-Z\d-]+)
        (?:/(?:[A-Za-z0-9][A-Za-z0-9.-]*[A-Za-z0-9]|[A-Za-z0-9])(?:\([A-Z\d]+\)\d*(?=/|号))?(?:{_BRACKET})?)+
        (?:[ ]?[A-Z](?=号))?
    )
    (?![A-Za-z0-9@])
    (?P<document>(?:号(?:文件|决定|决议|行政指示|公报|说明)?(?P<corrected>\(更正本\))?)?)
    """,
    re.X,
)
# Not symbols, although they have a slash: a web address, a Roman numeral (第IX/16 C号决定), and/or, HIV/AIDS.
_ADDRESS = re.compile(r"(?:www\.|://)[^，；。 ]*$")
_NO_SYMBOL = re.compile(r"[IVXLC]+/|[^/]*/[A-Za-z]+$|P-\d|I-\d|XI-\d")
# Series that are recognised without 号 after the symbol.
_SERIES = re.compile(
    r"(?:A|S|E|T|ST|CD|DC|NPT|BWC|CCW|CCM|APLC|TPNW|PCNICP|TD|UNEP(?:\(DTIE\))?|FCCC|ICCD|CBD|ISBA|SPLOS|CLCS|CAC|CTOC|"
    r"CEB|JIU|CRC|CRPD|CED|CEDAW|CMW|CCPR|CERD|CAT|HRI|UNW|DP|HSP|ECE|ESCAP|LC|GC\.\d+|GC\([\dIVXL]+\)|IDB\.\d+|INFCIRC|"
    r"GOV|WHA\d+|EB\d+|WT|EC-[A-Z\d-]+|C-[A-Z\d-]+|IPBES|LEG|SOLAS|MEPC[\d.]*|MSC[\d.]*|IOC|COFI|CM|GB\.\d+|HLPF|ICC-ASP)/"
)
_ANOTHER = re.compile(
    r"(?:和|及|、|以及|, ?|[ ]and)[ ]?(?P<tail>(?P<kind>Add|Corr|Rev)\.\d+(?:/(?:Add|Corr)\.\d+)?)(?![A-Za-z\d])"
)
# In Add.1和2 and Add.1-3, only the number of the second document is printed.
_ANOTHER_NUMBER = re.compile(r"(?:[、和及-]|以及)(?P<number>\d{1,2})(?=[，。；)、和及]|号|[.,;]?(?:\s|$))")


_LONGEST_SYMBOL = 120  # the longest symbol in use has about sixty characters


def _symbols(folded: str) -> Iterator[Reference]:
    for m in _SYMBOL.finditer(folded):
        symbol, end = m["symbol"], m.end("symbol")
        if len(symbol) > _LONGEST_SYMBOL or _NO_SYMBOL.match(symbol) or not re.search(r"\d", symbol):
            continue
        if not (_SERIES.match(symbol) or m["document"] or re.match(r"\)|。?$", folded[end:])):
            continue
        if _ADDRESS.search(folded[max(0, m.start() - 80) : m.start()]):
            continue
        if m["corrected"]:
            symbol, end = symbol + "(Corrected)", m.end("corrected")
        elif m["document"] and not symbol.endswith(")"):
            end = m.end("document")
        yield Reference(SYMBOL, m.start(), end, symbol, pinpoint=_symbol_pinpoint(folded, symbol, m.end()))
        # In A/60/88和Corr.2, only the last part of the second symbol is printed.
        base, position = re.sub(r"(?:/(?:Add|Corr)\.\d+)+$", "", symbol), end
        while another := _ANOTHER.match(folded, position):
            position = another.end()
            yield Reference(SYMBOL, another.start("tail"), position, f"{base}/{another['tail']}")
            while more := _ANOTHER_NUMBER.match(folded, position):
                position = more.end()
                name = f"{base}/{another['kind']}.{more['number']}"
                yield Reference(SYMBOL, more.start("number"), position, name)


def _symbol_pinpoint(folded: str, symbol: str, end: int) -> str:
    """The volume or part in the brackets of the symbol, and the place in the words after it."""
    bracket = re.search(r"\((?!\d{4}\)|(?:E?S-)?[IVXLC]+\)|Corrected|En|更正本)([^()]*[A-Za-z][^()]*)\)$", symbol)
    closing = re.compile(r"[)》]*(?:号文件)?[)》]*").match(folded, end)
    after = _PART_IN_DOCUMENT.match(folded, closing.end() if closing else end)
    words = after[0].strip("，,、 ") if after else ""
    words = words or _pinpoint(folded, closing.end() if closing else end)
    if bracket and re.match(r"第.{1,5}卷", words):
        return words
    return "，".join(piece for piece in (bracket[1] if bracket else "", words) if piece)


# ── titles ───────────────────────────────────────────────────────────────────────────────────────────────────────────

_TITLE = re.compile(r"《((?:[^《》]|《[^《》]*》){1,300})》")
_PART_OF_WORK = re.compile(r"[，,](?P<place>第[一二三四五六七八九十]+(?:卷|部分)[，,]《[^《》]+》)")
_TITLE_TO_SYMBOL = re.compile(
    r"(?:[，,]?[ ]?第[^，。；()《》]{1,8}卷)?(?:，议程项目[^，；。]{1,20})?"
    r"(?:[和及]?更正|[和及]增编)?[ ]?[(，,][ ]?见?"
)


def _titles(folded: str) -> Iterator[Reference]:
    position = 0
    while m := _TITLE.search(folded, position):
        position = m.end()
        pinpoint = _pinpoint(folded, position)
        # 《…会议的报告》，第一卷，《会议通过的决议》: a part of the report.
        if part := _PART_OF_WORK.match(folded, position):
            pinpoint, position = part["place"], part.end()
        yield Reference(TITLE, m.start(), m.end(), m[1].strip(), pinpoint=pinpoint)


def _joined(folded: str, symbols: list[Reference], titles: list[Reference]) -> tuple[list[Reference], list[Reference]]:
    """Joins each title with the symbol after it or inside it. So 《…，补编第42号》(A/54/42) is one reference.

    Returns all symbols, and the titles without a symbol.
    """
    by_start = {symbol.start: symbol for symbol in symbols}
    alone = []
    for title in titles:
        bridge = _TITLE_TO_SYMBOL.match(folded, title.end)
        symbol = by_start.get(bridge.end()) if bridge else None
        inner = next((s for s in symbols if title.start < s.start < title.end), None)
        if symbol:
            end = symbol.end + (folded[symbol.end : symbol.end + 1] == ")" and folded[symbol.start - 1] == "(")
            by_start[symbol.start] = replace(symbol, start=title.start, end=end, title_end=title.end)
        elif inner:
            by_start[inner.start] = replace(inner, pinpoint=inner.pinpoint or title.pinpoint)
        else:
            alone.append(title)
    return list(by_start.values()), alone


# ── numbers ──────────────────────────────────────────────────────────────────────────────────────────────────────────

_LETTERS = (
    r"(?:[A-Z]{1,2}(?![A-Za-z/.\d])"
    r"(?:[ ]?(?:至|-)[ ]?[A-Z](?![A-Za-z/\d])|(?:号?[、和及][ ]?[A-Z](?![A-Za-z/\d.-]))*))"
)
_ONE = rf"""(?:
    (?:E?S-)?\d{{1,4}}[ ]?/[ ]?\d{{1,4}}(?![\d/.])(?:[ ]?{_LETTERS})?              # 64/47, ES-10/21, 36/87 A和B
  | \d{{1,4}}[ ]?[A-Z]?[ ]?\((?:E?S-)?[IVXLC]+\)(?:[ ]?[A-Z](?![A-Za-z/\d]))?      # 2373(XXII), 3472 B (XXX)
  | \d{{1,4}}[ ]?\((?:19|20)\d\d\)                                                 # 1540(2004)
  | [一二三四五六七八九十]+[ ]?[㈠-㈩]                                                # 第一㈠号
  | \d\d\.\d{{1,2}}                                                                  # 世界卫生大会第60.18号
)"""
_GROUP = re.compile(
    rf"""
    (?<![A-Za-z\d/.(_-])
    (?P<ordinal>第[ ]?)?
    (?P<numbers>{_ONE}(?:(?:[ ]?(?:、|和|及|与|或|以及|至)[ ]?){_ONE})*)
    [ ]?(?P<mark>号)?
    (?P<noun>决议|决定)?
    """,
    re.X,
)
_EACH = re.compile(_ONE, re.X)
_OTHER_NOUN = re.compile(
    r"的?(?:一般性|法令|法律|程序|通函|通知|政令|法案|命令|条例|公约|建议|意见|政策|来文|案|文件|指令|议定书|[条段卷页])"
)
# The noun of an enumeration is after its last number.
_NOUN_AHEAD = re.compile(r"[^，；。：《》“”]{0,400}?号(?P<noun>决议|决定)")
# The date is before the number, or before the words about its subject: 2011年6月17日关于…的第65/281号决议.
_YEAR = re.compile(
    r"((?:19|20)\d\d)年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:大会|安全理事会|安理会|人权理事会)?"
    r"(?:(?:通过的?)?(?:关于|题为|设立|为)[^；。第]{1,150}的)?$"
)
# In 第67/189号和第67/192号决议, the second number has the date and the body of the first number.
_AND = re.compile(r"(?:决议|决定)?[ ]?(?:、|和|及|以及|与|或)[ ]?")


def _numbers(folded: str) -> Iterator[Reference]:
    before: tuple[int, int, str | None] = (-1, 0, None)
    for m in _GROUP.finditer(folded):
        if not _is_number(folded, m):
            continue
        noun = m["noun"] or ""
        if not noun and (ahead := _NOUN_AHEAD.match(folded, m.end())):
            noun = ahead["noun"]
        pinpoint = _pinpoint(folded, m.end())
        body = _governing_body(folded, m.start())
        dated = _last(_YEAR, folded[max(0, m.start() - 200) : m.start()])
        year = int(dated[1]) if dated else 0
        if before[0] >= 0 and not dated and _AND.fullmatch(folded, before[0], m.start()):
            year, body = before[1], before[2]
        before = (m.end(), year, body)
        named = [
            (name, first, last, pinpoint if piece.end() == len(m["numbers"]) else "")
            for piece in _EACH.finditer(m["numbers"])
            for name, first, last in _lettered(piece[0], m.start("numbers") + piece.start())
        ]
        if len(named) == 1:  # the reference also covers 第 and 号决议
            named = [(named[0][0], m.start(), m.end(), pinpoint)]
        for name, first, last, place in named:
            yield Reference(NUMBER, first, last, name, body, noun, year, place)


def _is_number(folded: str, m: re.Match[str]) -> bool:
    """Whether a match of ``_GROUP`` has numbers of resolutions or decisions."""
    if not m["mark"]:
        # A number without 号 counts only in an enumeration, or with its year or session in brackets.
        goes_on = r"[、和及与]|决议" if "/" in m["numbers"] else r"[、和及与，；。)]|决议|以及|$"
        if not m["ordinal"] or not re.match(goes_on, folded[m.end("numbers") : m.end("numbers") + 2]):
            return False
    elif not m["ordinal"] and not re.search("[/(]", m["numbers"]):
        return False
    if "." in m["numbers"] and not (m["mark"] and m["noun"]):
        return False
    return bool(m["noun"]) or not _OTHER_NOUN.match(folded, m.end())


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The last match of ``pattern`` in the text, or None. The pattern must begin with a year and end in ``$``."""
    start = len(text)
    while (start := text.rfind("年", 0, start)) >= 0:
        if match := pattern.match(text, start - 4):
            return match
    return None


def _lettered(number: str, start: int) -> Iterator[tuple[str, int, int]]:
    """Yields (number, start, end) for each resolution in a number.

    ``36/87 A和B`` names two resolutions. ``51/211 A至E`` names one document, which is published as A-E.
    """
    several = re.fullmatch(r"(.*?\d[ ]?)([A-Z]{1,2}(?:号?[、和及][ ]?[A-Z])+)", number)
    if not several:
        yield re.sub(r"(?<=[A-Z])[ ]?至[ ]?(?=[A-Z])", "-", number), start, start + len(number)
        return
    letters = list(re.finditer("[A-Z]{1,2}", several[2]))
    for letter in letters:
        first = start + several.start(2) + letter.start()
        yield several[1] + letter[0], start if letter is letters[0] else first, first + len(letter[0])


_BODY = re.compile(
    r"""
    (?P<other>(?:
        缔约[国方](?:第[^，；。]{1,6}[届次])?(?:会议|大会) | 审[议查](?:大会|会议) | 人居大会 | 国际劳工大会
      | [机组]?[构织](?:第[^，；。]{1,6}届)?大会 | 原子能机构大会 | 世界大会 | 海委会大会 | 协会大会 | 委员会大会
      | (?:人权|麻醉药品|妇女地位|刑事司法|经济社会|人口与发展|可持续发展|社会发展|统计|海洋学|捕鲸)委员会
      | (?:保护|养护|金枪鱼|渔业)委员会
      | 执行局 | 部长级?会议 | 首脑(?:会议|大会) | 国家联盟 | 非洲联盟 | 欧洲委员会 | 欧洲联盟 | 欧洲议会
      | (?:执行|发展|部长|联盟|机构|规划署|基金|管理)理事会 | 工作组 | 气象组织 | 人类住区规划署))
  | (?P<health>世界卫生大会)
  | (?P<environment>环境大会)
  | (?P<rights>人权理事会)
  | (?P<ecosoc>经济及社会理事会|经社理事会|经济和社会理事会)
  | (?P<council>安全理事会|安理会)
  | (?P<assembly>大会|(?:回顾|重申|铭记|依照|按照|以及|执行)其)
    """,
    re.X,
)
_BODIES = {
    "assembly": ASSEMBLY,
    "council": COUNCIL,
    "ecosoc": ECOSOC,
    "rights": RIGHTS,
    "environment": ENVIRONMENT,
    "health": HEALTH,
}
_QUOTED = re.compile(r"“[^“”]*”|《[^《》]*》|\([^()]*\)")
# A comma ends the words that a body governs, unless an enumeration continues after it.
_STOP = re.compile(r"[；。：]|，(?!(?:其中)?(?:包括|特别是|尤其是|最近|最新|即|以及|及其|和|后者|并经|分别|例如|如))")
_ON_A_SUBJECT = re.compile(r"(?:通过的?)?(?:关于|题为)[^；。第其]{1,150}的(?:\d{4}年\d+月\d+日)?")
# A body in the subject of a resolution does not govern its number: 关于给予上海合作组织大会观察员地位的第59/48号决议.
_SUBJECT = re.compile(r"(?:关于|题为|有关)[^；。，第]{1,150}的(?:\d{4}年\d+月\d+日)?$")
# 根据第72/249号决议 names no body. A body earlier in the sentence acts under the resolution and did not adopt it.
_UNDER = re.compile(r"(?:根据|依照|按照|遵照|响应|依据)(?:其)?(?:\d{4}年\d+月\d+日)?$")
# A body after these words did not adopt the resolution. The Council did not adopt 设立人权理事会的第60/251号决议.
_ABOUT = re.compile(r"(?:关于|设立|成立|建立|审查|审议|加入|改为|取代|向|与|同|给|为|由)$")


def _governing_body(folded: str, position: int) -> str | None:
    """The body that is named before a number in the same part of the sentence; None if no body is named there."""
    before = _QUOTED.sub(lambda m: "□" * len(m[0]), folded[max(0, position - 400) : position])
    before = _SUBJECT.sub("", before)
    if _UNDER.search(before):
        return None
    bodies = [m for m in _BODY.finditer(before) if not _ABOUT.search(before[: m.start()])]
    if not bodies:
        return None
    body = bodies[-1]
    between = before[body.end() :]
    # A comma in the subject of a resolution does not count: 人权理事会关于…，…的2022年10月7日第51/35号决议.
    if _STOP.search(between) and not _ON_A_SUBJECT.fullmatch(between):
        return None
    return _BODIES.get(str(body.lastgroup), "")


# ── looking back ─────────────────────────────────────────────────────────────────────────────────────────────────────

_BACK = re.compile(
    r"(?:(?P<ibid>同上)|该(?P<kind>条约|公约|协定|议定书|规约|宣言|章程|行动纲领|行动计划|决议|报告)(?!草案|机构|司)"
    r"|(?P<its>其)(?=第[一二三四五六七八九十百\d]+[、和及至第一二三四五六七八九十百\d]*条))"
)


def _backward(folded: str, footnote: bool) -> Iterator[Reference]:
    if not ("同上" in folded or "该" in folded or "其第" in folded):
        return
    for m in _BACK.finditer(folded):
        pinpoint = _pinpoint(folded, m.end())
        if m["ibid"]:
            if footnote:
                yield Reference(IBID, m.start(), m.end(), "同上", pinpoint=pinpoint)
        elif m["kind"]:
            yield Reference(BACK, m.start(), m.end(), m["kind"], pinpoint=pinpoint)
        elif pinpoint:
            yield Reference(ITS, m.start(), m.end() + len(pinpoint), "其", pinpoint=pinpoint)
