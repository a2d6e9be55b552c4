"""Tests revisions: the facts that return with a revision, comparisons, and withheld revisions. Invented texts."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from archive.admin.desk import desk_labels
from archive.desk import proofs, publishing, roles, taking_back
from archive.desk.incoming import PastedText, receive
from archive.desk.mends.operations import ask
from archive.desk.proofs import RefusedError
from archive.intake import series
from archive.models import Citation, Clause, Footnote, HistoryEntry, Proof, Resolution, Revision, SeriesLink, Vote
from tests.test_desk_pages import TEXT, client_of, person, read_all, seen

pytestmark = pytest.mark.django_db

PHONE = "13800138000"


@pytest.fixture
def chief() -> Any:
    return person("wang", roles.CHIEF)


def published(text: str, by: Any, **facts: str) -> Revision:
    """Publishes a text with facts corrected by a librarian. Returns the revision that readers see."""
    receive([], PastedText(text), by=by)
    read_all()
    proof = Proof.objects.latest("pk")
    for field, value in facts.items():
        one = ask(proofs.prepare(proof).draft, {"operation": "metadata", "field": field, "value": value})
        proof = proofs.add_mends(proof.pk, proof.version, [one], by=by)
    [done] = publishing.publish({proof.pk: proof.version}, by=by)
    assert done.revision is not None
    return done.revision


OTHER = TEXT.replace("继续审议", "停止审议")


def public(**query: str) -> dict[str, Any]:
    found: dict[str, Any] = Client().get("/A/RES/90/2/", {"format": "json", **query}).json()
    return found


def back(revision: Revision, by: Any) -> None:
    taking_back.return_to(revision.pk, by=by, reason="第二稿有误")


# --- Facts -------------------------------------------------------------------------------------------------------


def test_the_facts_of_a_revision_come_back_with_it(chief: Any) -> None:
    first = published(
        TEXT, chief, agenda_items="99(d)", meeting="61", outcome="recorded", yes="100", no="3", abstain="5"
    )
    before = public()
    published(
        OTHER.replace("一项试验", "一项新试验").replace("12月8日", "12月9日"), chief,
        agenda_items="100\n101", meeting="62", outcome="recorded", yes="99", no="3", abstain="5", sponsors="甲国\n乙国",
    )  # fmt: skip
    assert public()["meeting"] == 62
    back(first, chief)
    after = public()
    changing = ("revisions", "current", "revision")
    assert {k: v for k, v in after.items() if k not in changing} == {
        k: v for k, v in before.items() if k not in changing
    }
    assert (after["agenda_items"], after["meeting"], after["title"]) == (["99(d)"], 61, "一项试验")
    assert after["adopted_on"] == "2035-12-08"
    assert after["votes"] == {"yes": 100, "no": 3, "abstain": 5}
    assert after["sponsors"] == [], "only the other revision had sponsors"
    assert Vote.objects.get(document__key="A/RES/90/2").yes == 100
    with translation.override("zh-hans"):
        told = [desk_labels.detail(one) for one in HistoryEntry.objects.filter(action="returned")]
    assert told[0] == "第1版（中文）。"
    assert any(one.endswith("的议程项目：“100、101”改为“99(d)”") for one in told)
    assert any("全体会议" in one and "“62”改为“61”" in one for one in told)
    assert {one.reason for one in HistoryEntry.objects.filter(action="returned")} == {"第二稿有误"}


def test_a_fact_from_another_source_stays(chief: Any) -> None:
    first = published(TEXT, chief)
    published(OTHER, chief, draft_symbol="A/C.1/90/L.1", committee="First")
    published(OTHER.replace("停止审议", "stop"), chief, language="en", draft_symbol="A/C.1/90/L.1")
    Resolution.objects.update(committee="Second")  # corrected by hand later
    back(first, chief)
    assert (public()["draft_symbol"], public()["committee"]) == ("A/C.1/90/L.1", "Second")


def test_a_text_that_does_not_lead_brings_back_only_its_title(chief: Any) -> None:
    published(TEXT, chief, meeting="60")
    first = published(OTHER, chief, language="en", title="A test", meeting="50")
    published(OTHER.replace("停止", "stop"), chief, language="en", title="Another", meeting="51")
    back(first, chief)
    assert (public()["title_en"], public()["meeting"]) == ("A test", 60)


def test_a_restored_resolution_has_the_facts_of_its_current_revision(chief: Any) -> None:
    first = published(TEXT, chief, meeting="61")
    published(OTHER, chief, meeting="62")
    resolution = Resolution.objects.get()
    taking_back.withdraw(resolution.pk, by=chief, reason="误")
    back(first, chief)
    taking_back.restore(resolution.pk, by=chief)
    assert public()["meeting"] == 61


def test_missing_facts_are_reported(chief: Any) -> None:
    first = published(TEXT, chief, meeting="61")
    published(OTHER, chief, meeting="62")
    Revision.objects.filter(pk=first.pk).update(facts=None)
    back(first, chief)
    assert public()["meeting"] == 62
    assert HistoryEntry.objects.filter(action="returned", detail="desk.facts_not_kept").exists()


# --- Votes and series --------------------------------------------------------------------------------------------

VOTED = {"outcome": "recorded", "yes": "100", "no": "3", "abstain": "5"}


def votes() -> list[tuple[str, int]]:
    return [(one["symbol"], one["totals"]["yes"]) for one in Client().get("/votes/?format=json").json()["results"]]


def test_the_vote_of_a_withdrawn_text_is_in_no_list(chief: Any) -> None:
    published(TEXT, chief, **VOTED)
    resolution = Resolution.objects.get()
    assert votes() == [("A/RES/90/2", 100)]
    taking_back.withdraw(resolution.pk, by=chief, reason="伪造")
    assert votes() == []
    published(OTHER, chief, **VOTED, meeting="61")
    assert votes() == [], "nor the vote of a new text of a withdrawn resolution"
    taking_back.restore(resolution.pk, by=chief)
    assert votes() == [("A/RES/90/2", 100)]


def test_a_vote_comes_back_with_its_revision_and_goes_with_it(chief: Any) -> None:
    first, second = published(TEXT, chief), published(OTHER, chief, **VOTED)
    assert votes() == [("A/RES/90/2", 100)]
    back(first, chief)
    assert votes() == []
    back(second, chief)
    assert votes() == [("A/RES/90/2", 100)]


def test_a_series_has_no_resolution_known_only_from_a_withdrawn_text(chief: Any) -> None:
    published(TEXT.replace("90/2.", "89/7.").replace("2035", "2034"), chief)
    published(TEXT, chief)
    SeriesLink.objects.create(earlier="A/RES/89/7", later="A/RES/90/2", basis="title", status="accepted", decided=True)
    series.rebuild()
    assert len(Client().get("/series/A/RES/89/7/?format=json").json()["series"]) == 2
    resolution = Resolution.objects.get(document__key="A/RES/90/2")
    taking_back.withdraw(resolution.pk, by=chief, reason="伪造")
    series.rebuild()
    assert "90/2" not in Client().get("/series/A/RES/89/7/?format=json").content.decode()
    taking_back.restore(resolution.pk, by=chief)
    series.rebuild()
    assert len(Client().get("/series/A/RES/89/7/?format=json").json()["series"]) == 2


# --- Comparing ---------------------------------------------------------------------------------------------------


def compared(chief: Any, before: Revision, after: Revision) -> str:
    url = reverse("admin:archive_resolution_compare", args=[before.text.resolution_id])
    page = client_of(chief).get(url, {"before": before.pk, "after": after.pk}).content.decode()
    return re.sub(r"\s+", " ", page)


def test_a_comparison_names_the_revisions_and_shows_their_facts(chief: Any) -> None:
    first, second = published(TEXT, chief, meeting="61"), published(OTHER, chief, meeting="62")
    page = compared(chief, first, second)
    assert "A/RES/90/2: <del>中文，第1版</del> → <ins>中文，第2版</ins>" in page
    assert '<span class="path">全体会议</span> <p> <del>61</del><ins>62</ins> </p>' in page
    assert "<del>继续</del><ins>停止</ins>" in page
    Revision.objects.filter(pk=first.pk).update(facts=None)
    page = compared(chief, first, second)
    assert "<del>61</del>" not in page
    assert "第1版所载日期、表决、会议等未曾留存" in page


def test_a_proof_shows_which_facts_it_would_change(chief: Any) -> None:
    published(TEXT, chief, meeting="61", sponsors="甲国")
    receive([], PastedText(OTHER), by=chief)
    read_all()
    proof = Proof.objects.latest("pk")
    client = client_of(chief)
    page = client.get(reverse("admin:archive_proof_differences", args=[proof.pk])).content.decode()
    assert "<del>61</del><ins>60</ins>" in page
    assert "<del>甲国</del>" not in page, "a fact that it lacks does not change"
    shown = client.get(reverse("admin:archive_proof_change", args=[proof.pk]))
    assert shown.context["differences"] == 2


# --- Withholding -------------------------------------------------------------------------------------------------


def test_a_withheld_revision_is_nowhere_and_can_be_released(chief: Any) -> None:
    first, second = published(TEXT, chief), published(OTHER.replace("报告。", f"报告（{PHONE}）。"), chief)
    assert PHONE in str(public())
    back(first, chief)
    assert PHONE in str(public(revision="2")), "readers can still see it"
    client, resolution = client_of(chief), Resolution.objects.get()
    url = reverse("admin:archive_resolution_withhold", args=[resolution.pk])
    fields = {"revision": second.pk, "seen": seen(client, resolution)}
    client.post(url, {**fields, "reason": " "})
    assert Client().get("/A/RES/90/2/?revision=2").status_code == 200, "refused without a reason"
    client.post(url, {**fields, "reason": "内有私人电话"})
    page = Client().get("/A/RES/90/2/?revision=2")
    assert page.status_code == 410
    assert "内有私人电话" in page.content.decode()
    assert PHONE not in page.content.decode()
    assert public(revision="2")["reason"] == "内有私人电话"
    assert [one["withheld"] for one in public()["revisions"]] == [True, False]
    for address in ("/A/RES/90/2/", "/A/RES/90/2/?format=json", f"/search/?q={PHONE}&format=json"):
        assert f"（{PHONE}）" not in Client().get(address).content.decode()
    told = HistoryEntry.objects.latest("pk")
    assert (told.action, told.subject, told.reason, told.by) == ("withheld", "A/RES/90/2", "内有私人电话", chief)
    release = reverse("admin:archive_resolution_release", args=[resolution.pk])
    client.post(release, {"revision": second.pk, "seen": seen(client, resolution)})
    assert PHONE in str(public(revision="2"))
    assert HistoryEntry.objects.latest("pk").action == "released"


def test_the_desk_shows_a_withheld_revision_to_those_who_can_release_it(chief: Any) -> None:
    first, second = published(TEXT, chief), published(OTHER.replace("报告。", f"报告（{PHONE}）。"), chief)
    note = Footnote.objects.create(revision=second, position=0, marker="1", text=PHONE)
    back(first, chief)
    taking_back.withhold(second.pk, by=chief, reason="内有私人电话")
    clause = Clause.objects.get(revision=second, text__contains=PHONE)
    citation = Citation.objects.create(
        revision=second, clause=clause, exact=PHONE, start=0, end=11, key="A/1", status="unknown", origin="words"
    )
    compare = reverse("admin:archive_resolution_compare", args=[second.text.resolution_id])
    addresses = [f"{compare}?before={first.pk}&after={second.pk}"]
    for name, row in (("clause", clause), ("footnote", note), ("revision", second), ("citation", citation)):
        addresses.append(reverse(f"admin:archive_{name}_change", args=[row.pk]))
    reader, leader = client_of(person("sun", roles.READER)), client_of(chief)
    for address in addresses:
        assert PHONE not in reader.get(address).content.decode()
        assert leader.get(address).status_code == 200
    for name in ("clause", "footnote", "citation"):
        changelist = reverse(f"admin:archive_{name}_changelist")
        assert PHONE not in reader.get(changelist).content.decode()
    assert (
        "不公开"
        in leader.get(reverse("admin:archive_resolution_revisions", args=[second.text.resolution_id])).content.decode()
    )


def test_the_current_revision_cannot_be_withheld(chief: Any) -> None:
    first, second = published(TEXT, chief), published(OTHER, chief)
    with pytest.raises(RefusedError):
        taking_back.withhold(second.pk, by=chief, reason="x")
    taking_back.withhold(first.pk, by=chief, reason="x")
    with pytest.raises(RefusedError):
        taking_back.withhold(first.pk, by=chief, reason="x")
    with pytest.raises(RefusedError):
        taking_back.return_to(first.pk, by=chief, reason="x")
    with pytest.raises(RefusedError):
        taking_back.release(second.pk, by=chief)
