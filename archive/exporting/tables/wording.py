"""How wordings change in a series (the histories of clauses), and clauses that are new."""

from __future__ import annotations

from django.db.models import Case, F, Q, When

from archive.exporting.table import Column, Link, Table, Type
from archive.exporting.tables.columns import TO_CLAUSE, language, of_text, symbol
from archive.exporting.words import Words
from archive.models import Clause, ClauseStep, NewClause
from archive.models.wording import StepKind, Strength

_KINDS = {
    StepKind.SAME.value: Words("原词不变", "The same words"),
    StepKind.NUMBERS.value: Words("只有数字和日期变了", "Only numbers and dates changed"),
    StepKind.REWORDED.value: Words("措辞改变", "Reworded"),
    StepKind.SPLIT.value: Words("拆分出的一片", "A piece of a clause that was split"),
    StepKind.MERGED.value: Words("合并前的一部分", "A part of a clause that was merged"),
    StepKind.NEW.value: Words("新增", "New"),
    StepKind.DROPPED.value: Words("删去", "Dropped"),
}
_STRENGTHS = {
    Strength.STRONGER.value: Words("开头动词变强", "The opening phrase became stronger"),
    Strength.WEAKER.value: Words("开头动词变弱", "The opening phrase became weaker"),
}
_TEXT = ("resolution__document__key", "language")
_FIRST_SHOWN = Q(first__revision__current=True, first__revision__text__resolution__withdrawn_at=None)
_FIRST_SYMBOL = Case(When(_FIRST_SHOWN, then=F("first__revision__text__resolution__document__key")))

CLAUSE_STEPS = Table(
    "clause_steps",
    lambda: ClauseStep.objects.of_readers(),
    (*(f"step__later__text__{name}" for name in _TEXT), "later__position", "earlier__position", "pk"),
    (
        symbol("step__earlier__text__resolution__document__key", "earlier_symbol"),
        Column("earlier_path", Type.STRING, "earlier__path"),
        symbol("step__later__text__resolution__document__key", "later_symbol"),
        Column("later_path", Type.STRING, "later__path"),
        language("step__later__text__language"),
        Column("kind", Type.STRING, "kind", required=True, codes=_KINDS),
        Column("moved", Type.BOOLEAN, "moved", required=True),
        Column("verb_before", Type.STRING, "verb_before"),
        Column("verb_after", Type.STRING, "verb_after"),
        Column("strength", Type.STRING, "strength", codes=_STRENGTHS),
        Column("changes", Type.ARRAY, "changes"),
        Column("doubtful", Type.BOOLEAN, "doubtful", required=True),
        Column("first_symbol", Type.STRING, _FIRST_SYMBOL),
        Column("first_path", Type.STRING, Case(When(_FIRST_SHOWN, then=F("first__path")))),
        Column("began", Type.BOOLEAN, "began", required=True),
    ),
    links=(
        Link(("earlier_symbol", "language", "earlier_path"), "clauses"),
        Link(("later_symbol", "language", "later_path"), "clauses"),
    ),
)  # fmt: skip

_NEAREST_SHOWN = Q(nearest__in=Clause.objects.in_every_language())
_NEAREST_SYMBOL = Case(When(_NEAREST_SHOWN, then=F("nearest__revision__text__resolution__document__key")))

NEW_CLAUSES = Table(
    "new_clauses",
    lambda: NewClause.objects.filter(clause__in=Clause.objects.in_every_language()),
    (*(f"clause__revision__text__{name}" for name in _TEXT), "clause__position"),
    (
        *of_text("clause__revision__"),
        Column("path", Type.STRING, "clause__path", required=True),
        Column("nearest_symbol", Type.STRING, _NEAREST_SYMBOL),
        Column("nearest_path", Type.STRING, Case(When(_NEAREST_SHOWN, then=F("nearest__path")))),
        Column("likeness", Type.NUMBER, Case(When(_NEAREST_SHOWN, then=F("likeness")))),
        Column("formula", Type.BOOLEAN, "formula", required=True),
    ),
    key=("symbol", "language", "path"),
    links=(TO_CLAUSE, Link(("nearest_symbol", "language", "nearest_path"), "clauses")),
)  # fmt: skip
