"""Finds the opening phrase of a paragraph (回顾, 又重申, 表示深为关切, 赞扬并进一步鼓励) if no bold print marks it.

Each paragraph of a resolution begins with a phrase that says what the Assembly does. This module is a grammar of these
phrases. Its words come from the phrases that the UN's editors set in bold in the resolutions of four sessions:

    phrase   = act [并|和 act] [，]           赞扬并进一步鼓励
    act      = again* degree* (manner verb | 表示 degree* feeling | 感到 feeling 的是)
    again    = 又, 还, 再次, 继续, 仍 …        the relation to the paragraph before
    degree   = 深为, 严重, 极为, 强烈 …
    manner   = 赞赏地, 关切地, 满意地 …

If several phrases match, the longest is taken: 强调指出, not 强调. The pattern bounds each repetition, so a search is
fast for any text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from archive import characters
from archive.reading.english_opening import english_opening


def _words(table: str) -> tuple[str, ...]:
    return tuple(table.split())


# Each table is sorted by code point. Each line of a table has the words that begin with the same character.

_AGAIN = _words("""
一致
也
仍 仍然
依然
共同
再 再度 再次
又
同样
在这方面
始终
尤其
就此
庄严
正式
特别
紧急
继续
还
进一步
鉴此
""")

_DEGREES = _words("""
严重
充分
全力 全面
十分
坚决 坚定 坚定不移地 坚定地
大力
完全
尤为 尤其
强烈
持续
断然
日益
明确
最 最严重 最强烈 最强烈地
有力地
极为 极其 极其严重 极力
毫不含糊地 毫无保留地
深 深为 深切 深深
热切 热烈
特别
继续
非常
高度
""")

_FEELINGS = _words("""
不安 不满
关切 关注
同情
哀悼
声援
失望
忧虑
悲痛
惊恐
感兴趣 感激 感谢
愤慨
慰问
担忧
敬意
欢迎
欣慰 欣见 欣赏
深恶痛绝
满意
痛惜
自豪
谢意
赞扬 赞许 赞赏
遗憾
震惊
骄傲
高兴
鼓舞
""")

_VERBS = _words("""
了解 了解到
交由
任命
依照
促成 促请 促进
保留 保证
倾听了
关切 关心 关注
决定 决心 决意
力促 力求
反对
号召
吁请
同意
听取了
呼吁
哀悼
商定
喜见
回顾 回顾到
坚信 坚持认为
基于
声明
委派
审查 审查了 审议 审议了
宣告 宣布 宣称
尊重
希望
庆祝
延长
建议
强烈要求 强调 强调指出
得悉
忆及
念及
恳请
惊悉
意识到
感谢
打算
批准
承认 承诺
抗议
拒绝
指出 指示
按照
捍卫
授予 授权
接受 接纳
推荐
提出 提及 提议 提请 提请注意 提醒
撤销
支持
收到 收到了
敦促
斥责
断定
旨在
有鉴于
期待 期待着 期望
本着
核准 核可 核定
根据
欢迎
欣见
注意到
深信 深感 深知
澄清
牢记
珍视
申明 申述
痛惜 痛斥 痛责
相信
盼望
看到
着重 着重指出
知悉
研究了
确信 确切认识到 确定 确认
祝贺
秉承
称赞
纪念
终止
维护
缅怀
考虑 考虑到
肯定
致力于
获悉
表扬
要求
认为 认可 认定 认识到
讨论了
设立
请 请求
谴责
责令 责成
赋予
赞同 赞扬 赞许 赞赏
追忆
适当考虑到
选举
通过
遵循 遵照
邀请
采纳
重点指出 重申 重视
鉴于
铭记 铭记着
阅悉
鼓励
""")

# Objects of the verbs 表示 and 重申. These objects belong to the opening phrase.
_OBJECTS = _words("""
信心 信念
决心
反对
同意
坚信 坚决反对 坚守
希望
强调
意愿
打算
支持
深信
理解
知悉
致力于
认为
谴责
需要
""")
# Words that can follow 重申 and a word of degree. In 重申坚决反对, 坚决 is the degree and 反对 is such a word.
_RESTATED = _words("关切 关注 反对 承诺 支持 致力于 谴责")

LONGEST_OPENING = 40  # characters; if more characters are in another face, they are no opening phrase


def _one_of(words: Iterable[str]) -> str:
    """A pattern that matches one of the words. Longer words come first, because they can begin with a shorter word."""
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"


_DEGREE = f"{_one_of(_DEGREES)}{{0,3}}"
_MANNER = f"(?:{_DEGREE}(?:感到|令人)?{_one_of(_FEELINGS)}(?:和|并|及|、)?{_one_of(_FEELINGS)}?地)"
_EXPRESS = (
    f"(?:表示{_one_of(_AGAIN)}{{0,2}}{_DEGREE}(?:{_MANNER}?{_one_of(_VERBS)}|{_one_of(_FEELINGS)}|{_one_of(_OBJECTS)})"
    f"(?:(?:和|并){_DEGREE}{_one_of(_FEELINGS + _OBJECTS)})?(?:的是)?)"
)
_FEEL = f"(?:(?:感到|深感|深表|深为|表示)?{_DEGREE}{_one_of(_FEELINGS)}(?:(?:并|和){_one_of(_FEELINGS)})?(?:的是))"
_FEEL_ALONE = f"(?:(?:感到|深感|深表){_DEGREE}{_one_of(_FEELINGS)})"
_RESTATE = (
    f"(?:(?:重申|申明){_one_of(['其', ''])}(?:{_one_of(_DEGREES)}{{1,3}}{_one_of(_RESTATED)}"
    f"|关切|决心|支持|核可|深信|坚信|深感不安)(?:的是)?)"
)
_ACT = (
    f"(?:{_one_of(_AGAIN)}{{0,3}}{_DEGREE}"
    f"(?:{_EXPRESS}|{_FEEL}|(?:深感|深表|感到)?{_MANNER}(?:表示)?{_one_of(_VERBS)}|{_FEEL_ALONE}|{_RESTATE}|{_one_of(_VERBS)}|表示))"
)
# The phrase 对…表示赞赏 has two pieces. Only the first piece (对) is at the beginning of the paragraph.
_TOWARDS = "对(?=[^，。；]{1,150}(?:表示|深表|感到|深感))"
_PHRASE = re.compile(f"{_ACT}(?:(?:并|和){_ACT})?|{_TOWARDS}")


def opening_phrase(text: str) -> str:
    """The opening phrase in the language of the first letter, Chinese or English; ``""`` if there is none.

    >>> [opening_phrase(text) for text in ("回顾其决议", "Recalling its resolution", "核武器国家")]
    ['回顾', 'Recalling', '']
    """
    return english_opening(text) if text[:1].isascii() else opening(text)


def opening(text: str) -> str:
    """The opening phrase at the beginning of a paragraph's text; ``""`` if there is none.

    >>> [opening(t) for t in ("表示深为关切大规模毁灭性武器的扩散，", "贊揚並進一步鼓勵民間社會，", "核武器国家，")]
    ['表示深为关切', '贊揚並進一步鼓勵', '']
    """
    start = len(text) - len(text.lstrip("\u200b\u200e\u200f\ufeff"))  # skips invisible direction marks
    match = _PHRASE.match(characters.plain(text), start)
    return text[: match.end()] if match else ""
