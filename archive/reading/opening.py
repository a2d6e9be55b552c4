"""Finds the opening phrase of a paragraph (回顾, 又重申, 表示深为关切, 赞扬并进一步鼓励) where no bold print marks it.

Each paragraph of a resolution begins with what the Assembly does. This module is a grammar of these phrases. Its words
come from the phrases that the UN's editors set in bold in the resolutions of four sessions:

    phrase   = act [并|和 act] [，]           赞扬并进一步鼓励
    act      = again* degree* (manner verb | 表示 degree* feeling | 感到 feeling 的是)
    again    = 又, 还, 再次, 继续, 仍 …        how it relates to the paragraph before
    degree   = 深为, 严重, 极为, 强烈 …
    manner   = 赞赏地, 关切地, 满意地 …

The longest phrase wins: 强调指出 before 强调, 关切地注意到 before 关切. Repetitions are bounded, so a search
is fast for any text.
"""

from __future__ import annotations

import re

_AGAIN = "又|还|也|同样|再次|再度|再|继续|仍然|仍|依然|始终|进一步|特别|尤其|在这方面|正式|庄严|紧急|一致|共同"
_DEGREES = (
    "深为|深切|深深|深|严重|极其严重|极为|极其|非常|十分|强烈|最强烈地|最强烈|最严重|坚决|坚定不移地|坚定地|坚定|断然|毫无保留地|"
    "明确|大力|极力|充分|完全|全力|全面|高度|日益|尤为|尤其|特别|持续|继续|毫不含糊地|有力地|热烈|热切|最"
)
_FEELINGS = (
    "关切|关注|赞赏|感谢|谢意|敬意|满意|遗憾|震惊|愤慨|不安|失望|鼓舞|欣慰|感兴趣|感激|赞许|赞扬|欣赏|痛惜|悲痛|惊恐|"
    "忧虑|担忧|声援|同情|慰问|深恶痛绝|欢迎|失望|不满|骄傲|自豪|哀悼|高兴|欣见"
)
_VERBS = (
    "回顾|回顾到|忆及|追忆|重申|申明|确认|承认|认识到|确切认识到|意识到|注意到|铭记着|铭记|牢记|念及|考虑到|适当考虑到|考虑|有鉴于|鉴于|"
    "深信|确信|坚信|相信|认为|坚持认为|深知|了解到|了解|获悉|得悉|知悉|惊悉|欢迎|欣见|喜见|赞扬|赞赏|感谢|祝贺|称赞|表扬|赞许|"
    "赞同|认可|核可|核准|核定|批准|通过|同意|商定|支持|鼓励|促进|推荐|敦促|促请|力促|呼吁|吁请|号召|恳请|请求|请|要求|邀请|"
    "提请注意|提请|提醒|建议|提议|决定|决心|决意|宣布|宣告|宣称|声明|强调指出|强调|着重指出|着重|重点指出|指出|谴责|斥责|痛责|痛斥|痛惜|"
    "抗议|反对|拒绝|哀悼|纪念|庆祝|缅怀|关切|关注|关心|希望|期待着|期待|期望|盼望|打算|授权|任命|选举|委派|指示|责成|审议了|审议|审查了|"
    "审查|研究了|讨论了|收到了|收到|听取了|倾听了|阅悉|遵循|秉承|根据|按照|依照|遵照|基于|本着|尊重|珍视|重视|肯定|认定|断定|承诺|保证|"
    "提及|力求|旨在|看到|接受|采纳|设立|授予|保留|终止|延长|撤销|申述|提出|授权|赋予|交由|责令|确定|澄清|强烈要求|接纳|"
    "致力于|促成|维护|捍卫|深感"
)
# Objects of 表示 and 重申 that belong to the phrase.
_OBJECTS = "支持|决心|希望|深信|坚信|坚决反对|反对|打算|同意|理解|信心|信念|致力于|意愿|认为|强调|需要|谴责|知悉|坚守"


def _one_of(words: str) -> str:
    """A pattern for one of these words; a longer word is tried before a shorter one that it begins with."""
    return "(?:" + "|".join(sorted(set(words.split("|")), key=len, reverse=True)) + ")"


_DEGREE = f"{_one_of(_DEGREES)}{{0,3}}"
_MANNER = f"(?:{_DEGREE}(?:感到|令人)?{_one_of(_FEELINGS)}(?:和|并|及|、)?{_one_of(_FEELINGS)}?地)"
_EXPRESS = (
    f"(?:表示{_one_of(_AGAIN)}{{0,2}}{_DEGREE}(?:{_MANNER}?{_one_of(_VERBS)}|{_one_of(_FEELINGS)}|{_one_of(_OBJECTS)})"
    f"(?:(?:和|并){_DEGREE}{_one_of(_FEELINGS + '|' + _OBJECTS)})?(?:的是)?)"
)
_FEEL = f"(?:(?:感到|深感|深表|深为|表示)?{_DEGREE}{_one_of(_FEELINGS)}(?:(?:并|和){_one_of(_FEELINGS)})?(?:的是))"
_FEEL_ALONE = f"(?:(?:感到|深感|深表){_DEGREE}{_one_of(_FEELINGS)})"
_RESTATE = (
    f"(?:(?:重申|申明){_one_of('其|')}(?:{_one_of(_DEGREES)}{{1,3}}{_one_of('关切|关注|支持|谴责|反对|致力于|承诺')}"
    f"|关切|决心|支持|核可|深信|坚信|深感不安)(?:的是)?)"
)
_ACT = (
    f"(?:{_one_of(_AGAIN)}{{0,3}}{_DEGREE}"
    f"(?:{_EXPRESS}|{_FEEL}|(?:深感|深表|感到)?{_MANNER}(?:表示)?{_one_of(_VERBS)}|{_FEEL_ALONE}|{_RESTATE}|{_one_of(_VERBS)}|表示))"
)
# 对…表示赞赏: the phrase has two pieces, and the paragraph begins with the first.
_TOWARDS = "对(?=[^，。；]{1,150}(?:表示|深表|感到|深感))"
_PHRASE = re.compile(f"{_ACT}(?:(?:并|和){_ACT})?|{_TOWARDS}")


def opening(text: str) -> str:
    """The opening phrase of a paragraph: a prefix of its text, or ``""``.

    >>> [opening(t) for t in ("表示深为关切大规模毁灭性武器的扩散，", "赞扬并进一步鼓励民间社会，", "核武器国家，")]
    ['表示深为关切', '赞扬并进一步鼓励', '']
    """
    start = len(text) - len(text.lstrip("\u200b\u200e\u200f\ufeff"))  # invisible direction marks
    match = _PHRASE.match(text, start)
    return text[: match.end()] if match else ""
