"""Compares Drafts on the desk and revisions in the archive: their wordings and their facts.

A fact is named by the model and field in which the archive stores it: ``fact resolution.meeting``.
"""

from __future__ import annotations

from typing import Any

from archive.desk.diff.comparing import DiffItem, DiffRow, compare, compare_facts
from archive.desk.history import shown
from archive.intake import facts
from archive.models import Document, Proof, Resolution, Revision, Text
from archive.models.vote import CHOICE_LABELS
from archive.reading import Draft


def of_draft(draft: Draft) -> list[DiffItem]:
    """Title, formula, clauses, footnotes and end, in the order of the text."""
    clauses = [DiffItem(clause.path, clause.label, clause.text) for clause in draft.clauses]
    notes = [DiffItem(f"footnote {marker}", marker, note.text) for marker, note in draft.footnotes.items()]
    return _items(draft.title, draft.formula, clauses, notes, draft.end)


def of_revision(revision: Revision) -> list[DiffItem]:
    """Title, formula, clauses, footnotes and end of a revision, in the order of the text."""
    rows = revision.clauses.order_by("position").values_list("path", "label", "text")
    clauses = [DiffItem(path, label, text) for path, label, text in rows]
    stored = revision.footnotes.order_by("position").values_list("marker", "text")
    notes = [DiffItem(f"footnote {marker}", marker, text) for marker, text in stored]
    return _items(revision.title, revision.formula, clauses, notes, revision.end)


def _items(title: str, formula: str, clauses: list[DiffItem], notes: list[DiffItem], end: str) -> list[DiffItem]:
    around = [DiffItem("title", "", title), DiffItem("formula", "", formula)], [DiffItem("end", "", end)]
    return [piece for piece in (*around[0], *clauses, *notes, *around[1]) if piece.words]


def difference(before: Revision, after: Revision) -> list[DiffRow]:
    """Compares two revisions. If the facts of one revision were not stored, only the words are compared."""
    said = [facts.of_revision(one) for one in (before, after)]
    of_facts = [facts_of(one) for one in said if one is not None]
    rows = compare_facts(*of_facts) if len(of_facts) == len(said) else []
    return rows + compare(of_revision(before), of_revision(after))


def difference_to(current: Revision, draft: Draft) -> list[DiffRow]:
    """Compares what readers see now with what they would see if the Draft were published.

    A fact that the Draft lacks keeps its value. If the text is not the leading text, its facts only fill empty fields.
    """
    seen, said = facts_seen(current.text.resolution), facts_of(draft)
    becomes = {**seen, **said} if current.text.leading else {**said, **seen}
    return compare_facts(seen, becomes) + compare(of_revision(current), of_draft(draft))


def facts_of(draft: Draft) -> dict[str, str]:
    """The name of each fact of a Draft, and its value as text. Facts that the Draft lacks are left out."""
    return _named(Document, facts.of_document(draft)) | _named(Resolution, facts.of_resolution(draft))


def facts_seen(resolution: Resolution) -> dict[str, str]:
    """The facts that readers see now. Returns the name of each fact and its value as text."""
    empty = Draft("", "", "")
    of_document = {name: getattr(resolution.document, name) for name in facts.of_document(empty)}
    of_resolution = {name: getattr(resolution, name) for name in facts.of_resolution(empty)}
    return _named(Document, of_document) | _named(Resolution, of_resolution)


def _named(model: type[Document | Resolution], values: dict[str, Any]) -> dict[str, str]:
    return {
        f"fact {model._meta.model_name}.{name}": _in_words(model, name, value)
        for name, value in values.items()
        if value not in (None, "", [], {})
    }


def _in_words(model: type[Document | Resolution], name: str, value: Any) -> str:
    """A value as a reader sees it. If the field has choices, this is the label of the value in the page's language."""
    if isinstance(value, dict):  # a roll call: the names of States for each choice
        return shown({str(CHOICE_LABELS.get(choice, choice)): states for choice, states in value.items()})
    choices = dict(getattr(model._meta.get_field(name), "choices", None) or ())
    return str(choices[value]) if choices and value in choices else shown(value)


def current_of(symbol: str, language: str) -> Revision | None:
    """The current revision of a resolution's text in this language; None if the archive has no such text."""
    return (
        Revision.objects.filter(current=True, text__language=language, text__resolution__document__key=symbol)
        .select_related("text__resolution__document", "source")
        .defer("source__content")
        .first()
    )


def other_texts_of(symbol: str, language: str) -> list[str]:
    """The names of the other languages in which the archive has a text of the resolution, for the page's reader."""
    others = Text.objects.filter(resolution__document__key=symbol).exclude(language=language).order_by("pk")
    return [str(text.get_language_display()) for text in others]


def rivals_of(proof: Proof) -> list[Proof]:
    """Other open proofs of the same text."""
    if not proof.symbol:
        return []
    others = Proof.objects.filter(symbol=proof.symbol, language=proof.language, state__in=("open", "approval"))
    return list(others.exclude(pk=proof.pk).select_related("submission").for_lists())
