"""The tables of the data, in the order in which the codebook and the page have them.

A table comes after those that its foreign keys lead to. To add one, describe it in a module of this package, and add it
to ``TABLES``.
"""

from __future__ import annotations

from archive.exporting.table import Table
from archive.exporting.tables import compatible, documents, resolutions, series, states, subjects, votes, wording

TABLES: tuple[Table, ...] = (
    documents.DOCUMENTS,
    documents.DOCUMENT_ALIASES,
    resolutions.RESOLUTIONS,
    resolutions.TEXTS,
    resolutions.CLAUSES,
    resolutions.FOOTNOTES,
    resolutions.FOOTNOTE_MARKS,
    resolutions.CITATIONS,
    states.STATES,
    states.STATE_NAMES,
    states.GROUPS,
    states.GROUP_MEMBERSHIPS,
    states.SPONSORS,
    subjects.SUBJECTS,
    subjects.SUBJECTS_GIVEN,
    subjects.SUBJECTS_INFERRED,
    series.SERIES,
    series.SERIES_ENTRIES,
    series.SERIES_LINKS,
    wording.CLAUSE_STEPS,
    wording.NEW_CLAUSES,
    votes.VOTES,
    votes.BALLOTS,
    votes.VOTE_PROBLEMS,
    compatible.UN_ROLL_CALLS,
    compatible.UN_VOTES,
    compatible.UN_ROLL_CALL_ISSUES,
    compatible.HTV_VOTES,
    compatible.HTV_MEMBER_VOTES,
)
