"""The process that runs Typst, for ``typesetting``. It reads a question as JSON, and writes the bytes of the file.

It is run as a script, so that it imports nothing of the archive.
"""

from __future__ import annotations

import json
import resource
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

_MEMORY = 2 * 1024**3  # bytes of address space; faces are mapped into it
_CPU_SECONDS = 50


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdout.buffer.write(_compiled(json.load(sys.stdin.buffer)))


def _compiled(question: dict[str, Any]) -> bytes:
    import typst

    template = Path(question["template"])
    more: dict[str, Any] = {"format": question["format"]}
    if more["format"] == "pdf":
        more["pdf_standards"] = ["ua-1"]
    else:
        more["ppi"] = question["ppi"]
    if day := question.get("made_on"):
        more["timestamp"] = datetime.fromisoformat(day).replace(tzinfo=UTC)
    made = typst.compile(str(template), root=str(template.parent), sys_inputs={"data": question["data"]}, **more)
    return made if isinstance(made, bytes) else made[0]


if __name__ == "__main__":
    main()
