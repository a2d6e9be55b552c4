"""Answers to requests that the server refuses before Django has them: malformed, too large, or too many."""

from __future__ import annotations

from waitress.task import ErrorTask
from waitress.utilities import Error

from archive.formats import HTML, asked_for
from archive.problems import MEDIA_TYPE, problem_body


class Busy(Error):
    """The answer to a request for which no thread is free soon."""

    code = 503
    reason = "Service Unavailable"
    headers = (("Retry-After", "10"),)

    def __init__(self) -> None:
        super().__init__("The archive is busy; ask again in a few seconds. / 档案正忙，请过几秒再试。")


def refused(error: Error, path: str, query: str, accept: str) -> tuple[str, list[tuple[str, str]], bytes]:
    """Status, headers and content of the answer: a problem for a program, plain text for a reader."""
    if asked_for(path, query, accept) is HTML:
        content, kind = f"{error.body}\n".encode(), "text/plain; charset=utf-8"
    else:
        content, kind = problem_body(error.code, error.body), MEDIA_TYPE
    return f"{error.code} {error.reason}", [("Content-Type", kind), *getattr(error, "headers", ())], content


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
