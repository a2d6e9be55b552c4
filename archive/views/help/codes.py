"""The codes in the data, with their labels in the page's language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from archive.messages import catalogue
from archive.models.citation import Origin, Status
from archive.models.clause import ClauseKind
from archive.models.document import OUTCOME_LABELS, Kind
from archive.models.vote import CHOICE_LABELS, ORIGIN_LABELS, SCOPE_LABELS, ProblemKind
from archive.page_language import reads_chinese
from archive.views.markup import fill, joined

Text = str | Promise

_VALUE = re.compile(r"%\((\w+)\)s")

# The codes of messages about what is uncertain, by the key of the data that has them.
DOUBTS: dict[str, tuple[str, ...]] = {
    "unplaced": (
        "vote.amendment",
        "vote.ballots_alone",
        "vote.no_symbol",
        "vote.paragraph_not_said",
        "vote.places_without_number",
        "vote.places_without_symbol",
        "vote.section_of_its_own",
        "vote.several_paragraphs",
    ),
    "problems": (
        "vote.choices_differ",
        "vote.not_a_member",
        "vote.outcomes_differ",
        "vote.state_twice",
        "vote.totals_differ",
        "vote.two_records",
        "vote.unknown_name",
        "vote.unknown_name_with_code",
    ),
    "date_doubts": ("vote.date_contradicted", "vote.date_of_text_differs"),
    "disagreements": ("citing.link_names_another", "citing.link_on_no_citation"),
    "notices": ("search.behind",),
}


@dataclass(frozen=True, slots=True)
class CodeTable:
    """The codes that ``key`` of the object ``of`` can have. ``rows``: (code, label)."""

    key: str
    of: Text
    rows: list[tuple[str, Text]]


def code_tables() -> list[CodeTable]:
    return [
        CodeTable("kind", _("document"), list(Kind.choices)),
        CodeTable("kind", _("clause"), list(ClauseKind.choices)),
        CodeTable("status", _("citation"), list(Status.choices)),
        CodeTable("origin", _("citation"), list(Origin.choices)),
        CodeTable("outcome", _("document and vote"), _labelled(OUTCOME_LABELS.items())),
        CodeTable("source", _("vote"), _labelled(ORIGIN_LABELS.items())),
        CodeTable("scope", _("vote"), _labelled(SCOPE_LABELS.items())),
        CodeTable("choice", _("ballot"), _labelled(CHOICE_LABELS.items())),
        CodeTable("problems.kind", _("vote"), list(ProblemKind.choices)),
    ]


def doubts() -> list[tuple[str, list[tuple[str, SafeString]]]]:
    """For each key: the codes of its messages, with their wordings as HTML. A value is shown as its name, as code."""
    return [(key, [(code, _wording(code)) for code in codes]) for key, codes in DOUBTS.items()]


def _wording(code: str) -> SafeString:
    pieces = _VALUE.split(catalogue()[code]["zh" if reads_chinese() else "en"])  # every second piece is a name
    return joined(fill("<code>{}</code>" if number % 2 else "{}", piece) for number, piece in enumerate(pieces))


def _labelled(labels: Iterable[tuple[str, Text]]) -> list[tuple[str, Text]]:
    return [(str(code) or '""', label) for code, label in labels]
