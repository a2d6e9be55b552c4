"""Prepared queries: QuerySets that are compiled to SQL only once. They serve the queries that every page makes.

For a query with a few joins, Django takes longer to write the SQL than PostgreSQL takes to execute it. Only the SQL is
kept; the result is new at each call.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, wraps
from inspect import signature
from types import SimpleNamespace
from typing import Any, ParamSpec, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import BooleanField, Expression, F, Func, Model, QuerySet
from django.db.models.query import ModelIterable

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

    The QuerySet may use the arguments of the function only as values for comparisons. ``select_related`` and
    annotations work as usual; ``prefetch_related`` has no effect.
    """
    compiled = _compiled(question)

    @wraps(question)
    def answered(*values: P.args, **named: P.kwargs) -> list[M]:
        return list(ModelIterable(compiled().asked(values, named)))  # type: ignore[arg-type]

    return answered


def prepared_rows(question: Callable[P, QuerySet[Any, Any]]) -> Callable[P, list[tuple[Any, ...]]]:
    """As ``prepared``, for a QuerySet with ``values_list``. The new function returns the rows as PostgreSQL sends
    them."""
    compiled = _compiled(question)

    @wraps(question)
    def answered(*values: P.args, **named: P.kwargs) -> list[tuple[Any, ...]]:
        return compiled().rows(values, named)

    return answered


class _Compiled:
    """The SQL of a question, and what Django's compiler knows of its columns. Threads share it; it never changes."""

    def __init__(self, question: Callable[..., QuerySet[Any, Any]]) -> None:
        self._names = list(signature(question).parameters)
        asked = question(*map(_Given, self._names))
        self.compiler = asked.query.get_compiler(connection=connection)
        self._sql, self._parameters = self.compiler.as_sql()
        self._converters = self.compiler.get_converters([column for column, *_ in self.compiler.select])

    def rows(self, values: Sequence[Any], named: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        given = {**dict(zip(self._names, values, strict=False)), **named}
        with connection.cursor() as cursor:
            cursor.execute(self._sql, [given[p.name] if isinstance(p, _Given) else p for p in self._parameters])
            return cursor.fetchall()

    def converted(self, rows: list[tuple[Any, ...]]) -> Iterable[Sequence[Any]]:
        """The rows with the values of Django's fields."""
        return self.compiler.apply_converters(rows, self._converters) if self._converters else rows

    def asked(self, values: Sequence[Any], named: Mapping[str, Any]) -> SimpleNamespace:
        """What ``ModelIterable`` needs of a QuerySet: it asks for a compiler, and lets it execute its query."""
        compiler = SimpleNamespace(
            select=self.compiler.select,
            klass_info=self.compiler.klass_info,
            annotation_col_map=self.compiler.annotation_col_map,
            execute_sql=lambda **_how: self.rows(values, named),
            results_iter=self.converted,
        )
        query = SimpleNamespace(get_compiler=lambda using: compiler)
        return SimpleNamespace(db=DEFAULT_DB_ALIAS, query=query, _known_related_objects={})


def _compiled(question: Callable[..., QuerySet[Any, Any]]) -> Callable[[], _Compiled]:
    """The question is compiled at the first call, because the models have to be loaded."""
    return cache(lambda: _Compiled(question))
