"""The content of a proof's page: the original and, next to it, the Draft that was read from it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from archive import symbols
from archive.admin.desk import desk_labels
from archive.citing.citation import AMBIGUOUS, Citation
from archive.citing.segments import segments
from archive.desk import history
from archive.desk.account import AccountedLine, account
from archive.desk.diff import diff_sources
from archive.desk.diff.comparing import differs
from archive.desk.finding import Finding
from archive.desk.mends.facts import FACTS
from archive.desk.proofs import Prepared, active_mends, prepare
from archive.intake.result import Result
from archive.intake.store import compare as outcome_of
from archive.messages import Message
from archive.models import Document, Proof
from archive.models.clause import ClauseKind
from archive.models.proof import ProofState
from archive.page_language import say
from archive.reading.doubts import Span, doubts_in, words_of
from archive.reading.draft import Draft, Mark, SourceLine


@dataclass(frozen=True, slots=True)
class ProofSegment:
    """A piece of text with the keys of the documents that it cites, or a footnote mark without text.

    ``doubtful`` says that the recognition of a scan may be wrong here.
    """

    text: str
    opening: bool = False
    cites: str = ""
    ambiguous: bool = False
    mark: str = ""
    doubtful: bool = False


@dataclass(slots=True, kw_only=True)
class ProofRow:
    """A clause or a footnote, with everything that the page shows of it.

    ``id`` is the anchor of the row in the web page. ``page`` is the page of the original on which the clause or the
    footnote begins; 0 if the original has no pages.
    """

    id: str
    kind: str
    kind_name: str
    label: str
    text: str
    segments: list[ProofSegment]
    path: str = ""
    marker: str = ""
    opening: str = ""
    depth: int = 0
    marks: list[Mark] = field(default_factory=list)
    citations: list[dict[str, Any]] = field(default_factory=list)
    findings: list[dict[str, Any]] = field(default_factory=list)
    page: int = 0

    @property
    def place(self) -> str:
        return self.path or f"footnote {self.marker}"


def _segments(
    text: str, opening: str, marks: Sequence[Mark], citations: Iterable[Citation], doubts: Sequence[Span]
) -> list[ProofSegment]:
    found: list[ProofSegment] = []
    start = 0
    for segment in segments(text, opening, [one for one in citations if not one.via_footnote], marks):
        if segment.text:
            cites = ", ".join(one.target or "?" for one in segment.spans)
            ambiguous = any(one.status == AMBIGUOUS for one in segment.spans)
            whole = ProofSegment(segment.text, segment.opening, cites, ambiguous)
            found += _with_doubts(whole, start, doubts)
            start += len(segment.text)
        found += [ProofSegment("", mark=mark.marker) for mark in segment.marks]
    return found


def _with_doubts(segment: ProofSegment, start: int, doubts: Sequence[Span]) -> Iterator[ProofSegment]:
    """Divides a segment at its doubtful characters. ``start`` is the segment's offset in its text."""
    at, end = start, start + len(segment.text)
    for first, last in doubts:
        first, last = max(first, at), min(last, end)
        if first < last:
            if at < first:
                yield replace(segment, text=segment.text[at - start : first - start])
            yield replace(segment, text=segment.text[first - start : last - start], doubtful=True)
            at = last
    if at < end:
        yield replace(segment, text=segment.text[at - start :])


def rows_of(prepared: Prepared) -> tuple[list[ProofRow], list[ProofRow]]:
    """A pair of lists: the rows of the clauses, and the rows of the footnotes."""
    findings, doubts = _by_place(prepared), doubts_in(prepared.draft)
    return _clause_rows(prepared, findings, doubts), _footnote_rows(prepared, findings, doubts)


def _clause_rows(
    prepared: Prepared, findings: dict[str, list[dict[str, Any]]], doubts: Mapping[str, Sequence[Span]]
) -> list[ProofRow]:
    depths: dict[str | None, int] = {None: -1}
    rows = []
    for number, clause in enumerate(prepared.draft.clauses):
        depths[clause.path] = depths.get(clause.parent, -1) + 1
        cited = prepared.citations.clauses.get(clause.path, [])
        row = ProofRow(
            id=f"clause-{number}",
            path=clause.path,
            kind=clause.kind,
            kind_name=str(ClauseKind(clause.kind).label),
            label=clause.label,
            text=clause.text,
            opening=clause.opening,
            depth=depths[clause.path],
            segments=_segments(clause.text, clause.opening, clause.marks, cited, doubts.get(clause.path, ())),
            marks=list(clause.marks),
            citations=[_citation(one) for one in cited],
            findings=findings.get(clause.path, []),
        )
        rows.append(row)
    return rows


def _footnote_rows(
    prepared: Prepared, findings: dict[str, list[dict[str, Any]]], doubts: Mapping[str, Sequence[Span]]
) -> list[ProofRow]:
    rows = []
    for number, (marker, footnote) in enumerate(prepared.draft.footnotes.items()):
        cited = prepared.citations.footnotes.get(marker, [])
        row = ProofRow(
            id=f"footnote-{number}",
            marker=marker,
            kind="footnote",
            kind_name=_("Footnote"),
            label=marker,
            text=footnote.text,
            segments=_segments(footnote.text, "", (), cited, doubts.get(f"footnote {marker}", ())),
            citations=[_citation(one) for one in cited],
            findings=findings.get(f"footnote {marker}", []),
        )
        rows.append(row)
    return rows


def _citation(one: Citation) -> dict[str, Any]:
    return {
        "exact": one.exact,
        "start": one.start,
        "target": one.target or "",
        "pinpoint": one.pinpoint,
        "via": one.via_footnote,
        "status": one.status,
        "origin": one.origin,
        "candidates": one.candidates,
        "url": symbols.official_url(one.target) if one.target else "",
    }


def _by_place(prepared: Prepared) -> dict[str, list[dict[str, Any]]]:
    placed: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for one in prepared.findings:
        placed[_arises(one, prepared.draft)].append(_worded(one))
    return placed


def _worded(finding: Finding) -> dict[str, Any]:
    return {"finding": finding, "sentence": say(finding.message)}


def _arises(finding: Finding, draft: Draft) -> str:
    """The place of a finding. If the finding names a line, its place is the clause or footnote of that line."""
    numbers = re.fullmatch(r"(?:page (\d+), )?line (\d+)", finding.place)
    if numbers is None:
        return finding.place
    page, number = int(numbers[1] or 1), int(numbers[2])
    for line in draft.lines:
        if (line.page or 1, line.line) == (page, number) and line.place:
            return f"footnote {line.place}" if line.role == "footnote" else line.place
    return finding.place


def facts_of(draft: Draft) -> list[dict[str, Any]]:
    """The facts that can be corrected, with their values, for the fields of the form."""
    choices = desk_labels.fact_choices()
    return [
        {
            "field": f"fact-{fact.key}",
            "label": say(Message(fact.label)),
            "value": fact.of(draft),
            "area": fact.area,
            "choices": choices.get(fact.key),
            "type": "date" if fact.key == "adopted_on" else "text",
        }
        for fact in FACTS.values()
    ]


def _complete(rows: Sequence[ProofRow], lines: Sequence[AccountedLine]) -> None:
    """Sets the page on which each row begins. Sets the title of each cited document that the archive has."""
    begins: dict[str, int] = {}
    for line in lines:
        for place in line.places:
            begins.setdefault(place, line.page)
    cited = [citation for row in rows for citation in row.citations]
    documents = Document.objects.in_bulk({one["target"] for one in cited if one["target"]}, field_name="key")
    for row in rows:
        row.page = begins.get(row.place, 0)
    for one in cited:
        # If the document has no symbol, its key contains the title, so the title is not shown a second time.
        named = one["target"].startswith("title:") or one["target"] not in documents
        one["title"] = "" if named else documents[one["target"]].title


def page_of(proof: Proof, user: Any) -> dict[str, Any]:
    """Everything that the page of a proof shows to a user."""
    prepared = prepare(proof)
    lines = account(proof.submission.lines, prepared.draft)
    return {
        "proof": proof,
        "prepared": prepared,
        "draft": prepared.draft,
        "facts": facts_of(prepared.draft),
        "kinds": ClauseKind.choices,
        "tools": desk_labels.tools(),
        "open": proof.state != ProofState.SET_ASIDE,
        "sent_back": history.sent_back(proof),
        "history": history.of_proof(proof)[:50],
        "next": Proof.objects.filter(state=ProofState.OPEN, pk__gt=proof.pk).order_by("pk").only("pk").first(),
        **_text(prepared, lines),
        **_original(proof, lines, prepared.draft),
        **_mends(proof, prepared, user),
        **_in_archive(proof, prepared),
    }


def _text(prepared: Prepared, lines: Sequence[AccountedLine]) -> dict[str, Any]:
    """The clauses and footnotes of the Draft with their findings, for the template."""
    clauses, footnotes = rows_of(prepared)
    rows = [*clauses, *footnotes]
    _complete(rows, lines)
    places = {row.place for row in rows}
    others = [one for one in prepared.findings if _arises(one, prepared.draft) not in places]
    return {
        "clauses": clauses,
        "footnotes": footnotes,
        "other_findings": [_worded(one) for one in others],
        # The same number as ``Proof.findings``.
        "to_look_at": len(prepared.findings) + len(prepared.unplaced),
        "first_finding": next((row.id for row in rows if row.findings), ""),
    }


def _pages(numbers: Sequence[int], lines: Sequence[SourceLine]) -> list[tuple[int, list[dict[str, Any]]]]:
    """(number, boxes) of each page that has a picture. A box marks a line with doubtful characters on the picture."""
    boxes: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for line in lines:
        if line.box and line.doubts:
            boxes[line.page].append(_box(line, line.box))
    return [(number, boxes[number]) for number in numbers]


def _box(line: SourceLine, box: tuple[float, float, float, float]) -> dict[str, Any]:
    """The place of a line on its picture, in per cent, for an SVG element."""
    left, top, right, bottom = (round(100 * share, 2) for share in box)
    size = {"x": left, "y": top, "width": round(right - left, 2), "height": round(bottom - top, 2)}
    return {**size, "words": words_of(line.text, line.doubts), "score": line.score}


def _original(proof: Proof, lines: Sequence[AccountedLine], draft: Draft) -> dict[str, Any]:
    source = proof.submission.source
    return {
        "lines": lines,
        "in_pages": len({line.page for line in lines}) > 1,
        "left_out": sum(line.left_out for line in lines),
        "pages": _pages(list(source.pictures.order_by("number").values_list("number", flat=True)), draft.lines)
        if source
        else [],
    }


def _mends(proof: Proof, prepared: Prepared, user: Any) -> dict[str, Any]:
    """The mends of a proof, the newest mend first, and the mends that do not fit."""
    mends = active_mends(proof)[::-1]
    return {
        "mends": [desk_labels.mend(row) for row in mends],
        "unplaced": [(desk_labels.mend(row), say(why.message)) for row, why in prepared.unplaced],
        # The key z undoes the user's own latest mend. A mend of another user is taken back in the list, where the user
        # can see it.
        "own_last": next((row for row in mends if row.made_by_id == user.pk), None),
    }


def _in_archive(proof: Proof, prepared: Prepared) -> dict[str, Any]:
    """The current revision of the same text, other open proofs of it, and the changes that publishing would make."""
    draft = prepared.draft
    current = diff_sources.current_of(draft.symbol, draft.language)
    result, _revision = outcome_of(draft, prepared.citations)
    rows = diff_sources.difference_to(current, draft) if current else []
    return {
        "result": result,
        "other_texts": diff_sources.other_texts_of(draft.symbol, draft.language) if result == Result.NEW else [],
        "done": proof.state == ProofState.PUBLISHED and result == Result.UNCHANGED,
        "current": current,
        "differences": sum(differs([row]) for row in rows),
        "rivals": diff_sources.rivals_of(proof),
        "public_url": reverse("resolution", args=[draft.symbol]) if current else "",
        "resolution": current.text.resolution if current else None,
    }
