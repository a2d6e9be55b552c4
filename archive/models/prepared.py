"""Prepared queries: QuerySets that are compiled to SQL only once. They serve the queries that every page makes.

For a query with a few joins, Django takes longer to write the SQL than PostgreSQL takes to execute it. Only the SQL is
kept; the result is new at each call.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial, wraps
from inspect import signature
from types import SimpleNamespace
from typing import Any, Generic, ParamSpec, TypeVar

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


@dataclass(frozen=True, slots=True)
class PreparedList(Generic[M]):
    """The rows of a list of which pages show a part. ``rows`` is the QuerySet of all; a slice is a list of some."""

    question: Callable[..., QuerySet[M]]
    choosing: tuple[Hashable, ...]
    values: Mapping[str, Any]

    @property
    def rows(self) -> QuerySet[M]:
        return self.question(*self.choosing, **self.values)

    def __getitem__(self, part: slice) -> list[M]:
        compiled = _compiled_list(self.question, self.choosing, tuple(self.values))
        cut = {"limit": part.stop - part.start, "offset": part.start}
        return list(ModelIterable(compiled.asked((), {**self.values, **cut})))  # type: ignore[arg-type]


def prepared_list(question: Callable[..., QuerySet[M]]) -> Callable[..., PreparedList[M]]:
    """Decorates a function that returns an ordered QuerySet of which pages show a part. The new function returns a
    PreparedList.

    Positional arguments choose among a few questions, and can be used in any way. Arguments by keyword are values for
    comparisons, as those of ``prepared``; one that is empty is left out, and the question must have a default for it.
    """

    @wraps(question)
    def answered(*choosing: Hashable, **values: Any) -> PreparedList[M]:
        return PreparedList(question, choosing, {name: value for name, value in values.items() if value})

    return answered


@lru_cache(maxsize=256)
def _compiled_list(
    question: Callable[..., QuerySet[Any, Any]], choosing: tuple[Hashable, ...], names: tuple[str, ...]
) -> _Compiled:
    return _Compiled(partial(question, *choosing), names, sliced=True)


class _Compiled:
    """The SQL of a question, and what Django's compiler knows of its columns. Threads share it; it never changes.

    ``names`` are the arguments of the question. If it is ``sliced``, ``limit`` and ``offset`` are given at each call
    too."""

    def __init__(
        self, question: Callable[..., QuerySet[Any, Any]], names: Sequence[str], *, sliced: bool = False
    ) -> None:
        self._names = names
        asked = question(**{name: _Given(name) for name in names})
        self.compiler = asked.query.get_compiler(connection=connection)
        self._sql, parameters = self.compiler.as_sql()
        self._parameters = list(parameters)
        if sliced:
            self._sql += " LIMIT %s OFFSET %s"
            self._parameters += [_Given("limit"), _Given("offset")]
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
    return cache(lambda: _Compiled(question, list(signature(question).parameters)))
