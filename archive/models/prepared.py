"""Prepared queries: QuerySets that are compiled to SQL only once. They serve the queries that every page makes.

For a query with a few joins, Django takes longer to write the SQL than PostgreSQL takes to execute it. Only the SQL is
kept; the result is new at each call.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, wraps
from inspect import signature
from typing import Any, ParamSpec, TypeVar

from django.db import connection
from django.db.models import BooleanField, Expression, F, Func, Model, QuerySet

P = ParamSpec("P")
M = TypeVar("M", bound=Model)


class _Given(Expression):
    """A placeholder for a value that is given at each call."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]


def any_of(field: str, values: Any) -> Func:
    """The condition ``field__in``, with one placeholder for any number of values. Prepared queries need it; in others
    it saves time if there are many values."""
    return Func(F(field), values, template="(%(expressions)s))", arg_joiner=" = ANY(", output_field=BooleanField())


def prepared(question: Callable[P, QuerySet[M]]) -> Callable[P, list[M]]:
    """Decorates a function that returns a QuerySet. The new function executes the query and returns a list of rows.

    The QuerySet may use the arguments of the function only as values for comparisons. ``select_related`` has no effect.
    The value of an annotation stays as PostgreSQL sends it. For example, JSON is a string.
    """
    compiled = _compiled(question)

    @wraps(question)
    def answered(*values: P.args, **named: P.kwargs) -> list[M]:
        model, sql, fill = compiled()
        return list(model._base_manager.raw(sql, fill(values, named)))

    return answered


def prepared_rows(question: Callable[P, QuerySet[Any, Any]]) -> Callable[P, list[tuple[Any, ...]]]:
    """As ``prepared``, for a QuerySet with ``values_list``. The new function returns the rows as PostgreSQL sends
    them."""
    compiled = _compiled(question)

    @wraps(question)
    def answered(*values: P.args, **named: P.kwargs) -> list[tuple[Any, ...]]:
        _model, sql, fill = compiled()
        with connection.cursor() as cursor:
            cursor.execute(sql, fill(values, named))
            return cursor.fetchall()

    return answered


_Fill = Callable[[Sequence[Any], Mapping[str, Any]], list[Any]]  # from the arguments to the parameters of the SQL


def _compiled(question: Callable[..., QuerySet[Any, Any]]) -> Callable[[], tuple[type[Any], str, _Fill]]:
    """The model of the query, its SQL, and a function that makes the parameters. It is compiled at the first call."""
    names = list(signature(question).parameters)

    @cache
    def compiled() -> tuple[type[Any], str, _Fill]:
        asked = question(*map(_Given, names))
        sql, parameters = asked.query.sql_with_params()

        def fill(values: Sequence[Any], named: Mapping[str, Any]) -> list[Any]:
            given = {**dict(zip(names, values, strict=False)), **named}
            return [given[p.name] if isinstance(p, _Given) else p for p in parameters]

        return asked.model, sql, fill

    return compiled
