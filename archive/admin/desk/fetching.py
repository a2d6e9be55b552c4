"""The desk's pages of fetching by symbol, and of what is missing: fetch it with one click, or write it off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive import symbols
from archive.admin.desk.desk_admin import DeskAdmin
from archive.admin.desk.guarded import CHANGE, LOOK
from archive.desk import fetching, writing_off
from archive.desk.missing import Missing, MissingInSession, MissingResolutions
from archive.desk.proofs import RefusedError
from archive.fetching import un_documents
from archive.messages import Message
from archive.models import Document, Fetch, Vote, WriteOff
from archive.models.codes import language_choices
from archive.page_language import say
from archive.searching.document_names import document_name
from archive.views.given_dates import given_titles_and_dates
from archive.views.given_titles import best_title
from archive.views.labels import session_name

_LONGEST_SESSION = 6  # characters: ES-11
_NUMBERS = (10, 20, 50)  # how many of the most wanted documents can be chosen


@admin.register(Fetch)
class FetchAdmin(DeskAdmin):
    """Admin of fetches. Its list shows every document that was asked for, with the outcome."""

    change_list_template = "admin/desk/fetches.html"
    list_display = ("symbol", "language", "state", "why_not", "batch", "asked_by", "asked_at")
    list_filter = ("state", "language")
    list_select_related = ("batch", "asked_by")
    search_fields = ("symbol",)
    fields = ("symbol", "language", "state", "why_not", "batch", "submission", "asked_by", "asked_at", "done_at")
    readonly_fields = fields

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("why not fetched"))
    def why_not(self, fetch: Fetch) -> str:
        return say(fetch.why) if fetch.reason_code else ""

    def get_urls(self) -> list[URLPattern]:
        ask = self.guarded("drop_source", self.ask, LOOK + CHANGE)
        write_off = self.guarded("add_writeoff", self.write_off, CHANGE)
        reinstate = self.guarded("delete_writeoff", self.reinstate, CHANGE)
        session = self.guarded("view_fetch", self.missing_of_session)
        return [
            path("ask/", ask, name="archive_fetch_ask"),
            path("missing/", self.guarded("view_fetch", self.missing), name="archive_fetch_missing"),
            path("missing/<str:session>/", session, name="archive_fetch_missing_of_session"),
            path("write-off/", write_off, name="archive_fetch_write_off"),
            path("reinstate/", reinstate, name="archive_fetch_reinstate"),
            *super().get_urls(),
        ]

    # --- Asking -----------------------------------------------------------------------------------------------

    def ask(self, request: HttpRequest) -> HttpResponse:
        """The page on which librarians ask for documents. Its address can fill in a list."""
        if request.method != "POST":
            return self._ask_page(request, _listed(request), list(un_documents.LANGUAGES))
        chosen = request.POST.getlist("only") or request.POST.getlist("symbol")
        names = chosen or fetching.names_in(request.POST.get("symbols", ""))
        languages = [code for code in un_documents.LANGUAGES if code in request.POST.getlist("language")]
        try:
            batch = fetching.ask(names, languages, by=request.user, again="again" in request.POST)
        except RefusedError as error:
            return self._ask_page(request, names, languages, say(error.message))
        return redirect("admin:archive_batch_change", batch.pk)

    def _ask_page(self, request: HttpRequest, names: list[str], languages: list[str], error: str = "") -> HttpResponse:
        return self.page(
            request,
            "fetch.html",
            _("Fetch by symbol"),
            400 if error else 200,
            typed="\n".join(names),
            languages=_languages(languages),
            error=error,
            off="" if fetching.is_on() else say(Message("fetching.no_contact")),
            most=fetching.MOST,
            numbers=_NUMBERS,
            asked=request.GET,
            waiting=Fetch.objects.at_work().count(),
            held_until=fetching.held_until(),
            newest=Fetch.objects.select_related("batch", "asked_by")[:10],
        )

    # --- What is missing --------------------------------------------------------------------------------------

    def missing(self, request: HttpRequest) -> HttpResponse:
        every_topic = request.GET.get("topic") == "all"
        found = MissingResolutions(every_topic=every_topic).sessions
        rows = [(session_name(one.session), one) for one in found if one.missing or one.written_off]
        total = sum(len(one.missing) for one in found)
        return self.page(
            request, "missing.html", _("Missing resolutions"), rows=rows, total=total, every_topic=every_topic
        )

    def missing_of_session(self, request: HttpRequest, session: str) -> HttpResponse:
        every_topic = request.GET.get("topic") == "all"
        if len(session) > _LONGEST_SESSION or symbols.session_order(session) < 0:
            raise Http404
        found = MissingResolutions(every_topic=every_topic).of_session(session)
        name = session_name(session)
        return self.page(
            request,
            "missing_of_session.html",
            _("%(session)s: missing resolutions") % {"session": name},
            name=name,
            found=found,
            rows=_rows(found),
            written_off=_written_off(session),
            every_topic=every_topic,
            languages=_languages(list(un_documents.LANGUAGES)),
            off="" if fetching.is_on() else say(Message("fetching.no_contact")),
        )

    def write_off(self, request: HttpRequest) -> HttpResponse:
        def act(symbol: str) -> str:
            writing_off.write_off(symbol, by=request.user, reason=self.reason(request))
            return _("%(symbol)s is written off as not existing.")

        return self._on_symbol(request, act)

    def reinstate(self, request: HttpRequest) -> HttpResponse:
        def act(symbol: str) -> str:
            writing_off.reinstate(symbol, by=request.user)
            return _("%(symbol)s is no longer written off.")

        return self._on_symbol(request, act)

    def _on_symbol(self, request: HttpRequest, act: Callable[[str], str]) -> HttpResponse:
        symbol = symbols.normalise(request.POST.get("symbol", ""))
        try:
            messages.success(request, act(symbol) % {"symbol": symbol})
        except RefusedError as error:
            messages.error(request, say(error.message))
        session = symbols.session_of(symbol)
        if not session:
            return redirect("admin:archive_fetch_missing")
        address = reverse("admin:archive_fetch_missing_of_session", args=[session])
        return redirect(address + ("?topic=all" if request.POST.get("topic") == "all" else ""))


def _languages(chosen: list[str]) -> list[tuple[str, str, bool]]:
    """(code, name, whether it is chosen) of the languages in which documents are fetched."""
    names = dict(language_choices())
    return [(code, names[code], code in chosen) for code in un_documents.LANGUAGES]


def _listed(request: HttpRequest) -> list[str]:
    """The symbols of the list that the address asks for: the most wanted, a series, or a session."""
    if wanted := request.GET.get("wanted", ""):
        return fetching.most_wanted(int(wanted) if wanted in map(str, _NUMBERS) else _NUMBERS[0])
    found: list[Missing] = []
    if series := request.GET.get("series", "").strip():
        symbol = next(iter(document_name(series).symbols), "")
        found = MissingResolutions(every_topic=True).of_series(symbol)
    elif session := request.GET.get("session", "").strip():
        found = MissingResolutions().of_session(session).missing
    listed = fetching.not_tried([one.symbol for one in found])
    return [*request.GET.getlist("symbol"), *listed][: fetching.MOST]


def _rows(found: MissingInSession) -> list[dict[str, Any]]:
    """The missing resolutions of a session with their titles and their fetches. The number of queries is constant."""
    wanted = [one.symbol for one in found.missing]
    named, fetched, languages = _titles(wanted), Fetch.objects.newest(wanted), dict(language_choices())
    return [
        {
            "missing": one,
            "title": named[one.symbol],
            "fetches": fetched.get(one.symbol, []),
            "language": languages.get(one.language, ""),
            "official": symbols.official_url(one.symbol),
        }
        for one in found.missing
    ]


def _titles(wanted: list[str]) -> dict[str, tuple[str, str]]:
    """Symbol → title and its code for HTML's ``lang``: of the document, of citing texts, or of a record of the vote."""
    votes = Vote.objects.leading().on_whole().filter(document_id__in=wanted, title_certain=True)
    voted = {str(symbol): title for symbol, title in votes.order_by().values_list("document_id", "title")}
    documents = Document.objects.not_withdrawn().filter(key__in=wanted).values_list("key", "title_zh", "title_en")
    own = {key: (zh, en) for key, zh, en in documents}
    given, _days = given_titles_and_dates(wanted)
    found = {}
    for symbol in wanted:
        zh, en = own.get(symbol, ("", ""))
        found[symbol] = best_title(zh, en or voted.get(symbol, ""), given.get(symbol))
    return found


def _written_off(session: str) -> list[WriteOff]:
    """The symbols of a session that are written off."""
    found = WriteOff.objects.select_related("by")
    return [one for one in found if symbols.session_of(one.symbol) == session]
