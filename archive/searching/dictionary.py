"""Loads the dictionary by which Chinese texts are cut into words: that of jieba, with the names of the archive.

The dictionary has half a million words. Reading jieba's file and adding the names takes most of a second. The result is
kept in the archive's own folder, from which any process loads it in a fifth of a second.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from django.conf import settings

# jieba imports this large package only to find a file beside its own modules. Without it, jieba finds the file too.
_pkg_resources = sys.modules.get("pkg_resources")
sys.modules["pkg_resources"] = None  # type: ignore[assignment]  # the import then fails
import jieba  # noqa: E402
from jieba import Tokenizer as Tokenizer  # noqa: E402

if _pkg_resources is None:
    del sys.modules["pkg_resources"]
else:
    sys.modules["pkg_resources"] = _pkg_resources

# Python's second format does not look for equal objects. It is loaded three times as fast as a newer one.
_FORMAT = 2


def tokenizer(names: Sequence[str]) -> Tokenizer:
    """A tokenizer with jieba's dictionary, in which ``names`` are words too."""
    jieba.setLogLevel(60)  # jieba reports on standard error when it loads
    found = Tokenizer()
    digest = hashlib.sha256("\n".join((jieba.__version__, *names)).encode()).hexdigest()
    kept = settings.VAR_DIR / "jieba" / f"dictionary-{digest[:16]}"
    try:
        found.FREQ, found.total = marshal.loads(kept.read_bytes())  # noqa: S302  # a file of the archive itself
    except (OSError, EOFError, ValueError, TypeError):  # there is none, or it is damaged
        found.FREQ, found.total = found.gen_pfdict(found.get_dict_file())
        found.initialized = True
        for name in names:
            found.add_word(name)
        with suppress(OSError):  # on a full disk, each process reads jieba's file
            _keep(kept, marshal.dumps((found.FREQ, found.total), _FORMAT))
    found.initialized = True
    return found


def _keep(file: Path, content: bytes) -> None:
    """Writes the file, whole or not at all, and removes those of other versions."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, written = tempfile.mkstemp(dir=file.parent)
    with os.fdopen(handle, "wb") as new:
        new.write(content)
    Path(written).replace(file)
    for other in file.parent.glob("dictionary-*"):
        if other != file:
            other.unlink(missing_ok=True)
