"""The command ``compile_translations``: compiles locale/*.po to *.mo, the files that Django reads.

Django's own compilemessages needs gettext's msgfmt, which is not installed on a new machine.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Compile the translations that have changed. Needs no gettext."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for made in compile_changed(map(Path, settings.LOCALE_PATHS)):
            self.stdout.write(f"{made.parent.parent.name}: {made.name}")


def compile_changed(folders: Iterable[Path]) -> Iterator[Path]:
    """Compiles each ``.po`` file that is newer than its ``.mo`` file. Yields the paths of the new ``.mo`` files.

    A ``.mo`` file is replaced in one step, because two processes may compile at the same time.
    """
    for folder in folders:
        for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
            compiled = source.with_suffix(".mo")
            if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
                _replace(compiled, polib.pofile(str(source)).to_binary())
                yield compiled


def _replace(path: Path, content: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}-", delete=False) as draft:
        draft.write(content)
    Path(draft.name).chmod(0o644)
    Path(draft.name).replace(path)
