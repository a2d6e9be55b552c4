"""Prepared queries: QuerySets that are compiled to SQL only once. They serve the queries that every page makes.

For a query with a few joins, Django takes longer to write the SQL than PostgreSQL takes to execute it. Only the SQL is
kept; the result is new at each call.
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
    """A placeholder for a value that is given at each call."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]


def prepared(question: Callable[P, QuerySet[M]]) -> Callable[P, list[M]]:
    """Decorates a function that returns a QuerySet. The new function executes the query and returns a list of rows.

    The QuerySet may use the arguments of the function only as values for comparisons. ``select_related`` has no effect.
    The value of an annotation stays as PostgreSQL sends it. For example, JSON is a string.
    """
    names = list(signature(question).parameters)

    @cache
    def compiled() -> tuple[type[M], str, tuple[Any, ...]]:
        # mypy expects values as arguments, but a query also accepts expressions.
        asked = question(*map(_Given, names))  # type: ignore[call-arg,arg-type]
        return asked.model, *asked.query.sql_with_params()

    @wraps(question)
    def answered(*values: P.args, **named: P.kwargs) -> list[M]:
        model, sql, parameters = compiled()
        given = {**dict(zip(names, values, strict=False)), **named}
        return list(model._base_manager.raw(sql, [given[p.name] if isinstance(p, _Given) else p for p in parameters]))

    return answered
