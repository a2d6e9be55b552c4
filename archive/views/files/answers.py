"""Answers with the files of a text, at the address of its page: ``?format=pdf``, ``docx``, ``akn``, ``txt``, ``md``,
``csv`` (``archive.views.answer``). Of a text in two languages there are ``docx`` and ``csv``."""

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
from archive.writing import akn, clauses_csv, docx, docx_parallel, markdown, pdf, plain
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


def file_answers(request: HttpRequest, content: RevisionContent, other: RevisionContent | None = None) -> Answers:
    """Name of a format → the function that answers with the file of a revision, or of two beside each other.

    PDF is left out if this machine cannot make it, so that pages do not offer it. A request for it then gets the reason
    with the status 503.
    """
    if other:
        return _parallel_answers(request, content, other)
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


def _parallel_answers(request: HttpRequest, *contents: RevisionContent) -> Answers:
    """Those of a text in two languages: a table in Word, and its clauses as CSV."""
    name = "-".join([_name(contents[0].revision), *(_language_and_number(each.revision) for each in contents[1:])])

    def both() -> list[WrittenText]:
        return [written_text(each.revision, site_of(request), each) for each in contents]

    return {
        "docx": lambda: file_answer(FORMATS["docx"], name, docx_parallel.write(*both())),
        "csv": lambda: csv_answer(name, clauses_csv.PARALLEL_COLUMNS, clauses_csv.parallel_rows(*both())),
    }


def file_links(answers: Answers, revision: Revision, other: Revision | None = None) -> list[Alternate]:
    """The links of a page to the files of its texts. The language and the revision are in the address, because without
    them it leads to another text on a page in another language."""
    asked = {"text": revision.text.language} | ({"with": other.text.language} if other else {})
    asked |= {} if revision.current else {"revision": str(revision.number)}
    offered = [form for name, form in FORMATS.items() if name in answers]
    return [Alternate(form, f"?{urlencode({**asked, 'format': form.name})}") for form in offered]


def _name(revision: Revision) -> str:
    """The name of a file without its ending: ``A-RES-65-72.zh.r1``."""
    return f"{revision.text.resolution.document.key}.{_language_and_number(revision)}"


def _language_and_number(revision: Revision) -> str:
    return f"{revision.text.language}.r{revision.number}"


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
