"""Tests that no address shows what readers may not see: a withdrawn resolution, and a revision with private words.

``EXAMPLES`` has one or more addresses for each pattern of the resolver. A pattern without an example fails the test, so
a new address is covered as soon as it has one. The addresses of the admin are in ``tests/test_desk_access.py``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from archive.citing.citation import Citations
from archive.desk import taking_back
from archive.intake import series
from archive.intake.states import load_states
from archive.intake.votes import VoteIntake
from archive.models import Resolution, Revision, Subject
from archive.reading.draft import Draft, DraftClause, DraftFootnote, Mark, RecordedVote
from archive.searching import freshness
from archive.views.adopted_texts import ADDRESS
from archive.views.metadata.sitemaps import SITEMAPS
from archive.voting.choice import Choice
from archive.voting.outcome import Outcome
from archive.voting.record import CastBallot, Origin, VoteRecord
from tests.harvests import stamped
from tests.shelf import cite, draft, store
from tests.test_desk_access import patterns

pytestmark = pytest.mark.django_db

# Words that only the hidden text has: in its clauses, footnotes, title, facts, citations and the name of its file.
SECRETS = ("唱歌", "singing", "77/777", "1811")
PRIVATE_SYMBOL, NAMES = "A/RES/90/2", ("/A/RES/90/2/", "/documents/A/RES/90/2/", "/cited/A/RES/90/2/")
# Comparisons that name the hidden resolution.
COMPARED = ("/compare/A/RES/90/2/A/RES/91/3/", "/compare/A/RES/91/3/A/RES/90/2/", "/compare/?from=90/2")

# Pattern → addresses. ``%s`` is the primary key of the subject.
EXAMPLES: dict[str, list[str]] = {
    "": ["/"],
    "about/": ["/about/"],
    "basket/": [
        "/basket/?items=A/RES/90/2&items=A/RES/90/2%23op1&items=A/RES/89/1",
        "/basket/?items=A/RES/90/2&items=A/RES/91/3%23pp1&format=ris",
    ],
    "cite/": ["/cite/?of=A/RES/90/2", "/cite/?of=A/RES/90/2%23op1", "/cite/?of=A/RES/91/3"],
    "coverage/": ["/coverage/", "/coverage/?topic=all"],
    "sessions/": ["/sessions/"],
    "sessions/<str:session>/": [
        "/sessions/90/", "/sessions/90/?adopted=recorded", "/sessions/91/", "/sessions/90/?bibliography=",
    ],
    "subjects/": ["/subjects/"],
    "subjects/<int:pk>/": ["/subjects/%s/"],
    "documents/": ["/documents/", "/documents/?sort=date", "/documents/?kind=ga_resolution", "/documents/?listed=all"],
    "documents/<path:key>/": [
        "/documents/A/RES/90/2/", "/documents/A/RES/77/777/", "/documents/title:唱歌公约/", "/documents/A/RES/89/1/",
        "/documents/treaty:WHALE/", "/documents/A/RES/88/2/",
    ],
    "search/": [
        *(f"/search/?q={q}{more}" for q in ("鲸鱼", "whale", "session:90", "地雷") for more in ("", "&by=resolutions")),
        "/search/?q=鲸鱼&order=oldest",
        "/search/?session=90", "/search/?q=鲸鱼条约", "/search/?q=A/RES/90/2", "/search/?q=投票:CHN:no",
    ],
    "api/openapi.json": ["/api/openapi.json"],
    "search/suggest/": ["/search/suggest/?q=鲸", "/search/suggest/?q=90/2", "/search/suggest/?q=whale"],
    "search/help/": ["/search/help/"],
    "unapi": [
        "/unapi", "/unapi?id=A/RES/90/2", "/unapi?id=A/RES/90/2&format=ris", "/unapi?id=A/RES/90/2%23pp1&format=csl",
    ],
    "picture.png": ["/picture.png?of=A/RES/90/2"],
    "opensearch.xml": ["/opensearch.xml"],
    "sitemap.xml": ["/sitemap.xml"],
    "sitemap-<slug:section>.xml": [f"/sitemap-{name}.xml" for name in SITEMAPS],
    "help/": ["/help/"],
    "help/data/": ["/help/data/"],
    "help/librarians/": ["/help/librarians/"],
    "verbs/": ["/verbs/", "/verbs/?text=en", "/verbs/?subject=%s", "/verbs/?series=90/2", "/verbs/?q=鲸鱼"],
    "concordance/": ["/concordance/", "/concordance/?q=鲸鱼", "/concordance/?q=whale"],
    "terms/": ["/terms/", "/terms/?q=鲸鱼", "/terms/?format=csv"],
    "terms/<slug:kind>/<path:words>/": ["/terms/opening/决定/"],
    "verbs/<path:phrase>/": ["/verbs/决定/", "/verbs/欢迎/?topic=all", "/verbs/Welcomes/"],
    "data/": ["/data/"],  # tests/test_views_dataset.py has versions with a withdrawn resolution
    "data/latest/<path:rest>": ["/data/latest/clauses.csv"],
    "data/<str:version>/": ["/data/2026-11-29/"],
    "data/<str:version>/codebook/": ["/data/2026-11-29/codebook/"],
    "data/<str:version>/<str:name>": ["/data/2026-11-29/clauses.csv"],
    "years/": ["/years/"],
    "years/<int:year>/": ["/years/2034/"],
    "bodies/": ["/bodies/", "/bodies/?topic=all"],
    "bodies/<slug:slug>/": ["/bodies/security-council/", "/bodies/general-assembly-decisions/?topic=all"],
    "treaties/": ["/treaties/", "/treaties/?topic=all"],
    "sponsors/": ["/sponsors/", "/sponsors/?topic=all"],
    "sponsors/<str:code>/": ["/sponsors/PER/", "/sponsors/PER/?topic=all"],
    "cited/<path:symbol>/": [
        "/cited/A/RES/90/2/", "/cited/A/RES/90/2/?at=op1&at=pp1", "/cited/A/RES/90/2/?text=en", "/cited/A/RES/91/3/",
        "/cited/A/RES/90/2/?at=annex1&from=A/RES/91/3%23pp1", "/cited/A/RES/91/3/?at=pp1", "/cited/A/RES/90/1/",
    ],
    "similar/<path:symbol>/<str:path>/": [
        "/similar/A/RES/90/2/pp1/", "/similar/A/RES/90/2/pp1/?text=en", "/similar/A/RES/90/1/op1/",
        "/similar/A/RES/91/3/pp1/", "/similar/A/RES/91/3/pp1/?series=own", "/similar/A/RES/91/3/pp1/?order=oldest",
    ],
    "new-words/": ["/new-words/", "/new-words/?topic=all"],
    "new-words/<str:session>/": ["/new-words/90/", "/new-words/91/", "/new-words/91/?topic=all"],
    "votes/": ["/votes/", "/votes/?session=90", "/votes/?subject=%s", "/votes/?state=CHN", "/votes/?sort=yes"],
    "votes/<path:key>/": ["/votes/library:90/", "/votes/library:89/", "/votes/resolution:A/RES/90/2/"],
    "states/": ["/states/"],
    "states/compare/": ["/states/compare/?state=CHN&state=USA", "/states/compare/?state=CHN&state=USA&subject=%s"],
    "states/matrix/": ["/states/matrix/?state=CHN&state=USA", "/states/matrix/?state=CHN&state=USA&subject=%s"],
    "states/positions/": [
        "/states/positions/?state=CHN", "/states/positions/?subject=%s", "/states/positions/?series=90/2",
        "/states/positions/?q=鲸鱼",
    ],
    "states/<str:code>/": ["/states/CHN/", "/states/CHN/?subject=%s", "/states/CHN/?session=90"],
    "series/": ["/series/"],
    "series/<path:symbol>/wording/": [
        "/series/A/RES/90/2/wording/", "/series/A/RES/91/3/wording/?text=en", "/series/A/RES/91/3/wording/?state=CHN",
    ],
    "series/<path:symbol>/": ["/series/A/RES/90/2/", "/series/A/RES/89/2/", "/series/A/RES/91/3/"],
    "strength/": ["/strength/"],
    "compare/": [COMPARED[2], COMPARED[2] + "&to=91/3", "/compare/?from=鲸鱼条约", "/compare/?to=90/1"],
    f"^compare/(?P<before>{ADDRESS}?)/(?P<after>{ADDRESS})/$": [
        COMPARED[0], COMPARED[1] + "?text=en", COMPARED[1] + "?show=all", "/compare/A/RES/90/1/A/RES/91/3/",
    ],
    f"^(?P<symbol>{ADDRESS})/(?P<path>[^/]+)/history/$": [
        "/A/RES/90/2/op1/history/", "/A/RES/90/2/pp1/history/?text=en", "/A/RES/91/3/pp1/history/",
        "/A/RES/90/1/op1/history/",
    ],
    f"^(?P<symbol>{ADDRESS})/$": [
        "/A/RES/90/2/", "/A/RES/90/2/?text=en", "/A/RES/90/2/?revision=1", "/A/RES/90/2/?text=en&revision=1",
        "/A/RES/91/3/", "/A/RES/89/2/", "/A/RES/90/1/", "/A/RES/90/2/Corr.1/",
    ],
    "language/": ["/language/?next=/A/RES/90/2/"],
    "oai/": ["/oai/?verb=Identify"],
    "oai": [
        "/oai?verb=ListRecords&metadataPrefix=oai_dc", "/oai?verb=ListRecords&metadataPrefix=marcxml",
        "/oai?verb=ListRecords&metadataPrefix=akn", "/oai?verb=ListSets",
        "/oai?verb=GetRecord&metadataPrefix=akn&identifier=oai:localhost:A/RES/90/2",
    ],
}  # fmt: skip
FORMATS = ("html", "json", "csv", "atom", "bib", "ris", "csl")
LANGUAGES = ("zh-hans", "en")

Seen = dict[tuple[str, str, str], str]


def test_every_address_has_an_example() -> None:
    assert {pattern for pattern in patterns() if not pattern.startswith("admin/")} == set(EXAMPLES)


def secret(language: str = "zh", **changes: Any) -> tuple[Draft, Citations]:
    """A resolution with a secret in every field."""
    text, opening = (
        ("回顾第77/777号决议、题为“鲸鱼唱歌”的第88/2号决议和《唱歌公约》，鲸鱼唱歌，", "回顾")
        if language == "zh"
        else ("Recalling 77/777, whales singing,", "Recalling")
    )
    words = "鲸鱼唱歌" if language == "zh" else "whales singing"
    vote = RecordedVote(Outcome.RECORDED, 111, 44, 22, {"yes": ["唱歌国"], "no": ["CHINA"], "abstain": []})
    made = draft(
        PRIVATE_SYMBOL,
        source=f"{words}.txt",
        language=language,
        title=f"{words}条约",
        title_marks=[Mark("2", 1)],
        formula=f"大会，{words}，",
        clauses=[
            DraftClause("preambular", "pp1", "", opening, text, marks=[Mark("1", 3)]),
            DraftClause("heading", "h1", "唱歌一、", "", words),
            DraftClause("operative", "op1", "1.", words, f"{words}。"),
            DraftClause("table", "table1", "唱歌", "", f"甲\t{words}"),
            DraftClause("annex", "annex1-p1", "", "", words),
        ],
        footnotes={marker: DraftFootnote(marker, f"{words}{marker}") for marker in "123"},
        end=f"{words}\n1811年12月8日",
        adopted_on=date(1811, 12, 8),
        published_on=date(1811, 12, 9),
        meeting_record="A/1811/PV.1",
        committee="First",
        proposal=words,
        agenda_items=[words],
        agenda_titles=["鲸鱼", words],
        draft_symbol="A/C.1/1811/L.1",
        committee_report="A/1811/1",
        sponsors=[words, "Peru"],
        additional_sponsors=[words, "Peru"],
        subjects=[("UNBIS Thesaurus", "WHALES")],
        vote=vote,
    )
    for field, value in changes.items():
        setattr(made, field, value)
    found = [cite(text, "77/777" if language == "en" else "第77/777号", "A/RES/77/777")]
    if language == "zh":
        found += [cite(text, "《唱歌公约》", "title:唱歌公约"), cite(text, "第88/2号", "A/RES/88/2")]
    return made, Citations(clauses={"pp1": found})


def clean(language: str = "zh") -> Draft:
    """The same resolution without the secrets."""
    return draft(
        PRIVATE_SYMBOL,
        source="y.txt",
        language=language,
        title="鲸鱼条约" if language == "zh" else "The whale",
        clauses=[DraftClause("operative", "op1", "1.", "", "鲸鱼游泳。" if language == "zh" else "Whales swim.")],
    )


@pytest.fixture
def others(empty_index: None) -> int:
    """An archive without the secret. Another resolution cites the resolution, and another source has votes on the
    series. Returns the primary key of the subject."""
    load_states()
    text = "回顾第90/2号和第89/1号决议，"
    citing = draft(
        "A/RES/91/3",
        clauses=[
            DraftClause("preambular", "pp1", "", "回顾", text),
            DraftClause("operative", "op1", "1.", "", "清除地雷。"),
        ],
        adopted_on=date(2036, 12, 1),
        subjects=[("UNBIS Thesaurus", "WHALES")],
        vote=RecordedVote(Outcome.RECORDED, 1, 2, 0, {"yes": ["MEXICO"], "no": ["CHINA", "UNITED STATES"]}),
    )
    store(
        citing,
        Citations(clauses={"pp1": [cite(text, "第90/2号", PRIVATE_SYMBOL), cite(text, "第89/1号", "A/RES/89/1")]}),
    )
    store(draft("A/RES/90/1", title="地雷", clauses=[DraftClause("operative", "op1", "1.", "", "清除地雷。")]))
    subject = Subject.objects.get(name_en="WHALES")
    return int(subject.pk)


def vote_elsewhere() -> None:
    ballots = [CastBallot("CHINA", Choice.NO), CastBallot("UNITED STATES", Choice.YES)]
    VoteIntake().store(
        VoteRecord(
            f"library:{session}", Origin.LIBRARY, f"A/RES/{session}/2", title="On elephants", session=str(session),
            date=date(session + 1945, 12, 1), ballots=ballots,
        )
        for session in (88, 89, 90)
    )  # fmt: skip


def addresses(subject: int) -> Iterator[str]:
    for found in EXAMPLES.values():
        for address in found:
            yield address.replace("%s", str(subject))


def asked(client: Client, address: str, format: str, language: str, **headers: Any) -> Any:
    client.cookies["django_language"] = language
    if address.startswith("/oai"):  # it takes no other arguments
        return client.get(address, **headers)
    mark = "&" if "?" in address else "?"
    return client.get(f"{address}{mark}format={format}", **headers)


def everything(subject: int, before: Seen | None = None) -> Seen:
    """(address, format, language) → status, headers and content, without what changes by itself.

    Formats that an address does not offer are asked for once: not in the other language, and not again after
    ``before``.
    """
    stamped()
    client = Client()
    seen: Seen = {}
    for address in addresses(subject):
        for format in FORMATS[:1] if address.startswith("/oai") else FORMATS:
            for language in LANGUAGES:
                if _lacks(before or {}, address, format) or _lacks(seen, address, format):
                    continue
                answer = asked(client, address, format, language)
                content = answer.getvalue().decode(errors="replace")  # a picture is no text
                if answer["Content-Type"].startswith("application/atom"):
                    content = re.sub(r"<updated>.*?</updated>", "", content, count=1)  # of an empty feed: now
                content = re.sub(r"<responseDate>.*?</responseDate>", "", content)
                headers = {k: v for k, v in answer.items() if k not in ("ETag", "Content-Length", "X-Request-ID")}
                seen[address, format, language] = f"{answer.status_code} {headers} {content}"
                assert answer.status_code < 500, address
    return seen


def _lacks(seen: Seen, address: str, format: str) -> bool:
    """Whether the address has a page, and was not found in this format."""
    page, found = (seen.get((address, each, LANGUAGES[0]), "") for each in ("html", format))
    return found.startswith("404") and page.startswith("200")


def told(seen: Seen) -> list[tuple[Any, ...]]:
    """The answers with a secret. The address itself can repeat a secret."""
    found = []
    for place, content in seen.items():
        rest = content.replace(place[0], "").replace("唱歌公约", "") if "唱歌" in place[0] else content
        rest = rest.replace("77/777", "") if "77/777" in place[0] else rest
        found += [(*place, word) for word in SECRETS if word in rest]
    return found


def settle() -> None:
    """Does what the queue does after a change."""
    series.rebuild()
    freshness.follow()
    stamped()


def published() -> Resolution:
    store(*secret())
    store(*secret("en"))
    settle()
    return Resolution.objects.get(document__key=PRIVATE_SYMBOL)


def withdraw(resolution: Resolution, by: Any) -> None:
    taking_back.withdraw(resolution.pk, by=by, reason="误收")


def replace(resolution: Resolution, by: Any) -> None:
    store(clean())
    store(clean("en"))
    for revision in Revision.objects.filter(text__resolution=resolution, current=False):
        taking_back.withhold(revision.pk, by=by, reason="含私人信息")


Act = Callable[[Resolution, Any], None]


@pytest.mark.parametrize("act", [withdraw, replace])
def test_no_address_shows_a_secret(others: int, act: Act) -> None:
    """Neither at once, while the index and the series are behind, nor after the queue has followed."""
    vote_elsewhere()
    freshness.rebuild()
    resolution, chief = published(), get_user_model().objects.create_superuser("chief")
    before = everything(others)
    shown = told(before)
    assert {word for *_place, word in shown} == set(SECRETS)
    assert len({address for address, *_rest in shown}) > 25, "the examples lead to the text"

    act(resolution, chief)
    assert "\n".join(map(str, told(everything(others, before)))) == ""
    settle()
    assert "\n".join(map(str, told(everything(others, before)))) == ""


def test_a_withdrawn_resolution_leaves_no_trace(others: int) -> None:
    """Lists, counts, facets and other pages are as if the text had never come. Only its own addresses tell of it."""
    freshness.rebuild()
    settle()
    before = everything(others)
    withdraw(published(), get_user_model().objects.create_superuser("chief"))
    settle()
    after = everything(others, before)
    own = (*NAMES, *COMPARED, "/similar/A/RES/90/2/", "/search/?q=A/RES/90/2", "/oai")  # harvesters learn of it
    changed = {place for place in after if before[place] != after[place] and not place[0].startswith(own)}
    assert changed == set()
    assert [after[NAMES[0], format, "zh-hans"][:3] for format in ("html", "json")] == ["410", "410"]
    assert "已撤下" in after[NAMES[1], "html", "zh-hans"]


@pytest.mark.parametrize("act", [withdraw, replace])
def test_a_copy_in_a_cache_is_not_confirmed(others: int, act: Act) -> None:
    """An answer with a secret is asked for again with its ETag, as a browser does, by GET and by HEAD."""
    freshness.rebuild()
    resolution, client = published(), Client()
    kept = []
    for address in addresses(others):
        answer = asked(client, address, "html", "zh-hans")
        if any(word in answer.getvalue().decode(errors="replace") for word in SECRETS):
            kept.append((address, answer["ETag"]))
    assert len(kept) > 10
    act(resolution, get_user_model().objects.create_superuser("chief"))
    settle()
    for address, tag in kept:
        again = asked(client, address, "html", "zh-hans", HTTP_IF_NONE_MATCH=tag, HTTP_RANGE="bytes=0-9")
        assert again.status_code not in (206, 304), address
        head = client.head(address, HTTP_IF_NONE_MATCH=tag)
        assert (head.status_code != 304, head.content) == (True, b""), address
