"""Who may do what at the desk: three groups, made by a migration.

reader of the desk    sees drafts, originals, the queue and the history
librarian             brings in, mends, publishes; corrects documents and citations
chief librarian       also approves, withdraws, restores and manages the users
"""

from __future__ import annotations

from typing import Any

READER, LIBRARIAN, CHIEF = "reader of the desk", "librarian", "chief librarian"

_SEES = [
    "view_batch",
    "view_submission",
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
]
_LEADS = ["approve_proof", "withdraw_resolution"]
_USERS = ["add_user", "change_user", "view_user", "view_group"]

PERMISSIONS = {
    READER: (_SEES, []),
    LIBRARIAN: (_SEES + _WORKS, []),
    CHIEF: (_SEES + _WORKS + _LEADS, _USERS),
}


def make_groups(apps: Any) -> None:
    """Make the three groups, and give each what it may do. Permissions given by hand stay. Twice changes nothing."""
    group_model, permission_model = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for name, (of_archive, of_auth) in PERMISSIONS.items():
        group, _ = group_model.objects.get_or_create(name=name)
        for app, codenames in (("archive", of_archive), ("auth", of_auth)):
            group.permissions.add(*permission_model.objects.filter(content_type__app_label=app, codename__in=codenames))
