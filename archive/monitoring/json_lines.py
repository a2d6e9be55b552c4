"""The format of the log: one JSON object in each line.

Every line of a request has its id, which the answer has in the header ``X-Request-ID``.
"""

from __future__ import annotations

import json
import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

request_id: ContextVar[str] = ContextVar("request_id", default="")


# Characters that a terminal takes for commands, or a reader of the log for the end of a line. JSON leaves them.
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request_id.get():
            line["request_id"] = request_id.get()
        line |= getattr(record, "facts", {})
        # Django attaches a traceback also to refusals such as 403. They are no errors of the archive.
        if record.exc_info and getattr(record, "status_code", 500) >= 500:
            line["traceback"] = self.formatException(record.exc_info)
        return _UNPRINTABLE.sub(_escaped, json.dumps(line, ensure_ascii=False, default=str))


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
