"""Questions that every page asks, put into SQL once.

For a question of a few joins Django takes longer to write the SQL than PostgreSQL to answer it. What is kept is the
question alone, never an answer.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from inspect import signature
from typing import Any, ParamSpec, TypeVar

from django.db.models import Expression, Model, QuerySet

P = ParamSpec("P")
M = TypeVar("M", bound=Model)


class _Given(Expression):
    """The place of a value that is given when the question is asked."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]


def prepared(question: Callable[P, QuerySet[M]]) -> Callable[P, list[M]]:
    """A function that makes a QuerySet of its arguments, as one that asks it and gives the answer.

    The QuerySet may compare with its arguments and do nothing else with them. ``select_related`` brings nothing; an
    annotation comes as PostgreSQL sends it, JSON as a string.
    """
    names = list(signature(question).parameters)

    @cache
    def compiled() -> tuple[type[M], str, tuple[Any, ...]]:
        # mypy would have values here where the question takes anything that can be compared with.
        asked = question(*map(_Given, names))  # type: ignore[call-arg,arg-type]
        return asked.model, *asked.query.sql_with_params()

    @wraps(question)
    def answered(*values: P.args, **named: P.kwargs) -> list[M]:
        model, sql, parameters = compiled()
        given = {**dict(zip(names, values, strict=False)), **named}
        return list(model._base_manager.raw(sql, [given[p.name] if isinstance(p, _Given) else p for p in parameters]))

    return answered
