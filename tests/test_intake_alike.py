"""Tests ``intake.alike``: an instrument that two texts print in two ways is one document."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from archive.citing import cite
from archive.desk import merging
from archive.intake.catalogue import from_database, stamp
from archive.intake.result import Result
from archive.intake.store import compare
from archive.models import Citation, Document
from archive.reading.draft import Draft, DraftClause
from tests import shelf

pytestmark = pytest.mark.django_db

FIRST, SECOND = "关于特别重要的某种栖息地公约", "特别重要的某种栖息地的公约"


def citing(symbol: str, title: str) -> Draft:
    return shelf.draft(symbol, clauses=[DraftClause("operative", "op1", "1.", "", f"回顾《{title}》第三条；")])


def store(*drafts: Draft) -> None:
    """Stores texts of one batch: all are cited with the same catalogue."""
    catalogue = from_database()
    for made in drafts:
        shelf.store(made, cite(made, catalogue))


def keys() -> list[str]:
    return list(Citation.objects.order_by("pk").values_list("key", flat=True))


def test_another_printing_becomes_a_name_of_the_present_document() -> None:
    store(citing("A/RES/90/2", FIRST), citing("A/RES/90/3", SECOND))
    assert keys() == [f"title:{FIRST}"] * 2
    [document] = Document.objects.filter(key__startswith="title:")
    assert list(document.aliases.values_list("name", flat=True)) == [SECOND]


def test_reading_again_changes_nothing() -> None:
    made = citing("A/RES/90/3", SECOND)
    store(citing("A/RES/90/2", FIRST), made)
    assert compare(made, cite(made, from_database()))[0] == Result.UNCHANGED


def test_different_titles_stay_different_documents() -> None:
    store(citing("A/RES/90/2", FIRST), citing("A/RES/90/3", "特别重要的另一种栖息地公约"))
    assert keys() == [f"title:{FIRST}", "title:特别重要的另一种栖息地公约"]


@pytest.mark.parametrize(
    ("earlier", "words"),
    [
        ("回顾《关于某种栖息地的联合声明》；", "欢迎关于某种栖息地的联合声明；"),
        ("回顾《加强栖息地联合框架》；", "又回顾《两个组织加强栖息地联合框架》；"),
        ("回顾《部长级宣言》；", "回顾《关于栖息地的部长级宣言》。请各国落实该部长级宣言；"),
        ("注意到主席的报告(A/57/759-S/2003/332)；", "注意到主席的报告；又注意到S/2003/332号文件；"),
    ],
)
def test_citations_do_not_depend_on_what_earlier_texts_name(earlier: str, words: str) -> None:
    made = shelf.draft("A/RES/90/3", clauses=[DraftClause("operative", "op1", "1.", "", words)])
    alone = named(made)
    store(shelf.draft("A/RES/90/2", clauses=[DraftClause("operative", "op1", "1.", "", earlier)]))
    assert named(made) == alone


def named(draft: Draft) -> list[tuple[str, str | None, str]]:
    """(words, key, pinpoint) of each citation. Only whether the archive has a document depends on other texts."""
    found = cite(draft, from_database()).clauses.values()
    return [(one.exact, one.target, one.pinpoint) for held in found for one in held]


@pytest.mark.parametrize("words", [f"欢迎{FIRST}；", "欢迎《栖息地书》；"])
def test_a_librarian_s_name_is_known_to_later_texts(words: str) -> None:
    store(citing("A/RES/90/2", FIRST))
    before = stamp()
    document = Document.objects.get(key=f"title:{FIRST}")
    document.url = "https://example.org/"
    document.save()
    document.aliases.create(name="栖息地书")
    made = shelf.draft("A/RES/90/3", clauses=[DraftClause("operative", "op1", "1.", "", words)])
    assert [(key, pinpoint) for _words, key, pinpoint in named(made)] == [(document.key, "")]
    assert stamp() != before


def test_an_alias_of_a_librarian_is_a_name_of_an_instrument_that_only_texts_name() -> None:
    store(citing("A/RES/90/2", FIRST))
    Document.objects.get(key=f"title:{FIRST}").aliases.create(name="栖息地书")
    assert [key for _words, key, _pinpoint in named(citing("A/RES/90/3", "栖息地书"))] == [f"title:{FIRST}"]


@pytest.fixture
def librarian() -> User:
    return User.objects.create_superuser("librarian")


def test_reading_a_merged_title_again_changes_nothing(librarian: User) -> None:
    other = "特别重要的另一种栖息地公约"
    made = citing("A/RES/90/3", other)
    store(citing("A/RES/90/2", FIRST), made)
    merged, into = (Document.objects.get(key=f"title:{title}") for title in (other, FIRST))
    merging.merge(merged.pk, into.pk, by=librarian, reason="同一公约")
    assert keys() == [f"title:{FIRST}"] * 2
    assert compare(made, cite(made, from_database()))[0] == Result.UNCHANGED
