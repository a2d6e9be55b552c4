"""What the records of a page of items show. The number of queries is the same for any number of items."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from archive.bibliography import names
from archive.bibliography.reference import Reference
from archive.languages import Language, of
from archive.models import Citation, Document, HarvestItem, Resolution, Revision, Subject
from archive.models.subject import without_filler
from archive.views.references.of_models import reference_of_document
from archive.views.revision_content import RevisionContent


@dataclass(frozen=True, slots=True)
class Described:
    """A text with its facts. ``site`` is the archive's address. ``subjects`` are those that sources give it.

    ``languages`` are those of its texts, the leading one first. ``cited`` are the symbols, or else the titles, of
    the documents that its leading text cites, in their order. ``content`` is the leading text, for a format that needs
    its words.
    """

    reference: Reference
    document: Document
    resolution: Resolution
    changed_at: datetime
    languages: tuple[Language, ...]
    subjects: tuple[Subject, ...]
    cited: tuple[str, ...]
    site: str
    content: RevisionContent | None = None

    @property
    def organ(self) -> str:
        """The English name of the organ that adopted it, as in a sentence: “General Assembly”."""
        return names.author(self.reference, "en").removeprefix("UN ")

    def addresses(self) -> list[tuple[Language, str]]:
        """Each language with the address of the text in it. The leading text needs no language in its address."""
        page = self.reference.address
        return [(one, f"{page}?text={one.code}" if place else page) for place, one in enumerate(self.languages)]

    def subject_names(self) -> list[tuple[Subject, str, str]]:
        """Each subject with its Chinese and its English name. The Chinese name can be ""."""
        return [(each, each.name_zh, without_filler(each.name_en)) for each in self.subjects]


def described(items: Iterable[HarvestItem], site: str, *, with_words: bool) -> dict[str, Described]:
    """Symbol → what the record of an item shows. ``site`` is the archive's address, without a slash at the end.

    ``with_words``: the format has the words of the text. A text that was withdrawn a moment ago is left out.
    """
    times = {item.symbol: item.changed_at for item in items if not item.deleted}
    found = Document.objects.not_withdrawn().filter(key__in=times, resolution__isnull=False)
    found = found.select_related("resolution").prefetch_related("resolution__subjects", "resolution__texts")
    cited = _cited(document.pk for document in found)
    contents = _contents(document.resolution for document in found) if with_words else {}
    return {
        document.key: _described(document, times[document.key], site, cited[document.pk], contents.get(document.pk))
        for document in found
    }


def _described(
    document: Document, changed_at: datetime, site: str, cited: Iterable[str], content: RevisionContent | None
) -> Described:
    spoken = tuple(of(text.language) for text in document.resolution.texts.all())
    return Described(
        reference_of_document(document.key, document, site, language=spoken[0].code if spoken else ""),
        document,
        document.resolution,
        changed_at,
        spoken,
        tuple(document.resolution.subjects.all()),
        tuple(cited),
        site,
        content,
    )


def _contents(resolutions: Iterable[Resolution]) -> dict[int, RevisionContent]:
    """Primary key of a resolution → its leading text."""
    by_key = {resolution.pk: resolution for resolution in resolutions}
    shown = Revision.objects.leading().filter(text__resolution__in=by_key)
    revisions = list(shown.select_related("text", "source", "proofed_by"))
    for revision in revisions:  # the same objects, because their subjects are read already
        revision.text.resolution = by_key[revision.text.resolution_id]
    return {each.revision.text.resolution_id: each for each in RevisionContent.of_each(revisions)}


def _cited(resolutions: Iterable[int]) -> dict[int, dict[str, None]]:
    """Primary key of a resolution → the documents that it cites: their symbols, and the titles of treaties and other
    instruments, which have none."""
    rows = Citation.objects.of_readers().filter(revision__text__resolution__in=list(resolutions), key__gt="")
    found: dict[int, dict[str, None]] = defaultdict(dict)
    columns = ("revision__text__resolution", "key", "target__key", "target__title_zh", "target__title_en")
    for resolution, key, target, title_zh, title_en in rows.order_by("position").values_list(*columns):
        name = target or key
        if name.startswith(("treaty:", "title:")):
            name = title_zh or title_en or name.partition(":")[2]
        found[resolution].setdefault(name)
    return found
