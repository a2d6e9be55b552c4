"""Measures the speed and exactness of the search engines, and of two simpler set-ups for comparison.

    .venv/bin/python benchmarks/search.py                  # on the current archive (ARCHIVE_VAR, DATABASE_URL)
    .venv/bin/python benchmarks/search.py --engines tantivy --peers tutorial --baseline 9000
    .venv/bin/python benchmarks/search.py --servers new=http://127.0.0.1:8000 old=http://127.0.0.1:8001
    .venv/bin/python benchmarks/search.py --killings 50    # only this, in separate archives: eight readers during
                                                           # imports of a session (--session), 50 of them killed

The 200 questions are made from the archive's words, with a fixed random seed. An engine answers with 20 hits, exact
counts of clauses and of wordings, and four facets; a page is the complete page, through Django. ``--servers`` are those
of releases of the archive, with the same texts; their pages and suggestions are measured over HTTP. The last table has
everything side by side.

The peers are set-ups without the archive's code: ``tutorial`` is Haystack's own Whoosh engine with jieba, of the first
``--baseline`` clauses, and ``bare`` is tantivy alone. Their counts of quotations are compared with a plain scan.

Indexes are made in a temporary folder. That of PostgreSQL is made in the archive's database, and dropped unless the
archive uses it. OpenSearch runs as three nodes on this machine (``tests.opensearch.nodes`` says what it needs).
Milliseconds are those of the clock, so nothing else should run on the machine. On a busy machine look at those of the
processors.
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import multiprocessing
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import psutil

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")

from tests.opensearch.nodes import Missing, nodes  # noqa: E402

ENGINES = ("whoosh", "tantivy", "postgresql", "opensearch")
PEERS = ("bare", "tutorial")
SESSION = ROOT.parent / "shared" / "data" / "GAresolutions" / "79session" / "Chinese"
FOUR = ("session", "kind", "opening", "subject")


def questions(texts: list[str], count: int = 200) -> list[tuple[str, str]]:
    """(kind, question) pairs: a rare word, common words, two and three words, phrases, fields, negation, one character,
    a symbol, traditional characters."""
    import opencc

    from archive.searching.segmentation import cut

    chance = random.Random(1)  # noqa: S311
    words = [word for text in chance.sample(texts, min(2000, len(texts))) for word in cut(text) if len(word) > 1]
    often = {word: words.count(word) for word in set(words)}
    rare = sorted(word for word, n in often.items() if n == 1)
    common = sorted(often, key=lambda word: (-often[word], word))[:150]
    traditional = opencc.OpenCC("s2t")
    long = [text for text in texts if len(text) > 12]

    def phrase() -> str:
        text = chance.choice(long)
        start = chance.randrange(len(text) - 10)
        return text[start : start + chance.randint(4, 10)].replace('"', "")

    makers: list[tuple[str, Callable[[], str]]] = [
        ("rare word", lambda: chance.choice(rare)),
        ("common word", lambda: chance.choice(common)),
        ("two words", lambda: " ".join(chance.sample(common, 2))),
        ("three words", lambda: " ".join(chance.sample(common, 3))),
        ("phrase", lambda: f'"{phrase()}"'),
        ("field", lambda: f"{chance.choice(common)} {chance.choice(['段:执行', '届:75', '年:2020..', '动词:敦促'])}"),
        ("negation", lambda: f"{chance.choice(common)} -{chance.choice(common)}"),
        ("one character", lambda: chance.choice(chance.choice(common))),
        ("symbol", lambda: f"{chance.randint(60, 79)}/{chance.randint(1, 250)}"),
        ("traditional", lambda: traditional.convert(chance.choice(common))),
    ]
    return [(kind, make()) for kind, make in (makers[n % len(makers)] for n in range(count))]


def spread(name: str, milliseconds: Iterable[float]) -> str:
    times = sorted(milliseconds)
    median, late = statistics.median(times), times[int(len(times) * 0.95)]
    return f"{name:<44} median {median:8.2f} ms   95% {late:8.2f} ms   most {times[-1]:8.2f} ms"


@dataclass(frozen=True)
class Row:
    """A row of the last table. ``counts`` says how exact the counts are, ``facets`` how many facets there are."""

    name: str
    clauses: int
    took: Timed
    counts: str
    facets: str

    def __str__(self) -> str:
        times = f"{spread(self.name, self.took.times)}   processors {self.took.processors:7.2f} ms"
        return f"{times}   {self.clauses:>7} clauses   {self.facets:<9}   {self.counts}"


@dataclass(frozen=True)
class Timed:
    """Milliseconds of the clock of each question, by its kind. ``processors``: milliseconds of the processors of a
    question in the mean, of this process, its nodes of OpenSearch, and the archive's own PostgreSQL."""

    by_kind: dict[str, list[float]]
    processors: float

    @property
    def times(self) -> list[float]:
        return [each for times in self.by_kind.values() for each in times]


def timed(asked: list[tuple[str, str]], answer: Callable[[str], object]) -> Timed:
    by_kind: dict[str, list[float]] = {}
    answer(asked[0][1])  # opens the index
    before = _processors()
    for kind, question in asked:
        started = time.perf_counter()
        answer(question)
        by_kind.setdefault(kind, []).append((time.perf_counter() - started) * 1000)
    return Timed(by_kind, (_processors() - before) / len(asked) * 1000)


def _processors() -> float:
    """The seconds of the processors that this process, its children and the archive's own PostgreSQL have taken."""
    from django.conf import settings

    own = psutil.Process()
    taken = [*own.cpu_times()[:4], *(part for each in own.children(recursive=True) for part in each.cpu_times()[:2])]
    file = settings.VAR_DIR / "postgresql" / "data" / "postmaster.pid"
    if file.exists():
        postmaster = psutil.Process(int(file.read_text().split()[0]))
        for each in (postmaster, *postmaster.children()):
            with suppress(psutil.NoSuchProcess):
                taken += each.cpu_times()[: 4 if each == postmaster else 2]
    return sum(taken)


# --- The archive's engines ---------------------------------------------------------------------------------


def measure_engine(engine: str, folder: Path, asked: list[tuple[str, str]], runs: int, **options: Any) -> Row:
    from django.conf import settings
    from django.core.cache import caches
    from django.test import Client
    from haystack import connections

    from archive.models import Clause, Resolution
    from archive.searching import freshness, search
    from archive.searching.asked import RESOLUTIONS, Search
    from archive.searching.matching import EngineQuery, Is, both
    from archive.searching.meaning import understand
    from archive.searching.search_indexes import CLAUSE

    settings.HAYSTACK_CONNECTIONS["default"] |= {
        "ENGINE": f"archive.searching.engines.{engine}.{engine.capitalize()}Engine",
        "PATH": str(folder),
        **options,
    }
    connections.reload("default")
    started = time.perf_counter()
    freshness.rebuild()
    backend = freshness.backend()
    took, size = time.perf_counter() - started, _size(backend, folder)
    print(f"\n{engine}: index from nothing in {took:.1f} s, {size / 1e6:.0f} MB")
    only_clauses = both(Is("django_ct", (CLAUSE,)), Is("opens", ("zh",)))

    def answer(question: str) -> object:
        meant = understand(question).query
        return backend.find(EngineQuery(both(meant.condition, only_clauses), meant.words), 0, 20, (), FOUR, "wording")

    answers = timed(asked, answer)
    print(spread(f"{engine}, 20 hits, count, 4 facets", answers.times))
    for kind, kind_times in answers.by_kind.items():
        print(spread(f"    {kind}", kind_times))
    client = Client(headers={"host": "localhost"})
    caches["answers"].clear()  # they do not say which engine found them
    pages = timed(asked, lambda question: client.get("/search/", {"q": question, "order": "relevance"}))
    print(spread(f"{engine}, the whole page", pages.times))
    chance = random.Random(2)  # noqa: S311
    resolutions = list(Resolution.objects.exclude(document__title_zh="").select_related("document"))
    sample = chance.sample(resolutions, min(300, len(resolutions)))
    first = 0
    for resolution in sample:
        title = resolution.document.title_zh
        found = search.run(Search(title, by=RESOLUTIONS)).resolutions[:3]
        first += any(row.document.title_zh == title for row in found)
    print(f"{engine}, a title unquoted brings its resolution among the first three: {first} of {len(sample)}")
    clauses = list(Clause.objects.of_readers())
    exact = exactness(backend, clauses, runs)
    print(f"{engine}, random quoted runs: {exact}")
    return Row(engine, len(clauses), answers, exact, "4 facets")


def _size(backend: Any, folder: Path) -> int:
    """The size of an index in bytes."""
    from django.db import connection

    if backend.name == "opensearch":  # without the copies on other nodes
        stored = backend.client.indices.stats(index=backend.index, metric="store")
        return int(stored["_all"]["primaries"]["store"]["size_in_bytes"])
    if backend.name != "postgresql":
        return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_total_relation_size(%s)", [backend.table])
        return int(cursor.fetchone()[0])


def _drop(engine: str) -> None:
    """Drop the index that was made in the database of the archive, unless the archive searches with it."""
    from django.conf import settings
    from django.db import connection

    from archive.searching import freshness

    if engine == "postgresql" != settings.SEARCH_ENGINE:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {freshness.backend().table}")


@contextmanager
def _nodes(engine: str) -> Iterator[dict[str, Any]]:
    """The options of an engine. OpenSearch has three nodes while the block runs. Raises Missing."""
    if engine != "opensearch":
        yield {}
        return
    with nodes() as running:
        yield {"URLS": running.urls, "SHARDS": 1}


def measure_server(name: str, address: str, asked: list[tuple[str, str]], clauses: int) -> Row:
    """Measures the page and the suggestions of a running server, over one open connection."""
    server = urlsplit(address)
    connection = HTTPConnection(server.hostname or "127.0.0.1", server.port)

    def get(path: str, **query: str) -> None:
        connection.request("GET", f"{path}?{urlencode(query)}")
        answer = connection.getresponse()
        answer.read()
        if answer.status >= HTTPStatus.BAD_REQUEST:  # a symbol redirects to its document
            sys.exit(f"{address}{path} answered {answer.status} to {query}")

    pages = timed(asked, lambda question: get("/search/", q=question))
    typed = [(kind, question[:length]) for kind, question in asked for length in (1, 2)]
    print(spread(f"{name}, suggestions", timed(typed, lambda question: get("/search/suggest/", q=question)).times))
    return Row(f"the whole page of {name}, over HTTP", clauses, pages, "", "")


def exactness(backend: Any, clauses: list[Any], runs: int) -> str:
    """Compares quotations of 2 to 12 characters from clauses and footnotes with a plain scan of the texts."""
    from django.db import connection

    from archive.models import FootnoteMark
    from archive.searching.analysis import token_texts
    from archive.searching.matching import EngineQuery, Is, both
    from archive.searching.meaning import understand
    from archive.searching.search_indexes import CLAUSE

    chance = random.Random(3)  # noqa: S311
    texts = {clause.pk: [clause.text] for clause in clauses}
    for pk, note in FootnoteMark.objects.filter(clause__in=texts).values_list("clause", "footnote__text"):
        texts[pk] += [note] if note else []
    pool = [text for of_clause in texts.values() for text in of_clause]

    def says(pk: int, run: str) -> bool:
        """Whether a text has the run, in folded characters: without differences of case, width and kind of mark."""
        wanted = "".join(token_texts(run))
        return any(wanted in "".join(token_texts(text)) for text in texts[pk])

    missing = beside = alike = 0
    with connection.cursor() as cursor:
        for _ in range(runs):
            text = chance.choice(pool)
            start = chance.randrange(max(1, len(text) - 12))
            run = text[start : start + chance.randint(2, 12)]
            question = f"「{run}」" if set(run) & set('"“”') else f'"{run}"'
            condition = both(understand(question).query.condition, Is("django_ct", (CLAUSE,)), Is("opens", ("zh",)))
            found = {int(i.rsplit(".", 1)[1]) for i, _ in backend.find(EngineQuery(condition), order=("oldest",)).rows}
            cursor.execute(
                "SELECT clause.id FROM archive_clause clause"
                "  JOIN archive_revision revision ON revision.id = clause.revision_id AND revision.current"
                "  JOIN archive_text text ON text.id = revision.text_id AND text.leading"
                "  LEFT JOIN archive_footnotemark mark ON mark.clause_id = clause.id"
                "  LEFT JOIN archive_footnote footnote ON footnote.id = mark.footnote_id"
                " WHERE strpos(clause.text, %s) > 0 OR strpos(footnote.text, %s) > 0",
                [run, run],
            )
            scanned = {pk for (pk,) in cursor.fetchall()}
            missing += bool(scanned - found)
            extra = found - scanned
            same = all(says(pk, run) for pk in extra)
            alike += bool(extra) and same
            beside += bool(extra) and not same
    return f"{runs}, {missing} with a clause missing, {beside} with one beside; {alike} found more by case or width"


# --- Set-ups for comparison --------------------------------------------------------------------------------


def wrong_counts(texts: list[str], count: Callable[[str], int], runs: int = 500) -> str:
    """How often a set-up counts other clauses with a quoted run of 2 to 12 characters than a plain scan does."""
    chance = random.Random(3)  # noqa: S311
    wrong = 0
    for _ in range(runs):
        text = chance.choice(texts)
        start = chance.randrange(max(1, len(text) - 12))
        run = text[start : start + chance.randint(2, 12)].replace('"', "").strip() or text[:2]
        wrong += count(f'"{run}"') != sum(run in each for each in texts)
    return f"{runs} quoted runs, {wrong} counted wrong"


def measure_tutorial(folder: Path, clauses: list[Any], asked: list[tuple[str, str]]) -> Row:
    """Measures Haystack's own Whoosh engine with jieba's ChineseAnalyzer, as tutorials configure it."""
    from django.conf import settings
    from haystack import connections, indexes
    from haystack.query import SearchQuerySet
    from jieba.analyse import ChineseAnalyzer

    from archive.models import Clause

    class TutorialIndex(indexes.SearchIndex, indexes.Indexable):
        text = indexes.CharField(document=True, model_attr="text")
        kind = indexes.CharField(model_attr="kind")
        opening = indexes.CharField(model_attr="opening")

        def get_model(self) -> type[Clause]:
            return Clause

    TutorialIndex.fields["text"].analyzer = ChineseAnalyzer()
    settings.HAYSTACK_CONNECTIONS["tutorial"] = {
        "ENGINE": "haystack.backends.whoosh_backend.WhooshEngine",
        "PATH": str(folder),
    }
    unified = connections["tutorial"].get_unified_index()
    unified.build(indexes=[TutorialIndex()])
    started = time.perf_counter()
    connections["tutorial"].get_backend().update(TutorialIndex(), clauses)
    print(f"\nHaystack + Whoosh + ChineseAnalyzer: {len(clauses)} clauses in {time.perf_counter() - started:.1f} s")

    def answer(question: str) -> object:
        found = SearchQuerySet(using="tutorial").auto_query(question).facet("kind").facet("opening")
        return found[:20], found.count(), found.facet_counts()

    def count(question: str) -> int:
        return int(SearchQuerySet(using="tutorial").auto_query(question).count())

    facets = sum(map(bool, SearchQuerySet(using="tutorial").facet("kind").facet_counts().get("fields", {}).values()))
    counts = wrong_counts([clause.text for clause in clauses], count)
    return Row("Haystack + Whoosh + jieba", len(clauses), timed(asked, answer), counts, f"{facets} facets")


def measure_bare(folder: Path, asked: list[tuple[str, str]]) -> Row:
    """Measures tantivy alone: the 20 best hits of the words and their count."""
    import tantivy

    from archive.models import Document
    from archive.searching.search_indexes import CLAUSE, prepared
    from archive.searching.segmentation import ranking

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
    folder.mkdir()
    index = tantivy.Index(builder.build(), str(folder))
    index.register_tokenizer("whitespace", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    entries = prepared(Document.objects.filter(resolution__isnull=False).values_list("pk", flat=True))
    words = [entry["words"] for entry in entries if entry["django_ct"] == CLAUSE]
    started = time.perf_counter()
    writer = index.writer(128_000_000, 1)
    for line in words:
        writer.add_document(tantivy.Document(words=line))
    writer.commit()
    writer.wait_merging_threads()
    print(f"\ntantivy bare: {len(words)} clauses in {time.perf_counter() - started:.1f} s")
    index.reload()
    searcher, schema = index.searcher(), index.schema

    def answer(question: str) -> object:
        terms = [tantivy.Query.term_query(schema, "words", word, "freq") for word in ranking([question], "zh").split()]
        return searcher.search(tantivy.Query.boolean_query([(tantivy.Occur.Must, term) for term in terms]), 20)

    return Row("tantivy bare, 20 hits and count", len(words), timed(asked, answer), "counts words, no phrases", "none")


# --- Readers during imports, some of them killed -----------------------------------------------------------

ASKED = ("核武器", "决定", '"大会"', "条约 或 公约", "核", "年:2000..", "秘书长 -核")
SEED = 4


def read_on(number: int, ended: Any) -> None:
    """Queries the index and the search page until the import ends. Each answer must be complete and must keep what was
    there before. The first answers after the import must have all of it."""
    import django

    django.setup()
    from django.test import Client

    from archive.searching import search
    from archive.searching.asked import CLAUSES, Search

    chance, client = random.Random(number), Client(headers={"host": "localhost"})  # noqa: S311
    most: dict[str, int] = {}
    while not ended.is_set():
        question = chance.choice(ASKED)
        answer = search.run(Search(question, by=CLAUSES))
        assert len(answer.clauses) == min(search.FOUND_CLAUSES_A_PAGE, answer.count), question
        assert sum(count for _, count in answer.facets["kind"]) == answer.count, question
        page = client.get("/search/", {"q": question, "order": "newest"})
        assert page.status_code == HTTPStatus.OK, question
        data = client.get("/search/", {"q": question, "format": "json"}).json()
        assert data["clauses_found"] >= answer.count >= most.get(question, 0), question
        most[question] = data["clauses_found"]
        for hit in data["results"][:1]:
            assert client.get(hit["url"]).status_code == HTTPStatus.OK, hit["url"]
        time.sleep(0.2)
    for symbol, clauses in clauses_of_symbols().items():
        found = client.get("/search/", {"q": f"文号:{symbol}", "format": "json"}).json()["clauses_found"]
        assert found == clauses, (symbol, found, clauses)


def clauses_of_symbols() -> dict[str, int]:
    from django.db.models import Count

    from archive.models import Clause

    rows = Clause.objects.of_readers().values_list("revision__text__resolution__document__key").annotate(Count("pk"))
    return dict(rows.order_by())


def run_import(files: list[Path]) -> subprocess.Popen[bytes]:
    """Starts the real command in its own process group."""
    command = [sys.executable, str(ROOT / "manage.py"), "import_resolutions", "--all", *map(str, files)]
    environment = os.environ | {"PGAPPNAME": "the import"}
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet, start_new_session=True)


def kill(process: subprocess.Popen[bytes], lock: Path) -> str:
    """Kills an import with all its processes. Returns its current work, "" where it had already ended."""
    from django.db import connection

    if process.poll() is not None:
        return ""
    os.killpg(process.pid, signal.SIGSTOP)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(xact_start) FROM pg_stat_activity WHERE application_name = 'the import'")
        at = "writing the index" if held(lock) else "writing the database" if cursor.fetchone()[0] else "between"
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return at


def held(lock: Path) -> bool:
    with lock.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def beside_readers(engine: str, folder: str, session: Path, killings: int, told: Any, readers: int = 8) -> None:
    """Imports a session into a separate archive while readers query it; ``killings`` of the imports are killed. Each
    import gets a few more files than the one before, and the files that earlier ones did not finish."""
    os.environ.update(ARCHIVE_VAR=folder, SEARCH_ENGINE=engine)
    os.environ.pop("DATABASE_URL", None)
    subprocess.run([sys.executable, str(ROOT / "manage.py"), "prepare"], check=True, stdout=subprocess.DEVNULL)
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from archive.models import Clause
    from archive.searching import freshness, search
    from archive.searching.asked import Search

    connection.ensure_connection()
    chance = random.Random(SEED)  # noqa: S311
    files = sorted(path for path in session.iterdir() if path.is_file())
    chance.shuffle(files)
    context = multiprocessing.get_context("spawn")
    ended = context.Event()
    reading = [context.Process(target=read_on, args=(number, ended), daemon=True) for number in range(readers)]
    for reader in reading:
        reader.start()
    lock = freshness.backend().folder.root / "lock"
    started, killed, portion, unrepaired = time.perf_counter(), Counter[str](), 0, 0
    longest = 8.0
    while killed.total() < killings:
        portion += 1
        begun = time.perf_counter()
        process = run_import(files[: len(files) * portion // killings + 1])
        if portion % 2:  # any moment
            time.sleep(chance.uniform(0.5, longest))
        else:  # shortly after it began to write the index
            while process.poll() is None and not held(lock):
                time.sleep(0.01)
            time.sleep(chance.uniform(0, 1.0))
        at = kill(process, lock)
        killed.update([at] if at else [])
        if not at:
            longest = max(2.0, (longest + time.perf_counter() - begun) / 2.5)
        call_command("update_index", verbosity=0)
        unrepaired += bool(freshness.difference())
    returned = run_import(files).wait()
    ended.set()
    for reader in reading:
        reader.join()
    failed = sum(bool(reader.exitcode) for reader in reading)
    apart = freshness.difference()
    clauses = list(Clause.objects.of_readers().exclude(text=""))
    lost = 0
    for clause in chance.sample(clauses, min(200, len(clauses))):
        at_most = chance.randrange(max(1, len(clause.text) - 12))
        run = clause.text[at_most : at_most + 12].strip()
        question = f"「{run}」" if set(run) & set('"“”') else f'"{run}"'
        lost += clause.pk not in {found.pk for found in search.every_clause(Search(question), len(clauses))}
    rows = Clause.objects.of_readers().values_list("revision__text__resolution__document__key", "path", "text")
    told.put(hashlib.sha256(repr(sorted(rows)).encode()).hexdigest())
    ways = ", ".join(f"{count} {at}" for at, count in sorted(killed.items())) or "none"
    print(
        f"\n{engine}: {len(files)} files beside {readers} readers in {time.perf_counter() - started:.0f} s; "
        f"imports killed: {ways}; {unrepaired} repairs left something apart; the last import returned {returned}; "
        f"readers that failed: {failed}; then {len(apart.outdated)} outdated, {len(apart.left_over)} left over; "
        f"{lost} of 200 clauses not found by their words; {len(clauses)} clauses",
        flush=True,
    )


def measure_killings(engine: str, folder: Path, session: Path, killings: int) -> None:
    """Runs an import to its end, and the same import with killings. Both must store the same rows."""
    context = multiprocessing.get_context("spawn")
    stored = []
    for count in (0, killings):
        told = context.SimpleQueue()
        arguments = (engine, str(folder / f"{engine}-{count}"), session, count, told)
        importing = context.Process(target=beside_readers, args=arguments)
        importing.start()
        importing.join()
        if importing.exitcode:
            sys.exit(f"{engine}: the import beside readers stopped")
        stored.append(told.get())
    same = "the same clauses" if stored[0] == stored[1] else "OTHER CLAUSES"
    print(f"{engine}: killed and not, the archives have {same}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engines", nargs="*", default=list(ENGINES), choices=ENGINES)
    parser.add_argument("--peers", nargs="*", default=list(PEERS), choices=PEERS)
    parser.add_argument("--baseline", type=int, default=9000, help="clauses for the set-up of the tutorials")
    parser.add_argument("--runs", type=int, default=2000, help="quotations that each engine is asked for")
    parser.add_argument("--servers", nargs="+", default=[], metavar="NAME=ADDRESS", help="running servers")
    parser.add_argument("--killings", type=int, default=0, help="killed imports during reading; measures only this")
    parser.add_argument("--session", type=Path, default=SESSION, help="the folder of files that they import")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        if options.killings:
            for engine in options.engines:
                measure_killings(engine, Path(temporary), options.session.resolve(), options.killings)
        else:
            measure(options, Path(temporary))


def measure(options: argparse.Namespace, folder: Path) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from archive.models import Clause

    call_command("collectstatic", interactive=False, verbosity=0)  # pages need it
    clauses = list(Clause.objects.of_readers().order_by("pk"))
    if not clauses:
        sys.exit("The archive is empty; import resolutions first.")
    asked = questions([clause.text for clause in clauses])
    print(f"{len(clauses)} clauses, {len(asked)} questions")
    rows = []
    for server in options.servers:
        name, _equals, address = server.partition("=")
        rows.append(measure_server(name, address, asked, len(clauses)))
    for engine in options.engines:
        try:
            with _nodes(engine) as more:
                rows.append(measure_engine(engine, folder / engine, asked, options.runs, **more))
        except Missing as missing:
            print(f"\n{engine} is left out: it {missing}")
        finally:
            _drop(engine)
    if "bare" in options.peers:
        rows.append(measure_bare(folder / "bare", asked))
    if "tutorial" in options.peers:
        rows.append(measure_tutorial(folder / "tutorial", clauses[: options.baseline], asked))
    print("", *rows, sep="\n")


if __name__ == "__main__":
    main()
