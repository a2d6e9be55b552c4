"""Fetches documents by their symbols onto the desk, from the UN's document system (``archive.fetching.un_documents``).

    typed names, languages → ``ask`` → a Batch with a Fetch for each document and language
    a Fetch → ``carry_out`` (a job of the queue, or ``manage.py fetch``) → a Submission of the batch, or a reason

A document is not asked for if the archive or the desk has its text, if it was fetched before, if the server did not
have it, or if a librarian has written it off. All processes together send one request a second. Nothing is fetched
until the administrator has set a contact, and nothing is published.
"""

from __future__ import annotations

import logging
import re
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from archive.desk import history, incoming, queue, turns
from archive.desk.proofs import RefusedError
from archive.fetching import un_documents
from archive.fetching.client import Client
from archive.fetching.hosts import FetchError
from archive.fetching.un_documents import FetchedDocument
from archive.messages import Message
from archive.models import Batch, Citation, Fetch, Proof, RequestTurn, Text, WriteOff
from archive.models.fetch import AT_WORK, FetchState
from archive.models.history import Action
from archive.models.proof import ProofState
from archive.models.submission import SubmissionState
from archive.reading.sources import Source as Bytes
from archive.searching.document_names import document_name
from archive.symbols import published_as

SERVER, PAUSE = "un_documents", 1.0  # seconds between two requests, of all processes together
MOST = 200  # documents that can be asked for at once
SHORT_WAIT = 20.0  # seconds; a job that has to wait for longer is queued again, so that others are done meanwhile
_LATER = 50  # seconds until such a job is tried again
_LONGEST_HOLD = 6 * 3600.0  # seconds; a server that asks for more is asked again after this time
_GIVE_UP = timedelta(hours=12)  # after this time, a server that only asks to wait counts as out of order

log = logging.getLogger(__name__)


def is_on() -> bool:
    """Whether the administrator has set the contact without which nothing is fetched."""
    return bool(settings.CONTACT)


def held_until() -> datetime | None:
    """Until when nothing is fetched, because the server asks for it; None if it does not ask for a long wait."""
    seconds = turns.held(SERVER)
    return timezone.now() + timedelta(seconds=seconds) if seconds > SHORT_WAIT else None


# --- Asking ------------------------------------------------------------------------------------------------


def ask(names: Sequence[str], languages: Sequence[str], *, by: Any | None, again: bool = False) -> Batch:
    """Asks for documents by their symbols, in each of the languages. Returns the batch that shows how it goes.

    ``again`` asks also for documents that were fetched before, or that the server did not have. Raises RefusedError if
    the archive has no contact, if a name is no symbol of a document that can be fetched, or for too many documents.
    """
    if not is_on():
        raise RefusedError("fetching.no_contact")
    symbols = _symbols(names)
    if not symbols or not languages:
        raise RefusedError("fetching.nothing_asked")
    if len(symbols) > MOST:
        raise RefusedError("fetching.too_many", found=len(symbols), most=MOST)
    with transaction.atomic():
        _one_at_a_time()
        batch = Batch.objects.create(name=incoming.batch_name(symbols), created_by=by)
        known = _Known(symbols, again)
        fetches = [_fetch(batch, symbol, language, known, by) for symbol in symbols for language in languages]
        Fetch.objects.bulk_create(fetches)
        for symbol in symbols:
            history.record(Action.ASKED, symbol, by=by, detail=Message("history.batch", {"batch": str(batch.pk)}))
        for fetch in fetches:
            if fetch.state == FetchState.WAITING:
                queue.defer_fetching(fetch.pk)
    return batch


def _one_at_a_time() -> None:
    """Lets another ``ask`` wait until this transaction ends. Otherwise both could ask for the same document."""
    turn = {"server": f"{SERVER} asking"}
    RequestTurn.objects.get_or_create(**turn, defaults={"next_at": timezone.now()})
    RequestTurn.objects.select_for_update().get(**turn)


def most_wanted(number: int) -> list[str]:
    """The symbols that most clauses cite, of documents that can be fetched and were not fetched or written off yet."""
    cited = [row["symbol"] for row in Citation.objects.without_text() if un_documents.can_fetch(row["symbol"])]
    return not_tried(cited)[:number]


def not_tried(symbols: Sequence[str]) -> list[str]:
    """The symbols that are neither written off nor fetched, in any language, with any outcome but a failure."""
    tried = set(WriteOff.objects.filter(symbol__in=symbols).values_list("symbol", flat=True))
    without_outcome = (FetchState.FAILED, FetchState.CANCELLED)
    fetched = Fetch.objects.filter(symbol__in=symbols).exclude(state__in=without_outcome).order_by()
    tried |= set(fetched.values_list("symbol", flat=True))
    return [symbol for symbol in symbols if symbol not in tried]


def names_in(text: str) -> list[str]:
    """The names in a typed list. Lines, commas and semicolons separate them; so do spaces, unless a name has one.

    >>> names_in("A/RES/65/72、65/73; 2373 (XXII)  A/RES/77/263 B")
    ['A/RES/65/72', '65/73', '2373 (XXII)  A/RES/77/263 B']
    """
    return [name.strip() for name in re.split(r"[\n\r,;，；、]+", text) if name.strip()]


def _symbols(names: Iterable[str]) -> list[str]:
    """The symbols of documents that can be fetched, each document once. Raises RefusedError with the other names."""
    found: dict[str, str] = {}
    unknown = []
    for name in names:
        read = _read(name) or [symbol for word in name.split() for symbol in _read(word) or [""]]
        for symbol in filter(None, read):
            found.setdefault(published_as(symbol), symbol)
        if not read or not all(read):
            unknown.append(name)
    if unknown:
        raise RefusedError("fetching.no_symbol", names=", ".join(unknown)[:400])
    return list(found.values())


def _read(name: str) -> list[str]:
    return [symbol for symbol in document_name(name).symbols if un_documents.can_fetch(symbol)][:1]


def _fetch(batch: Batch, symbol: str, language: str, known: _Known, by: Any | None) -> Fetch:
    fetch = Fetch(batch=batch, symbol=symbol, language=language, asked_by=by)
    if reason := known.why_not(symbol, language):
        fetch.state, why = reason
        fetch.reason_code, fetch.reason_values, fetch.done_at = why.code, why.values, timezone.now()
    return fetch


class _Known:
    """What the archive knows of documents, so that nothing is fetched twice. The number of queries is constant."""

    def __init__(self, symbols: Sequence[str], again: bool) -> None:
        open_proofs = Proof.objects.filter(state__in=(ProofState.OPEN, ProofState.APPROVAL))
        texts = Text.objects.order_by().filter(resolution__document__key__in=symbols)
        self._texts = set(texts.values_list("resolution__document__key", "language"))
        self._proofs = set(open_proofs.filter(symbol__in=symbols).values_list("symbol", "language"))
        self._written_off = dict(WriteOff.objects.filter(symbol__in=symbols).values_list("symbol", "reason"))
        self._fetches = list(self._of_fetches(symbols, again))

    def _of_fetches(self, symbols: Sequence[str], again: bool) -> Iterator[Fetch]:
        for fetch in Fetch.objects.filter(symbol__in=symbols, reason_code="").select_related("submission"):
            is_unread = fetch.submission is None or fetch.submission.state == SubmissionState.FAILED
            arrived = fetch.state == FetchState.ARRIVED and not is_unread
            if fetch.state in AT_WORK or (not again and (arrived or fetch.state == FetchState.NOT_THERE)):
                yield fetch

    def why_not(self, symbol: str, language: str) -> tuple[FetchState, Message] | None:
        """The state and the reason of a document that is not asked for; None for one that is."""
        if symbol in self._written_off:
            return FetchState.NOT_THERE, Message("fetching.written_off", {"why": self._written_off[symbol]})
        if (symbol, language) in self._texts:
            return FetchState.HERE, Message("fetching.text_is_here")
        if (symbol, language) in self._proofs:
            return FetchState.HERE, Message("fetching.on_the_desk")
        for fetch in self._fetches:
            if (fetch.symbol, fetch.language) == (symbol, language):
                return _known_from(fetch)
        return None


def _known_from(fetch: Fetch) -> tuple[FetchState, Message]:
    day = (fetch.done_at or fetch.asked_at).date().isoformat()
    if fetch.state == FetchState.NOT_THERE:
        return FetchState.NOT_THERE, Message("fetching.was_not_there", {"day": day})
    if fetch.state == FetchState.ARRIVED:
        return FetchState.HERE, Message("fetching.fetched_before", {"day": day})
    return FetchState.HERE, Message("fetching.waits_already")


# --- Carrying out ------------------------------------------------------------------------------------------


def carry_out(
    fetch_id: int, *, longest_wait: float = SHORT_WAIT, say: Callable[[Message], object] = lambda message: None
) -> None:
    """Fetches a waiting document onto the desk, or stores why it cannot be had. Does nothing if it does not wait.

    If the server asks for a longer wait than ``longest_wait`` seconds, the document waits on in the queue.
    """
    fetch = Fetch.objects.filter(pk=fetch_id, state__in=AT_WORK).first()
    if fetch is None:
        return None
    if turns.held(SERVER) > longest_wait:
        return _wait_on(fetch)
    Fetch.objects.filter(pk=fetch_id, state=FetchState.WAITING).update(state=FetchState.FETCHING)
    try:
        with tempfile.TemporaryDirectory() as folder:
            client = _client(longest_wait, say)
            document = un_documents.fetch(client, fetch.symbol, fetch.language, Path(folder))
        _finish(fetch, document)
    except FetchError as error:
        _fail(fetch, error)
    except (OperationalError, InterfaceError):
        raise  # the connection is lost; the queue tries the job again
    except Exception:
        log.exception("%s cannot be fetched", fetch)
        _end(fetch, FetchState.FAILED, Message("fetching.archive_fails"))
    return None


def _client(longest_wait: float, say: Callable[[Message], object]) -> Client:
    if not is_on():
        raise FetchError("fetching.no_contact")
    return Client(
        un_documents.hosts(settings.UN_DOCUMENTS),
        contact=settings.CONTACT,
        before_request=lambda: turns.take(SERVER, PAUSE),
        sleep=_sleep,
        longest_wait=longest_wait,
        say=say,
    )


def _sleep(seconds: float) -> None:
    """Waits because the server asks for it. The other processes wait too."""
    turns.hold(SERVER, seconds)
    time.sleep(seconds)


def _finish(fetch: Fetch, document: FetchedDocument | None) -> None:
    if document is None:
        return _end(fetch, FetchState.NOT_THERE)
    with transaction.atomic():
        if _is_at_work(fetch):
            fetch.submission = incoming.take_in(
                fetch.batch,
                Bytes(document.name, document.content),
                by=fetch.asked_by,
                detail=Message("history.fetched", {"symbol": fetch.symbol, "address": document.address}),
            )
            _end(fetch, FetchState.ARRIVED)
    return None


def _fail(fetch: Fetch, error: FetchError) -> None:
    """Stores why a document cannot be had. If the server asks for a longer wait, the document waits on."""
    if error.status == 404:
        return _end(fetch, FetchState.NOT_THERE)
    if error.after and timezone.now() - fetch.asked_at < _GIVE_UP:
        turns.hold(SERVER, min(error.after, _LONGEST_HOLD))
        return _wait_on(fetch)
    return _end(fetch, FetchState.FAILED, error.message)


def _wait_on(fetch: Fetch) -> None:
    with transaction.atomic():
        Fetch.objects.filter(pk=fetch.pk, state__in=AT_WORK).update(state=FetchState.WAITING)
        queue.defer_fetching(fetch.pk, in_seconds=_LATER)


def _is_at_work(fetch: Fetch) -> bool:
    """Locks the fetch until the transaction ends. False if it was cancelled, or if another process has ended it."""
    return Fetch.objects.select_for_update(of=("self",)).filter(pk=fetch.pk, state__in=AT_WORK).exists()


def _end(fetch: Fetch, state: FetchState, why: Message | None = None) -> None:
    with transaction.atomic():
        if not _is_at_work(fetch):
            return
        fetch.state, fetch.done_at = state, timezone.now()
        fetch.reason_code, fetch.reason_values = (why.code, why.values) if why else ("", {})
        fetch.save(update_fields=["state", "done_at", "reason_code", "reason_values", "submission"])
        if state == FetchState.NOT_THERE:
            detail = Message("history.language", {"language": fetch.language})
            history.record(Action.NOT_THERE, fetch.symbol, by=fetch.asked_by, detail=detail)


def take_up() -> None:
    """Queues the fetches that wait without a job, and those that a killed worker has left."""
    Fetch.objects.filter(state=FetchState.FETCHING).update(state=FetchState.WAITING)
    for pk in Fetch.objects.filter(state=FetchState.WAITING).order_by("pk").values_list("pk", flat=True):
        queue.defer_fetching(pk)
