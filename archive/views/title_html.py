"""The titles of documents, the notes beside titles and days that only citing texts give, and the names of subjects, as
HTML."""

from __future__ import annotations

from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from archive import symbols
from archive.models import Subject
from archive.page_language import reads_chinese
from archive.views.given_dates import GivenDate
from archive.views.given_titles import GivenTitle
from archive.views.labels import Named, html_language
from archive.views.markup import fill, joined

NOTHING = SafeString("")


def title_html(document: Named) -> SafeString:
    """The title of a document, or its symbol if it has no title. The HTML has a ``lang`` if the title is not in the
    page's language. An English page tells that it is Chinese."""
    if not document.title:
        return fill("{}", document.symbol)
    if document.title_language in ("", html_language(get_language() or "zh")):
        return fill("{}", document.title)
    title = fill('<span lang="{}">{}</span>', document.title_language, document.title)
    return title if reads_chinese() else fill('{} <span class="note">{}</span>', title, _("(in Chinese)"))


def subject_html(subject: Subject) -> SafeString:
    """The name of a subject. A Chinese page tells that there is no Chinese name."""
    if subject.name_zh or not reads_chinese():
        return fill("{}", subject.name)
    return fill('<span lang="en">{}</span> <span class="note">{}</span>', subject.name, _("no Chinese name"))


def title_note(document: Named, *, brief: bool = False) -> SafeString:
    """A note beside a title that citing texts give, or in place of a title that is not known. "" for other titles.

    If the title is not in the page's language, the note has the words by which citing texts describe the document.

    A ``brief`` note has a link to the citing text, but does not name it.
    """
    if document.description:
        return _described(document.description, brief, titled=bool(document.title))
    if document.title:
        return given_note(document.given, brief=brief) if document.given and document.title_is_given else NOTHING
    base = symbols.supplemented(document.key)
    return fill('<span class="title-note">{}</span>', _supplement(*base) if base else _("Title not known"))


def given_note(given: GivenTitle, *, brief: bool = False) -> SafeString:
    """Says which citing text has the title, and which other titles there are."""
    if brief:
        return fill('<span class="title-note"><a href="{}">{}</a></span>', given.url, _("Title from a citing text"))
    link = _linked(_("Title as cited in %(source)s"), given)
    others = joined(_other(title, number) for title, number in given.others)
    return fill('<span class="title-note">{}{}</span>', link, others)


def date_note(given: GivenDate, *, brief: bool = False) -> SafeString:
    """Says which citing text gives the day. A ``brief`` note has a link to the text, but does not name it."""
    if brief:
        return fill('<span class="title-note"><a href="{}">{}</a></span>', given.url, _("Date from a citing text"))
    return fill('<span class="title-note">{}</span>', _linked(_("Date as cited in %(source)s"), given))


def _described(given: GivenTitle, brief: bool, *, titled: bool) -> SafeString:
    unknown = "" if titled else _("Title not known; ")
    if brief:
        said = fill('{}<a href="{}">{}</a>', unknown, given.url, _("cited as"))
    else:
        said = fill("{}{}", unknown, _linked(_("described in %(source)s as"), given))
    quoted = fill('<q lang="{}">{}</q>', html_language(given.language), given.title)
    if given.language == "zh" and not reads_chinese():
        quoted += fill(" {}", _("(in Chinese)"))
    return fill('<span class="title-note">{} {}</span>', said, quoted)


def _linked(words: str, given: GivenTitle | GivenDate) -> SafeString:
    """The words with a link to the citing clause in place of ``%(source)s``."""
    before, _source, after = words.partition("%(source)s")
    return fill('{}<a href="{}">{}</a>{}', before, given.url, given.source, after)


def _other(title: str, number: int) -> SafeString:
    words = ngettext(
        "; %(count)s other resolution has “%(title)s”", "; %(count)s other resolutions have “%(title)s”", number
    )
    return fill("{}", words % {"count": number, "title": title})


def _supplement(symbol: str, kind: str) -> str:
    corrigendum, addendum = (
        _("Title not known; a corrigendum to %(symbol)s"),
        _("Title not known; an addendum to %(symbol)s"),
    )
    return (corrigendum if kind == "Corr" else addendum) % {"symbol": symbol}
