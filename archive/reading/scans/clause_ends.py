"""Compares the ends of the clauses of an English scan with the form of a resolution.

    a preambular paragraph      ends with a comma
    an operative paragraph      ends with a semicolon, the last with a point
    a footnote                  ends with a point

The recogniser takes , ; . : for each other, and a sign that touches the word for a part of it. A doubtful sign is taken
as the form demands. A sign that is sure stays, and so does an end without a sign: the print can have it so. Each of
these ends is doubtful.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.reading.draft import ANNEX, CLAUSE, OPERATIVE, POINT, PREAMBULAR, Draft, DraftClause, SourceLine

_SIGNS = tuple(",;.:")
_MARKS = "⁰¹²³⁴⁵⁶⁷⁸⁹ "
_LISTS = (",", ";", ".", ":", "—", "–", "-")  # a paragraph with points ends with one of these


def with_ends(draft: Draft) -> Draft:
    """The Draft. The ends of its clauses and footnotes are as the form demands, or doubtful."""
    for role, place, text, wanted in list(_ends(draft)):
        lines = [at for at, line in enumerate(draft.lines) if (line.role, line.place) == (role, place)]
        if not lines or not text or text.rstrip('"”')[-1:] in wanted:
            continue
        line = draft.lines[lines[-1]]
        end = len(line.text.rstrip(_MARKS)) - 1  # of the words; a footnote mark can follow
        if line.text[end : end + 1] == text[-1] in _SIGNS and len(wanted) == 1 and _is_doubtful(line, end):
            draft.lines[lines[-1]] = replace(line, text=line.text[:end] + wanted[0] + line.text[end + 1 :])
            _set_text(draft, role, place, text[:-1] + wanted[0])
        elif end >= 0 and not _is_doubtful(line, end):
            draft.lines[lines[-1]] = replace(line, doubts=tuple(sorted((*line.doubts, (end, end + 1)))))
    return draft


def _ends(draft: Draft) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    """Each clause and footnote: the role and the place of its lines, its text, and the signs that can be its end."""
    parents = {clause.parent for clause in draft.clauses}
    kinds = (PREAMBULAR, OPERATIVE, POINT)
    body = [clause for clause in draft.clauses if clause.kind in kinds and not clause.path.startswith(ANNEX)]
    for at, clause in enumerate(body):
        last = at + 1 == len(body)
        wanted: tuple[str, ...]
        if clause.path in parents or (not last and body[at + 1].kind == POINT and clause.kind != POINT):
            wanted = _LISTS
        elif clause.kind == PREAMBULAR:
            wanted = (",",)
        elif last:
            wanted = (".",)
        elif clause.kind == OPERATIVE:
            wanted = (";",)
        else:
            wanted = _ends_of_points(clause, body)
        yield CLAUSE, clause.path, clause.text, wanted
    for marker, note in draft.footnotes.items():
        yield "footnote", marker, note.text, (".",)


def _ends_of_points(point: DraftClause, clauses: Sequence[DraftClause]) -> tuple[str, ...]:
    """The sign with which the other points of a paragraph end; the last but one can have "and" or "or" behind it."""
    others = [x.text for x in clauses if x.kind == POINT and x.parent == point.parent and x is not point]
    signs = Counter(text[-1:] for text in others if text[-1:] in (",", ";"))
    if point.text.endswith((" and", " or")) or not signs:
        return (",", ";", point.text[-1:])
    return (signs.most_common(1)[0][0],)


def _is_doubtful(line: SourceLine, at: int) -> bool:
    return any(start <= at < end for start, end in line.doubts)


def _set_text(draft: Draft, role: str, place: str, text: str) -> None:
    if role == CLAUSE:
        next(clause for clause in draft.clauses if clause.path == place).text = text
    else:
        draft.footnotes[place].text = text
