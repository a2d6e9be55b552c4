"""Template tags and filters of the desk. One tag shows the open work on the front page of the admin."""

from __future__ import annotations

from typing import Any

from django import template
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import get_language

from archive import languages, symbols
from archive.admin.desk import desk_labels
from archive.desk import queue
from archive.messages import Message
from archive.models import Citation, Disagreement, ImportRun, Proof, Submission, VoteProblem
from archive.models.proof import ProofState
from archive.models.submission import SubmissionState
from archive.monitoring import machines
from archive.page_language import place, say
from archive.reading.draft import ReadingWarning
from archive.searching import freshness

register = template.Library()
register.filter("say", say)
register.filter("detail", desk_labels.detail)
register.filter("place", place)

_SHOWN = 6


@register.filter
def reader_says(warning: dict[str, Any]) -> str:
    """A stored warning (``Revision.warnings``) as a sentence in the page's language. The warning was made when the
    file was read."""
    return say(ReadingWarning(**warning).message)


@register.simple_tag
def faults() -> list[str]:
    """What librarians have to tell the administrator, in the page's language: other machines on the same database, and
    an index that cannot be written."""
    found = machines.conflicts()
    if not freshness.backend().may_write():
        found = [*found, Message("search.not_written")]
    return [say(message) for message in found]


@register.inclusion_tag("admin/desk/_waits.html", takes_context=True)
def desk_waits(context: dict[str, Any]) -> dict[str, Any]:
    """The open work that the user may see: proofs, failed files, wanted documents, disagreeing votes."""
    user = context["request"].user
    shown: dict[str, Any] = {"perms": context.get("perms"), "language": get_language()}
    if user.has_perm("archive.view_proof"):
        open_proofs = Proof.objects.filter(state__in=(ProofState.OPEN, ProofState.APPROVAL)).for_lists()
        with_findings = open_proofs.filter(Q(findings__gt=0))
        shown |= {
            "desk": True,
            "open": open_proofs.filter(state=ProofState.OPEN).count(),
            "with_findings": with_findings.filter(state=ProofState.OPEN).count(),
            "clean": open_proofs.filter(state=ProofState.OPEN, findings=0).count(),
            "approval": open_proofs.filter(state=ProofState.APPROVAL).count(),
            "proofs": with_findings.order_by("-findings", "pk")[:_SHOWN],
            "waiting": queue.waiting(),
            # A file that was submitted twice counts once.
            "failed": Submission.objects.filter(state=SubmissionState.FAILED)
            .order_by()
            .values(file=Coalesce("source_id", -F("pk")))
            .distinct()
            .count(),
        }
    if user.has_perm("archive.view_citation"):
        wanted = Citation.objects.most_wanted()[:_SHOWN]
        shown["wanted"] = [{**row, "url": symbols.official_url(row["key"])} for row in wanted]
        shown["cites"] = True
    if user.has_perm("archive.view_resolution"):
        votes = VoteProblem.objects.open().order_by().values("vote").distinct()
        shown |= {"votes": True, "disagreements": votes.count()}
    if user.has_perm("archive.view_disagreement"):
        shown |= {"languages": True, "of_languages": Disagreement.objects.open().count()}
    return shown


@register.inclusion_tag("admin/desk/_last_import.html", takes_context=True)
def last_import(context: dict[str, Any]) -> dict[str, Any]:
    """The report of the last import, for users who may see proofs: counts, refused files, warnings by kind."""
    run = ImportRun.objects.first() if context["request"].user.has_perm("archive.view_proof") else None
    report = run.report if run else {}
    texts = report.get("texts", {})
    return {
        "run": run,
        "new": texts.get("new", 0),
        "changed": texts.get("changed", 0),
        "unchanged": texts.get("unchanged", 0),
        "votes": report.get("votes", {}).get("new", 0),
        "refused_count": report.get("refused_count", 0),
        "refused": [{**one, "reason": _said(one)} for one in report.get("refused", ())],
        "warnings": [_kind(kind) for kind in report.get("warnings", ())],
    }


def _kind(kind: dict[str, Any]) -> dict[str, Any]:
    """A kind of warning with the words and the address of each place. Its own words are those of the first place."""
    places = [
        {
            **one,
            "words": say(Message(kind["code"], one["values"])),
            "language": say(Message(languages.of(one["language"]).name or one["language"])),
            "url": _address(one["symbol"]),
        }
        for one in kind["places"]
    ]
    return {"count": kind["count"], "words": places[0]["words"] if places else kind["code"], "places": places}


def _address(symbol: str) -> str:
    return reverse("resolution" if symbol.startswith("A/RES/") else "document", args=[symbol])


def _said(stored: dict[str, Any]) -> str:
    return say(Message(stored["code"], stored["values"]))
