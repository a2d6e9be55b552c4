"""Reads the order, the page and the filters of a list from the address."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.models.prepared import PreparedList
from archive.views.answer import NotHere
from archive.views.markup import fill


@dataclass(frozen=True, slots=True)
class Order:
    """The column that a list is sorted by. ``?sort=date`` is ascending, and ``?sort=-date`` is descending."""

    column: str
    descending: bool

    def __str__(self) -> str:
        return f"-{self.column}" if self.descending else self.column


def order_of(request: HttpRequest, columns: Iterable[str], default: str) -> Order:
    """The order in the address, or ``default`` if the address has no order. Raises NotHere for an unknown column."""
    asked = one_of(request, "sort", [order for column in columns for order in (column, f"-{column}")]) or default
    return Order(asked.removeprefix("-"), asked.startswith("-"))


def page_of(
    request: HttpRequest, items: QuerySet[Any] | PreparedList[Any] | Sequence[Any], size: int, total: int | None = None
) -> Page[Any]:
    """The page of a list that the address asks for (``?page=``). ``size`` is the number of items on a page. ``total``
    is the number of all items, if it is known: it saves a query. A PreparedList needs it.

    Raises NotHere if there is no such page. Its message has the number of pages.
    """
    paginator = Paginator(items, size)  # type: ignore[arg-type]  # it takes whatever has slices
    if total is not None:
        paginator.count = total
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0
    if not 1 <= number <= paginator.num_pages:
        raise NotHere(
            ngettext("This list has one page.", "This list has %(pages)s pages.", paginator.num_pages)
            % {"pages": paginator.num_pages}
        )
    return paginator.page(number)


@dataclass(frozen=True, slots=True)
class FilterLink:
    """A link that narrows a list to one value of a filter. The rest of the address stays. ``count`` is None for the
    link to the whole list."""

    label: str
    url: str
    count: int | None
    chosen: bool

    @property
    def html(self) -> SafeString:
        count = fill(' <span class="count">{}</span>', str(self.count)) if self.count else ""
        chosen = _CHOSEN if self.chosen else ""
        return fill('<a href="{}"{}>{}{}</a> ', self.url, chosen, self.label, count)


_CHOSEN = SafeString(' aria-current="true"')


def choices_of(
    request: HttpRequest, name: str, found: Iterable[tuple[str, Any, int]], first: str = ""
) -> list[FilterLink]:
    """The links of the filter ``?name=``. The first link leaves the filter out; its label is ``first`` or “All”. The
    others follow the order of ``found``: (value, label, count)."""
    asked = request.GET.get(name, "")

    def url(value: str) -> str:
        query = request.GET.copy()
        query.pop("page", None)
        query.pop(name, None)
        if value:
            query[name] = value
        return f"?{query.urlencode()}"

    whole = FilterLink(first or _("All"), url(""), None, not asked)
    return [whole, *(FilterLink(str(label), url(value), count, value == asked) for value, label, count in found)]


def one_of(request: HttpRequest, name: str, choices: Iterable[str]) -> str:
    """The value of a filter in the address, "" if the address has no value. Raises NotHere for an unknown value."""
    value = request.GET.get(name, "")
    if value and value not in set(choices):
        raise NotHere(_("There is nothing to choose by this name here: %(value)s") % {"value": value[:80]})
    return value
