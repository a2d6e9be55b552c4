import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from archive import symbols
from archive.citing.catalogue import from_fixtures
from archive.comparing import ComparedText, Comparison, Pair, compare
from archive.comparing.comparison import SAME
from archive.comparing.text import of_draft
from archive.confining.readers import Readers
from archive.intake.stored_draft import citations_of, draft_of
from archive.messages import Message, MessageError
from archive.models import Revision, VerbStep
from archive.reading.sources import Refused, find
from archive.searching.segmentation import han_words
from archive.views.wording.compare_data import comparison_data

_SHOWN = 60  # characters of a new or dropped clause


class NotCompared(MessageError):
    """The texts cannot be compared."""


class Command(BaseCommand):
    help = "Compare two resolutions, clause by clause. Each is a symbol in the archive, or a file, which is not stored."
    requires_system_checks: list[str] = []  # the checks import all pages, and this command needs no pages

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("before", metavar="FROM", help="the earlier text: a symbol such as A/RES/78/40, or a file")
        parser.add_argument("after", metavar="TO", help="the later text: a symbol or a file")
        parser.add_argument("--json", action="store_true", help="one JSON object; the README lists its keys")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            before, after = _in_one_language(_texts(options["before"]), _texts(options["after"]))
        except NotCompared as reason:
            self.stderr.write(str(reason))
            sys.exit(1)
        result = compare(before, after, han_words, VerbStep.objects.scales())
        if options["json"]:
            self.stdout.write(json.dumps(comparison_data(result), ensure_ascii=False))
        else:
            for line in in_words(before, after, result):
                self.stdout.write(line)


def _texts(name: str) -> list[ComparedText]:
    """The texts of a file or a resolution, one for each language. The leading text comes first.

    Raises ``NotCompared`` if there is none.
    """
    return [_of_file(name)] if _is_path(name) else _of_archive(name)


def _is_path(name: str) -> bool:
    try:
        return Path(name).exists()
    except OSError:  # for example, a name that is too long for a file
        return False


def _of_file(name: str) -> ComparedText:
    found = list(find([Path(name)]))
    if len(found) != 1:
        raise NotCompared("comparing.several_files", name=name, files=len(found))
    [source] = found
    if isinstance(source, Refused):
        raise _refused(name, source.reason)
    with Readers(from_fixtures(), count=1) as readers:
        outcome = readers.submit(source).result()
    if isinstance(outcome, Message):
        raise _refused(name, outcome)
    if len(outcome) != 1:
        raise NotCompared("comparing.several_resolutions", name=name, resolutions=len(outcome))
    return of_draft(*outcome[0])


def _refused(name: str, reason: Message) -> NotCompared:
    return NotCompared("comparing.refused", name=name, reason=reason)


def _of_archive(name: str) -> list[ComparedText]:
    symbol = symbols.normalise(name)
    revisions = Revision.objects.current().filter(
        text__resolution__document__key=symbol, text__resolution__withdrawn_at=None
    )
    texts = [
        replace(of_draft(draft_of(revision), citations_of(revision)), name=symbol, language=revision.text.language)
        for revision in revisions.select_related("text").order_by("-text__leading", "text__language")
    ]
    if not texts:
        raise NotCompared("comparing.no_text", name=name)
    return texts


def _in_one_language(before: list[ComparedText], after: list[ComparedText]) -> tuple[ComparedText, ComparedText]:
    """One text of each side, both in the same language. Raises ``NotCompared`` if no language has both."""
    for one in before:
        for other in after:
            if one.language == other.language:
                return one, other
    languages = [", ".join(text.language for text in side) for side in (before, after)]
    values = {"before": before[0].name, "after": after[0].name}
    raise NotCompared("comparing.no_language", **values, before_in=languages[0], after_in=languages[1])


def in_words(before: ComparedText, after: ComparedText, result: Comparison) -> Iterator[str]:
    """The lines that the command prints for people. Clauses that did not change are only counted."""
    kept = sum(pair.kind == SAME for pair in result.pairs)
    yield f"{result.before} → {result.after} ({before.language})"
    changed, new, dropped = len(result.pairs) - kept, len(result.new), len(result.dropped)
    yield f"  {kept} unchanged, {changed} changed, {new} new, {dropped} dropped"
    words = [{clause.path: clause.text for clause in text.clauses} for text in (before, after)]
    for pair in result.pairs:
        if pair.kind != SAME or pair.moved:
            yield from _pair_in_words(pair)
    yield from (f"{whole} → {', '.join(pieces)}: split" for whole, pieces in result.splits)
    yield from (f"{', '.join(pieces)} → {whole}: merged" for pieces, whole in result.merges)
    yield from _alone("dropped", result.dropped, words[0])
    yield from _alone("new", result.new, words[1])


def _pair_in_words(pair: Pair) -> Iterator[str]:
    verb = f"{pair.verb[0]} → {pair.verb[1]}" if pair.verb else ""
    notes = [pair.kind, "moved" * pair.moved, verb, pair.strength or "", "doubtful" * pair.doubtful]
    yield f"{pair.before} → {pair.after}: {', '.join(filter(None, notes))}"
    yield from (f"    [{one}] → [{other}]" for one, other in pair.changes)


def _alone(what: str, paths: tuple[str, ...], words: Mapping[str, str]) -> Iterator[str]:
    for path in paths:
        text = " ".join(words[path].split())
        yield f"{path}: {what}: {text[:_SHOWN]}{'…' if len(text) > _SHOWN else ''}"
