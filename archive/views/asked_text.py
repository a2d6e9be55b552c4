"""Chooses the text of a resolution that an address asks for: its language and its revision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from archive.formats import BIB, CSL, HTML, RIS, of_request
from archive.models import Revision
from archive.models.prepared import prepared
from archive.page_language import reads_chinese
from archive.views.answer import NotHere
from archive.views.labels import html_language

_IN_PAGE_LANGUAGE = (HTML, BIB, RIS, CSL)


@prepared
def revisions_of(symbol: str) -> QuerySet[Revision]:
    """All revisions of all texts of a resolution. The leading text is first. The newest revision of each text is
    first."""
    return (
        Revision.objects.filter(text__resolution__document__key=symbol)
        .select_related("source", "text__resolution__document")
        .defer("source__content", "facts")
        .annotate(agenda_titles=F("facts__agenda_titles"))
        .order_by("-text__leading", "text__language", "-number")
    )


def first_language(request: HttpRequest, revisions: Sequence[Revision]) -> str:
    """The language of the text that opens where the address names none. "" means that of the leading text.

    A page and its records are in the language of the page. Data are the same for everybody.
    """
    if reads_chinese() or of_request(request) not in _IN_PAGE_LANGUAGE or "revision" in request.GET:
        return ""
    return "en" if english_text(revisions) else ""


def english_text(revisions: Sequence[Revision]) -> Revision | None:
    """The current revision of the English text. None if the archive has no English text."""
    return current_text(revisions, "en")


def current_text(revisions: Sequence[Revision], language: str) -> Revision | None:
    """The current revision of the text in a language. None if the archive has no text in it."""
    return next((each for each in revisions if each.text.language == language and each.current), None)


def chosen(revisions: Sequence[Revision], language: str, number: str) -> Revision:
    """The revision that the address asks for. Raises NotHere if there is no such revision."""
    language = language or revisions[0].text.language
    for revision in revisions:
        if revision.text.language == language and (revision.current if not number else str(revision.number) == number):
            return revision
    raise NotHere(_("This resolution has no such text or revision."))


def text_beside(request: HttpRequest, revisions: Sequence[Revision], shown: Revision) -> Revision | None:
    """The current revision of the text that ``?with=`` puts beside the shown one. None if it names none, or the
    language that is shown already. Raises NotHere if the archive has no text in the language."""
    language = request.GET.get("with", "")
    return chosen(revisions, language, "") if language and language != shown.text.language else None


class WayBeside(NamedTuple):
    """A way to two languages side by side, or back. ``query`` are its parameters. ``name`` is that of the language, and
    ``lang`` its value in HTML. ``is_first``: the pair that most readers want."""

    query: str
    name: str
    lang: str
    is_here: bool
    is_first: bool


def ways_beside(revisions: Sequence[Revision], shown: Revision, other: Revision | None) -> list[WayBeside]:
    """The current texts that can be beside the shown one. Chinese and English are the first pair: beside a text in
    another language, the leading text is the first."""
    texts = [each for each in revisions if each.current and each.text_id != shown.text_id]
    ordered = sorted(texts, key=lambda each: (not each.text.leading, each.text.language != "en"))
    return [
        WayBeside(
            urlencode({"text": shown.text.language, "with": each.text.language}),
            each.text.get_language_display(),
            html_language(each.text.language),
            each is other,
            place == 0,
        )
        for place, each in enumerate(ordered)
    ]
