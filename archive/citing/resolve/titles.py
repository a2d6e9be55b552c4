"""Resolves titles in 《》: 《不扩散核武器条约》, 《条约》, 《残疾人权利公约》及其《任择议定书》."""

from __future__ import annotations

import re
from dataclasses import replace

from archive.citing.citation import RESOLVED, Citation
from archive.citing.find import Reference
from archive.citing.instruments import is_bare_kind, is_english
from archive.citing.outcomes import LISTED, conference_before
from archive.citing.resolve.memory import Memory, Place, ambiguous
from archive.reading.draft import HEADING
from archive.reading.opening import opening

# 《联合国海洋法公约》(《公约》): the text defines a short form.
_IN_BRACKETS = re.compile(
    r"[(（](?:以下简?称|下称|简称|又称|也称|即)?“?"
    r"| \((?:hereinafter |hereafter )?(?:referred to as )?(?:the )?[“\"](?:the )?"
)
# 《…条约》(以下称“条约”): the text defines the short form without 《》.
_DEFINED = re.compile(r"[(（](?:以下简?称|下称|简称)为?[“\"]?(?P<short>[^“”\"()（）《》]{2,12})[”\"]?[)）]")
# 《战争遗留爆炸物议定书》(第五议定书): the number is a short form. 《…的议定书》(经修正的第二号议定书): the words in
# brackets show that the amended version is meant.
_NUMBERED = re.compile(r"[(（]《?(?P<short>(?:经修正的)?第[一二三四五六七八九十]+号?议定书)》?[)）]")
_ADDED = re.compile("的?(?P<kind>修正案|议定书)")  # 《核材料实物保护公约》修正案 is a treaty of its own
# The words between a treaty and its annex or protocol. Some texts print the two titles side by side.
_OWNED = re.compile("的|[及和]其?|")
_NUMBER_AFTER = re.compile(r"的(?:大会|安全理事会|人权理事会|经济及社会理事会)?[\d年月日 ]*第[\dESIVXLC/() -]+号")
_PLAN_OF_YEAR = re.compile(r"(\d{4})年(?:审议大会(?:通过|商定)?)?的?$")  # 2010年行动计划, 2010年审议大会行动计划
# 2010年审议大会通过的关于某事的决定. The final document of a review conference contains its decisions.
_DECIDED = frozenset({"决议", "决定", "后续行动建议"})
_REVIEW = re.compile(r"\d{4}年审议(?:和延期)?大会(?=[^，；。]{0,40}$)")
# A title that only its parties distinguish: 甲组织与乙组织于某日签署《谅解备忘录》.
_OF_PARTIES = re.compile("(?:(?:合作|框架|谅解|关系|伙伴关系)*(?:备忘录|协定|协议)|联合声明)")
_PARTIES = re.compile(
    r"(?P<parties>[^，；。：《》“”\d]{2,40}?与[^，；。：《》“”\d]{2,40}?)(?:之间)?"
    r"(?:(?:于|依照|根据|按照|落实|执行)?\d{4}年[\d月日]*)?(?:在[^，；。：《》“”在]{1,12})?(?:签署|签订|缔结|达成)了?的?$"
)
_ITS_PROTOCOL = re.compile("(?:第[一二三四五])?(?:任择|附加|补充)议定书")
_NO_PARTY = re.compile("各国|会员国|缔约国|所有|其他|尚未|有关")  # 所有国家与某组织缔结《协定》
_LONGEST_PARTIES = 120  # characters
_ANNEX = re.compile(".+附件")  # 《核查附件》: an annex of a treaty, not the words 《附件》


def title(reference: Reference, place: Place, memory: Memory) -> list[Citation]:
    """The citation of a 《title》 or of a short form in 《》; [] if the title names no instrument."""
    text, before = place.text, place.before
    last = before[-1] if before and (before[-1].exact.endswith("》") or is_english(before[-1].exact)) else None
    between = text[last.end : reference.start] if last else ""
    if last and last.target and _IN_BRACKETS.fullmatch(between):
        last = _known_by_short_form(last, reference.name, place, memory)
        memory.names.define(reference.name, last.target or "")
    name = _with_parties(reference, place) or reference.name
    keys = memory.names.keys_of(name, place.words_before(reference), bool(place.marker))
    if last and last.target and _ITS_PROTOCOL.fullmatch(reference.name) and _OWNED.fullmatch(between):
        owner = next((c for c in reversed(before) if not _ITS_PROTOCOL.fullmatch(c.exact.strip("《》"))), last)
        keys = _added_to(owner.target or "", reference.name, memory)
    if last and last.target and reference.name == "议定书" and between == "的":
        keys = _known_protocol(last.target, reference.name, memory) or keys
    if _ANNEX.fullmatch(reference.name):
        return _annex(reference, last if _OWNED.fullmatch(between) else None, keys, text, memory)
    if several := _of_several_conferences(reference, place, memory):
        return several
    if keys and len(keys) == 1 and (added := _ADDED.match(text, reference.end)):
        known = memory.catalogue.named(reference.name + added["kind"])
        if len(known) == 1:
            return [memory.cited(replace(reference, end=added.end(), pinpoint=""), text, next(iter(known)))]
    if keys is None or (_is_subject(reference, text) and all(key.startswith("title:") for key in keys)):
        return []
    if numbered := _NUMBERED.match(text, reference.end):
        keys = sorted(memory.catalogue.named(numbered["short"])) or keys
    if len(keys) == 1 and (short := _DEFINED.match(text, reference.end) or numbered):
        memory.names.define(short["short"], keys[0])
    if len(keys) == 1:
        memory.names.remember_outcome(reference.name, keys[0])
    return [memory.cited(reference, text, keys[0]) if len(keys) == 1 else ambiguous(reference, text, keys)]


def _with_parties(reference: Reference, place: Place) -> str:
    """The title of an agreement with its parties before it; "" if the words before it do not name two parties."""
    if not _OF_PARTIES.fullmatch(reference.name):
        return ""
    words = re.split("[，；。：]", place.words_before(reference)[-_LONGEST_PARTIES:])[-1]
    act = opening(words)
    parties = _PARTIES.search(words, len(act))
    return parties["parties"] + reference.name if parties and not _NO_PARTY.search(parties["parties"]) else ""


def _annex(
    reference: Reference, owner: Citation | None, keys: list[str] | None, text: str, memory: Memory
) -> list[Citation]:
    """The citation of the treaty that an annex belongs to. Its pinpoint begins with the name of the annex.

    ``owner`` is the citation of the treaty before the annex, as in 《公约》及其《核查附件》. ``keys`` has the treaty if
    the text has defined the name of the annex. There is no citation if the treaty is not known.
    """
    target = owner.target if owner else keys[0] if keys and len(keys) == 1 else None
    place = replace(reference, pinpoint=reference.name + reference.pinpoint)
    return [memory.cited(place, text, target)] if target else []


def _of_several_conferences(reference: Reference, place: Place, memory: Memory) -> list[Citation]:
    """The citations of 2000年和2010年审议大会的《最后文件》: one for each year or number of a conference.

    The last citation has the words of the title. Each other citation has the words of its year or number.
    """
    text = place.text
    conference = conference_before(place.words_before(reference)) if is_bare_kind(reference.name) else None
    listed = LISTED.search(conference or "")
    if conference is None or listed is None:
        return []
    base = text.rindex(conference, 0, reference.start) + listed.start()
    cited = []
    for year in re.finditer(r"(\d{4})年?|第[^、和及]+次", listed[0]):
        printed = f"{year[1]}年" if year[1] else year[0]
        one = f"{conference[: listed.start()]}{printed}{conference[listed.end() :]}"
        extended = one.replace("审议大会", "审议和延期大会")  # the name of the conference of 1995
        keys = memory.names.outcome(extended, reference.name) if extended != one else []
        keys = memory.names.outcome(one, reference.name) or keys or memory.names.outcome_or_title(one, reference.name)
        is_last = year.end() == len(listed[0])
        words = reference if is_last else replace(reference, start=base + year.start(), end=base + year.end())
        if len(keys) == 1:
            memory.names.remember_outcome(reference.name, keys[0])
            cited.append(memory.cited(words, text, keys[0]))
    return cited


def _known_by_short_form(full: Citation, short: str, place: Place, memory: Memory) -> Citation:
    """The citation of a full title before its short form in brackets: 《…零部件的公约》(《金沙萨公约》).

    If the catalogue has only the short form, the full title means the document with this short form. This citation then
    replaces the citation ``full`` at the end of ``place.before``.
    """
    known = memory.catalogue.named(short)
    name = full.exact.strip("《》")
    if not (full.target or "").startswith("title:") or len(known) != 1 or name[-2:] != short[-2:]:
        return full
    [key] = known
    memory.names.remember(name, key)
    place.before[-1] = replace(full, target=key, status=RESOLVED)
    return place.before[-1]


def decision(reference: Reference, place: Place, memory: Memory) -> list[Citation]:
    """The citation of a decision of another organization. The key has the decision's name, because it has no symbol."""
    key = f"title:{reference.name}"
    known = memory.catalogue.named(reference.name)
    return [memory.cited(reference, place.text, next(iter(known)) if len(known) == 1 else key)]


def mention(reference: Reference, place: Place, memory: Memory) -> list[Citation]:
    """Remembers the instrument in the name of a body or conference. Returns no citations."""
    memory.names.remember_of_body(reference.name)
    return []


def short(reference: Reference, place: Place, memory: Memory) -> list[Citation]:
    """The citation of a short form that is printed without 《》. The short form means the same document as with 《》.

    The list is empty if several documents are possible.
    """
    keys = memory.names.keys_of(reference.name, place.words_before(reference)) if not place.marker else None
    return [memory.cited(reference, place.text, keys[0])] if keys and len(keys) == 1 else []


def plain(reference: Reference, place: Place, memory: Memory) -> list[Citation]:
    """The citation of an instrument that is printed without 《》, such as 关于某事的声明.

    The title makes a new key if neither the catalogue nor the Draft has it. There is no citation if the Draft has
    described the instrument before a footnote mark, because ``named_again`` then finds it, and none in a heading.
    """
    printed = place.text[reference.start : reference.end]
    if memory.described.has_end(printed) or (place.clause and place.clause.kind == HEADING):
        return []
    quoted = memory.quoted.get(f"“{reference.name}”")
    keys = [quoted] if quoted else memory.names.keys_of_plain(reference.name)
    return [memory.cited(reference, place.text, keys[0])] if len(keys) == 1 else []


def outcome(reference: Reference, place: Place, memory: Memory) -> list[Citation]:
    """The citation of an outcome document without 《》 after the name of its conference.

    There is no citation if a footnote mark follows, because the footnote gives the document.
    """
    text, end = place.text, reference.end
    after = end + (text[end : end + 1] in "，；。")
    if place.clause and any(mark.at in (end, after) for mark in place.clause.marks):
        return []
    if several := _of_several_conferences(reference, place, memory):
        return several
    before = place.words_before(reference)
    year = _PLAN_OF_YEAR.search(before) if reference.name == "行动计划" else None
    if reference.name in _DECIDED:
        review = _REVIEW.search(before[-80:])
        keys = memory.names.outcome(review[0], "最后文件") if review else []
    elif reference.name == "行动计划":
        keys = memory.names.outcome(f"{year[1]}年审议大会", "最后文件") if year else []
    else:
        conference = conference_before(before) or ""
        keys = memory.names.outcome(conference, reference.name)
        # A political declaration is often the annex of the resolution itself. 成果文件，即《…》 has its title after it.
        if reference.name != "政治宣言" and not text.startswith("，即《", end):
            keys = keys or memory.names.outcome_or_title(conference, reference.name)
    return [memory.cited(reference, place.text, keys[0])] if len(keys) == 1 else []


def _is_subject(reference: Reference, text: str) -> bool:
    """Whether a title before the number of a resolution is only the subject of this resolution.

    For example, 某方案 is only the subject in 关于《某方案》的2014年9月25日第27/12号决议. A title that ends in a kind
    of treaty is always the name of a document.
    """
    if reference.name.endswith(("公约", "条约", "协定", "议定书")):
        return False
    return text.endswith("关于", 0, reference.start) and _NUMBER_AFTER.match(text, reference.end) is not None


def _added_to(instrument: str, protocol: str, memory: Memory) -> list[str]:
    """The keys of the protocol of an instrument, as in 《残疾人权利公约》及其《任择议定书》.

    ``instrument`` is the key of the instrument; ``protocol`` is the title of the protocol.
    """
    titles = memory.names.titles_of(instrument)
    known = _known_protocol(instrument, protocol, memory)
    return known if known or not titles else memory.names.keys_of(titles[-1] + protocol) or []


def _known_protocol(instrument: str, protocol: str, memory: Memory) -> list[str]:
    """The keys of the protocols of an instrument that the catalogue has, as in 该《条约》的《议定书》."""
    titles = memory.names.titles_of(instrument)
    return sorted({key for title in titles for key in memory.catalogue.named(title + protocol)})
