"""The table of searchable fields. Each row is everything that the search knows about one field.

The grammar, the meaning of questions, both indexes, the stamps, the search page, its facets, its help page and the
wording of a question all read this table. To add a field:

1. add its row here, with a function for its condition in ``field_conditions``;
2. give each of its index fields a value in ``search_indexes``;
3. translate its label and its help.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import chain

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from haystack import indexes

from archive.searching import field_conditions as conditions
from archive.searching.field_conditions import FieldCondition
from archive.searching.index_fields import KeywordField, KeywordsField, NumberField, TokensField, WordsField
from archive.searching.search_examples import Example

Text = str | Promise


@dataclass(frozen=True, slots=True)
class SearchField:
    """One searchable field.

    key          its name in addresses, in JSON and in a parsed question; a facet's index field has this name too
    names        what a reader can type before the colon
    pair_names   names of another field that mean this field if the value has an equals sign (表决:中国=反对)
    label        its name on pages
    help         an example for the help page
    condition    makes the condition from a typed value
    accepts      says whether a typed value makes sense
    values       the values that a reader can type, in Chinese and in English, if they are few
    index        its index fields, with their kinds
    stamp        the columns of ``stamps`` that its index fields are made from
    in_documents whether documents have this field, not only clauses
    facet        its place among the facets; 0 means that the field is no facet
    """

    key: str
    names: tuple[str, ...]
    label: Text
    help: Example
    condition: FieldCondition
    accepts: Callable[[str], bool] = conditions.accepts_any
    values: tuple[tuple[str, str], ...] = ()
    index: Mapping[str, type[indexes.SearchField]] = field(default_factory=dict)
    pair_names: tuple[str, ...] = ()
    stamp: tuple[str, ...] = ()
    in_documents: bool = True
    facet: int = 0


# In the order of the help page.
SEARCH_FIELDS: tuple[SearchField, ...] = (
    SearchField(
        key="session",
        names=("session", "届", "届会"),
        label=_("Session"),
        help=Example("核试验 届:65", _("session; 届:74..77 for several")),
        condition=conditions.session,
        index={"session": KeywordField},
        stamp=("resolution.session",),
        facet=1,
    ),
    SearchField(
        key="year",
        names=("year", "年", "年份"),
        label=_("Year"),
        help=Example("核武器 年:2010..2015", _("year of adoption")),
        condition=conditions.year,
        accepts=conditions.accepts_span,
        index={"year": NumberField},
        stamp=("document.date", "resolution.session"),
    ),
    SearchField(
        key="kind",
        names=("kind", "段", "段落"),
        label=_("Part"),
        help=Example("核武器 段:执行", _("part: 序言, 执行, 分段, 附件, 小标题 or 表")),
        condition=conditions.kind,
        accepts=conditions.accepts_kind,
        index={"kind": KeywordField},
        stamp=("clause.words",),
        in_documents=False,
        facet=2,
    ),
    SearchField(
        key="opening",
        names=("opening", "动词", "起首语"),
        label=_("Opening phrase"),
        help=Example("动词:敦促 核武器", _("opening phrase")),
        condition=conditions.opening,
        index={"opening": KeywordField, "opening_tokens": TokensField},
        stamp=("clause.words",),
        in_documents=False,
        facet=3,
    ),
    SearchField(
        key="prior",
        names=("prior", "上年"),
        label=_("Beside the text before"),
        help=Example(
            "上年:新增 核武器",
            _(
                "how a clause differs from the text before it in its series: 新增, 改写, 强化, 弱化, 删去, 换动词, "
                "未改, 仅数字, 移位, 拆分, 合并 or 存疑; 删去 finds the clause of the earlier text"
            ),
            needs_more=True,
        ),
        condition=conditions.prior,
        accepts=conditions.accepts_change,
        values=tuple(names[:2] for names in conditions.CHANGES.values()),
        index={"prior": KeywordsField},
        stamp=("step.codes",),
        in_documents=False,
        facet=7,
    ),
    SearchField(
        key="cites",
        names=("cites", "引用"),
        label=_("Cites"),
        help=Example("引用:S/RES/1540", _("what a clause cites: a symbol, or any name of a treaty")),
        condition=conditions.cites,
        index={"cites": KeywordsField},
        stamp=("cited.keys",),
        in_documents=False,
        facet=6,
    ),
    SearchField(
        key="subject",
        names=("subject", "主题"),
        label=_("Subject"),
        help=Example("主题:外层空间", _("subject"), needs_more=True),
        condition=conditions.subject,
        index={"subject": KeywordsField, "subject_names": TokensField},
        stamp=("subject.names",),
        facet=4,
    ),
    SearchField(
        key="adopted",
        names=("adopted", "表决", "通过"),
        label=_("Adopted"),
        help=Example("核武器 表决:有", _("adopted by vote; 表决:无 without one")),
        condition=conditions.adopted,
        accepts=conditions.accepts_adopted,
        index={"adopted": KeywordField},
        stamp=("document.outcome",),
        facet=5,
    ),
    SearchField(
        key="votes",
        names=("votes", "投票"),
        pair_names=("adopted", "表决", "通过"),
        label=_("Votes"),
        help=Example(
            "核武器 表决:朝鲜=反对",
            _(
                "how a State voted, on the whole or on a part: 赞成, 反对, 弃权 or 缺席; without = where it took part; "
                "votes:PRK=no is the same"
            ),
        ),
        condition=conditions.votes,
        accepts=conditions.accepts_votes,
    ),
    SearchField(
        key="title",
        names=("title", "标题"),
        label=_("Title"),
        help=Example("标题:消除核武器", _("title of the resolution")),
        condition=conditions.title,
        index={"title": TokensField, "title_words": WordsField},
        stamp=("document.title_zh", "document.title_en"),
    ),
    SearchField(
        key="lang",
        names=("lang", "language", "语文", "语言"),
        label=_("Language"),
        help=Example("核武器 lang:zh", _("language of the text: zh, en, fr, es, ru or ar, or its name")),
        condition=conditions.language,
        accepts=conditions.accepts_language,
        index={"lang": KeywordsField},
        stamp=("clause.words", "document.title_zh", "document.title_en"),
        facet=8,
    ),
    SearchField(
        key="symbol",
        names=("symbol", "文号"),
        label=_("Symbol"),
        help=Example("文号:65/72 裁军", _("symbol of the resolution")),
        condition=conditions.symbol,
        index={"symbol": KeywordField, "symbol_tokens": TokensField},
        stamp=("document.key",),
    ),
    SearchField(
        key="body",
        names=("body", "机构"),
        label=_("Body"),
        help=Example(
            "机构:安理会 核武器",
            _("body that adopted the text: 大会, 大会决定, 安理会, 经社理事会 or 人权理事会; body:council is the same"),
            needs_more=True,
        ),
        condition=conditions.body,
        accepts=conditions.accepts_body,
        values=tuple((names[0], names[1]) for names in conditions.BODIES.values()),
    ),
    SearchField(
        key="series",
        names=("series", "系列"),
        label=_("Series"),
        help=Example("系列:65/72 核武器", _("resolutions in the series of a resolution, named by its symbol")),
        condition=conditions.series,
    ),
    SearchField(
        key="draft",
        names=("draft", "草案"),
        label=_("Draft resolution"),
        help=Example("草案:A/C.1/79/L.66", _("symbol of the draft resolution"), needs_more=True),
        condition=conditions.draft,
        index={"draft_tokens": TokensField},
        stamp=("resolution.draft_symbol",),
    ),
    SearchField(
        key="report",
        names=("report", "报告"),
        label=_("Committee report"),
        help=Example("报告:A/79/408", _("symbol of the committee's report"), needs_more=True),
        condition=conditions.report,
        index={"report_tokens": TokensField},
        stamp=("resolution.committee_report",),
    ),
    SearchField(
        key="meeting",
        names=("meeting", "会议", "会议记录"),
        label=_("Meeting record"),
        help=Example("会议:A/65/PV.60", _("symbol of the record of the meeting of adoption")),
        condition=conditions.meeting,
        index={"meeting_tokens": TokensField},
        stamp=("resolution.meeting_record",),
    ),
    SearchField(
        key="sponsor",
        names=("sponsor", "提案国", "sponsors"),
        label=_("Sponsors"),
        help=Example(
            "提案国:墨西哥 核",
            _("State that submitted the draft or joined later, by any of its names"),
            needs_more=True,
        ),
        condition=conditions.sponsor,
        index={"sponsor": KeywordsField, "sponsor_names": TokensField},
        stamp=("resolution.sponsors", "resolution.additional_sponsors"),
    ),
)


def by_key(key: str) -> SearchField:
    return next(found for found in SEARCH_FIELDS if found.key == key)


def named(name: str, value: str) -> SearchField | None:
    """The field that a reader means by ``name:value``; None if no field has this name."""
    is_pair = re.search("[=＝]", value) is not None
    of_pairs = (each for each in SEARCH_FIELDS if is_pair and name.lower() in each.pair_names)
    of_all = (each for each in SEARCH_FIELDS if name.lower() in each.names)
    return next(chain(of_pairs, of_all), None)


def facets() -> tuple[SearchField, ...]:
    """The fields that are facets, in the order of the search page."""
    return tuple(sorted((each for each in SEARCH_FIELDS if each.facet), key=lambda each: each.facet))


def facet_keys() -> tuple[str, ...]:
    return tuple(each.key for each in facets())
