"""What the records of a page of items show. The number of queries is the same for any number of items."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from archive import languages
from archive.models import Citation, Document, HarvestItem, Resolution, Subject


@dataclass(frozen=True, slots=True)
class Described:
    """A text with its facts. ``address`` is that of its page. ``subjects`` are those that sources give it.

    ``languages`` are those of its texts, the leading one first. ``cited`` are the symbols or titles of the documents
    that its leading text cites, in their order.
    """

    document: Document
    resolution: Resolution
    changed_at: datetime
    address: str
    languages: tuple[languages.Language, ...]
    subjects: tuple[Subject, ...]
    cited: tuple[str, ...]


def described(items: Iterable[HarvestItem], site: str) -> dict[str, Described]:
    """Symbol → what the record of an item shows. ``site`` is the archive's address, without a slash at the end.

    A text that was withdrawn a moment ago is left out.
    """
    times = {item.symbol: item.changed_at for item in items if not item.deleted}
    documents = Document.objects.not_withdrawn().filter(key__in=times, resolution__isnull=False)
    documents = documents.select_related("resolution").prefetch_related("resolution__subjects", "resolution__texts")
    found = list(documents)
    cited = _cited(document.pk for document in found)
    return {
        document.key: Described(
            document,
            document.resolution,
            times[document.key],
            f"{site}{document.resolution.get_absolute_url()}",
            tuple(languages.of(text.language) for text in document.resolution.texts.all()),
            tuple(document.resolution.subjects.all()),
            tuple(cited[document.pk]),
        )
        for document in found
    }


def _cited(resolutions: Iterable[int]) -> dict[int, dict[str, None]]:
    """Primary key of a resolution → the documents that it cites."""
    rows = Citation.objects.of_readers().filter(revision__text__resolution__in=list(resolutions), key__gt="")
    found: dict[int, dict[str, None]] = defaultdict(dict)
    named = rows.order_by("position").values_list("revision__text__resolution", "target__key", "key")
    for resolution, target, key in named:
        name = (target or key).removeprefix("title:").removeprefix("treaty:")
        found[resolution].setdefault(name)
    return found
