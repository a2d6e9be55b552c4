"""Tests every engine with the same questions: the same hits and counts, and exactly the clauses with the words.

The index has invented resolutions and, where they are available, real ones.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from haystack import connections
from haystack.inputs import AutoQuery, Exact
from haystack.query import SQ, SearchQuerySet
from hypothesis import given
from pytest_django import DjangoDbBlocker

from archive.citing import cite
from archive.citing.catalogue import from_fixtures
from archive.intake.states import load_states
from archive.intake.store import Intake
from archive.intake.votes import VoteIntake
from archive.models import Clause, Document
from archive.reading import read
from archive.reading.sources import Source
from archive.reading.typography import HAN
from archive.searching import engines, freshness
from archive.searching.analysis import UNSEEN, fold, is_han
from archive.searching.document_lookup import keys_voted
from archive.searching.engines.backend import ArchiveBackend, IndexAway
from archive.searching.engines.whoosh import WhooshBackend
from archive.searching.field_conditions import Lookups
from archive.searching.matching import Condition, Either, EngineQuery, Is, TokenSequence, both
from archive.searching.meaning import understand
from archive.searching.search_fields import facet_keys
from archive.searching.search_indexes import CLAUSE
from archive.voting.choice import Choice
from archive.voting.record import CastBallot, Origin, Scope, Subject, VoteRecord
from tests.any_question import questions
from tests.conftest import SHARED_DATA
from tests.plain_search import meets, prepared_entries, values_of
from tests.shelf import draft, full
from tests.six_languages import store_in_six_languages

pytestmark = pytest.mark.django_db

ENGINES = ("whoosh", "tantivy", "postgresql", "opensearch")
RESOLUTIONS = 30  # number of real resolutions
VOTES = [
    VoteRecord("library:1", Origin.LIBRARY, "A/RES/65/72", session="65", ballots=[CastBallot("CHINA", Choice.NO)]),
    VoteRecord(
        "library:2", Origin.LIBRARY, "A/RES/90/2", session="90", subject=Subject(Scope.PARAGRAPH, ("op1",)),
        ballots=[CastBallot("CHINA", Choice.ABSTAIN), CastBallot("DEMOCRATIC PEOPLE'S REPUBLIC OF KOREA", Choice.NO)],
    ),
    VoteRecord("library:3", Origin.LIBRARY, "A/RES/90/777", session="90", ballots=[CastBallot("CHINA", Choice.NO)]),
]  # fmt: skip


@pytest.fixture(scope="module")
def shelf(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Invented resolutions and, where they are available, some real ones, for all tests of this module."""
    with django_db_blocker.unblock(), transaction.atomic():
        intake = Intake()
        for made, citations in (
            full(),
            (draft("A/RES/65/72", title="一项关于鲸鱼的试验"), cite(draft(), from_fixtures())),
        ):
            intake.store(Source(made.symbol, made.symbol.encode()), [(made, citations)])
        load_states()
        VoteIntake().store(VOTES)
        for language, name in (("zh", "Chinese"), ("en", "English")):
            folder = SHARED_DATA / "GAresolutions" / "79session" / name
            files = sorted(folder.glob("*.xml")) if folder.is_dir() else []
            for path in files[:: max(1, len(files) // RESOLUTIONS)]:
                content = path.read_bytes()
                drafts = [made for made in read(content, path.name) if made.language == language]
                intake.store(Source(path.name, content), [(made, cite(made, from_fixtures())) for made in drafts])
        store_in_six_languages()
        # PostgreSQL has no statistics about rows of an open transaction. Without them each of the thousands of scans
        # below takes a tenth of a second.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest, shelf: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of a Haystack connection to an index of the shelf."""
    name = f"test-{request.param}"
    options: dict[str, object] = {"PATH": str(tmp_path_factory.mktemp(name))}
    if request.param == "opensearch":
        options = {"URLS": request.getfixturevalue("opensearch_nodes").urls, "SHARDS": 2}
    settings.HAYSTACK_CONNECTIONS[name] = settings.HAYSTACK_CONNECTIONS["default"] | {
        "ENGINE": f"archive.searching.engines.{request.param}.{request.param.capitalize()}Engine",
        **options,
    }
    freshness.rebuild(name)
    yield name
    del settings.HAYSTACK_CONNECTIONS[name]
    connections.reload("default")


def backend(engine: str) -> ArchiveBackend:
    return freshness.backend(engine)


def beside(engine: str, path: Path) -> ArchiveBackend:
    """Another backend of the same engine, with an index of its own in a folder."""
    return type(backend(engine))(engine, **settings.HAYSTACK_CONNECTIONS[engine] | {"PATH": str(path)})


def clauses(engine: str, condition: Condition) -> set[int]:
    found = backend(engine).find(EngineQuery(both(condition, Is("django_ct", (CLAUSE,)))), order=["oldest"])
    assert found.hits == len(found.rows)
    return {int(identifier.rsplit(".", 1)[1]) for identifier, _ in found.rows}


def asked(typed: str) -> Condition:
    return understand(typed, lookups=Lookups(voted=keys_voted)).query.condition


def texts() -> dict[int, list[str]]:
    """Primary key of a clause → its text and the texts of its footnotes."""
    queryset = Clause.objects.in_every_language().prefetch_related("marks__footnote")
    return {c.pk: [c.text, *(m.footnote.text for m in c.marks.all() if m.footnote)] for c in queryset}


def texts_in(language: str) -> list[str]:
    of_language = Clause.objects.in_every_language().filter(revision__text__language=language)
    keys = set(of_language.values_list("pk", flat=True))
    return [text for pk, of_clause in texts().items() if pk in keys for text in of_clause]


def saying(text: str) -> set[int]:
    """The clauses with these characters, by a plain scan of the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT clause.id FROM archive_clause AS clause"
            "  JOIN archive_revision AS revision ON revision.id = clause.revision_id AND revision.current"
            "  JOIN archive_text AS text ON text.id = revision.text_id"
            "  LEFT JOIN archive_footnotemark AS mark ON mark.clause_id = clause.id"
            "  LEFT JOIN archive_footnote AS footnote ON footnote.id = mark.footnote_id"
            " WHERE strpos(clause.text, %s) > 0 OR strpos(footnote.text, %s) > 0",
            [text, text],
        )
        return {pk for (pk,) in cursor.fetchall()}


def test_every_random_run_quoted_finds_exactly_the_clauses_that_have_it(engine: str) -> None:
    chance = random.Random(65_72)
    said = texts()
    folded = {pk: [fold(text) for text in of_clause] for pk, of_clause in said.items()}
    pool = [text for of_clause in said.values() for text in of_clause if len(text) > 2]
    for _ in range(2000 if len(pool) > 500 else 200):
        text = chance.choice(pool)
        length = chance.randint(2, 12)
        start = chance.randrange(max(1, len(text) - length + 1))
        run = text[start : start + length]
        found = clauses(engine, asked(f"「{run}」" if '"' in run or "”" in run or "“" in run else f'"{run}"'))
        exactly = saying(run)
        whole = re.compile(in_whole_words(run))
        exactly = {pk for pk in exactly if any(map(whole.search, said.get(pk, ())))}
        assert exactly <= found, f"{run!r} misses {sorted(exactly - found)[:3]}"
        # Other hits may differ only in case, width or traditional characters.
        same = {pk for pk in found - exactly if any(fold(run) in other for other in folded[pk])}
        assert found == exactly | same, f"{run!r} has {sorted(found - exactly - same)[:3]} beside"


@pytest.mark.parametrize("language", ["en", "fr", "es", "ru", "ar"])
def test_every_random_phrase_quoted_finds_exactly_the_clauses_that_have_it(engine: str, language: str) -> None:
    """Phrases of 2 to 10 words. ``--hypothesis-profile=many`` asks 1,000 English ones."""
    chance = random.Random(2_10)
    said = {pk: [compared(text) for text in of_clause] for pk, of_clause in texts().items()}
    pool = [words for text in texts_in(language) if len(words := list(re.finditer(r"\S+", text))) > 1]
    assert pool
    many = hypothesis.settings().max_examples > 1000
    for _ in range((1000 if language == "en" else 200) if many else 60):
        words = chance.choice(pool)
        number = chance.randint(2, min(10, len(words)))
        start = chance.randrange(len(words) - number + 1)
        phrase = words[0].string[words[start].start() : words[start + number - 1].end()]
        asked_for = re.compile(in_whole_words(compared(phrase)))
        having = {pk for pk, of_clause in said.items() if any(map(asked_for.search, of_clause))}
        assert having, phrase
        assert clauses(engine, asked(f"「{phrase}」")) == having, phrase


def in_whole_words(phrase: str) -> str:
    """A pattern for what a quotation finds. Without Han characters, it neither begins nor ends within a word."""
    if any(map(is_han, phrase)):
        return re.escape(phrase)
    letter = rf"[^\W\d_{HAN}]"
    before = f"(?<!{letter})" if phrase[0].isalpha() else ""
    after = f"(?!{letter})" if phrase[-1].isalpha() else ""
    return before + re.escape(phrase) + after


def compared(text: str) -> str:
    """A text as a plain scan compares it: without capitals, accents, kinds of marks and kinds of spaces."""
    return " ".join(fold(text).replace(UNSEEN, "").split())


def test_quotations_can_begin_and_end_at_white_space(engine: str) -> None:
    said = texts()
    folded = {pk: [fold(text) for text in of_clause] for pk, of_clause in said.items()}
    pool = [text for of_clause in said.values() for text in of_clause]
    spaces = [(text, match.start()) for text in pool for match in re.finditer(r"\s", text)]
    assert any(text[place] == "\t" for text, place in spaces)
    for text, place in random.Random(3).sample(spaces, min(100, len(spaces))):
        for start, end in ((place - 2, place + 1), (place, place + 3), (place - 2, place + 3)):
            run = text[max(0, start) : end]
            asked_for = re.compile(in_whole_words(fold(run)))
            same = {pk for pk, of_clause in folded.items() if any(map(asked_for.search, of_clause))}
            assert clauses(engine, asked(f"「{run}」")) == same, repr(run)


@pytest.mark.parametrize(
    "typed",
    [
        "核", "的", "核武器", "消除核武器条约", "廢除核武器", "核武器 -条约", "-核武器", "核武器 或 小武器",
        "NPT", "npt", "《不扩散条约》", "ＮＰＴ", "79/1", "A/79/406", "2024", '"202"', '"4年12"', "届:79",
        "届:65..80 裁军", "年:2024 核", "年:..2020", "段:执行 敦促", "动词:回顾", '动词:"回顾"', "引用:A/RES/78/1",
        "votes:CHN=no", "表决:中国=反对 鲸鱼", "-votes:CHN=no", "votes:CHN",
        "表决:中国=反对 或 votes:PRK=no", "votes:CUB=no", "(votes:CHN=no 或 化学) -条约", "votes:nobody=no",
        "主题:裁军", "表决:有", "表决:无 核", "标题:核", '标题:"一项"', "文号:65/72", "(核 或 化学) -(生物 或 毒素)",
        "继续审议", "鲸鱼", "𠮷", "😀", "the", "a", "weapons", "co-operation", "nuclear-weapon-free-zone", "States’",
        "désarmement", "verificacion", "разоружению", "الأسلحة", "lang:en nuclear", "-nuclear lang:en", "核武器 treaty",
    ],
)  # fmt: skip
def test_engines_agree_with_the_conditions(engine: str, typed: str) -> None:
    """Compares each question with its conditions checked on the prepared entries, without an engine."""
    assert_it_agrees(engine, typed)


@given(typed=questions())
def test_engines_agree_on_any_question(engine: str, typed: str) -> None:
    assert_it_agrees(engine, typed)


def assert_it_agrees(engine: str, typed: str) -> None:
    """The hits, their number and the counts of every facet are those of a plain search."""
    condition = asked(typed)
    entries = {identifier: entry for identifier, entry in prepared_entries().items() if meets(entry, condition)}
    found = backend(engine).find(EngineQuery(condition), order=["-newest"], facets=facet_keys())
    assert {identifier for identifier, _ in found.rows} == entries.keys()
    assert found.hits == len(entries)
    for name in facet_keys():
        counts = Counter(value for entry in entries.values() for value in values_of(entry, name))
        assert dict(found.facets[name]) == dict(counts)
        assert [count for _, count in found.facets[name]] == sorted(counts.values(), reverse=True)


def test_votes_can_be_searched(engine: str) -> None:
    def symbols(typed: str) -> set[str]:
        """Symbols found, of the invented resolutions only; the real ones have their own votes."""
        found = clauses(engine, asked(typed))
        keys = Clause.objects.filter(pk__in=found).values_list("revision__text__resolution__document__key", flat=True)
        return set(keys) & {"A/RES/65/72", "A/RES/90/2"}

    assert symbols("votes:CHN=no") == symbols("表决:中国＝反对") == {"A/RES/65/72"}
    assert symbols("votes:CHN") == {"A/RES/65/72", "A/RES/90/2"}
    assert symbols("votes:PRK=no 或 votes:CHN=no") == {"A/RES/65/72", "A/RES/90/2"}
    assert "A/RES/65/72" not in symbols("-votes:CHN=no")
    assert symbols("votes:CHN -votes:CHN=no") == {"A/RES/90/2"}
    assert not symbols("votes:CUB=no")
    found = SearchQuerySet(using=engine).models(Clause).filter(content="votes:CHN=no")
    assert {int(result.pk) for result in found} == clauses(engine, asked("votes:CHN=no"))


def test_many_values_of_a_keyword_find_what_they_find_one_by_one(engine: str) -> None:
    some = ["A/RES/65/72", "A/RES/90/2"]
    many = Is("symbol", (*some, *(f"A/RES/200/{n}" for n in range(200))))
    assert clauses(engine, many) == clauses(engine, Is("symbol", tuple(some[:1]))) | clauses(
        engine, Is("symbol", tuple(some[1:]))
    )
    assert clauses(engine, many)


def test_pages_in_every_order_have_each_hit_once(engine: str) -> None:
    for order in ([], ["-newest"], ["oldest"]):
        everything = understand("决定 或 核 或 会员国").query
        whole = backend(engine).find(everything, order=order)
        size = max(7, whole.hits // 60)
        pages = [
            row
            for start in range(0, whole.hits + size, size)
            for row in backend(engine).find(everything, start, start + size, order).rows
        ]
        assert [identifier for identifier, _ in pages] == [identifier for identifier, _ in whole.rows]
        assert len({identifier for identifier, _ in pages}) == whole.hits


def test_the_same_words_are_gathered_in_every_order(engine: str) -> None:
    wordings = {identifier: entry.get("wording") for identifier, entry in prepared_entries().items()}
    condition = both(understand("决定 或 核 或 会员国").query.condition, Is("opens", ("zh",)))
    for order in ([], ["-newest"], ["oldest"]):
        query = EngineQuery(condition)
        every = [identifier for identifier, _ in backend(engine).find(query, order=order).rows]
        expected: dict[object, list[str]] = {}
        for identifier in every:
            expected.setdefault(wordings[identifier], []).append(identifier)
        groups = list(expected.values())
        found = backend(engine).find(query, 2, 5, order, ["kind"], "wording")
        assert (found.hits, found.groups) == (len(every), len(groups))
        assert [sorted(members) for members in found.members] == [sorted(group) for group in groups[2:5]]
        assert [identifier for identifier, _ in found.rows] == [group[0] for group in groups[2:5]]
        assert sum(count for _, count in found.facets["kind"]) == found.hits


def test_the_order_is_by_day_and_forward_in_the_text(engine: str) -> None:
    numbers = prepared_entries()
    found = backend(engine).find(understand("核").query, order=["-newest"]).rows
    keys = [numbers[identifier]["newest"] for identifier, _ in found]
    assert keys == sorted(keys, key=lambda key: -int(str(key)))


def test_the_best_hit_is_first(engine: str) -> None:
    found = backend(engine).find(understand("鲸鱼 试验").query, 0, 3).rows
    assert found[0][0] == f"archive.document.{Document.objects.get(key='A/RES/65/72').pk}"
    scores = [score for _, score in backend(engine).find(understand("核武器").query, 0, 50).rows]
    assert scores == sorted(scores, reverse=True)


def test_the_usual_calls_of_haystack_work(engine: str) -> None:
    query = SearchQuerySet(using=engine).models(Clause)
    total = query.count()
    assert total == Clause.objects.in_every_language().count()
    saying_it = query.filter(content="决定")
    assert saying_it.count() == len(saying_it) == len(list(saying_it)) == len(clauses(engine, asked("决定")))
    assert query.exclude(content="决定").count() == total - saying_it.count()
    assert query.filter(SQ(content="决定") | SQ(kind="heading")).count() == len(
        clauses(engine, Either((asked("决定"), Is("kind", ("heading",)))))
    )
    assert query.filter(content=Exact("续审议")).count() == len(saying("续审议"))
    assert query.auto_query('决定 -"续审议"').count() == len(clauses(engine, asked('决定 -"续审议"')))
    assert query.filter(content=AutoQuery("决定")).count() == saying_it.count()
    assert (
        query.filter(session__in=["90", "65"]).count()
        == query.filter(year__lte=2010).count()
        + query.filter(session="90").count()
        + query.filter(session="65", year__gt=2010).count()
    )
    facets = saying_it.facet("kind").facet_counts()["fields"]["kind"]
    assert sum(count for _, count in facets) == saying_it.count()
    assert saying_it.narrow("kind:operative").count() == dict(facets)["operative"]
    first = saying_it.order_by("-newest")[0]
    assert "决定" in first.object.text
    assert first.model is Clause


def test_changes_are_found_at_once(engine: str, tmp_path: Path) -> None:
    index = connections[engine].get_unified_index().get_index(Clause)
    clause = Clause.objects.of_readers().get(revision__text__resolution__document__key="A/RES/90/2", path="op1")
    words = clause.text
    try:
        clause.text = "请鲸鱼唱歌："
        index.update_object(clause, using=engine)
        assert clauses(engine, asked('"鲸鱼唱歌"')) == {clause.pk}
        clause.text = words
        index.update_object(clause, using=engine)
        assert clauses(engine, asked('"鲸鱼唱歌"')) == set()
        index.remove_object(clause, using=engine)
        assert clause.pk not in clauses(engine, asked("请"))
    finally:
        freshness.repair(engine)
    assert clause.pk in clauses(engine, asked("请"))
    assert not freshness.difference(engine)


def test_missing_and_stale_entries_are_noticed_and_repaired(engine: str) -> None:
    document = Document.objects.get(key="A/RES/90/2")
    with backend(engine).writing() as writer:
        writer.delete("owner", str(document.pk))
        writer.add({"id": f"{CLAUSE}.0", "django_ct": CLAUSE, "owner": "0", "stamp": "0-old", "text": "鲸"})
    apart = freshness.difference(engine)
    assert (apart.outdated, apart.left_over) == ((document.pk,), (0,))
    assert freshness.repair(engine) == apart
    assert not freshness.difference(engine)
    assert clauses(engine, asked("鲸")) == set()


def test_a_failed_write_changes_nothing(engine: str) -> None:
    before = backend(engine).find(freshness.ALL, end=0).hits

    def fail() -> None:
        with backend(engine).writing() as writer:
            writer.delete("django_ct", CLAUSE)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert backend(engine).find(freshness.ALL, end=0).hits == before


def test_a_rebuild_that_fails_leaves_the_old_index(engine: str) -> None:
    before = backend(engine).find(freshness.ALL, end=0).hits

    def fail() -> None:
        with backend(engine).writing(afresh=True):
            assert backend(engine).find(freshness.ALL, end=0).hits == before
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert backend(engine).find(freshness.ALL, end=0).hits == before


def test_clearing_a_model_leaves_the_others(engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = beside(engine, tmp_path)
    monkeypatch.setattr(other, "schema", lambda: "00000000")  # another index in the same database
    with pytest.raises(IndexAway):
        other.find(freshness.ALL)
    with other.writing() as writer:
        for identifier in (f"{CLAUSE}.1", f"{CLAUSE}.2", "archive.document.1"):
            writer.add({"id": identifier, "django_ct": identifier.rpartition(".")[0], "text": "核"})
    other.clear([Clause])
    assert [identifier for identifier, _ in other.find(freshness.ALL).rows] == ["archive.document.1"]
    other.clear()
    assert other.find(freshness.ALL).hits == 0


def test_sequences_are_exact_in_long_texts_and_with_long_tokens(
    engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = beside(engine, tmp_path)
    monkeypatch.setattr(other, "schema", lambda: "11111111")
    often = " ".join(["核"] * 900)  # PostgreSQL's own positions of a token end at the 255th
    long = "x" * 3000
    texts = {"1": f"{often} 武 器 {long} 止", "2": f"{often} 器 武", "3": f"武 {long} 器", "4": "can't \\ 'a' 止"}
    with other.writing() as writer:
        for number, text in texts.items():
            writer.add({"id": f"{CLAUSE}.{number}", "django_ct": CLAUSE, "text": text})
    cases: list[tuple[tuple[str, ...], bool, bool, set[str]]] = [
        (("核", "武", "器"), False, False, {"1"}),
        (("核", "器"), False, False, {"2"}),
        ((long,), False, False, {"1", "3"}),
        ((long, "止"), False, False, {"1"}),
        (("x" * 400, "止"), True, False, {"1"}),
        (("x" * 254,), False, False, set()),
        (("器", "x" * 20), False, True, {"1"}),
        (("x" * 300,), False, True, {"1", "3"}),
        (("я" * 498,), True, True, set()),
        (("x" * 498, "止"), False, True, set()),
        (("can't", "\\", "'a'"), False, False, {"4"}),
        (("'a'",), False, False, {"4"}),
    ]
    for tokens, open_start, open_end, expected in cases:
        sequence = TokenSequence("text", tokens, open_start, open_end)
        names = {name.rpartition(".")[2] for name, _ in other.find(EngineQuery(sequence)).rows}
        assert names == expected, (tokens, open_start, open_end)


def test_engines_import_conditions_only() -> None:
    below = {
        *("archive.searching.analysis", "archive.searching.matching"),
        # What an index has of the database, where it asks for that, and the locks of an index in it
        *("archive.models", "archive.models.index_change", "archive.models.replicas", "archive.database.locks"),
    }
    for path in Path(engines.__path__[0]).glob("*.py"):
        imports = re.findall(r"^\s*(?:from|import) (archive[\w.]*)", path.read_text(encoding="utf-8"), re.M)
        assert {name for name in imports if not name.startswith("archive.searching.engines.")} <= below, path.name


def test_a_connection_without_a_grammar_has_a_clear_error(tmp_path: Path) -> None:
    backend = WhooshBackend("default", PATH=str(tmp_path))
    with pytest.raises(ImproperlyConfigured, match="TYPED_QUERY"):
        backend.typed_query("核武器")
