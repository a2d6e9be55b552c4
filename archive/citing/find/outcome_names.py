"""Finds outcome documents that are printed without 《》 after the name of their conference: 2000年审议大会最后文件."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.citing.places import pinpoint_after
from archive.citing.reference import OUTCOME, Reference

_OUTCOME = re.compile(
    "(?P<kind>最后文件|成果文件|结论文件|最后宣言|部长级?宣言|政治宣言|最后报告|行动计划|联合公报|联合声明)(?!草案|》|”)"
)
# The words between a conference and its outcome: 会议以协商一致方式通过的, 会议(第三届审查大会)的成果，包括协商一致.
_CONFERENCE = re.compile(
    r"(?:(?:会议|大会|峰会|论坛)(?:：[^，；。：《》“”]{2,20}?)?(?:\([^()]*\))?|(?<=\d{4}年))"
    r"(?:的成果，(?:特别是|包括))?上?(?:以?协商一致(?:方式)?|一致)?(?:(?:和|所)?通过|商定|达成|发表)?了?的?$"
)
_REACH = 60  # characters before the outcome in which its conference ends
# What a review conference decided, which is in its final document: 2010年审议大会通过的关于某事的决定,
# 2010年审议大会以协商一致方式商定的结论和后续行动建议.
_DECIDED = re.compile(
    r"(?<=\d年)审议(?:和延期)?大会(?:于?\d{4}年\d{1,2}月\d{1,2}日)?(?:上|以)?(?:协商一致(?:方式)?)?(?:通过|商定|达成)?的?"
    r"(?P<decided>关于[^，；。：《》“”\d]{2,40}?的(?:各项)?(?:决[议定]和)?(?P<kind>决[议定])(?!草案|的执行)"
    r"|结论和(?P<advice>后续行动建议)|(?!通过|商定|达成|的)[^，；。：《》“”\d和及]{2,8}(?P<plan>行动计划))"
)


def outcome_names(folded: str) -> Iterator[Reference]:
    """Yields the outcome documents that directly follow their conference, without 《》.

    The decisions of a review conference count as its final document.
    """
    for kind in _OUTCOME.finditer(folded):
        if _CONFERENCE.search(folded[max(0, kind.start() - _REACH) : kind.start()]):
            yield Reference(OUTCOME, *kind.span(), kind["kind"], pinpoint=pinpoint_after(folded, kind.end()))
    for m in _DECIDED.finditer(folded) if "审议" in folded else ():
        pinpoint = pinpoint_after(folded, m.end())
        yield Reference(OUTCOME, *m.span("decided"), m["kind"] or m["advice"] or m["plan"], pinpoint=pinpoint)
