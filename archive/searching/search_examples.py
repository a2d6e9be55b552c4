"""Questions for the help page, each with what it asks for. The help shows each as a link."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Example:
    """``needs_more`` is True if the documents of ``fixtures/`` alone have nothing that the question finds. The help
    then says that the example needs more resolutions."""

    question: str
    meaning: str | Promise
    needs_more: bool = False


# Questions without a field. The examples of fields are in ``search_fields``.
WORDS = (
    Example("核武器 条约", _("both words")),
    Example("消除核武器条约", _("typed in one breath: cut into words, all of which must occur")),
    Example('"彻底消除核武器"', _("exactly these characters; “ ” 「 」 and 《 》 do the same")),
    Example("核", _("a single character is a word like any other")),
    Example("禁产 或 禁试", _("either; OR does the same")),
    Example("核裁军 -条约", _("the first, without the second")),
    Example("(裂变材料 或 核试验) 条约", _("brackets group")),
    Example("NPT", _("an acronym stands for the other names of the treaty too")),
    Example(
        "大会第65/72号决议",
        _("a document's name in any form leads to it: 65/72, ares6572, an address of docs.un.org"),
    ),
    Example("1540号决议", _("a number without its year or session offers every document that it can mean")),
    Example("杀手机器人", _("an everyday word also finds the terms of the resolutions"), needs_more=True),
    Example(
        "weapons treaties", _("words in letters are found in all their forms, in the texts of every language"), True
    ),
)
