"""A question about votes as a reader types it: ``votes:CHN=no``, ``表决:中国=反对``.

>>> asked("CHN=no"), asked("中国=反对"), asked("chn"), asked("nobody=no")
(Asked(code='CHN', choice='N'), Asked(code='CHN', choice='N'), Asked(code='CHN', choice=''), None)
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.voting.record import ABSENT, ABSTAIN, NO, YES
from archive.voting.states import StateNames, from_fixtures

_CHOICES = {
    YES: ("yes", "y", "for", "in favour", "赞成", "同意", "支持"),
    NO: ("no", "n", "against", "反对"),
    ABSTAIN: ("abstain", "a", "abstaining", "abstention", "弃权"),
    ABSENT: ("absent", "x", "not voting", "缺席", "未投票", "未参加"),
}
_CHOICE_BY_NAME = {name: choice for choice, names in _CHOICES.items() for name in names}


@dataclass(frozen=True, slots=True)
class Asked:
    """Votes in which the State ``code`` made ``choice``; in which it took part at all, where that is empty."""

    code: str
    choice: str = ""


def asked(value: str, names: StateNames | None = None) -> Asked | None:
    """What stands behind ``votes:``; None where no State or no choice is meant by it."""
    names = names or from_fixtures()
    name, _, choice = re.sub(r"[＝:：]", "=", value).partition("=")
    code = name.strip().upper() if name.strip().upper() in names.seats else names.state(name)
    if code is None or (choice.strip() and choice.strip().casefold() not in _CHOICE_BY_NAME):
        return None
    return Asked(code, _CHOICE_BY_NAME.get(choice.strip().casefold(), ""))
