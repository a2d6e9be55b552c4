"""Writes an index of OpenSearch: a new one beside the old one, or the changes of some documents."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from haystack.constants import ID
from opensearchpy import OpenSearch
from opensearchpy.helpers import streaming_bulk

from archive.searching.engines.backend import IndexAway
from archive.searching.engines.opensearch_cluster import WRITING, whole
from archive.searching.engines.opensearch_conditions import spelled, spelled_field, terms
from archive.searching.engines.opensearch_reader import OpensearchReader
from archive.searching.matching import Either, EngineQuery, Is

# Increase this number if the mapping or the settings of an index change. An older index is then not used.
FORM = 1
_CHUNK = 500  # entries of one request
_CHUNK_BYTES = 8 * 1024 * 1024
# If the cluster has too much to do (429), a request is repeated after 1, 2, 4 … seconds. Then the write fails.
_RETRIES = 8
_LONGEST_PAUSE = 30  # seconds
_MISSING = 404  # status of a deletion of an entry that is gone already


def definition(kinds: Mapping[str, str], shards: int, about: Mapping[str, Any]) -> dict[str, Any]:
    """The settings and the mapping of an index. ``about`` is stored with it.

    OpenSearch keeps no copy of the entries: a search takes identifiers and numbers only.
    """
    tokens = {"type": "text", "analyzer": "keyword", "position_increment_gap": 0, "norms": False}
    words = {"type": "text", "analyzer": "keyword", "index_options": "freqs"}
    presence = {"type": "text", "analyzer": "keyword", "index_options": "docs", "norms": False}
    fields: dict[str, dict[str, Any]] = {}
    for name, kind in kinds.items():
        match kind:
            case "integer":
                fields[name] = {"type": "long"}
            case "keyword":
                fields[name] = {"type": "keyword"}
            case "words":
                fields[name] = words if name == "words" else presence | {"similarity": "presence"}
            case _:
                fields[name] = fields[spelled_field(name)] = tokens
    return {
        "settings": {
            "number_of_shards": shards,
            "number_of_replicas": 0,  # while it is built
            "refresh_interval": "-1",  # the writer says when changes can be seen
            "gc_deletes": "1d",  # so long a late writer cannot bring back what was deleted
            "max_result_window": 1_000_000,
            "similarity": {"presence": {"type": "BM25", "k1": 0, "b": 0}},  # the rarity of a word, and nothing else
        },
        "mappings": {"_meta": dict(about), "_source": {"enabled": False}, "dynamic": "strict", "properties": fields},
    }


class OpensearchWriter:
    """Collects entries. Those of a new index are sent at once, and those of the index in use by ``commit``.

    ``version`` asks the transaction with the lock for its version, which is higher than that of every earlier writer.
    It is asked before each request, so a writer without its lock stops, and the transaction never seems idle.
    OpenSearch refuses an entry that is older than its own, so a writer that loses its lock meanwhile replaces nothing
    newer.
    """

    def __init__(
        self,
        client: OpenSearch,
        index: str,
        kinds: Mapping[str, str],
        version: Callable[[], int],
        *,
        afresh: bool,
    ) -> None:
        self._client, self._index, self._kinds = client, index, kinds
        self._still_locked, self._version, self._afresh = version, version(), afresh
        self._deleted: dict[str, set[str]] = {}
        self._added: set[str] = set()
        self._waiting: list[dict[str, Any]] = []
        self._spool = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115  # closed by commit or abandon

    def add(self, fields: dict[str, Any]) -> None:
        self._waiting.append(self._entry(fields))
        if len(self._waiting) >= _CHUNK:
            self._flush()

    def delete(self, name: str, value: str) -> None:
        self._deleted.setdefault(name, set()).add(value)

    def commit(self) -> None:
        """Send what was collected, and let searches see it. An entry is replaced in one step, and left-over ones go
        last: if this fails in the middle, no entry is missing that has not changed."""
        self._flush()
        if not self._afresh:
            self._refresh()
            gone = self._left_over()
            self._spool.seek(0)
            self._send(json.loads(line) for line in self._spool)
            self._send(self._action(name, {}, "delete") for name in gone)
        self._refresh()
        self._spool.close()

    def abandon(self) -> None:
        self._spool.close()

    def _flush(self) -> None:
        actions = [self._action(entry[ID][0], entry) for entry in self._waiting]
        self._waiting.clear()
        if self._afresh:
            self._send(actions)
            return
        for action in actions:
            self._added.add(action["_id"])
            self._spool.write(json.dumps(action) + "\n")

    def _left_over(self) -> list[str]:
        """The entries that are to be deleted and that were not added again."""
        if not self._deleted:
            return []
        condition = Either(tuple(Is(name, tuple(values)) for name, values in self._deleted.items()))
        reader = OpensearchReader(self._client, self._index, self._kinds)
        found = reader.find(EngineQuery(condition), 0, None, [ID], [])
        return [name for name, _ in found.rows if name not in self._added]

    def _send(self, actions: Iterable[dict[str, Any]]) -> None:
        sent = streaming_bulk(
            self._client,
            self._while_locked(actions),
            chunk_size=_CHUNK,
            max_chunk_bytes=_CHUNK_BYTES,
            raise_on_error=False,
            request_timeout=WRITING,
            max_retries=_RETRIES,
            initial_backoff=1,
            max_backoff=_LONGEST_PAUSE,
        )
        for good, result in sent:
            (done,) = result.values()
            if not good and done["status"] != _MISSING:
                raise IndexAway(f"OpenSearch did not take the entry {done['_id']}: {_why(done)}.")

    def _while_locked(self, actions: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for place, action in enumerate(actions):
            if place % _CHUNK == 0:
                self._still_locked()
            yield action

    def _refresh(self) -> None:
        whole(self._client.indices.refresh(index=self._index, request_timeout=WRITING))

    def _action(self, name: str, entry: dict[str, Any], operation: str = "index") -> dict[str, Any]:
        action = {"_op_type": operation, "_index": self._index, "_id": name, "version": self._version}
        return {**action, "version_type": "external_gte", **({"_source": entry} if entry else {})}

    def _entry(self, fields: dict[str, Any]) -> dict[str, Any]:
        return dict(self._values(fields))

    def _values(self, fields: dict[str, Any]) -> Iterator[tuple[str, Any]]:
        for name, kind in self._kinds.items():
            value = fields.get(name)
            match kind:
                case "integer":
                    yield name, int(value or 0)
                case "tokens":
                    yield name, terms(value or "")
                    yield spelled_field(name), spelled(value or "")
                case "words":
                    yield name, terms(value or "")
                case _:
                    values = value if isinstance(value, list | tuple | set) else [value]
                    yield name, [str(one) for one in values if one not in (None, "")]


def _why(done: Mapping[str, Any]) -> str:
    error = done.get("error", {})
    return str(error.get("reason", error)) if isinstance(error, Mapping) else str(error)
