"""One record, and the lists of records and of headers, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from lxml import etree

from archive.models import HarvestItem
from archive.models.harvest import HarvestItemQuerySet
from archive.views.harvest import sets, tokens
from archive.views.harvest.arguments import ProtocolError, period
from archive.views.harvest.described import Described, described
from archive.views.harvest.formats import FORMATS, Format
from archive.views.harvest.identifiers import identifier, symbol_in
from archive.views.harvest.tokens import Token, moment
from archive.views.harvest.xml import add, stamp

_HEADERS = 500  # headers in one answer to ListIdentifiers


@dataclass(frozen=True, slots=True)
class Asked:
    """A request with its arguments. ``base`` is the address of ``/oai``, and ``time`` that of the answer."""

    verb: str
    arguments: Mapping[str, str]
    base: str
    time: datetime

    @property
    def site(self) -> str:
        return self.base.removesuffix(reverse("oai"))


def get_record(parent: etree._Element, asked: Asked) -> None:
    found = item(asked.arguments["identifier"])
    _records(parent, [found], _format(asked.arguments["metadataPrefix"]), asked.site)


def list_records(parent: etree._Element, asked: Asked) -> None:
    token = _token(asked)
    format = _format(token.prefix)
    page, following = _page(asked, token, format.page)
    _records(parent, page, format, asked.site)
    _resumption(parent, asked, token, following)


def list_identifiers(parent: etree._Element, asked: Asked) -> None:
    token = _token(asked)
    _format(token.prefix)
    page, following = _page(asked, token, _HEADERS)
    for each in page:
        _header(parent, each)
    _resumption(parent, asked, token, following)


def item(written: str) -> HarvestItem:
    """The item with this identifier. Raises ProtocolError if there is none."""
    symbol = symbol_in(written)
    found = HarvestItem.objects.filter(symbol=symbol).first() if symbol else None
    if found is None:
        example = identifier("A/RES/65/72")
        raise ProtocolError("idDoesNotExist", f"The archive has no such item. Identifiers have the form {example}.")
    return found


def _format(prefix: str) -> Format:
    if prefix not in FORMATS:
        raise ProtocolError("cannotDisseminateFormat", f"The formats are: {', '.join(FORMATS)}.")
    return FORMATS[prefix]


# --- Pages of a list -------------------------------------------------------------------------------------------


def _token(asked: Asked) -> Token:
    """Where the page of a list begins."""
    if "resumptionToken" in asked.arguments:
        return tokens.read(asked.arguments["resumptionToken"], asked.verb)
    since, until = period(asked.arguments)
    name = asked.arguments.get("set", "")
    return Token(
        asked.arguments["metadataPrefix"],
        sets.canonical(name) if name else "",
        since.timestamp() if since else None,
        until.timestamp() if until else None,
    )


def _page(asked: Asked, token: Token, number: int) -> tuple[list[HarvestItem], Token | None]:
    """At most ``number`` items, and the token for those behind them; None if there are none.

    Raises ProtocolError if no item is left.
    """
    place = moment(token.time)
    ordered = _found(token).oldest_change_first((place, token.symbol) if place else None)
    page = list(ordered[: number + 1])
    if not page:
        raise ProtocolError("noRecordsMatch", "No record is in this set and changed in this time.")
    if len(page) <= number:
        return page, None
    page.pop()
    size = token.size or _found(token).count()
    last = page[-1]
    following = replace(
        token, time=last.changed_at.timestamp(), symbol=last.symbol, cursor=token.cursor + number, size=size
    )
    return page, following


def _found(token: Token) -> HarvestItemQuerySet:
    found = HarvestItem.objects.changed_between(moment(token.since), moment(token.until))
    return found.in_set(token.set_name) if token.set_name else found


def _resumption(parent: etree._Element, asked: Asked, token: Token, following: Token | None) -> None:
    """The token for the next page. The last of several pages has an empty one."""
    if following is None and not token.cursor:
        return
    written = following.written(asked.verb) if following else ""
    size = following.size if following else token.size
    found = add(parent, "resumptionToken", written, completeListSize=str(size), cursor=str(token.cursor))
    if following:
        found.set("expirationDate", stamp(asked.time + tokens.LIFETIME))


# --- Their elements --------------------------------------------------------------------------------------------


def _records(parent: etree._Element, page: Sequence[HarvestItem], format: Format, site: str) -> None:
    facts = described(page, site, with_words=format.with_words)
    for each in page:
        _record(parent, each, facts.get(each.symbol), format)


def _record(parent: etree._Element, item: HarvestItem, facts: Described | None, format: Format) -> None:
    """A text that was withdrawn while the page was made has no facts or no words. Its record is deleted."""
    made = format.record(facts) if facts else None
    found = add(parent, "record")
    _header(found, item, deleted=made is None)
    if made is not None:
        add(found, "metadata").append(made)


def _header(parent: etree._Element, item: HarvestItem, *, deleted: bool = False) -> None:
    status = {"status": "deleted"} if deleted or item.deleted else {}
    found = add(parent, "header", **status)
    add(found, "identifier", identifier(item.symbol))
    add(found, "datestamp", stamp(item.changed_at))
    for name in item.sets:
        add(found, "setSpec", name)
