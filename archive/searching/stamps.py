"""Content hashes that detect stale index entries.

A document's stamp changes if any indexed fact of the document changes. Each index entry of the document has the stamp.
The number of entries with each stamp shows which entries are missing, outdated or left over
(``archive.searching.freshness``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from archive.searching import search_fields


@dataclass(frozen=True, slots=True)
class Stamp:
    """``text`` is the stamp. ``entries`` is the number of index entries that have it: one for the document and one
    for each clause in each language."""

    text: str
    entries: int


# Columns that are in every stamp. They belong to no searchable field, but they change an entry or decide whether there
# is an entry.
_ALWAYS = (
    "document.kind",
    "document.short_zh",
    "alias.names",
    "clause.words",
    "revisions.leading",
    "footnote.words",
    "CASE WHEN resolution.withdrawn_at IS NOT NULL THEN 'withdrawn' END",
)

_STAMPS = """
SELECT document.id,
       document.id || '-' || left(md5(concat_ws('|', {columns})), 16),
       1 + coalesce(clause.number, 0)
  FROM archive_document AS document
  LEFT JOIN archive_resolution AS resolution ON resolution.document_id = document.id
  LEFT JOIN LATERAL (
       SELECT array_agg(revision.id) AS ids, max(revision.id) FILTER (WHERE text.leading) AS leading
         FROM archive_text AS text JOIN archive_revision AS revision ON revision.text_id = text.id AND revision.current
        WHERE text.resolution_id = document.id
       HAVING bool_or(text.leading)
       ) AS revisions ON true
  LEFT JOIN LATERAL (
       SELECT string_agg(name, '|' ORDER BY name) AS names
         FROM archive_documentalias WHERE document_id = document.id
       ) AS alias ON true
  LEFT JOIN LATERAL (
       SELECT coalesce(string_agg(concat_ws('|', basis, name_zh, name_en), '|' ORDER BY subject.id), 'none') AS names
         FROM (SELECT subject_id, NULL AS basis FROM archive_resolution_subjects WHERE resolution_id = document.id
               UNION ALL
               SELECT subject_id, 'inferred' FROM archive_inferredsubject WHERE symbol = document.key) AS has
         JOIN archive_subject AS subject ON subject.id = has.subject_id
       ) AS subject ON true
  LEFT JOIN LATERAL (
       SELECT count(*) AS number,
              md5(string_agg(concat_ws('|', id, kind, path, opening, md5(text)), '|' ORDER BY id)) AS words
         FROM archive_clause WHERE revision_id = ANY(revisions.ids)
       ) AS clause ON true
  LEFT JOIN LATERAL (
       SELECT md5(string_agg(md5(text), '|' ORDER BY id)) AS words
         FROM archive_footnote WHERE revision_id = ANY(revisions.ids)
       ) AS footnote ON true
  LEFT JOIN LATERAL (
       SELECT md5(string_agg(
                  DISTINCT concat_ws('|', citation.clause_id, coalesce(target.key, citation.key)), '|'
              )) AS keys
         FROM archive_citation AS citation LEFT JOIN archive_document AS target ON target.id = citation.target_id
        WHERE citation.revision_id = ANY(revisions.ids) AND citation.clause_id IS NOT NULL
       ) AS cited ON true
  LEFT JOIN LATERAL (
       SELECT md5(string_agg(
                  DISTINCT concat_ws('|', clause, found.kind, moved, verb_after <> '', strength, doubtful), '|'
              )) AS codes
         FROM (SELECT row.later_id AS clause, row.kind, moved, verb_after, strength, doubtful, step.earlier_id AS other
                 FROM archive_textstep AS step JOIN archive_clausestep AS row ON row.step_id = step.id
                WHERE step.later_id = ANY(revisions.ids) AND row.kind <> 'dropped'
               UNION ALL
               SELECT row.earlier_id, row.kind, moved, verb_after, strength, doubtful, step.later_id
                 FROM archive_textstep AS step JOIN archive_clausestep AS row ON row.step_id = step.id
                WHERE step.earlier_id = ANY(revisions.ids) AND row.kind = 'dropped'
              ) AS found
         JOIN archive_revision AS revision ON revision.id = found.other AND revision.current
         JOIN archive_text AS text ON text.id = revision.text_id
         JOIN archive_resolution AS beside ON beside.document_id = text.resolution_id AND beside.withdrawn_at IS NULL
       ) AS step ON true
"""


def stamps(document_ids: Iterable[int] | None = None) -> dict[int, Stamp]:
    """Primary key → stamp, for some documents. Without ``document_ids``: for all documents."""
    query = _STAMPS.format(columns=", ".join(_columns()))
    with connection.cursor() as cursor:
        if document_ids is None:
            cursor.execute(query)
        else:
            cursor.execute(query + " WHERE document.id = ANY(%s)", [list(document_ids)])
        return {pk: Stamp(text, entries) for pk, text, entries in cursor.fetchall()}


def _columns() -> list[str]:
    of_fields = (column for field in search_fields.SEARCH_FIELDS for column in field.stamp)
    return list(dict.fromkeys((*_ALWAYS, *of_fields)))
