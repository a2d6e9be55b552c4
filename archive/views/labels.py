"""The labels of documents, dates, votes, sessions and clauses, in the page's language."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from django.urls import reverse
from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from archive import languages, symbols
from archive.models import Clause, Document, Revision
from archive.models.clause import ClauseKind
from archive.models.document import OUTCOME_LABELS, Kind
from archive.page_language import reads_chinese
from archive.views.given_dates import GivenDate, given_titles_and_dates
from archive.views.given_titles import GivenTitle, beside, best_title, is_given
from archive.voting.outcome import Outcome

_ANNEX = re.compile(r"annex(\d+)-")
_HAN = re.compile("[\u4e00-\u9fff]")
_NUMBER = re.compile(r"(\d+)(?:_\d+)?$")


def html_language(language: str) -> str:
    """The value of HTML's ``lang`` (``zh-hans``) for a language code of the archive or of Django."""
    return languages.of(language.partition("-")[0]).html


def direction(language: str) -> str:
    """The value of HTML's ``dir`` for the words of a text in this language."""
    return "rtl" if languages.of(language).right_to_left else "ltr"


@dataclass(frozen=True, slots=True)
class Named:
    """What lists and cards show of a document. The archive may have no Document for it.

    ``title`` is "" if no title is known. ``title_language`` is a code for HTML's ``lang``. ``given`` is the title or
    the description that citing texts give; None if the document has a title of its own in its place. ``given_date`` is
    the day that citing texts give to a resolution; None if the archive has its day. ``here``: the archive has the
    document's text. ``url`` is the address of the text or, without a text, of the document's page. ``official_url`` is
    "" if no official copy is known.
    """

    key: str
    kind: str
    symbol: str
    title: str
    title_language: str
    date: datetime.date | None
    adoption: str
    here: bool
    url: str
    official_url: str
    given: GivenTitle | None = None
    given_date: GivenDate | None = None

    @property
    def title_is_given(self) -> bool:
        """Whether ``title`` is from a citing text."""
        return is_given(self.title, self.given)

    @property
    def description(self) -> GivenTitle | None:
        """The words that describe a document without a title, or without a title in the page's language."""
        return self.given if self.given and not self.given.certain else None


def named(
    key: str,
    document: Document | None = None,
    *,
    here: bool | None = None,
    given: GivenTitle | None = None,
    given_date: GivenDate | None = None,
) -> Named:
    """What is known of the document with this key. ``here``: the archive has the document's text. ``given`` is the
    title that citing texts give to it, and ``given_date`` the day.

    If ``here`` is None, ``document.has_text`` is read, which also reads ``document.resolution``. A caller that knows
    ``here`` should pass it.
    """
    if document is None:
        url = address(key, False)
        is_title = key.startswith(("treaty:", "title:"))
        title, language = (key.partition(":")[2], "") if is_title else best_title("", "", given)
        kind = str(Kind(symbols.kind_of(key)).label)
        symbol = "" if is_title else key
        return Named(key, kind, symbol, title, language, None, "", False, url, official_url(key), given, given_date)
    here = document.has_text if here is None else here
    given = beside(document.title_zh, document.title_en, given)
    title, language = title_of(document, given)
    return Named(
        key,
        str(Kind(document.kind).label),
        document.symbol,
        title,
        language,
        document.date,
        adoption(document),
        here,
        address(key, here),
        official_url(key, document.url),
        given,
        None if document.date else given_date,
    )


@lru_cache(maxsize=20_000)
def address(key: str, here: bool) -> str:
    """The address of a text in the archive, or of the document's page if the text is not here. The result is cached,
    because a page can need a hundred addresses."""
    return reverse("resolution" if here else "document", args=[key])


def title_of(document: Document, given: GivenTitle | None = None) -> tuple[str, str]:
    """The title of a document for this page, and its code for HTML's ``lang``: see ``best_title``."""
    return best_title(document.title_zh, document.title_en, given)


def named_documents(keys: Iterable[str]) -> dict[str, Named]:
    """Key → what lists and labels show of the document. Withdrawn documents are like documents that the archive does
    not have. At most two queries."""
    keys = list(keys)
    seen = Document.objects.not_withdrawn().filter(key__in=keys)
    known = {document.key: document for document in seen.with_whether_here()}
    given, days = given_titles_and_dates(key for key in keys if lacks_title_or_date(known.get(key)))
    return {key: named(key, known.get(key), given=given.get(key), given_date=days.get(key)) for key in keys}


def has_titles(document: Document | None) -> bool:
    """Whether a document has a title in each language, so that no title in citing texts is needed."""
    return bool(document and document.title_zh and document.title_en)


def lacks_title_or_date(document: Document | None) -> bool:
    """Whether citing texts can give a document a title or a day that it does not have itself."""
    return not (has_titles(document) and document and document.date)


def official_url(key: str, url: str = "") -> str:
    """The address of the official copy in the page's language. The UN's document server has a Chinese and an English
    copy. ``url`` is the address that the archive knows for the document; without one, the address follows from
    ``key``."""
    url = url or _chinese_copy(key)
    return url if reads_chinese() else url.replace("docs.un.org/zh/", "docs.un.org/en/")


_chinese_copy = lru_cache(maxsize=20_000)(symbols.official_url)


def day(date: datetime.date | None) -> str:
    """A date in the page's language. "" if there is no date.

    >>> day(datetime.date(2010, 12, 8))  # in an English page
    '8 December 2010'
    """
    return _written_day(date, get_language()) if date else ""


@lru_cache(maxsize=20_000)
def _written_day(date: datetime.date, _language: str | None) -> str:
    return formats.date_format(date, _("j F Y"))


def language_of(name: str) -> str:
    """The code for HTML's ``lang`` of a name. A name with a Chinese character is Chinese. Any other name is
    English."""
    return "zh-Hans" if _HAN.search(name) else "en"


def adoption(document: Document) -> str:
    """How the document was adopted, in words, with the figures of a vote. "" if the outcome is unknown."""
    if document.outcome == Outcome.UNKNOWN:
        return ""
    words = str(OUTCOME_LABELS[Outcome(document.outcome)])
    return f"{words} {'–'.join(map(str, document.counts))}" if document.counts else words


def counts_in_words(counts: tuple[int, int, int]) -> tuple[str, str, str]:
    """The figures of a vote in words, in the page's language.

    >>> counts_in_words((173, 1, 11))  # in an English page
    ('173 in favour', '1 against', '11 abstaining')
    """
    yes, no, abstain = counts
    return (
        _("%(votes)s in favour") % {"votes": yes},
        _("%(votes)s against") % {"votes": no},
        _("%(votes)s abstaining") % {"votes": abstain},
    )


def file_name(name: str) -> str:
    """The name of a source file without its folders.

    >>> file_name("/home/a/79.zip/79_1_C.xml")
    '79_1_C.xml'
    """
    return name.replace("\\", "/").rpartition("/")[2]


def session_name(session: str) -> str:
    """The name of a session in the page's language.

    >>> session_name("65"), session_name("ES-11")  # in an English page
    ('Session 65', 'Emergency special session 11')
    """
    if session.startswith("ES-"):
        return _("Emergency special session %(number)s") % {"number": session[3:]}
    if session.startswith("S-"):
        return _("Special session %(number)s") % {"number": session[2:]}
    return _("Session %(number)s") % {"number": session} if session else _("Session not known")


def session_years(session: str) -> str:
    """The years of a regular session: ``2024/25``. "" for a special session."""
    dates = symbols.session_dates(session)
    return f"{dates[0].year}/{dates[1].year % 100:02}" if dates else ""


class Placed(Protocol):
    """A clause, or what is known of its place."""

    @property
    def kind(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def path(self) -> str: ...


def place(clause: Placed, parent: str = "") -> str:
    """The place of a clause in the words of a citation: “para. 8”, “preambular para. 3”, “annex 1, para. 2”.
    ``parent`` is the place of the parent clause."""
    if parent:
        return _("%(place)s %(label)s") % {"place": parent, "label": clause.label} if clause.label else parent
    if clause.kind == ClauseKind.PREAMBULAR:
        words = _("preambular para. %(number)s")
    elif clause.kind == ClauseKind.HEADING:
        words = _("heading %(number)s")
    elif clause.kind == ClauseKind.TABLE:
        words = _("table %(number)s")
    else:
        words = _("para. %(number)s")
    words %= {"number": _number(clause)}
    annex = _ANNEX.match(clause.path)
    return _("annex %(annex)s, %(place)s") % {"annex": annex[1], "place": words} if annex else words


def place_of(clause: Clause) -> str:
    """The place of a clause, including the places of its parents. Up to two parents are read from the database."""
    return place_in(filter(None, (clause.parent and clause.parent.parent, clause.parent, clause)))


def place_in(clauses: Iterable[Placed]) -> str:
    """The place of the last of some clauses. Each clause is the parent of the next one."""
    found = ""
    for clause in clauses:
        found = place(clause, found)
    return found


def _number(clause: Placed) -> str:
    """The printed number. On an English page, a Chinese number is replaced by the number in the path."""
    printed = clause.label.strip(" .．、，")
    return printed if printed and (reads_chinese() or not _HAN.search(printed)) else _counted(clause.path)


def _counted(path: str) -> str:
    """The number at the end of a path: 3 for ``pp3`` and for ``annex1-p3_2``."""
    number = _NUMBER.search(path)
    return number[1] if number else path


def proofreader(revision: Revision) -> str:
    """The name of the librarian who has compared a recognised text with its scan; "" if there is none."""
    by = revision.proofed_by if revision.proofed_by_id else None
    return (by.get_full_name() or by.get_username()) if by else ""
