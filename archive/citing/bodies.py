"""Finds the body that is named before the number of a resolution."""

from __future__ import annotations

import re

from archive import symbols
from archive.citing.reference import (
    ASIA,
    ASSEMBLY,
    COUNCIL,
    ECOSOC,
    ENVIRONMENT,
    HEALTH,
    OWN,
    RIGHTS,
    RIGHTS_COMMISSION,
)

_BODY = re.compile(
    r"""
    # The first characters of all bodies. Asking for them first saves much time.
    (?=[缔审人国机组构织原世海协委麻妇刑经可社统捕保养金渔执部首非欧发联管规基工气亚环安会理大回重铭依按以])
    (?:(?P<asia>亚洲及太平洋经济社会委员会|亚太经社会) | (?P<commission>(?<!和人民权利)(?<!美洲)人权委员会)
  | (?P<other>(?:
        缔约[国方](?:第[^，；。]{1,6}[届次])?(?:会议|大会) | 审议(?:大会|会议)
      | 审查(?:大会|会议)(?!关于|$)  # 审查大会第54/244号决议: the Assembly's
      | 人居大会 | 国际劳工大会
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
  | (?P<last_commission>(?:(?<![\u3400-\u9fff])|(?<=[该和及是]))委员会)
  | (?P<last_council>(?<![署会局盟金行构划展织部长洲理院])理事会)
  | (?P<another>(?:委员会|会议|理事会)(?=(?:\d{4}年\d+月\d+日)?$))
  | (?P<assembly>大会)
  | (?P<own>(?:回顾|重申|铭记|依照|按照|以及|执行)其))
    """,
    re.X,
)
_BODIES = {
    "assembly": ASSEMBLY,
    "own": OWN,
    "council": COUNCIL,
    "asia": ASIA,
    "commission": RIGHTS_COMMISSION,
    "ecosoc": ECOSOC,
    "rights": RIGHTS,
    "environment": ENVIRONMENT,
    "health": HEALTH,
}
# Short form → the bodies that it can mean. The body whose longer name comes last in the words before counts. If the
# words have none of the longer names, the first body counts.
_SHORT = {"last_council": ("rights", "ecosoc", "other"), "last_commission": ("other", "commission")}
_QUOTED = re.compile(r"“[^“”]*”|《[^《》]*》|\([^()]*\)")
# A comma ends the words that a body governs, unless an enumeration continues after it.
_STOP = re.compile(r"[；。：]|，(?!(?:其中)?(?:包括|特别是|尤其是|最近|最新|即|以及|及其|和|后者|并经|分别|例如|如))")
_ON_A_SUBJECT = re.compile(r"(?:通过的?)?(?:关于|题为)[^；。第其]{1,150}的(?:\d{4}年\d+月\d+日)?")
# A body in the subject of a resolution does not govern its number: 关于给予上海合作组织大会观察员地位的第59/48号决议.
_SUBJECT = re.compile(r"(?:关于|题为|有关)[^；。，第]{1,150}的(?:\d{4}年\d+月\d+日)?$")
# 根据第72/249号决议 names no body. A body earlier in the sentence only acts under the resolution.
_UNDER = re.compile(r"(?:根据|依照|按照|遵照|响应|依据|、经)(?:其)?(?:\d{4}年\d+月\d+日)?$")
# A body after these words did not adopt the resolution. The Council did not adopt 设立人权理事会的第60/251号决议.
_ABOUT = re.compile(r"(?:关于|设立|成立|建立|审查|审议|加入|改为|取代|向|与|同|给|为|由)$")
# 审查大会第54/244号决议的执行情况: the words after the body show that it adopted the resolution under review.
_UNDER_REVIEW = re.compile(r"(?:关于.*)?$")


def body_in_session(session: int, year: int) -> str | None:
    """The body that was in this session in this year: the Assembly or the Human Rights Council; None if neither was.

    A session of the Assembly opens in one year (``symbols.session_year``) and ends in the next. The Human Rights
    Council has held three sessions a year since 2006.

    >>> body_in_session(64, 2009), body_in_session(45, 2020), body_in_session(64, 2020)
    ('A', 'A/HRC', None)
    """
    if year - symbols.session_year(session) in (0, 1):
        return ASSEMBLY
    return RIGHTS if year == 2006 + (session - 1) // 3 else None


def governing_body(folded: str, position: int) -> str | None:
    """The body that is named before a number in the same part of the sentence; None if no body is named there.

    ``position`` is the offset of the number. The result is "" for a body without symbols of its own.
    """
    before = _QUOTED.sub(lambda m: "□" * len(m[0]), folded[max(0, position - 400) : position])
    before = _SUBJECT.sub("", before)
    if _UNDER.search(before):
        return None
    bodies = [m for m in _BODY.finditer(before) if not _is_object(before, m)]
    if not bodies:
        return None
    body = bodies[-1]
    between = before[body.end() :]
    if between in ("和", "及", "与", "、"):
        return None  # 工作组和第77/250号决议: the body and the resolution are two objects of one verb
    # A comma in the subject of a resolution does not count: 人权理事会关于…，…的2022年10月7日第51/35号决议.
    if _STOP.search(between) and not _ON_A_SUBJECT.fullmatch(between):
        return None
    name = str(body.lastgroup)
    named = {str(m.lastgroup): m.start() for m in bodies}
    return _BODIES.get(max(_SHORT.get(name, (name,)), key=lambda each: named.get(each, -1)), "")


def _is_object(before: str, body: re.Match[str]) -> bool:
    """Whether the words before or after a body show that this body did not adopt the resolution."""
    if before.startswith(("建议", "的建议"), body.end()):
        return True  # 经济及社会理事会根据某委员会建议通过的决议
    about = _ABOUT.search(before[: body.start()])
    if about and about[0].startswith("审"):
        return not _UNDER_REVIEW.fullmatch(before[body.end() :])
    return about is not None
