"""The database models, one concept a file.

Document ─┬─ DocumentAlias
          └─ Resolution ── Text (a language) ── Revision ─┬─ Clause ── FootnoteMark
                                               │          ├─ Footnote
                                             Source       └─ Citation ── Document, or None until it arrives

Vote (one source's record) ─┬─ Ballot ── MemberState ─┬─ StateName
  │  has its Document's     └─ VoteProblem            └─ GroupMembership ── StateGroup
  │  symbol; may come first
Series ── SeriesEntry (has a symbol, too); SeriesLink has the reason why two entries belong together
InferredSubject                                    a subject that a resolution has from its series
Term ── TermPlace                                  English words for Chinese ones; two clauses that have them
VerbStep                                           a step of a scale of the strength of opening phrases
TextStep ── ClauseStep                             a text beside the text before it in its series, clause by clause
LanguagePair ── Disagreement                       where the two languages of a resolution disagree, for librarians
NewClause (and SearchedText)                       a new clause, and the most similar clause of an earlier session

Batch ── Submission ─┬─ Source ── PagePicture, ScannedPage   the librarian's desk; HistoryEntry is its log
                     └─ Proof ─┬─ ProofMend
                               └─ Revision, after publishing
Machine                                            the installations that use this database
ImportRun, UnstoredSource                          the last imports; files that they have read and not stored

IndexChange tells the search index which documents changed (DatabaseIndex, WrittenChange: if it is in the database).
HarvestItem                                        when the record of a text, for harvesters, changed last
ArchiveVersion                                     grows with every change that readers see
"""

from archive.models.archive_version import ArchiveVersion, VersionNote
from archive.models.citation import Citation
from archive.models.clause import Clause, Footnote, FootnoteMark
from archive.models.disagreement import Disagreement, LanguagePair, SettledDisagreement
from archive.models.document import Document, DocumentAlias
from archive.models.fetch import Fetch, RequestTurn
from archive.models.group import GroupMembership, StateGroup
from archive.models.harvest import HarvestChange, HarvestItem
from archive.models.history import HistoryEntry
from archive.models.import_run import ImportRun
from archive.models.index_change import DatabaseIndex, IndexChange, WrittenChange
from archive.models.inferred_subject import InferredSubject
from archive.models.machine import Machine
from archive.models.member_state import MemberState, StateName
from archive.models.new_clause import NewClause, SearchedText
from archive.models.proof import Proof, ProofMend
from archive.models.resolution import Resolution
from archive.models.series import Series, SeriesEntry, SeriesLink
from archive.models.source import Source
from archive.models.subject import Subject
from archive.models.submission import Batch, PagePicture, ScannedPage, Submission
from archive.models.term import Term, TermPlace, TermsMaking
from archive.models.text import Revision, Text
from archive.models.unstored_source import UnstoredSource
from archive.models.verb_step import VerbStep
from archive.models.vote import Ballot, SettledProblem, Vote, VoteChange, VoteFile, VoteProblem
from archive.models.vote_proposal import VoteProposal
from archive.models.wording import ClauseStep, TextStep
from archive.models.write_off import WriteOff

__all__ = [
    "ArchiveVersion",
    "Ballot",
    "Batch",
    "Citation",
    "Clause",
    "ClauseStep",
    "DatabaseIndex",
    "Disagreement",
    "Document",
    "DocumentAlias",
    "Fetch",
    "Footnote",
    "FootnoteMark",
    "GroupMembership",
    "HarvestChange",
    "HarvestItem",
    "HistoryEntry",
    "ImportRun",
    "IndexChange",
    "InferredSubject",
    "LanguagePair",
    "Machine",
    "MemberState",
    "NewClause",
    "PagePicture",
    "Proof",
    "ProofMend",
    "RequestTurn",
    "Resolution",
    "Revision",
    "ScannedPage",
    "SearchedText",
    "Series",
    "SeriesEntry",
    "SeriesLink",
    "SettledDisagreement",
    "SettledProblem",
    "Source",
    "StateGroup",
    "StateName",
    "Subject",
    "Submission",
    "Term",
    "TermPlace",
    "TermsMaking",
    "Text",
    "TextStep",
    "UnstoredSource",
    "VerbStep",
    "VersionNote",
    "Vote",
    "VoteChange",
    "VoteFile",
    "VoteProblem",
    "VoteProposal",
    "WriteOff",
    "WrittenChange",
]
