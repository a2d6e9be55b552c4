"""Items: the short names of what a bibliography lists, and their references, read in few queries.

An item is the key of a document (``A/RES/65/72``, ``treaty:NPT``), a key with the path of a clause after ``#``
(``A/RES/65/72#op8``), or a vote (``vote:`` and its key).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from urllib.parse import quote

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils.safestring import SafeString

from archive import symbols
from archive.bibliography.paragraph import Paragraph
from archive.bibliography.reference import Reference
from archive.models import Citation, Clause, Document, Revision, Vote, VoteProblem
from archive.models.vote import ProblemKind
from archive.page_language import reads_chinese
from archive.views.given_dates import GivenDate, given_titles_and_dates
from archive.views.labels import lacks_title_or_date
from archive.views.markup import fill
from archive.views.references.of_models import reference_of_clause, reference_of_document, reference_of_vote
from archive.voting.record import Scope

LONGEST = 460  # characters of an item: the longest key, and a path
_VOTE = "vote:"


class Item(NamedTuple):
    """``key`` is that of a document, or of a vote; ``path`` is that of a clause, "" for the whole."""

    key: str
    path: str = ""
    is_vote: bool = False

    @classmethod
    def of(cls, words: str) -> Item:
        """The item that the words name. A symbol can be written in any spelling.

        >>> Item.of("a/res/65/72#op8"), Item.of("vote:resolution:A/RES/65/72")[::2]
        (Item(key='A/RES/65/72', path='op8', is_vote=False), ('resolution:A/RES/65/72', True))
        """
        if words.startswith(_VOTE):
            return cls(words.removeprefix(_VOTE), "", True)
        key, _hash, path = words.partition("#")
        return cls(symbols.normalise(key), path)

    def __str__(self) -> str:
        if self.is_vote:
            return _VOTE + self.key
        return f"{self.key}#{self.path}" if self.path else self.key


def mark(item: Item | str) -> SafeString:
    """Marks an item of a list for Zotero. Zotero puts the name into an address as it is, so it is encoded already."""
    return fill('<abbr class="unapi-id" title="{}"></abbr>', quote(str(item), safe="/:()"))


def references_of(items: Sequence[Item], site: str) -> dict[Item, Reference]:
    """Item → reference, in the order of the items, without those that readers cannot see. At most nine queries.

    The text of a clause is that in the page's language, if the archive has it.
    """
    documents = _documents([item.key for item in items if not item.is_vote], site)
    labels = _labels([item for item in items if item.path], {key: each.language for key, each in documents.items()})
    votes = _votes([item.key for item in items if item.is_vote], site)
    found: dict[Item, Reference] = {}
    for item in items:
        if item.is_vote:
            reference = votes.get(item.key)
        elif item.path:
            place = labels.get(item)
            reference = reference_of_clause(documents[item.key], place) if place else None
        else:
            reference = documents.get(item.key)
        if reference:
            found[item] = reference
    return found


def _documents(keys: Sequence[str], site: str) -> dict[str, Reference]:
    wanted = set(keys) - {""}
    if not wanted:
        return {}
    known = {
        document.key: document
        for document in Document.objects.of_readers().filter(key__in=wanted).select_related("resolution")
    }
    languages = _languages(wanted)
    titles, days = given_titles_and_dates(key for key in wanted if lacks_title_or_date(known.get(key)))
    return {
        key: reference_of_document(
            key,
            known.get(key),
            site,
            language=languages.get(key, ""),
            given=titles.get(key),
            given_date=days.get(key),
        )
        for key in known.keys() | _cited(wanted - known.keys())
    }


def _cited(keys: set[str]) -> set[str]:
    """Those of the keys that a clause cites which readers see. The archive has no more of these documents."""
    if not keys:
        return set()
    named = Citation.objects.of_readers().filter(Q(key__in=keys) | Q(target__key__in=keys)).order_by()
    return keys & set(named.values_list(Coalesce("target__key", "key"), flat=True))


def _languages(keys: Iterable[str]) -> dict[str, str]:
    """Key → the language of the text that a page shows: the page's language, otherwise that of the leading text."""
    key, language = "text__resolution__document__key", "text__language"
    rows = Revision.objects.in_every_language().filter(**{f"{key}__in": set(keys)}).order_by("text__leading")
    page = "zh" if reads_chinese() else "en"
    found: dict[str, str] = {}
    for symbol, code in rows.values_list(key, language):
        if found.get(symbol) != page:
            found[symbol] = code
    return found


_UP = ("", "parent__", "parent__parent__", "parent__parent__parent__")  # the clauses above a clause


def _labels(items: Iterable[Item], languages: dict[str, str]) -> dict[Item, Paragraph]:
    """Item → the place of its clause, with its printed labels in the text that the reference names."""
    wanted = {item for item in items if item.key in languages}
    if not wanted:
        return {}
    key, language = "revision__text__resolution__document__key", "revision__text__language"
    clauses = Clause.objects.in_every_language().filter(**{f"{key}__in": {item.key for item in wanted}})
    rows = clauses.filter(path__in={item.path for item in wanted})
    several: set[tuple[str, str]] = set()  # the texts with several annexes
    if any(item.path.startswith("annex1-") for item in wanted):
        several = set(clauses.filter(path__startswith="annex2-").order_by().values_list(key, language).distinct())
    columns = [f"{up}{name}" for up in _UP for name in ("pk", "label")]
    found: dict[Item, Paragraph] = {}
    for symbol, code, path, *above in rows.values_list(key, language, "path", *columns):
        item = Item(symbol, path)
        if item in wanted and code == languages[symbol]:
            pairs = zip(above[::2], above[1::2], strict=True)
            labels = tuple(label for pk, label in pairs if pk is not None)[::-1]
            only = path.startswith("annex1-") and (symbol, code) not in several
            found[item] = Paragraph(path, labels, in_only_annex=only)
    return found


def positions_of(items: Iterable[Item]) -> dict[Item, int]:
    """Item → the position of its clause in the leading text, otherwise in a text that has it. One query."""
    wanted = {item for item in items if item.path}
    if not wanted:
        return {}
    key = "revision__text__resolution__document__key"
    clauses = Clause.objects.in_every_language().filter(
        **{f"{key}__in": {item.key for item in wanted}, "path__in": {item.path for item in wanted}}
    )
    rows = clauses.order_by("revision__text__leading").values_list(key, "path", "position")  # the leading text last
    return {Item(symbol, path): position for symbol, path, position in rows}


def _votes(keys: Sequence[str], site: str) -> dict[str, Reference]:
    if not keys:
        return {}
    doubted = Exists(VoteProblem.objects.filter(vote=OuterRef("pk"), kind=ProblemKind.DATE))
    votes = list(
        Vote.objects.filter(key__in=set(keys)).select_related("document__resolution").annotate(doubted=doubted)
    )
    _titles, days = given_titles_and_dates(str(vote.document_id) for vote in votes if vote.document_id)
    return {
        vote.key: reference_of_vote(vote, site, date_certain=_is_certain(vote, days.get(str(vote.document_id))))
        for vote in votes
    }


def _is_certain(vote: Vote, given: GivenDate | None) -> bool:
    """Whether the day of a vote is certain. Citing texts that give the same day to its resolution make it certain."""
    if given and vote.scope == Scope.WHOLE and not vote.in_committee and given.date == vote.date:
        return True
    return vote.date_certain and not vote.doubted  # type: ignore[attr-defined]
