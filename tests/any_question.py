"""Random questions in the grammar of ``archive.searching.question``: of words that texts have, and of some that none
has."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.plain_search import prepared_entries, values_of

# Field of the index → how its values are typed.
_TYPED = {
    "session": "届:{}", "kind": "段:{}", "opening": "动词:{}", "cites": "引用:{}", "subject": "主题:\"{}\"",
    "symbol": "文号:{}", "body": "机构:{}", "lang": "lang:{}", "year": "年:{}",
}  # fmt: skip
_ALWAYS = (
    "表决:有", "表决:无", "votes:CHN=no", "votes:CHN", "表决:中国=弃权", "votes:nobody=no", "上年:新增", "标题:核",
    "标题:裁军", "年:..2020", "年:2021..", "届:65..80", "系列:65/72", "引用:NPT", "NPT", "the", "核武器", "𠮷",
    "无此词语",
)  # fmt: skip


@st.composite
def _runs(draw: st.DrawFn) -> str:
    """Some characters in a row of one entry."""
    entries = list(prepared_entries().values())
    text = str(entries[draw(st.integers(0, len(entries) - 1))].get("text") or "决定").replace(" ", "")
    start = draw(st.integers(0, max(0, len(text) - 1)))
    return text[start : start + draw(st.integers(1, 8))]


@st.composite
def _fields(draw: st.DrawFn) -> str:
    name = draw(st.sampled_from(sorted(_TYPED)))
    values = sorted({value for entry in prepared_entries().values() for value in values_of(entry, name)})
    return _TYPED[name].format(draw(st.sampled_from(values or ["0"])))


def questions() -> st.SearchStrategy[str]:
    runs = _runs()
    in_marks = (runs.map(marks.format) for marks in ('"{}"', "《{}》", "标题:{}"))
    parts = st.one_of(runs, *in_marks, _fields(), st.sampled_from(_ALWAYS))
    return st.recursive(
        parts,
        lambda inner: st.one_of(
            inner.map("-({})".format),
            st.lists(inner, min_size=2, max_size=3).map(" ".join),
            st.lists(inner, min_size=2, max_size=3).map(lambda some: f"({' 或 '.join(some)})"),
        ),
        max_leaves=6,
    )
