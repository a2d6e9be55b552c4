"""Writes the addresses and the links of clauses that a search has found."""

from __future__ import annotations

from django.utils.safestring import SafeString

from archive.page_language import reads_chinese
from archive.searching.found import FoundClause, Member
from archive.views.labels import address, day, place_in
from archive.views.markup import fill


def member_link(clause: Member, signs: str = "") -> SafeString:
    """An item of a list of clauses with the same words. ``signs`` is HTML that comes after the link."""
    return fill(
        '<li><a href="{}"><span class="symbol">{}</span> {}</a> <span class="meta">{}</span> {}</li>',
        with_text(member_url(clause), clause.language), clause.key, place_in(clause.places), day(clause.date), signs,
    )  # fmt: skip


def with_text(url: str, language: str) -> str:
    """The address of a clause with the language of its text. An English page needs it, because an address without a
    language opens the English text there."""
    address, _hash, path = url.partition("#")
    named = reads_chinese() or "?" in address
    return url if named else f"{address}?text={language}#{path}"


def counterpart_url(found: FoundClause) -> str:
    """The address of the counterpart of a clause. It names the language where the address alone opens another text."""
    beside = found.counterpart
    assert beside is not None
    other = "" if beside.leading else f"?text={beside.language}"
    return with_text(f"{address(found.document.key, True)}{other}#{found.clause.path}", beside.language)


def member_url(clause: Member) -> str:
    other = "" if clause.leading else f"?text={clause.language}"
    return f"{address(clause.key, True)}{other}#{clause.path}"
