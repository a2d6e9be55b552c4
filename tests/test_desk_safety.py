"""Tests attacks on the desk by users with a role and by files: rights, rows of others, odd values, markup, names."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import CharField, F, TextField, Value
from django.db.models.functions import Concat
from django.test import Client
from django.urls import reverse

from archive.desk import publishing, roles
from archive.desk.incoming import receive
from archive.desk.jobs import running as working
from archive.models import HistoryEntry, Proof, Resolution, SeriesLink, Source, Submission
from archive.searching import freshness
from tests.test_desk_access import Desk
from tests.test_desk_pages import TEXT, act, client_of, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return Desk()


def permission(codename: str) -> Permission:
    return Permission.objects.get(codename=codename)


# --- More rights -------------------------------------------------------------------------------------------------


def form_of(user: Any, **changes: Any) -> dict[str, Any]:
    held = {"username": user.username, "is_active": "on", "is_staff": "on", "groups": [g.pk for g in user.groups.all()]}
    return {name: value for name, value in (held | changes).items() if value is not None}


def test_a_chief_librarian_makes_librarians() -> None:
    chief = person("wang", roles.CHIEF)
    client = client_of(chief)
    fields = {"username": "neu", "password1": "a long passphrase", "password2": "a long passphrase"}
    client.post(reverse("admin:auth_user_add"), fields | {"usable_password": "true", "is_superuser": "on"})
    made = get_user_model().objects.get(username="neu")
    assert not made.is_superuser
    role = Group.objects.get(name=roles.LIBRARIAN)
    url = reverse("admin:auth_user_change", args=[made.pk])
    assert client.post(url, form_of(made, groups=[role.pk])).status_code == 302
    assert list(made.groups.all()) == [role]
    password = {"password1": "another passphrase", "password2": "another passphrase", "usable_password": "true"}
    assert client.post(reverse("admin:auth_user_password_change", args=[made.pk]), password).status_code == 302
    made.refresh_from_db()
    assert made.check_password("another passphrase")
    assert client.post(url, form_of(made, is_active=None)).status_code == 302
    made.refresh_from_db()
    assert not made.is_active


@pytest.mark.parametrize("active", [True, False])
@pytest.mark.parametrize("by", ["own", "group"])
def test_a_chief_librarian_cannot_change_users_with_more_rights(active: bool, by: str) -> None:
    """Setting a user's password gives the rights of that user, so a chief librarian may not do it for users with more
    rights. This includes inactive users, because they could be activated first."""
    client = client_of(person("wang", roles.CHIEF))
    mighty = person("zhao", roles.LIBRARIAN)
    if by == "own":
        mighty.user_permissions.add(permission("delete_document"))
    else:
        group = Group.objects.create(name="mighty")
        group.permissions.add(permission("delete_document"))
        mighty.groups.add(group)
    mighty.is_active = active
    mighty.save()
    url, before = reverse("admin:auth_user_change", args=[mighty.pk]), mighty.password
    page = client.get(url)
    assert page.status_code == 200, "the user is shown"
    assert before not in page.content.decode()
    assert 'name="groups"' not in page.content.decode()
    assert client.post(url, form_of(mighty)).status_code == 403
    password = {"password1": "another passphrase", "password2": "another passphrase", "usable_password": "true"}
    assert client.post(reverse("admin:auth_user_password_change", args=[mighty.pk]), password).status_code == 403
    mighty.refresh_from_db()
    assert (mighty.password, mighty.is_active) == (before, active)


def test_a_chief_librarian_cannot_give_rights_that_he_lacks() -> None:
    chief = person("wang", roles.CHIEF)
    client = client_of(chief)
    mighty = Group.objects.create(name="mighty")
    mighty.permissions.add(permission("delete_document"))
    url = reverse("admin:auth_user_change", args=[chief.pk])
    page = client.get(url).content.decode()
    assert "工作台读者" in page
    assert "mighty" not in page
    own = [group.pk for group in chief.groups.all()]
    assert client.post(url, form_of(chief, groups=[*own, mighty.pk])).status_code == 200, "the form is refused"
    more = {"user_permissions": [permission("delete_document").pk], "is_superuser": "on", "username": "root"}
    client.post(url, form_of(chief, **more))
    chief = get_user_model().objects.get(pk=chief.pk)
    assert [group.pk for group in chief.groups.all()] == own
    assert not chief.has_perm("archive.delete_document")
    assert (chief.is_superuser, chief.username) == (False, "wang"), "the history names users by user name"


def test_a_superuser_still_may() -> None:
    root = get_user_model().objects.create_superuser("root")
    mighty = Group.objects.create(name="mighty")
    mighty.permissions.add(permission("delete_document"))
    librarian = person("li", roles.LIBRARIAN)
    url = reverse("admin:auth_user_change", args=[librarian.pk])
    fields = form_of(librarian, username="li2", groups=[mighty.pk], is_superuser="on")
    dates = {"date_joined_0": "2030-01-01", "date_joined_1": "00:00"}
    assert client_of(root).post(url, fields | dates).status_code == 302
    librarian = get_user_model().objects.get(pk=librarian.pk)
    assert (librarian.username, librarian.is_superuser) == ("li2", True)


def test_an_action_needs_the_right_to_change() -> None:
    link = SeriesLink.objects.create(earlier="A/RES/89/1", later="A/RES/90/1", basis="title", status="proposed")
    viewer = person("sun", roles.READER)
    viewer.user_permissions.add(permission("view_serieslink"))
    url = reverse("admin:archive_serieslink_changelist")
    client_of(viewer).post(url, {"action": "accept", "_selected_action": [link.pk]})
    link.refresh_from_db()
    assert link.status == "proposed"


@pytest.mark.parametrize("action", ["publish_selected", "set_aside_selected", "delete_selected"])
def test_a_reader_of_the_desk_has_no_actions(desk: Desk, action: str) -> None:
    before = list(Proof.objects.order_by("pk").values_list("state", "version"))
    fields = {"action": action, "_selected_action": [desk.proof.pk, desk.secret.pk], "post": "yes"}
    desk.client("r").post(reverse("admin:archive_proof_changelist"), fields)
    assert list(Proof.objects.order_by("pk").values_list("state", "version")) == before


def test_a_queued_publication_needs_the_right_when_it_runs(desk: Desk) -> None:
    librarian = desk.users["l"]
    versions = {desk.secret.pk: desk.secret.version}
    librarian.groups.clear()
    librarian = get_user_model().objects.get(pk=librarian.pk)
    publishing.publish_deferred(versions, librarian)
    assert not Resolution.objects.filter(document__key="A/RES/91/277").exists()
    assert HistoryEntry.objects.latest("pk").action == "sent_back"
    librarian.groups.add(Group.objects.get(name=roles.LIBRARIAN))
    publishing.publish_deferred(versions, get_user_model().objects.get(pk=librarian.pk))
    assert Resolution.objects.filter(document__key="A/RES/91/277").exists()


def test_a_removed_role_ends_at_once(desk: Desk) -> None:
    client, url = desk.client("l"), reverse("admin:archive_proof_changelist")
    assert client.get(url).status_code == 200
    desk.users["l"].groups.clear()
    assert client.get(url).status_code == 403
    other = desk.client("r")
    get_user_model().objects.filter(pk=desk.users["r"].pk).update(is_active=False)
    assert other.get(url).status_code == 302


def test_login_starts_a_new_session_and_a_new_password_ends_it() -> None:
    person("li", roles.LIBRARIAN)
    client, elsewhere = Client(), Client()
    session = client.session
    session["planted"] = "x"
    session.save()
    planted = str(session.session_key)
    client.cookies["sessionid"] = planted
    for one in (client, elsewhere):
        one.post("/admin/login/", {"username": "li", "password": "a password"})
        assert one.get("/admin/").status_code == 200
    assert client.cookies["sessionid"].value != planted
    password = {"old_password": "a password", "new_password1": "another phrase", "new_password2": "another phrase"}
    assert client.post("/admin/password_change/", password).status_code == 302
    assert client.get("/admin/").status_code == 200
    assert elsewhere.get("/admin/").status_code == 302


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example"])
def test_no_address_redirects_to_another_host(desk: Desk, elsewhere: str) -> None:
    login = {"username": "sun", "password": "a password", "next": elsewhere}
    answers = [
        Client().post(f"/admin/login/?next={elsewhere}", login),
        Client().post("/language/", {"language": "en", "next": elsewhere}, headers={"referer": elsewhere}),
        Client().post("/language/", {"language": "en"}, headers={"referer": elsewhere}),
        desk.client("r").post("/admin/logout/", {"next": elsewhere}),
        act(desk.client("l"), desk.secret, "aside", back=elsewhere),
    ]
    for answer in answers:
        assert "elsewhere" not in answer.headers.get("Location", "")


def test_only_users_who_may_bring_in_can_upload_large_files(desk: Desk, settings: Any) -> None:
    """A large upload from a user who may not bring files in is refused unread, because it would fill the disk."""
    url, body = reverse("admin:archive_batch_drop"), b"x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    for who, status in {"n": 413, "m": 413, "s": 413, "r": 413, "l": 400}.items():
        answer = desk.client(who).post(url, body, content_type="application/octet-stream")
        assert answer.status_code == status, who


# --- Rows of others -----------------------------------------------------------------------------------------------


def test_a_mend_of_another_proof_is_not_taken_back(desk: Desk) -> None:
    client = desk.client("l")
    act(client, desk.secret, "mend", operation="metadata", field="meeting", value="7")
    theirs = desk.secret.mends.get()
    assert act(client, desk.proof, "undo", mend=theirs.pk).status_code == 422
    theirs.refresh_from_db()
    assert theirs.taken_back_at is None


def test_a_resolution_returns_to_no_revision_of_another(desk: Desk) -> None:
    other = Resolution.objects.get(document__key="A/RES/89/1")
    url = reverse("admin:archive_resolution_return", args=[other.pk])
    assert desk.client("c").post(url, {"revision": desk.rows["archive/revision"].pk, "reason": "x"}).status_code == 404


@pytest.mark.parametrize("version", ["", "0", "-1", "²", "1.0", " ", "9" * 5000])
@pytest.mark.parametrize("name", ["mend", "undo", "publish", "aside"])
def test_no_act_on_a_version_of_a_proof_that_was_not_shown(desk: Desk, name: str, version: str) -> None:
    fields = {"operation": "metadata", "field": "meeting", "value": "7", "mend": 1, "reason": "x"}
    assert act(desk.client("l"), desk.secret, name, version=version, **fields).status_code == 409
    desk.secret.refresh_from_db()
    assert (desk.secret.version, desk.secret.state, desk.secret.mends.count()) == (1, "open", 0)


# --- Values that no form sends --------------------------------------------------------------------------------------

ODD = [
    "\0",
    "a\0b",
    "9" * 5000,
    "-1",
    "²",
    "٣",
    "9223372036854775808",
    "[]",
    "{}",
    "%s",
    "%(x)s",
    "\ud800",
    "'\"<>",
    "x" * 20000,
]
# Values of different kinds. Every address is asked with each, so the list is short.
UNLIKE = ("a\0b", "9" * 5000, "²", "\ud800'\"<>%(x)s")


def odd_fields(odd: str) -> dict[str, str]:
    """The odd value in every field of the desk's forms."""
    names = (
        "operation", "chosen", "clause", "footnote", "at", "begins", "behind", "kind", "label", "field", "value",
        "reason", "version", "mend", "text", "exact", "start", "target", "pinpoint", "marker", "mark", "to", "to_at",
        "until", "after", "begins_annex", "finding", "revision", "back", "name", "files", "q", "action",
        "_selected_action", "index", "select_across", "username", "password1",
    )  # fmt: skip
    return dict.fromkeys(names, odd.encode("utf-8", "surrogatepass").decode("utf-8", "replace"))


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_odd_values_in_mends_are_answered(desk: Desk, odd: str) -> None:
    """No answer is an internal error."""
    client = desk.client("u")
    client.raise_request_exception = False
    fields = odd_fields(odd)
    wrong: list[Any] = []
    operations = ("join", "split", "metadata", "cite", "uncite", "set_mark", "move_mark", "insert", "words", "settle",
                  "footnote_marker", "to_footnote", "opening", "number", "annex", "move")  # fmt: skip
    for operation in operations:
        proof = Proof.objects.get(pk=desk.secret.pk)
        more = {"operation": operation, "chosen": "op1", "version": proof.version}
        for given in (fields | more, fields | more | {"field": "meeting"}, fields | more | {"field": "symbol"}):
            status = client.post(reverse("admin:archive_proof_mend", args=[proof.pk]), given).status_code
            if status >= 500:
                wrong.append((operation, status))
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize("odd", UNLIKE, ids=range(len(UNLIKE)))
def test_odd_values_are_answered_everywhere(desk: Desk, odd: str) -> None:
    """No address answers with an internal error."""
    freshness.rebuild()  # without an index the search is away
    client = desk.client("u")
    client.raise_request_exception = False
    fields = odd_fields(odd)
    text = fields["text"]
    wrong: list[Any] = []
    for pattern, url, _sees, changes in desk.addresses():
        if changes is not None and pattern != "admin/logout/":
            # Django's own autocomplete widget passes the value to the database unchanged.
            given = {name: value for name, value in fields.items() if name != "target"}
            status = client.post(url, given).status_code
            if status >= 500:
                wrong.append((pattern, status))
        query = dict.fromkeys(("q", "p", "o", "e", "state__exact", "before", "after", "_to_field", "page"), text[:2000])
        query |= {"format": "json", "session": text[:2000], "term": text[:2000], "revision": text[:2000]}
        status = client.get(url.partition("?")[0], query).status_code
        if status >= 500:
            wrong.append((pattern, "GET", status))
    for model in ("batch", "submission", "proof", "historyentry", "source"):
        one = f"/admin/archive/{model}/{text[:300].replace('%', '%25')}/change/"
        if (status := client.get(one).status_code) >= 500:
            wrong.append((one, status))
    assert not wrong, "\n".join(map(str, wrong))


# --- Markup, names, formulas -----------------------------------------------------------------------------------------

MARKUP = "</script><img src=x onerror=alert(1)>\"'>"


def test_stored_markup_is_text_on_every_page(desk: Desk) -> None:
    """Puts markup into every text of every row, and then looks at every page."""
    act(desk.client("l"), desk.proof, "mend", operation="metadata", field="title", value=MARKUP)
    act(desk.client("l"), desk.proof, "mend", operation="words", chosen="op1", text=MARKUP, reason=MARKUP)
    named = {"key", "code", "symbol", "path", "language", "kind", "outcome", "leading", "sha256", "earlier", "later"}
    for model in apps.get_models():
        if model._meta.app_label not in ("archive", "auth") or model is HistoryEntry:
            continue
        fields = [
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, CharField | TextField)
            and not field.choices
            and not field.primary_key
            and field.name not in named
            and not (field.max_length and field.max_length < 100)
        ]
        if fields:
            added = {name: Concat(F(name), Value(MARKUP), output_field=TextField()) for name in fields}
            model._base_manager.exclude(pk=None).update(**added)
    HistoryEntry.objects.create(action="mended", subject="A/RES/90/2", reason=MARKUP, detail=MARKUP)
    wrong, seen = [], 0
    for who in ("u", "n"):
        client = desk.client(who)
        for pattern, url, _sees, _changes in desk.addresses():
            answer: Any = client.get(url)
            if "html" in answer.headers["Content-Type"] and not answer.streaming:
                page = answer.content.decode()
                seen += "&lt;img src=x" in page
                if "<img src=x" in page:
                    wrong.append((who, pattern))
    assert not wrong, "\n".join(map(str, wrong))
    assert seen > 20, "the markup is there, as text"


def test_a_form_shown_again_runs_no_script(desk: Desk) -> None:
    answer = act(desk.client("l"), desk.proof, "mend", operation="words", chosen="op1", text=MARKUP, value=MARKUP)
    assert answer.status_code == 422
    assert "<img src=x" not in answer.content.decode()


NAMES = [
    "a\r\nSet-Cookie: x=y.txt",
    'a".txt',
    "a\u202etxt.exe",
    "a\u2066b\u200f.txt",
    "a;filename=b.txt",
    "../../etc/passwd",
    "c:\\x\\y.txt",
    "中文\x85.txt",
    "a\x7f.txt",
    "\u2028.txt",
    "CON",
    ".",
    "…" * 300,
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("zipped", [False, True])
def test_a_name_is_safe_on_a_page_and_in_a_header(name: str, zipped: bool) -> None:
    user = person("li", roles.LIBRARIAN)
    if zipped:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr(name, TEXT)
        receive([SimpleUploadedFile("all.zip", packed.getvalue())], by=user)
        working.read(Submission.objects.get().pk)
    else:
        file = SimpleUploadedFile("x", TEXT.encode())
        vars(file)["_name"] = name  # as a request without a form gives it
        receive([file], by=user)
    for submission in Submission.objects.all():
        assert submission.name.isprintable()
        assert not set(submission.name) & set("\u200f\u202e\u2066\u2028")
        answer = client_of(user).get(reverse("admin:archive_submission_original", args=[submission.pk]))
        if submission.source is None:
            assert answer.status_code == 404
            continue
        told = answer.headers["Content-Disposition"]
        assert told.startswith("attachment")
        assert told.isprintable()
        assert "/" not in told
    for source in Source.objects.all():
        assert source.name.isprintable()
