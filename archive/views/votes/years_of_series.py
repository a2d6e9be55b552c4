"""The resolutions of a series, the oldest first, each with its title and its vote on the whole."""

from __future__ import annotations

from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse

from archive.models import SeriesEntry, Vote
from archive.models.prepared import prepared
from archive.views.given_dates import given_titles_and_dates
from archive.views.given_titles import GivenTitle, beside, best_title, is_given
from archive.views.labels import official_url


@prepared
def _entries(symbol: str) -> QuerySet[SeriesEntry]:
    vote = Vote.objects.adopting().filter(document=OuterRef("document_id"))
    totals = vote.values(
        found=JSONObject(
            key="key", yes="yes", no="no", abstain="abstain", outcome="outcome",
            cast_yes="cast_yes", cast_no="cast_no", cast_abstain="cast_abstain",
        )
    )[:1]  # fmt: skip
    return (
        SeriesEntry.objects.of_readers()
        .filter(series__entries__document_id=symbol)
        .annotate(
            vote=Subquery(totals),
            title_zh=F("document__title_zh"),
            title_en=F("document__title_en"),
            known=F("document__id"),
            here=F("document__resolution"),
            withdrawn_at=F("document__resolution__withdrawn_at"),
        )
        .order_by("session_order", "document_id")
    )


def years_of(symbol: str) -> list[dict[str, Any]]:
    """The resolutions of the same series with their votes on the whole, the oldest first. Two queries read them.

    Each resolution is a dictionary with the keys "symbol", "session", "title", "titles" (its own, by language), "given"
    (the title in citing texts, if this is shown), "description" (the collectors' own words, if no title is known),
    "text" (whether the archive has its text), "url", "outcome", "totals" and "here" (whether it is this resolution).
    The list is empty if the resolution is in no series.
    """
    entries = [vars(entry) for entry in _entries(symbol)]
    given, _days = given_titles_and_dates(entry["document_id"] for entry in entries)
    years = []
    for entry in entries:
        key = entry["document_id"]
        found = entry["vote"] or {}
        text = entry["here"] is not None and entry["withdrawn_at"] is None
        years.append(
            {
                "symbol": key,
                "session": entry["session_order"],
                **_titled(entry, given.get(key)),
                "text": text,
                "url": _address(key, found, text=text, known=entry["known"] is not None),
                "outcome": found.get("outcome") or None,
                "totals": _totals(found),
                "here": key == symbol,
            }
        )
    return years


def _titled(entry: dict[str, Any], given: GivenTitle | None) -> dict[str, Any]:
    titles = _titles(entry)
    given = beside(**titles, given=given)
    title, _language = best_title(**titles, given=given)
    return {
        "title": title,
        "titles": titles,
        "given": given if is_given(title, given) else None,
        "description": "" if title else entry["title"],
    }


def _titles(entry: dict[str, Any]) -> dict[str, str]:
    """The titles of an entry by language, "" where none is known. A description of collectors is no title."""
    zh, en = ("", "") if entry["withdrawn_at"] else (entry["title_zh"] or "", entry["title_en"] or "")
    return {"zh": zh, "en": en or (entry["title"] if entry["title_certain"] else "")}


def _address(symbol: str, vote: dict[str, Any], *, text: bool, known: bool) -> str:
    """The address of a resolution's text.

    If the archive does not have the text, the result is the address of the vote. If there is no vote either, it is the
    address of the document's page or of the official copy.
    """
    if text:
        return reverse("resolution", args=[symbol])
    if vote:
        return reverse("vote", args=[vote["key"]])
    return reverse("document", args=[symbol]) if known else official_url(symbol)


def _totals(found: dict[str, Any]) -> list[int] | None:
    published = [found.get(name) for name in ("yes", "no", "abstain")]
    if None not in published:
        return published  # type: ignore[return-value]
    counted = [found.get(f"cast_{name}") or 0 for name in ("yes", "no", "abstain")]
    return counted if any(counted) else None
