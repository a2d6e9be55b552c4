"""Finds documents by what a reader types: a symbol, the number of a resolution, a name, a State's vote."""

from __future__ import annotations

import re
from functools import reduce
from operator import or_

from django.db.models import Q

from archive import symbols
from archive.characters import plain, printed
from archive.citing.catalogue import name_key
from archive.models import Citation, Document, Vote
from archive.searching.analysis import fold

_SYMBOL = re.compile(r"[A-Z][A-Z0-9.-]*(?:\(\d+\))?(?:/[\w.()*-]+)+", re.ASCII | re.IGNORECASE)
_RESOLUTION = re.compile(r"第?\s*([^第号]+?)\s*号?\s*(决议|决定)?")
_COUNCIL = re.compile(
    r"(?:安全理事会|安理会|S/RES/)?\s*第?\s*(\d{1,4})\s*[(（]\s*((?:19|20)\d\d)\s*[)）]\s*号?\s*(?:决议)?", re.I
)
_COUNCIL_NUMBER = re.compile(r"(?:(?:安全理事会|安理会)\s*第?\s*|S/RES/)(\d{1,4})\s*号?\s*(?:决议)?", re.I)


def symbols_meant(text: str) -> list[str]:
    """The symbols that the whole text can mean, the likeliest first; [] if the text is no symbol.

    The text can be the symbol of a joint document, which has two symbols.

    >>> symbols_meant("第65/72號決議"), symbols_meant("60/519号决定"), symbols_meant("1540(2004)")
    (['A/RES/65/72'], ['A/DEC/60/519'], ['S/RES/1540(2004)'])
    """
    text = printed(plain(text))[0].strip(" 《》“”\"'　")
    if not text or len(text) > 100:
        return []
    if council := _COUNCIL.fullmatch(text):
        return [f"S/RES/{council[1]}({council[2]})"]
    if numbered := _RESOLUTION.fullmatch(text):
        symbol = symbols.resolution_symbol(numbered[1])
        if symbol:
            return [symbol.replace("A/RES/", "A/DEC/") if numbered[2] == "决定" else symbol]
    both = symbols.symbols_in(text)
    return list(both) if all(map(_SYMBOL.fullmatch, both)) else []


def keys_meant(text: str) -> list[str]:
    """The keys of the documents that a symbol or a name can mean. Documents of the archive are first. Documents that
    are only cited follow."""
    keys = symbols_meant(text)
    conditions = [Q(key__in=keys)] if keys else []
    if council := _COUNCIL_NUMBER.fullmatch(printed(plain(text))[0].strip()):
        conditions.append(Q(key__startswith=f"S/RES/{council[1]}("))
    name = text.strip(" 《》“”\"'　")
    if name and len(name) <= 400 and "\0" not in name:
        names = {name, fold(name)}
        conditions += [Q(aliases__name_key__in={name_key(n) for n in names}), Q(title_zh__in=names)]
        conditions += [Q(title_en__iexact=name), Q(key__iexact=f"treaty:{name}"), Q(key=name)]
    if not conditions:
        return []
    known = Document.objects.filter(reduce(or_, conditions)).order_by("key").values_list("key", flat=True).distinct()
    found = list(dict.fromkeys(known))
    cited = Q(key__in=keys)
    if council:
        cited |= Q(key__startswith=f"S/RES/{council[1]}(")
    unknown = Citation.objects.filter(cited, target=None).order_by("key").values_list("key", flat=True).distinct()
    return list(dict.fromkeys([*found, *unknown]))


def keys_voted(code: str, choice: str = "") -> list[str]:
    """The keys of the documents on which a State made a choice, in a vote on the whole document or on a part of it.
    Without a choice: the keys of the documents on which the State took part in a vote."""
    votes = Vote.objects.leading().in_which(code, choice).exclude(document=None)
    return list(votes.order_by("document__key").values_list("document__key", flat=True).distinct())
