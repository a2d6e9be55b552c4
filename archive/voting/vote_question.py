"""A question about votes as a reader types it: ``votes:CHN=no``, ``表决:中国=反对``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.voting.choice import Choice
from archive.voting.states import StateNames, from_fixtures

_WORDS = {
    Choice.YES: ("yes", "y", "for", "in favour", "赞成", "同意", "支持"),
    Choice.NO: ("no", "n", "against", "反对"),
    Choice.ABSTAIN: ("abstain", "a", "abstaining", "abstention", "弃权"),
    Choice.ABSENT: ("absent", "x", "not voting", "缺席", "未投票", "未参加", "缺席或未投票"),
}
_CHOICE_BY_WORD = {word: choice for choice, words in _WORDS.items() for word in words}


@dataclass(frozen=True, slots=True)
class VoteQuestion:
    """Asks for the votes in which the State ``code`` made ``choice``.

    If ``choice`` is None, asks for all votes in which the State took part.
    """

    code: str
    choice: Choice | None = None


def vote_question(value: str, names: StateNames | None = None) -> VoteQuestion | None:
    """Reads the text after ``votes:``. Returns None if it does not name a State, or if its choice is not known.

    >>> vote_question("中国=反对"), vote_question("chn"), vote_question("nobody=no")
    (VoteQuestion(code='CHN', choice=<Choice.NO: 'no'>), VoteQuestion(code='CHN', choice=None), None)
    """
    name, _, word = re.sub(r"[＝:：]", "=", value).partition("=")
    code = state_code(name, names)
    choice = choice_named(word)
    if code is None or (word.strip() and choice is None):
        return None
    return VoteQuestion(code, choice)


def choice_named(word: str) -> Choice | None:
    """The choice that a word or a letter means, in either language. None if it means none.

    >>> choice_named("反对"), choice_named("Y"), choice_named("perhaps")
    (<Choice.NO: 'no'>, <Choice.YES: 'yes'>, None)
    """
    return _CHOICE_BY_WORD.get(word.strip().casefold())


def state_code(text: str, names: StateNames | None = None) -> str | None:
    """The code of the State that a reader names, by its code or by any of its names. None if no State has this name.

    >>> state_code("chn"), state_code("中国"), state_code("Atlantis")
    ('CHN', 'CHN', None)
    """
    names = names or from_fixtures()
    code = text.strip().upper()
    return code if code in names.seats else names.state(text)
