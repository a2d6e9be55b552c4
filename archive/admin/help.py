"""The help for librarians."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.admin.desk import desk_labels
from archive.desk import roles
from archive.desk.incoming import MAX_ZIP_FILE, MOST_MEMBERS
from archive.reading.sources import MEGABYTE
from archive.views.help.pages import help_page


@require_safe
def librarians(request: HttpRequest) -> HttpResponse:
    return help_page(request, "librarians", _desk)


def _desk() -> dict[str, Any]:
    """The tools that mend a proof, the roles, and the limits of files and sign-ins."""
    return {
        "tools": desk_labels.tools(),
        "roles": {"reader": _(roles.READER), "librarian": _(roles.LIBRARIAN), "chief": _(roles.CHIEF)},
        "most_members": MOST_MEMBERS,
        "megabytes": MAX_ZIP_FILE // MEGABYTE,
        "failures": settings.AXES_FAILURE_LIMIT,
        "minutes": int(settings.AXES_COOLOFF_TIME.total_seconds() // 60),
        "hours": settings.SESSION_COOKIE_AGE // 3600,
    }
