"""Tests who may see and change what: every address of the archive and the admin, every kind of user, every HTTP method.

``ADDRESSES`` and ``MODELS`` give for each address who may see it and who may change something there, by initials:
[n]ot signed in, [m]embers (signed in, no staff status), [s]taff without a role, [r]eaders of the desk, [l]ibrarians,
[c]hief librarians, super[u]sers. An address in neither table fails the test.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from archive.desk import roles
from archive.desk.incoming import PastedText, receive
from archive.exporting.package import PACKAGE
from archive.intake import series
from archive.models import (
    Citation,
    Clause,
    Disagreement,
    Document,
    DocumentAlias,
    Fetch,
    Footnote,
    HistoryEntry,
    LanguagePair,
    MemberState,
    PagePicture,
    Proof,
    Resolution,
    Revision,
    SeriesLink,
    StateGroup,
    Subject,
    Term,
    VerbStep,
    Vote,
    VoteFile,
    VoteProblem,
    VoteProposal,
)
from archive.models.vote import Ballot
from archive.searching import freshness
from archive.views.adopted_texts import ADDRESS
from archive.voting.choice import Choice
from tests import shelf
from tests.data_versions import VERSION, lay_down_version
from tests.test_desk_pages import TEXT, person, read_all

pytestmark = pytest.mark.django_db

ALL, STAFF, DESK, WORKS, LEADS, ROOT, NOBODY = "nmsrlcu", "srlcu", "rlcu", "lcu", "cu", "u", ""

# The admin's own pages of a model: who may see, add, change and delete.
MODELS: dict[str, tuple[str, str, str, str]] = {
    "archive/batch": (DESK, NOBODY, NOBODY, NOBODY),
    "archive/submission": (DESK, NOBODY, NOBODY, NOBODY),
    "archive/fetch": (DESK, NOBODY, NOBODY, NOBODY),
    "archive/proof": (DESK, NOBODY, NOBODY, NOBODY),
    "archive/historyentry": (DESK, NOBODY, NOBODY, NOBODY),
    "archive/source": (DESK, NOBODY, ROOT, NOBODY),  # every field is read-only
    "archive/revision": (DESK, NOBODY, NOBODY, NOBODY),
    "archive/resolution": (DESK, NOBODY, WORKS, NOBODY),
    "archive/clause": (DESK, NOBODY, NOBODY, NOBODY),
    "archive/footnote": (DESK, NOBODY, NOBODY, NOBODY),
    "archive/citation": (DESK, WORKS, WORKS, WORKS),
    "archive/document": (DESK, WORKS, WORKS, ROOT),
    "archive/documentalias": (DESK, WORKS, WORKS, WORKS),
    "archive/subject": (DESK, ROOT, WORKS, ROOT),
    "archive/voteproposal": (DESK, NOBODY, NOBODY, NOBODY),
    "archive/vote": (DESK, NOBODY, NOBODY, NOBODY),
    "archive/voteproblem": (DESK, NOBODY, NOBODY, NOBODY),
    "archive/disagreement": (DESK, NOBODY, NOBODY, NOBODY),
    "archive/votefile": (DESK, NOBODY, NOBODY, NOBODY),
    "archive/ballot": (DESK, NOBODY, WORKS, NOBODY),
    "archive/memberstate": (DESK, ROOT, WORKS, ROOT),
    "archive/stategroup": (DESK, WORKS, WORKS, ROOT),
    "archive/serieslink": (DESK, WORKS, WORKS, ROOT),
    "archive/verbstep": (DESK, WORKS, WORKS, ROOT),
    "auth/user": (LEADS, LEADS, LEADS, ROOT),
    "auth/group": (LEADS, ROOT, ROOT, ROOT),
}

# Every other address: (who may see it, who may change something there). None where that is impossible.
ADDRESSES: dict[str, tuple[str | None, str | None]] = {
    "": (ALL, None),
    "about/": (ALL, None),
    "basket/": (ALL, None),
    "cite/": (ALL, None),
    "coverage/": (ALL, None),
    "data/": (ALL, None),
    "data/latest/<path:rest>": (ALL, None),
    "data/<str:version>/": (ALL, None),
    "data/<str:version>/codebook/": (ALL, None),
    "data/<str:version>/<str:name>": (ALL, None),
    "sessions/": (ALL, None),
    "sessions/<str:session>/": (ALL, None),
    "subjects/": (ALL, None),
    "years/": (ALL, None),
    "years/<int:year>/": (ALL, None),
    "bodies/": (ALL, None),
    "bodies/<slug:slug>/": (ALL, None),
    "subjects/<int:pk>/": (ALL, None),
    "treaties/": (ALL, None),
    "sponsors/": (ALL, None),
    "sponsors/<str:code>/": (ALL, None),
    "documents/": (ALL, None),
    "documents/<path:key>/": (ALL, None),
    "cited/<path:symbol>/": (ALL, None),
    "oai": (ALL, None),
    "oai/": (ALL, None),
    "search/": (ALL, None),
    "search/suggest/": (ALL, None),
    "api/openapi.json": (ALL, None),
    "search/help/": (ALL, None),
    "unapi": (ALL, None),
    "picture.png": (ALL, None),
    "opensearch.xml": (ALL, None),
    "sitemap.xml": (ALL, None),
    "sitemap-<slug:section>.xml": (ALL, None),
    "help/": (ALL, None),
    "help/data/": (ALL, None),
    "help/librarians/": (ALL, None),
    "votes/": (ALL, None),
    "votes/<path:key>/": (ALL, None),
    "states/": (ALL, None),
    "states/compare/": (ALL, None),
    "states/matrix/": (ALL, None),
    "states/positions/": (ALL, None),
    "states/<str:code>/": (ALL, None),
    "concordance/": (ALL, None),
    "terms/": (ALL, None),
    "terms/<slug:kind>/<path:words>/": (ALL, None),
    "verbs/": (ALL, None),
    "verbs/<path:phrase>/": (ALL, None),
    "series/": (ALL, None),
    "series/<path:symbol>/wording/": (ALL, None),
    "series/<path:symbol>/": (ALL, None),
    "strength/": (ALL, None),
    "similar/<path:symbol>/<str:path>/": (ALL, None),
    "new-words/": (ALL, None),
    "new-words/<str:session>/": (ALL, None),
    "compare/": (ALL, None),
    f"^compare/(?P<before>{ADDRESS}?)/(?P<after>{ADDRESS})/$": (ALL, None),
    f"^(?P<symbol>{ADDRESS})/(?P<path>[^/]+)/history/$": (ALL, None),
    f"^(?P<symbol>{ADDRESS})/$": (ALL, None),
    "language/": (ALL, ALL),  # changes only a cookie of the reader
    "admin/": (STAFF, None),
    "admin/login/": (ALL, ALL),
    "admin/logout/": (None, ALL),
    "admin/password_change/": (STAFF, STAFF),
    "admin/password_change/done/": (STAFF, None),
    "admin/autocomplete/": (DESK, None),
    "admin/jsi18n/": (STAFF, None),
    "admin/second-factor/": (STAFF, None),
    "admin/second-factor/<int:pk>/delete/": (STAFF, STAFF),  # only one's own
    "admin/second-factor/create/<method>/": (STAFF, STAFF),
    "admin/second-factor/auth/<method>/": (ALL, ALL),  # only after the password
    "admin/r/<path:content_type_id>/<path:object_id>/": (STAFF, None),  # redirects to a public page, or 404
    "admin/^(?P<app_label>archive|auth)/$": (STAFF, None),
    "admin/(?P<url>.*)$": (STAFF, None),  # no such page
    "admin/archive/citation/wanted/": (DESK, None),
    "admin/archive/document/<int:pk>/merge/": (WORKS, WORKS),
    "admin/archive/batch/drop/": (WORKS, WORKS),
    "admin/archive/batch/<int:pk>/progress.json": (DESK, None),
    "admin/archive/batch/<int:pk>/cancel/": (None, WORKS),
    "admin/archive/batch/<int:pk>/publish/": (WORKS, None),
    "admin/archive/fetch/ask/": (WORKS, WORKS),
    "admin/archive/fetch/missing/": (DESK, None),
    "admin/archive/fetch/missing/<str:session>/": (DESK, None),
    "admin/archive/fetch/write-off/": (None, WORKS),
    "admin/archive/fetch/reinstate/": (None, WORKS),
    "admin/archive/submission/<int:pk>/original/": (DESK, None),
    "admin/archive/submission/<int:pk>/page/<int:number>.png": (DESK, None),
    "admin/archive/submission/<int:pk>/again/": (None, WORKS),
    "admin/archive/submission/<int:pk>/settled/": (None, WORKS),
    "admin/archive/submission/<int:pk>/tell/": (WORKS, WORKS),
    "admin/archive/proof/publish/": (None, WORKS),
    "admin/archive/proof/aside/": (None, WORKS),
    "admin/archive/proof/documents.json": (DESK, None),
    "admin/archive/proof/<int:pk>/mend/": (None, WORKS),
    "admin/archive/proof/<int:pk>/undo/": (None, WORKS),
    "admin/archive/proof/<int:pk>/publish/": (None, WORKS),
    "admin/archive/proof/<int:pk>/back/": (None, LEADS),
    "admin/archive/proof/<int:pk>/aside/": (None, WORKS),
    "admin/archive/proof/<int:pk>/up/": (None, WORKS),
    "admin/archive/proof/<int:pk>/differences/": (DESK, None),
    "admin/archive/voteproposal/<int:pk>/accept/": (None, WORKS),
    "admin/archive/voteproposal/<int:pk>/back/": (None, WORKS),
    "admin/archive/voteproposal/<int:pk>/aside/": (None, WORKS),
    "admin/archive/voteproposal/<int:pk>/again/": (None, WORKS),
    "admin/archive/votefile/<int:pk>/back/": (None, WORKS),
    "admin/archive/disagreement/open/": (None, WORKS),
    "admin/archive/disagreement/settle/": (None, WORKS),
    "admin/archive/voteproblem/settle/": (None, WORKS),
    "admin/archive/voteproblem/<int:pk>/settle/": (None, WORKS),
    "admin/archive/voteproblem/<int:pk>/open/": (None, WORKS),
    "admin/archive/voteproblem/<int:pk>/name/": (None, WORKS),
    "admin/archive/vote/enter/": (WORKS, WORKS),
    "admin/archive/vote/<int:pk>/correct/": (WORKS, WORKS),
    "admin/archive/vote/<int:pk>/back/": (None, WORKS),
    "admin/archive/revision/<int:pk>/up/": (None, WORKS),
    "admin/archive/resolution/<int:pk>/revisions/": (DESK, None),
    "admin/archive/resolution/<int:pk>/compare/": (DESK, None),
    "admin/archive/resolution/<int:pk>/withdraw/": (None, LEADS),
    "admin/archive/resolution/<int:pk>/restore/": (None, LEADS),
    "admin/archive/resolution/<int:pk>/return/": (None, LEADS),
    "admin/archive/resolution/<int:pk>/withhold/": (None, LEADS),
    "admin/archive/resolution/<int:pk>/release/": (None, LEADS),
}
for _model, (_sees, _adds, _changes, _deletes) in MODELS.items():
    ADDRESSES |= {
        f"admin/{_model}/": (_sees, _sees),  # a POST is an action on many rows; the rows are checked again
        f"admin/{_model}/add/": (_adds, _adds),
        f"admin/{_model}/<path:object_id>/history/": (_sees, None),
        f"admin/{_model}/<path:object_id>/delete/": (_deletes, _deletes),
        f"admin/{_model}/<path:object_id>/change/": (_sees, _changes),
        f"admin/{_model}/<path:object_id>/": (STAFF, None),  # Django's old address of the page: redirects to change/
    }
ADDRESSES["admin/auth/user/<id>/password/"] = (LEADS, LEADS)

# Addresses that answer with another status than 200.
SEEN = {
    "oai/": 308,
    "data/latest/<path:rest>": 302,
    "similar/<path:symbol>/<str:path>/": 503,  # these tests have no search index
    "admin/r/<path:content_type_id>/<path:object_id>/": 404,
    "admin/(?P<url>.*)$": 404,
    "admin/second-factor/<int:pk>/delete/": 404,
    "admin/second-factor/auth/<method>/": 404,
    "admin/login/": {"n": 200, "m": 200} | dict.fromkeys(STAFF, 302),
    "language/": 302,
    "search/help/": 301,
    "admin/^(?P<app_label>archive|auth)/$": dict.fromkeys(DESK, 200) | {"s": 404},  # like an app that does not exist
} | {f"admin/{model}/<path:object_id>/": 302 for model in MODELS}

# Addresses of the admin that are the same for everybody and may be cached.
CACHED = {"admin/jsi18n/", "admin/password_change/", "admin/password_change/done/"}

# Texts that only the draft on the desk has: its words, title, symbol and file name.
SECRETS = ("秘而不宣", "A/RES/91/277", "91/277", "secret-file", "还不能说")
SECRET = """91/277. 还不能说的标题

大会，

回顾其第64/47号决议，

1. 决定秘而不宣；

2036年12月8日
第61次全体会议
"""


def patterns(found: Any = None, before: str = "") -> Iterator[str]:
    """The pattern of every address of the archive."""
    for pattern in get_resolver().url_patterns if found is None else found:
        whole = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern.url_patterns, whole)
        else:
            assert isinstance(pattern, URLPattern)
            yield whole


def test_every_address_has_a_row() -> None:
    assert set(patterns()) == set(ADDRESSES)


class Desk:
    """An archive with one row of every model, a draft on the desk, and a user of every kind."""

    def __init__(self) -> None:
        shelf.fill()
        self.users: dict[str, Any] = {
            "m": get_user_model().objects.create_user("member", password="a password"),
            "s": get_user_model().objects.create_user("staff", password="a password", is_staff=True),
            "r": person("sun", roles.READER),
            "l": person("li", roles.LIBRARIAN),
            "c": person("wang", roles.CHIEF),
            "u": get_user_model().objects.create_superuser("root", password="a password"),
        }
        receive([], PastedText(SECRET, "secret-file.txt"), by=self.users["l"])
        receive([], PastedText(TEXT, "known.txt"), by=self.users["l"])
        read_all()
        self.proof = Proof.objects.get(symbol="A/RES/90/2")
        self.secret = Proof.objects.get(symbol="A/RES/91/277")
        source = self.proof.submission.source
        assert source is not None
        PagePicture.objects.create(source=source, number=1, png=b"\x89PNG")
        state = MemberState.objects.create(code="AAA", short_zh="甲", admitted=date(1945, 10, 24))
        vote = Vote.objects.filter(document__key="A/RES/90/2").get()
        clause = Clause.objects.filter(revision__text__resolution__document__key="A/RES/90/2")[0]
        citation = Citation.objects.filter(clause__isnull=False)[0]
        pair = LanguagePair.objects.create(chinese=clause.revision, english=clause.revision)
        rows: list[Any] = [
            self.proof, self.proof.submission, self.proof.submission.batch, source, state, vote, clause, citation,
            Document.objects.get(key="A/RES/90/2"), Resolution.objects.get(document__key="A/RES/90/2"),
            Revision.objects.filter(current=True, text__resolution__document__key="A/RES/90/2")[0],
            DocumentAlias.objects.create(name="x", document=Document.objects.get(key="A/RES/89/1")),
            Footnote.objects.all()[0], HistoryEntry.objects.all()[0], Subject.objects.all()[0],
            VoteFile.objects.create(sha256="0" * 64, name="v.csv", format="own", size=1),
            VoteProblem.objects.create(vote=vote, kind="x", messages=[]),
            Disagreement.objects.create(pair=pair, position=0, path="op1", what="day"),
            VoteProposal.objects.create(submission=self.proof.submission, format="table", previewed_at=timezone.now()),
            Ballot.objects.create(vote=vote, state=state, choice=Choice.YES, printed="甲"),
            StateGroup.objects.create(key="group", kind="eu", name_zh="组", source="x"),
            SeriesLink.objects.create(
                earlier="A/RES/89/1", later="A/RES/90/2", basis="title", status="accepted", decided=True
            ),
            VerbStep.objects.create(scale="request", step=1, zh=["请"], source="x"),
            Fetch.objects.create(batch=self.proof.submission.batch, symbol="A/RES/90/3", language="zh", state="failed"),
            self.users["r"], Group.objects.get(name=roles.READER),
        ]  # fmt: skip
        rendering = {"words": "Decides", "forms": [["Decides", 3]], "wordings": 3, "english": 3}
        Term.objects.create(
            kind="opening",
            words="决定",
            position=0,
            wordings=3,
            renderings=[{**rendering, "dice": 1.0, "likelihood": 12.5}],
        )
        series.rebuild()
        self.rows = {f"{row._meta.app_label}/{row._meta.model_name}": row for row in rows}

    def client(self, who: str, **options: Any) -> Client:
        client = Client(**options)
        if who != "n":
            client.force_login(self.users[who])
        return client

    def address(self, pattern: str) -> str:
        """The address of a pattern, filled with the existing row."""
        model = "/".join(pattern.split("/")[1:3])
        key = {"series": "A/RES/90/2", "votes": self.rows["archive/vote"].key}.get(pattern.split("/")[0], "A/RES/90/2")
        filled = pattern.replace("<path:content_type_id>/<path:object_id>", "999999/1").replace("(?P<url>.*)$", "x/")
        for place, value in {
            "<path:object_id>": lambda: self.rows[model].pk,
            "<id>": lambda: self.rows[model].pk,
            "subjects/<int:pk>": lambda: f"subjects/{self.rows['archive/subject'].pk}",
            "second-factor/<int:pk>": lambda: "second-factor/0",
            "<method>": lambda: "TOTP",
            "<int:pk>": lambda: self.rows[model].pk,
            "<int:number>": lambda: 1,
            "<path:phrase>": lambda: "决定",
            "<slug:kind>/<path:words>": lambda: "opening/决定",
            "<int:year>": lambda: Document.objects.values_list("date__year", flat=True).get(key=key),
            "<str:session>": lambda: "90",
            "<str:code>": lambda: "AAA",
            "<slug:slug>": lambda: "security-council",
            "<slug:section>": lambda: "resolutions",
            "<path:rest>": lambda: PACKAGE,
            "<str:version>": lambda: VERSION,
            "<str:name>": lambda: PACKAGE,
            "<str:path>": lambda: "op1",
            "<path:key>": lambda: key,
            "<path:symbol>": lambda: key,
            f"^compare/(?P<before>{ADDRESS}?)/(?P<after>{ADDRESS})/$": lambda: "compare/A/RES/89/1/A/RES/90/2/",
            f"^(?P<symbol>{ADDRESS})/(?P<path>[^/]+)/history/$": lambda: (
                f"A/RES/90/2/{self.rows['archive/clause'].path}/history/"
            ),
            f"^(?P<symbol>{ADDRESS})/$": lambda: "A/RES/90/2/",
            "^(?P<app_label>archive|auth)/$": lambda: "archive/",
        }.items():
            if place in filled:
                filled = filled.replace(place, str(value()))
        query = {
            "cite/": "?of=A/RES/90/2",
            "picture.png": "?of=A/RES/90/2",
            "admin/autocomplete/": "?app_label=archive&model_name=citation&field_name=target&term=90",
            "admin/archive/resolution/<int:pk>/compare/": "?before={0}&after={0}".format(
                self.rows["archive/revision"].pk
            ),
            "states/compare/": "?state=AAA&state=AAA",
        }
        return "/" + filled + query.get(pattern, "")

    def addresses(self) -> list[tuple[str, str, str | None, str | None]]:
        return [(pattern, self.address(pattern), *ADDRESSES[pattern]) for pattern in ADDRESSES]


@pytest.fixture
def desk(settings: Any, tmp_path: Path) -> Desk:
    settings.DATA_DIR = tmp_path / "data"
    lay_down_version(settings.DATA_DIR)
    return Desk()


def everything() -> dict[str, list[Any]]:
    """All rows of the database, except sessions and times of login."""
    models = [model for model in apps.get_models() if model is not Session and model._meta.managed]
    fields = {model: [f.attname for f in model._meta.concrete_fields if f.name != "last_login"] for model in models}
    return {str(model._meta): list(model._base_manager.order_by("pk").values_list(*fields[model])) for model in models}


def refused(who: str, url: str, answer: Any) -> bool:
    """Whether the answer is only a refusal: 403, or a redirect to the login page."""
    if url.startswith("/admin/") and who in "nm":
        return answer.status_code == 302 and answer.headers["Location"].startswith("/admin/login/?next=")
    return answer.status_code == 403


@pytest.mark.parametrize("who", ALL)
def test_who_may_look(desk: Desk, who: str) -> None:
    client, before, wrong = desk.client(who, enforce_csrf_checks=True), everything(), []
    for pattern, url, sees, _changes in desk.addresses():
        answer = client.get(url)
        if sees is None:
            right = answer.status_code == 405 or refused(who, url, answer) or pattern == "admin/logout/"
        elif who in sees:
            wanted = SEEN.get(pattern, 200)
            right = answer.status_code == (wanted[who] if isinstance(wanted, dict) else wanted)
        else:
            right = refused(who, url, answer)
        if not right:
            wrong.append((pattern, "GET", answer.status_code))
        if answer.status_code == 200 and url.startswith("/admin/") and pattern not in CACHED:
            policy = answer.headers.get("Cache-Control", "")
            if "no-store" not in policy or "private" not in policy or "ETag" in answer.headers:
                wrong.append((pattern, f"kept by a cache: {policy}", 200))
    assert not wrong, "\n".join(map(str, wrong))
    assert everything() == before, "a GET changes nothing"


@pytest.mark.parametrize("who", "nu")
def test_no_other_method_does_anything(desk: Desk, who: str) -> None:
    """HEAD and OPTIONS answer like GET or refuse; PUT and DELETE are refused. None of them changes a row."""
    client, before, wrong = desk.client(who, enforce_csrf_checks=True), everything(), []
    for pattern, url, _sees, _changes in desk.addresses():
        status = client.get(url).status_code
        head, options = client.head(url), client.options(url)
        if head.status_code != status and pattern != "admin/login/":
            wrong.append((pattern, "HEAD", head.status_code))
        if options.status_code not in (status, 403, 405) and options.content:
            wrong.append((pattern, "OPTIONS", options.status_code))
        for method in ("PUT", "DELETE"):
            other = client.generic(method, url)
            if other.status_code not in (403, 405) and not refused(who, url, other) and pattern != "language/":
                wrong.append((pattern, method, other.status_code))
    assert not wrong, "\n".join(map(str, wrong))
    assert everything() == before, "only a POST changes something"


@pytest.mark.parametrize("who", ALL)
def test_who_may_change(desk: Desk, who: str) -> None:
    addresses, client, wrong = desk.addresses(), desk.client(who), []
    before = everything()
    mine = [address for address in addresses if who in (address[3] or "")]
    for pattern, url, sees, changes in addresses:
        if (pattern, url, sees, changes) not in mine:
            answer = client.post(url)
            shown = changes is None and who in (sees or "")
            if not (refused(who, url, answer) or answer.status_code == 405 or shown):
                wrong.append((pattern, answer.status_code))
    assert everything() == before
    for pattern, url, _sees, _changes in mine:
        status = (desk.client(who) if pattern == "admin/logout/" else client).post(url).status_code
        if status in (403, 405) or status >= 500:
            wrong.append((pattern, status))
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize("who", "nu")
def test_every_change_needs_its_token(desk: Desk, who: str) -> None:
    client, before, wrong = desk.client(who, enforce_csrf_checks=True), everything(), []
    for pattern, url, _sees, _changes in desk.addresses():
        answer = client.post(url, {"version": "1", "post": "yes"})
        free = pattern in ("language/", "oai", "oai/")  # a forged request could only switch the language, or read
        if not free and answer.status_code not in (403, 405) and not refused(who, url, answer):
            wrong.append((pattern, answer.status_code))
    assert not wrong, "\n".join(map(str, wrong))
    assert everything() == before


def whole(answer: Any) -> bytes:
    return b"".join(answer) if answer.streaming else bytes(answer.content)


def test_public_pages_are_the_same_for_every_user(desk: Desk) -> None:
    """Public pages are the same for the users of the desk, except for the warnings of a reading."""
    everybody = [desk.client(who) for who in "nmsu"]
    for pattern, url, _sees, _changes in desk.addresses():
        if not pattern.startswith(("admin/", "language/", "oai")):  # an answer to a harvester has the time
            nameless, member, staff, root = (whole(client.get(url)) for client in everybody)
            assert nameless == member == staff, url
            without = re.sub(rb'<details class="warnings">.*?</details>', b"", root, flags=re.S)
            assert nameless.split() == without.split(), url


QUESTIONS = ("秘而不宣", "还不能说", "91/277", "A/RES/91/277", "secret-file", "决定", "64/47")


@pytest.mark.parametrize("who", "ns")
def test_nobody_without_a_role_learns_of_a_draft(empty_index: None, desk: Desk, who: str) -> None:
    """No page, JSON, CSV, feed, search or suggestion has its words, and its address is a 404 like any unknown one."""
    freshness.rebuild()
    client = desk.client(who)
    assert client.get("/search/?q=继续审议&format=json").json()["count"], "the published text is found"
    urls = [url for pattern, url, _, _ in desk.addresses() if pattern != "language/"]
    urls += [f"{url}{'&' if '?' in url else '?'}format={format}" for url in urls for format in ("json", "csv", "atom")]
    urls += [f"/search/{kind}?q={q}&format={f}" for kind in ("", "suggest/") for q in QUESTIONS
             for f in ("html", "json", "csv", "atom")]  # fmt: skip
    for url in urls:
        answer: Any = client.get(url)
        content = b"".join(answer) if answer.streaming else answer.content
        said = content.decode(errors="replace")
        if not any(question in url for question in QUESTIONS):
            assert not [secret for secret in SECRETS if secret in said], url
    for address in ("/A/RES/{}/", "/documents/A/RES/{}/", "/series/A/RES/{}/", "/A/RES/{}/?format=json"):
        draft, none = (client.get(address.format(number)) for number in ("91/277", "91/278"))
        assert draft.status_code == none.status_code == 404
        assert draft.content.replace(b"277", b"278") == none.content
    for question in ("秘而不宣", "还不能说", "91/277", "secret-file"):
        for address in (f"/search/?q={question}&format=json", f"/search/suggest/?q={question}&format=json"):
            found = client.get(address).json()
            assert not any(found.get(key) for key in ("count", "results", "suggestions")), found


@pytest.mark.parametrize("who", "nms")
def test_a_refusal_does_not_reveal_whether_a_row_exists(desk: Desk, who: str) -> None:
    """Numbers of drafts, sources and users can be guessed, so the answer must not reveal whether one exists."""
    client = desk.client(who)
    for pattern, _url, _sees, _changes in desk.addresses():
        if pattern.startswith("admin/") and "<" in pattern and "content_type_id" not in pattern:
            model = "/".join(pattern.split("/")[1:3])
            if model not in desk.rows:
                continue
            there = desk.address(pattern)
            absent = there.replace(f"/{desk.rows[model].pk}/", "/999999/")
            for method in ("GET", "POST"):
                one, other = client.generic(method, there), client.generic(method, absent)
                assert one.status_code == other.status_code, (method, there)
                same = one.content == other.content.replace(b"999999", str(desk.rows[model].pk).encode())
                assert same or b"csrf" in one.content, (method, there)
