"""References with their citations in every style: the table ``bibliography_cases.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from archive import symbols
from archive.bibliography.paragraph import Paragraph
from archive.bibliography.reference import VOTE, Reference, VoteFacts

_TABLE = Path(__file__).with_suffix(".toml")
CASES: list[dict[str, Any]] = tomllib.loads(_TABLE.read_text(encoding="utf-8"))["case"]


def reference(case: dict[str, Any]) -> Reference:
    """The reference of a case. ``key`` is the symbol of a document or of a meeting's record, or names a treaty."""
    key, vote = case["key"], case.get("vote")
    symbol = "" if key.startswith(("treaty:", "title:", "data:")) else key
    return Reference(
        VOTE if vote else case.get("kind", symbols.kind_of(key)),
        vote["key"] if vote else key,
        symbol,
        case.get("zh", ""),
        case.get("en", ""),
        case.get("date"),
        case.get("date_certain", True),
        case.get("in_force"),
        language=case.get("language", ""),
        address=f"https://archive.example/{'votes/' if vote else ''}{vote['key'] if vote else key}/",
        copy=case.get("copy", symbols.official_url(key) if key else ""),
        unts=tuple(map(tuple, case.get("unts", ()))),
        lnts=tuple(map(tuple, case.get("lnts", ()))),
        paragraph=_place(case) if "path" in case else None,
        vote=_facts(vote) if vote else None,
        reader=case.get("reader", "zh"),
        version=case.get("version", ""),
        owner=case.get("owner", ""),
    )


def _place(case: dict[str, Any]) -> Paragraph:
    return Paragraph(case["path"], tuple(case["labels"]), case.get("in_only_annex", False))


def _facts(vote: dict[str, Any]) -> VoteFacts:
    return VoteFacts(
        vote["of"],
        vote["scope"],
        vote["outcome"],
        tuple(vote["counts"]) if vote.get("counts") else None,
        vote.get("in_committee", False),
        tuple(map(Paragraph, vote.get("paths", ()))),
    )
