"""The admin: librarians view, search and correct what the archive has.

The words of a published text are not edited here. They are mended on the desk (``archive.admin.desk``).
"""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from archive.admin import (
    citations,
    disagreements,
    documents,
    resolutions,
    users,
    verbs,
    vote_files,
    vote_problems,
    votes,
)
from archive.admin.desk import batches, fetching, history, proofs, submissions

__all__ = [
    "batches",
    "citations",
    "disagreements",
    "documents",
    "fetching",
    "history",
    "proofs",
    "resolutions",
    "submissions",
    "users",
    "verbs",
    "vote_files",
    "vote_problems",
    "votes",
]

admin.site.site_header = admin.site.site_title = _("裁军决议档案 · the librarian's desk")
admin.site.index_title = _("The desk")
