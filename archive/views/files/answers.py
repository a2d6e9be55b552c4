"""Answers with the files of a text, at the address of its page: ``?format=pdf``, ``docx``, ``akn``, ``txt``, ``md``,
``csv`` (``archive.views.answer``)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from archive import formats
from archive.formats import FORMATS, Format
from archive.messages import Message
from archive.models import Revision
from archive.page_language import say
from archive.problems import problem
from archive.views.answer import Alternate, file_answer
from archive.views.csv_answer import csv_answer
from archive.views.files.written_text import written_text
from archive.views.references.of_models import site_of
from archive.views.revision_content import RevisionContent
from archive.writing import akn, clauses_csv, docx, markdown, pdf, plain
from archive.writing.keeping import kept
from archive.writing.typesetting import NotTypeset, why_not
from archive.writing.written import WrittenText

Answers = dict[str, Callable[[], HttpResponseBase]]

_WRITERS: dict[str, Callable[[WrittenText], bytes]] = {
    "docx": docx.write,
    "akn": akn.write,
    "txt": plain.write,
    "md": markdown.write,
}


def file_answers(request: HttpRequest, content: RevisionContent) -> Answers:
    """Name of a format → the function that answers with the file of a revision.

    PDF is left out if this machine cannot make it, so that pages do not offer it. A request for it then gets the reason
    with the status 503.
    """
    revision = content.revision

    def text() -> WrittenText:
        return written_text(revision, site_of(request), content)

    name = _name(revision)
    asked = formats.named(request.META.get("QUERY_STRING", ""))
    found: Answers = {form: partial(_file, FORMATS[form], name, text) for form in _WRITERS}
    found["csv"] = lambda: csv_answer(name, clauses_csv.COLUMNS, clauses_csv.rows(text()))
    reason = why_not(revision.text.language)
    if not reason:
        found["pdf"] = lambda: _pdf(name, text())
    elif asked == "pdf":
        found["pdf"] = lambda: _not_made(reason)
    return found


def file_links(answers: Answers, revision: Revision) -> list[Alternate]:
    """The links of a page to the files of its text. The language and the revision are in the address, because without
    them it leads to another text on a page in another language."""
    asked = {"text": revision.text.language} | ({} if revision.current else {"revision": str(revision.number)})
    offered = [form for name, form in FORMATS.items() if name in answers]
    return [Alternate(form, f"?{urlencode({**asked, 'format': form.name})}") for form in offered]


def _name(revision: Revision) -> str:
    """The name of a file without its ending: ``A-RES-65-72.zh.r1``."""
    text = revision.text
    return f"{text.resolution.document.key}.{text.language}.r{revision.number}"


def _file(form: Format, name: str, text: Callable[[], WrittenText]) -> HttpResponseBase:
    return file_answer(form, name, _WRITERS[form.name](text()))


def _pdf(name: str, text: WrittenText) -> HttpResponseBase:
    try:
        content = kept(settings.TYPESET_DIR, f"{pdf.digest(text)}.pdf", lambda: pdf.write(text))
    except NotTypeset as error:
        return _not_made(error.code)
    return file_answer(FORMATS["pdf"], name, content)


def _not_made(code: str) -> HttpResponseBase:
    return problem(503, say(Message(code)))
