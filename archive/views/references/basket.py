"""The basket (文献夹): a bibliography that a reader puts together. The page that says how to cite one item is here too.

The archive keeps no basket. A script keeps its items in the reader's browser (``static/references.js``), and the page
gets them in its address (``?items=…&items=…``). So it works without an account, and can be shared.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive import symbols
from archive.bibliography.reference import Reference
from archive.models import Clause
from archive.page_language import reads_chinese
from archive.views.answer import NotHere
from archive.views.labels import html_language, place_of
from archive.views.listing import one_of
from archive.views.references.bibliography import asked_style, page_of_entries, text_file
from archive.views.references.box import cite_url, in_quotation, in_styles
from archive.views.references.files import FILES, record_file
from archive.views.references.items import LONGEST, Item, positions_of, references_of
from archive.views.references.of_models import site_of

MOST = 200  # items of a basket
_NAME = "references"
_ORDERS = ("date", "symbol")


@require_safe
def basket(request: HttpRequest) -> HttpResponse:
    """The items of ``?items=`` as a bibliography in the style of ``?style=``.

    ``?format=`` is ``bib``, ``ris``, ``csl`` or ``txt``. ``?remove=2`` and ``?up=2`` lead to the address without the
    second item, and with it one place higher. ``?order=`` sorts by ``date`` or ``symbol``.
    """
    items = _asked_items(request)
    if changed := _changed(request, items):
        return redirect(changed)
    found = references_of(items, site_of(request))
    style = asked_style(request, "style")
    if file := record_file(request, _NAME, found.values()):
        return file
    if request.GET.get("format") == "txt":
        return text_file(found.values(), style, _NAME)
    page = page_of_entries(request, found, style, "style")
    missing = [str(item) for item in items if item not in found]
    return render(
        request,
        "references/basket.html",
        {**page, "items": list(map(str, found)), "missing": missing, "most": MOST, "orders": _ORDERS},
    )


def _asked_items(request: HttpRequest) -> list[Item]:
    """The items of the address, each once. Raises NotHere for more than ``MOST``, and for one that is no item."""
    words = request.GET.getlist("items")
    if len(words) > MOST:
        raise NotHere(
            _("A folder has at most %(most)s items, and this address has %(found)s. Divide it.")
            % {"most": MOST, "found": len(words)}
        )
    for each in words:
        if not each.strip() or len(each) > LONGEST or "\0" in each:
            raise NotHere(
                _("“%(item)s” is no item of a folder. An item is a symbol or, with its path, a paragraph: %(example)s")
                % {"item": each.replace("\0", "")[:80], "example": "A/RES/65/72#op8"}
            )
    return list(dict.fromkeys(map(Item.of, words)))


def _changed(request: HttpRequest, items: list[Item]) -> str:
    """The address after what a button asks for; "" if none was pressed.

    Its fragment is the button that is now in the place of the pressed one, so that the keyboard stays in the list.
    """
    changed = list(items)
    if "remove" in request.GET:
        place = _place(request, "remove", len(items))
        changed.pop(place)
        button = f"remove-{min(place + 1, len(changed))}" if changed else "main"
    elif "up" in request.GET:
        place = _place(request, "up", len(items))
        changed.insert(max(place - 1, 0), changed.pop(place))
        button = f"up-{place}" if place > 1 else "text-1"  # not “remove-1”, which a repeated key would press
    elif order := one_of(request, "order", _ORDERS):
        changed = _sorted(references_of(items, site_of(request)), items, order)
        button = f"order-{order}"
    else:
        return ""
    query = QueryDict(mutable=True)
    query.setlist("items", list(map(str, changed)))
    if style := request.GET.get("style"):
        query["style"] = style
    return f"{reverse('basket')}?{query.urlencode()}#{button}"


def _place(request: HttpRequest, name: str, items: int) -> int:
    """The place of an item in the address, from 0. Raises NotHere if there is no such item."""
    asked = request.GET[name]
    place = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 0
    if not 1 <= place <= items:
        raise NotHere(_("The folder has no item %(place)s.") % {"place": asked[:20]})
    return place - 1


def _sorted(found: dict[Item, Reference], items: list[Item], order: str) -> list[Item]:
    """The items by date, those without a date last, or by symbol. Items that are not here come last.

    Items of one text are in the order of the text, the whole before its paragraphs. Other items that are equal keep
    their order.
    """
    first: dict[str, int] = {}
    for place, item in enumerate(items):
        first.setdefault(item.key, place)
    positions = positions_of(items)

    def key(item: Item) -> tuple[Any, ...]:
        reference = found.get(item)
        if reference is None:
            return (2,)
        within = (first[item.key], positions.get(item, -1))
        if order == "symbol":
            return (0, *symbols.in_order(reference.symbol or item.key), *within)
        return (0, reference.date, *within) if reference.date else (1, *within)

    return sorted(items, key=key)


@require_safe
def cite(request: HttpRequest) -> HttpResponse:
    """How to cite the item ``?of=``: in every style, and as files. For a resolution, its paragraphs are listed, so that
    one can be cited, or several be put into the basket. Raises NotHere if readers cannot see it."""
    words = request.GET.get("of", "")
    item = Item.of(words[:LONGEST].replace("\0", ""))
    found = references_of([item], site_of(request)) if item.key else {}
    if item not in found:
        raise NotHere(
            _("There is nothing to cite by this name here: %(item)s") % {"item": words.replace("\0", "")[:80]}
        )
    reference = found[item]
    if file := record_file(request, str(item), [reference]):
        return file
    clauses = _clauses(item.key, reference.language) if reference.language else []
    quoted = next((clause for clause in clauses if clause.path == item.path), None)
    return render(
        request,
        "references/cite.html",
        {
            "item": str(item),
            "whole": item.key,
            "reference": reference,
            "title": reference.title("zh" if reads_chinese() else "en"),
            "place": place_of(quoted) if quoted else "",
            "quoted": quoted,
            "quotation": in_quotation(quoted.text, reference) if quoted else None,
            "citations": in_styles(reference),
            "files": FILES,
            "lang": html_language(reference.language) if reference.language else "",
            "paragraphs": [
                (str(Item(item.key, clause.path)), cite_url(Item(item.key, clause.path)), place_of(clause), clause)
                for clause in clauses
            ],
        },
    )


def _clauses(key: str, language: str) -> list[Clause]:
    """The clauses of a text, with the clauses above them."""
    shown = Clause.objects.in_every_language().filter(
        revision__text__resolution__document__key=key, revision__text__language=language
    )
    return list(shown.select_related("parent__parent").order_by("position"))
