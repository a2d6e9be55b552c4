import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from archive.citing.catalogue import from_fixtures
from archive.citing.citation import Citation, Citations
from archive.confining.readers import Readers
from archive.messages import Message
from archive.reading import Draft
from archive.reading.draft import ReadingWarning
from archive.reading.sources import Refused, Source, find
from archive.views.keys import documents, texts


class Command(BaseCommand):
    help = "Read resolutions without storing them: what the archive would make of these files, folders or zip archives."
    requires_system_checks: list[str] = []  # the checks import all pages, and this command needs no pages

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file, a folder or a zip archive")
        parser.add_argument("--json", action="store_true", help="one JSON object a line for each resolution")

    def handle(self, *args: Any, **options: Any) -> None:
        self.show = self.show_json if options["json"] else self.show_words
        refused = 0
        with Readers(from_fixtures(), count=1) as readers:
            for source in find(options["paths"]):
                reason = source.reason if isinstance(source, Refused) else self.read(source, readers)
                if reason:
                    refused += 1
                    self.stderr.write(f"{source.name}: {reason}")
        if refused:
            sys.exit(1)

    def read(self, source: Source, readers: Readers) -> Message | None:
        """Prints the Drafts of a source. Returns the reason if the source cannot be read, otherwise None."""
        outcome = readers.submit(source).result()
        if isinstance(outcome, Message):
            return outcome
        for draft, citations in outcome:
            self.show(draft, citations)
        return None

    def show_words(self, draft: Draft, citations: Citations) -> None:
        adopted = f"{draft.adopted_on or '?'}, meeting {draft.meeting or '?'}"
        cited = sum(map(len, citations.clauses.values()))
        self.stdout.write(f"{draft.symbol} ({draft.language}) {draft.title}")
        self.stdout.write(
            f"  {adopted}; {len(draft.clauses)} clauses, {len(draft.footnotes)} footnotes, {cited} citations"
        )
        for warning in [*draft.warnings, *citations.warnings]:
            self.stdout.write(f"  {warning.place}: {warning}")

    def show_json(self, draft: Draft, citations: Citations) -> None:
        self.stdout.write(json.dumps(as_json(draft, citations), ensure_ascii=False, default=str))


def as_json(draft: Draft, citations: Citations) -> texts.ReadText:
    """The Draft and its citations as one JSON object. The README lists the keys."""
    return {
        "source": draft.source,
        "format": draft.format,
        "language": draft.language,
        "symbol": draft.symbol,
        "title": draft.title,
        "session": draft.session,
        "adopted_on": draft.adopted_on,
        "meeting": draft.meeting,
        "clauses": [
            {
                "path": clause.path,
                "kind": clause.kind,
                "label": clause.label,
                "opening": clause.opening,
                "text": clause.text,
                "footnotes": [mark.marker for mark in clause.marks],
                "citations": [_citation(citation) for citation in citations.clauses.get(clause.path, ())],
            }
            for clause in draft.clauses
        ],
        "footnotes": {
            marker: {
                "text": footnote.text,
                "citations": [_citation(citation) for citation in citations.footnotes.get(marker, ())],
            }
            for marker, footnote in draft.footnotes.items()
        },
        "warnings": [_warning(each) for each in [*draft.warnings, *citations.warnings]],
    }


def _warning(warning: ReadingWarning) -> documents.PlacedMessage:
    return {"code": warning.code, "values": warning.values, "text": str(warning), "place": warning.place}


def _citation(citation: Citation) -> documents.Citation:
    return {
        "target": citation.target,
        "exact": citation.exact,
        "start": citation.start,
        "end": citation.end,
        "pinpoint": citation.pinpoint,
        "via_footnote": citation.via_footnote,
        "status": citation.status,
        "origin": citation.origin,
    }
