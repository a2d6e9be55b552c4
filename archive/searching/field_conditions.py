"""Conditions for the values that a reader types after the name of a field (``届:65``).

``archive.searching.search_fields`` says which field uses which of these functions. ``accepts_…`` checks a value while
the question is parsed. The functions named after a field make the condition.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from archive import symbols
from archive.languages import LANGUAGES
from archive.messages import Message, worded
from archive.searching.analysis import token_texts
from archive.searching.document_names import document_name
from archive.searching.matching import NOTHING, Between, Condition, Either, Is, TokenSequence
from archive.searching.text_conditions import has_characters, has_ways, word_ways
from archive.voting.vote_question import state_code, vote_question

_LATEST_SESSION = 300  # the highest session that is searched, so that 届:1..999999 makes few values

_KINDS = {
    "preambular": ("preambular", "preamble", "序言", "序言段"),
    "operative": ("operative", "执行", "执行段"),
    "point": ("point", "分段", "分项", "小段"),
    "heading": ("heading", "小标题", "节标题"),
    "annex": ("annex", "附件"),
    "table": ("table", "表", "表格"),
}
_KIND_BY_NAME = {name: kind for kind, names in _KINDS.items() for name in names}

# The first part of the symbols of a body's texts → the names of the body, in Chinese and English first.
BODIES = {
    "A/RES": ("大会", "assembly", "general assembly", "ga", "联大"),
    "A/DEC": ("大会决定", "decisions", "decision", "决定"),
    "S/RES": ("安理会", "council", "安全理事会", "security council", "sc"),
    "E/RES": ("经社理事会", "ecosoc", "经济及社会理事会", "economic and social council"),
    "A/HRC/RES": ("人权理事会", "hrc", "human rights council"),
}
_BODY_BY_NAME = {name: prefix for prefix, names in BODIES.items() for name in names}

_ADOPTED = {
    "vote": ("vote", "recorded", "yes", "表决", "有", "经表决", "记录表决"),
    "without_vote": ("without_vote", "without", "no", "none", "无", "未经表决", "不经表决", "协商一致", "consensus"),
}
_ADOPTED_BY_NAME = {name: adopted for adopted, names in _ADOPTED.items() for name in names}


# The codes of ``models.ClauseStep``, with what a reader can type for them: in Chinese, in English, and other names.
CHANGES: dict[str, tuple[str, str, *tuple[str, ...]]] = {
    "new": ("新增", "new"),
    "reworded": ("改写", "reworded"),
    "stronger": ("强化", "stronger"),
    "weaker": ("弱化", "weaker"),
    "dropped": ("删去", "dropped", "删除"),
    "verb": ("换动词", "改换", "verb"),
    "same": ("未改", "same", "unchanged"),
    "numbers": ("仅数字", "numbers", "数字"),
    "moved": ("移位", "moved"),
    "split": ("拆分", "split"),
    "merged": ("合并", "merged"),
    "doubtful": ("存疑", "doubtful"),
}
_CHANGE_BY_NAME = {name: code for code, names in CHANGES.items() for name in names}

_LANGUAGE_BY_NAME = {
    name.lower(): language.code
    for language in LANGUAGES
    for name in (language.code, *language.akn, *(worded(Message(language.name), page) for page in ("zh", "en")))
}


def by_symbol(text: str) -> list[str]:
    """The key for a typed symbol, in a list. The archive may not have a document with this key."""
    return list(document_name(text).symbols[:1]) or [symbols.normalise(text)]


def no_votes(code: str, choice: str) -> list[str]:
    return []


def no_series(symbol: str) -> list[str]:
    return []


@dataclass(frozen=True, slots=True)
class Lookups:
    """Functions that look up values in the archive. The defaults answer without an archive.

    ``documents`` returns the keys of the documents that have a symbol or a name. ``voted`` returns the keys of the
    documents on which the State ``code`` made ``choice`` (``archive.voting.choice``; "" is any choice). ``series``
    returns the keys of the resolutions in the series of a resolution.
    """

    documents: Callable[[str], list[str]] = by_symbol
    voted: Callable[[str, str], list[str]] = no_votes
    series: Callable[[str], list[str]] = no_series


NO_ARCHIVE = Lookups()


@dataclass(frozen=True, slots=True)
class TypedValue:
    """A value that a reader typed after the name of a field.

    ``exact`` is True if the value was in quotation marks. If ``other_names`` is True, the search for a word also finds
    the other names of its concept.
    """

    text: str
    exact: bool = False
    other_names: bool = True


@dataclass(frozen=True, slots=True)
class FieldMeaning:
    """The meaning of a value that a reader typed after the name of a field.

    ``condition`` finds the entries. ``parts`` has the keys of the documents that the value names, the code of a State
    and its choice, or the code of a change.
    """

    condition: Condition
    parts: tuple[str, ...] = ()


FieldCondition = Callable[[TypedValue, Lookups], FieldMeaning]


def span(text: str) -> tuple[int | None, int | None] | None:
    """The (lowest, highest) number of a typed span. For a single number, both are this number. A missing bound is
    None. The result is None if the text is no span.

    >>> span("2010..2015"), span("65"), span("..70"), span("x")
    ((2010, 2015), (65, 65), (None, 70), None)
    """
    match = re.fullmatch(r"(\d{1,9})?\s*(\.{2,3}|…|-|–|—|~|至|到)?\s*(\d{1,9})?", text.strip())
    if not match or (match[1] is None and match[3] is None):
        return None
    low, high = (int(number) if number else None for number in (match[1], match[3]))
    if not match[2]:
        return (low, low) if high is None else None
    return (high, low) if low is not None and high is not None and low > high else (low, high)


# --- Which values make sense -------------------------------------------------------------------------------


def accepts_any(text: str) -> bool:
    return True


def accepts_span(text: str) -> bool:
    return span(text) is not None


def accepts_kind(text: str) -> bool:
    return text.lower() in _KIND_BY_NAME


def accepts_adopted(text: str) -> bool:
    return text.lower() in _ADOPTED_BY_NAME


def accepts_language(text: str) -> bool:
    return text.lower() in _LANGUAGE_BY_NAME


def accepts_change(text: str) -> bool:
    return text.lower() in _CHANGE_BY_NAME


def accepts_votes(text: str) -> bool:
    return vote_question(text) is not None


def accepts_body(text: str) -> bool:
    return text.lower() in _BODY_BY_NAME


# --- What a value asks for ---------------------------------------------------------------------------------


def symbol(value: TypedValue, lookups: Lookups) -> FieldMeaning:
    """``文号:75/71`` asks for the whole symbol A/RES/75/71. ``文号:S/RES`` asks for every symbol that has these
    tokens."""
    return _has_symbol("symbol_tokens", value)


def body(value: TypedValue, lookups: Lookups) -> FieldMeaning:
    """``机构:安理会`` asks for the texts of a body, which have the same first part of the symbol: S/RES."""
    prefix = _BODY_BY_NAME[value.text.lower()]
    return FieldMeaning(TokenSequence("symbol_tokens", token_texts(prefix)))


def series(value: TypedValue, lookups: Lookups) -> FieldMeaning:
    """``系列:79/41`` asks for every resolution in the series of A/RES/79/41."""
    [key] = by_symbol(value.text)
    return FieldMeaning(Is("symbol", tuple(lookups.series(key))))


def draft(value: TypedValue, lookups: Lookups) -> FieldMeaning:
    """``草案:A/C.1/79/L.68`` also finds what was adopted as A/C.1/79/L.68/Rev.1."""
    return _has_symbol("draft_tokens", value)


def report(value: TypedValue, lookups: Lookups) -> FieldMeaning:
    return _has_symbol("report_tokens", value)


def meeting(value: TypedValue, lookups: Lookups) -> FieldMeaning:
    return _has_symbol("meeting_tokens", value)


def _has_symbol(field: str, value: TypedValue) -> FieldMeaning:
    [key] = by_symbol(value.text)
    return FieldMeaning(TokenSequence(field, token_texts(key)))


def sponsor(value: TypedValue, lookups: Lookups) -> FieldMeaning:
    """The condition for a State by any of its names, and for words of a sponsor's printed name."""
    printed = has_characters("sponsor_names", value.text)
    code = state_code(value.text)
    return FieldMeaning(Either((Is("sponsor", (code,)), printed)) if code else printed, parts=(code,) if code else ())


def language(value: TypedValue, lookups: Lookups) -> FieldMeaning:
    return FieldMeaning(Is("lang", (_LANGUAGE_BY_NAME[value.text.lower()],)))


def session(value: TypedValue, lookups: Lookups) -> FieldMeaning:
    """The condition for a session (``65``, ``第65届``, ``S-10``) or for a span of sessions (``65..70``)."""
    text = re.sub(r"[第届会议\s]", "", value.text)
    numbers = span(text)
    if numbers is None:
        return FieldMeaning(Is("session", (text.upper(),)))
    low, high = numbers[0] or 1, min(numbers[1] or _LATEST_SESSION, _LATEST_SESSION)
    return FieldMeaning(Is("session", tuple(str(number) for number in range(low, high + 1))))


def year(value: TypedValue, lookups: Lookups) -> FieldMeaning:
    low, high = span(value.text) or (None, None)
    return FieldMeaning(Between("year", low, high))


def kind(value: TypedValue, lookups: Lookups) -> FieldMeaning:
    return FieldMeaning(Is("kind", (_KIND_BY_NAME[value.text.lower()],)))


def prior(value: TypedValue, lookups: Lookups) -> FieldMeaning:
    """``上年:新增`` asks for the clauses that the text before does not have. ``parts`` has the code of the change."""
    code = _CHANGE_BY_NAME[value.text.lower()]
    return FieldMeaning(Is("prior", (code,)), parts=(code,))


def opening(value: TypedValue, lookups: Lookups) -> FieldMeaning:
    """A value in quotation marks is a whole opening phrase. Any other value is a part of an opening phrase."""
    if value.exact:
        return FieldMeaning(Is("opening", (value.text,)))
    return FieldMeaning(TokenSequence("opening_tokens", token_texts(value.text)))


def subject(value: TypedValue, lookups: Lookups) -> FieldMeaning:
    """The condition for a subject. The value is the whole English name, or a part of the English or Chinese name."""
    return FieldMeaning(Either((Is("subject", (value.text,)), has_characters("subject_names", value.text))))


def adopted(value: TypedValue, lookups: Lookups) -> FieldMeaning:
    return FieldMeaning(Is("adopted", (_ADOPTED_BY_NAME[value.text.lower()],)))


def cites(value: TypedValue, lookups: Lookups) -> FieldMeaning:
    keys = tuple(lookups.documents(value.text))
    return FieldMeaning(Is("cites", keys), parts=keys)


def votes(value: TypedValue, lookups: Lookups) -> FieldMeaning:
    """``CHN=no`` asks for the documents on which China voted against, in a vote on the whole or on a part."""
    vote = vote_question(value.text)
    if vote is None:
        return FieldMeaning(NOTHING)
    parts = (vote.code, vote.choice.value) if vote.choice else (vote.code,)
    return FieldMeaning(Is("symbol", tuple(lookups.voted(vote.code, vote.choice or ""))), parts=parts)


def title(value: TypedValue, lookups: Lookups) -> FieldMeaning:
    if value.exact:
        return FieldMeaning(has_characters("title", value.text))
    return FieldMeaning(has_ways("title", word_ways(value.text, other=value.other_names)))
