"""The three groups of the desk and their permissions. Migrations make the groups.

reader of the desk    sees drafts, originals, the queue, the history, what is missing, votes and their problems, States
                      and groups
librarian             also brings in and fetches sources; mends and publishes proofs; accepts files of votes; enters and
                      corrects votes; settles their problems; corrects documents, citations, ballots, States and groups;
                      decides which resolutions are a series; corrects the scales of verbs; writes off symbols
chief librarian       also approves proofs, withdraws and restores resolutions, and manages the users

A permission that is added here also needs a migration for existing archives. A test compares this module with the
migrations.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop

# The groups' names in the database. Pages translate them.
READER = gettext_noop("reader of the desk")
LIBRARIAN = gettext_noop("librarian")
CHIEF = gettext_noop("chief librarian")

_SEES = [
    "view_batch",
    "view_submission",
    "view_fetch",
    "view_proof",
    "view_proofmend",
    "view_historyentry",
    "view_source",
    "view_resolution",
    "view_revision",
    "view_text",
    "view_clause",
    "view_footnote",
    "view_footnotemark",
    "view_citation",
    "view_document",
    "view_documentalias",
    "view_subject",
    "view_vote",
    "view_voteproblem",
    "view_disagreement",
    "view_votefile",
    "view_voteproposal",
    "view_ballot",
    "view_memberstate",
    "view_statename",
    "view_stategroup",
    "view_groupmembership",
    "view_serieslink",
    "view_verbstep",
]
_WORKS = [
    "drop_source",
    "change_proof",
    "publish_proof",
    "change_resolution",
    "add_citation",
    "change_citation",
    "delete_citation",
    "add_document",
    "change_document",
    "add_documentalias",
    "change_documentalias",
    "delete_documentalias",
    "change_subject",
    "accept_votes",
    "add_vote",
    "change_vote",
    "change_voteproblem",
    "change_disagreement",
    "change_ballot",
    "change_memberstate",
    "add_statename",
    "change_statename",
    "delete_statename",
    "add_stategroup",
    "change_stategroup",
    "add_groupmembership",
    "change_groupmembership",
    "delete_groupmembership",
    "add_serieslink",
    "change_serieslink",
    "add_verbstep",
    "change_verbstep",
    "add_writeoff",
    "delete_writeoff",
]
_LEADS = ["approve_proof", "withdraw_resolution"]
_USERS = ["add_user", "change_user", "view_user", "view_group"]

PERMISSIONS = {
    READER: (_SEES, []),
    LIBRARIAN: (_SEES + _WORKS, []),
    CHIEF: (_SEES + _WORKS + _LEADS, _USERS),
}
