"""Answers to requests that the server refuses before Django has them: malformed, too large, or too many."""

from __future__ import annotations

import json

from waitress.task import ErrorTask
from waitress.utilities import Error

from archive.asks_json import json_asked


class Busy(Error):
    """The answer to a request for which no thread is free soon."""

    code = 503
    reason = "Service Unavailable"
    headers = (("Retry-After", "10"),)

    def __init__(self) -> None:
        super().__init__("The archive is busy; ask again in a few seconds. / 档案正忙，请过几秒再试。")


def refused(error: Error, path: str, query: str, accept: str) -> tuple[str, list[tuple[str, str]], bytes]:
    """Status, headers and content of the answer, as JSON where the request asks for it."""
    if json_asked(path, query, accept):
        content, kind = json.dumps({"error": error.body}, ensure_ascii=False), "application/json"
    else:
        content, kind = f"{error.body}\n", "text/plain; charset=utf-8"
    return f"{error.code} {error.reason}", [("Content-Type", kind), *getattr(error, "headers", ())], content.encode()


class Refusal(ErrorTask):
    """waitress's task for a request with an error."""

    def execute(self) -> None:
        # A request that could not be parsed lacks some attributes.
        path, query, headers = (getattr(self.request, name, None) for name in ("path", "query", "headers"))
        accept = (headers or {}).get("ACCEPT", "")
        self.status, found, content = refused(self.request.error, path or "", query or "", accept)
        self.response_headers.extend(found)
        self.set_close_on_finish()
        self.content_length = len(content)
        self.write(content)
