"""The table of the operations with which a librarian mends a proof.

The tools of a proof's page, the mending, the list of mends and the history use this table. To add an operation, add a
row here, the dataclass that the row names, and the wordings in ``messages.toml`` ([mended.*], and [tool.*] if the
operation has a tool).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from archive.desk.mends import citations, clauses, facts, footnotes, settling
from archive.desk.mends.anchors import MisfitError
from archive.desk.mends.arguments import Arguments
from archive.desk.mends.forms import Form, chosen, lines_in
from archive.reading.draft import Draft


@dataclass(frozen=True, slots=True)
class Tool:
    """How the page of a proof asks for an operation.

    ``label`` is the code of the tool's name. ``shortcut`` is the key that opens the tool. ``fields`` are the fields of
    the form that the tool needs (``data-field`` in ``_tools.html``).
    The clause and the reason are not listed.
    """

    label: str
    shortcut: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Operation:
    """One kind of mend.

    ``key`` is the stored value (``ProofMend.operation``). ``done`` is the code of the operation's name in the history.
    ``tool`` is None if another form of the page is used: the form of the facts, of a citation or of a finding.
    ``told`` is the template of the text that a list shows for one mend; its placeholders are names of arguments.
    ``needs_reason`` is true if the operation changes printed words. Then the librarian has to give a reason.
    """

    key: str
    arguments: type[Arguments]
    done: str
    tool: Tool | None = None
    told: str = ""
    needs_reason: bool = False


OPERATIONS: dict[str, Operation] = {
    one.key: one
    for one in (
        Operation("join", clauses.Join, "mended.join", Tool("tool.join", "m")),
        Operation("split", clauses.Split, "mended.split", Tool("tool.split", "s", ("begins", "kind", "label"))),
        Operation("kind", clauses.ChangeKind, "mended.kind", Tool("tool.kind", "t", ("kind",)), told="%(kind)s"),
        Operation(
            "number", clauses.ChangeNumber, "mended.number", Tool("tool.number", "n", ("label",)), told="%(label)s"
        ),
        Operation("opening", clauses.SetOpening, "mended.opening", Tool("tool.opening", "o", ("behind",))),
        Operation(
            "set_mark",
            footnotes.SetMark,
            "mended.set_mark",
            Tool("tool.set_mark", "f", ("marker", "behind", "from_words")),
            told="%(marker)s",
        ),
        Operation(
            "move_mark",
            footnotes.MoveMark,
            "mended.move_mark",
            Tool("tool.move_mark", "g", ("mark", "to", "behind")),
            told="%(marker)s",
        ),
        Operation(
            "drop_mark",
            footnotes.DropMark,
            "mended.drop_mark",
            Tool("tool.drop_mark", "d", ("mark", "to_words")),
            told="%(marker)s",
        ),
        Operation(
            "cite",
            citations.Cite,
            "mended.cite",
            Tool("tool.cite", "c", ("exact", "target", "pinpoint")),
            told="%(exact)s → %(target)s",
        ),
        Operation("uncite", citations.Uncite, "mended.uncite", told="%(exact)s ↛ %(target)s"),
        Operation(
            "words",
            clauses.ChangeWords,
            "mended.words",
            Tool("tool.words", "w", ("text",)),
            told="%(text)s",
            needs_reason=True,
        ),
        Operation("leave_out", clauses.LeaveOut, "mended.leave_out", Tool("tool.leave_out", "x"), needs_reason=True),
        Operation(
            "insert",
            clauses.Insert,
            "mended.insert",
            Tool("tool.insert", "i", ("after", "kind", "label", "text")),
            told="%(text)s",
            needs_reason=True,
        ),
        Operation(
            "to_footnote",
            footnotes.MakeFootnote,
            "mended.to_footnote",
            Tool("tool.to_footnote", "b", ("marker",)),
            told="%(marker)s",
        ),
        Operation(
            "from_footnote",
            footnotes.MakeClause,
            "mended.from_footnote",
            Tool("tool.from_footnote", "u", ("after", "kind")),
        ),
        Operation(
            "footnote_marker",
            footnotes.ChangeMarker,
            "mended.footnote_marker",
            Tool("tool.footnote_marker", "r", ("marker",)),
            told="%(marker)s",
        ),
        Operation("move", clauses.MoveClause, "mended.move", Tool("tool.move", "v", ("after",))),
        Operation("annex", clauses.SetAnnex, "mended.annex", Tool("tool.annex", "y", ("annex",))),
        Operation("metadata", facts.CorrectFact, "mended.metadata", told="%(field)s: %(value)s"),
        Operation("signs", clauses.PutSignsRight, "mended.signs"),
        Operation("settle", settling.Settle, "mended.settle", told="%(place)s: %(code)s"),
    )
}


@dataclass(frozen=True, slots=True)
class Mend:
    """One mend as it is stored: the key of an operation of the table, and its arguments as JSON."""

    operation: str
    arguments: dict[str, Any] = field(default_factory=dict)

    def read(self) -> Arguments:
        """The typed arguments.

        Raises MisfitError if the operation is not in the table, or if an argument is missing or has a wrong type.
        """
        arguments = operation_of(self.operation).arguments
        try:
            return arguments.from_json(self.arguments)
        except MisfitError:
            raise
        except (AttributeError, TypeError, ValueError) as error:
            raise MisfitError("mend.incomplete", what=str(error)) from error


def operation_of(key: str) -> Operation:
    """The operation with this key. Raises MisfitError if no operation has the key."""
    if key not in OPERATIONS:
        raise MisfitError("mend.no_such_operation", name=key)
    return OPERATIONS[key]


def ask(draft: Draft, form: Form) -> Mend:
    """The mend that a form describes. ``draft`` is the Draft that the page has shown.

    Raises MisfitError if the form does not fit the Draft.
    """
    key = form.get("operation", "")
    return Mend(key, operation_of(key).arguments.from_form(draft, chosen(form)).to_json())


def ask_facts(draft: Draft, form: Form) -> list[Mend]:
    """A mend for each fact whose value in the form differs from its value in the Draft.

    The fields of the form are ``fact-title``, ``fact-meeting`` and so on. Raises MisfitError if no fact differs.
    """
    given = {name: lines_in(form, f"fact-{name}") for name in facts.FACTS if f"fact-{name}" in form}
    corrected = [
        _fact(name, value.strip())
        for name, value in given.items()
        if value.strip() != facts.FACTS[name].of(draft).strip()
    ]
    if not corrected:
        raise MisfitError("mend.no_fact_changed")
    return [Mend("metadata", one.to_json()) for one in corrected]


def _fact(name: str, value: str) -> facts.CorrectFact:
    """The correction of a fact. Raises MisfitError with the name of the field if the value is wrong."""
    try:
        facts.FACTS[name].parse(value)
    except MisfitError as error:
        error.field = f"fact-{name}"
        raise
    return facts.CorrectFact(name, value)
