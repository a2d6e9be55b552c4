"""The cluster of OpenSearch: its client, the names of its indexes, and what its errors mean."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import (
    AuthenticationException,
    AuthorizationException,
    ConnectionError,
    NotFoundError,
    OpenSearchException,
    SerializationError,
    TransportError,
)

from archive.searching.engines.backend import IndexAway

SEARCHING = 10  # seconds that a search may take
WRITING = 120  # seconds for a request of a writer; a shard that has lost its node is waited for up to a minute
_TRIES = 3  # requests to other nodes after one that does not answer
_BUSY, _FAULT = 429, 500  # status codes
_ELSEWHERE = range(300, 400)


def cluster(addresses: Sequence[str], authority: str) -> OpenSearch:
    """The client of a cluster. All threads of a process share it.

    ``addresses``: URLs, perhaps with user and password. ``authority``: a file of certificates, "" for those of certifi.
    """
    return _client(os.getpid(), tuple(addresses), authority)


@cache
def _client(process: int, addresses: tuple[str, ...], authority: str) -> OpenSearch:
    """A client for one process: connections cannot be shared with a process that was forked."""
    return OpenSearch(
        list(addresses), timeout=SEARCHING, max_retries=_TRIES, retry_on_timeout=False, ca_certs=authority or None
    )


@contextmanager
def answering() -> Iterator[None]:
    """Raise IndexAway where the cluster, or the part of it with the index, does not answer.

    An error of the request itself stays as it is, because it is an error of the archive.
    """
    try:
        yield
    except NotFoundError as error:
        raise IndexAway("There is no search index.") from error
    except (AuthenticationException, AuthorizationException) as error:
        raise IndexAway("OpenSearch refuses the archive's user. Check OPENSEARCH_URL.") from error
    except ConnectionError as error:
        raise IndexAway("OpenSearch does not answer. Check OPENSEARCH_URL and the cluster.") from error
    except SerializationError as error:
        raise IndexAway("What answers at OPENSEARCH_URL is not OpenSearch.") from error
    except TransportError as error:
        status = error.status_code
        if isinstance(status, int) and (status >= _FAULT or status == _BUSY or status in _ELSEWHERE):
            raise IndexAway(f"OpenSearch cannot answer now ({reason(error)}). Check the cluster.") from error
        raise


def reason(error: OpenSearchException) -> str:
    """What went wrong, in a few words, without addresses."""
    return f"{error.args[0]} {error.args[1]}" if len(error.args) > 1 else type(error).__name__


def whole(answer: Any) -> Any:
    """An answer in which every shard had a part. Raises IndexAway for one with a part only."""
    shards = answer["_shards"]
    if shards["failed"] or answer.get("timed_out"):
        raise IndexAway("A part of the search index does not answer. Check the cluster of OpenSearch.")
    return answer
