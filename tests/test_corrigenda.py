"""Tests corrigenda: each is a document of its own, and never becomes a revision of the resolution that it corrects."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.urls import reverse

from archive.citing import Citations
from archive.desk.checking import check
from archive.desk.mends.facts import resolution_symbol
from archive.messages import Unreadable
from archive.models import Resolution, Revision
from archive.reading import Draft, read
from tests import shelf

PLAIN = """A/RES/70/40/Corr.1

第七十届会议
议程项目97

70/40. 裁军方面的措施

更正

1. 执行部分第3段

将“甲国”改为“乙国”。
"""
# The symbol has the letter of a part and a star. The correction has no number.
WITH_COVER = """联合国
A/RES/70/40 B/Corr.2*

大会

Distr.: General
3 February 2016

70/40 B. 裁军方面的措施

更正

执行部分第3段

将“甲国”改为“乙国”。
"""
LATIN = PLAIN.replace("更正", "Corrigendum")
# The resolution itself cites a corrigendum, and its title has the word.
NO_CORRIGENDUM = """70/41. 更正裁军方面的措施

大会，

注意到A/70/81/Corr.1号文件，

1. 决定继续审议。

2015年12月7日
第67次全体会议
"""


def only(text: str) -> Draft:
    [draft] = read(text.encode(), "a.txt")
    return draft


@pytest.mark.parametrize(
    ("text", "symbol", "title"),
    [
        (PLAIN, "A/RES/70/40/Corr.1", "裁军方面的措施"),
        (WITH_COVER, "A/RES/70/40B/Corr.2", "裁军方面的措施"),
        (LATIN, "A/RES/70/40/Corr.1", "裁军方面的措施"),
        (NO_CORRIGENDUM, "A/RES/70/41", "更正裁军方面的措施"),
    ],
)
def test_the_symbol_is_that_of_the_corrigendum(text: str, symbol: str, title: str) -> None:
    draft = only(text)
    assert (draft.symbol, draft.title, draft.session) == (symbol, title, "70")
    words = "".join(clause.text for clause in draft.clauses)
    assert ("将“甲国”改为“乙国”" in words) == (text != NO_CORRIGENDUM)
    codes = {warning.code for warning in draft.warnings}
    assert not codes & {"text.date_not_found", "text.meeting_not_found", "text.formula_not_found", "reading.left_out"}


def test_a_corrigendum_without_its_symbol_is_refused() -> None:
    with pytest.raises(Unreadable) as refused:
        only(PLAIN.replace("A/RES/70/40/Corr.1\n", ""))
    assert refused.value.message.code == "text.corrigendum_without_symbol"


@pytest.mark.parametrize(
    ("printed", "symbol"),
    [
        ("65/72/Corr.1", "A/RES/65/72/Corr.1"),
        ("A/RES/65/72 B/Corr.2", "A/RES/65/72B/Corr.2"),
        ("A/RES/65/72/Corr.", None),
        ("A/RES/65/72/Corr.x", None),
    ],
)
def test_symbols_that_the_desk_takes(printed: str, symbol: str | None) -> None:
    assert resolution_symbol(printed) == symbol


def test_the_desk_has_no_doubt_about_a_corrigendum_with_its_symbol() -> None:
    codes = {finding.code for finding in check(only(PLAIN), Citations())}
    assert not codes & {"checking.corrigendum", "checking.odd_symbol"}


@pytest.mark.django_db
def test_a_corrigendum_is_stored_beside_its_resolution(client: Client) -> None:
    shelf.store(shelf.draft("A/RES/70/40"))
    shelf.store(only(PLAIN))
    assert set(Resolution.objects.values_list("document__key", flat=True)) == {"A/RES/70/40", "A/RES/70/40/Corr.1"}
    [kept] = Revision.objects.filter(current=True, text__resolution__document__key="A/RES/70/40")
    assert kept.number == 1
    assert "通过日期不详" not in client.get(reverse("resolution", args=["A/RES/70/40/Corr.1"])).content.decode()
    for shown, linked in (("A/RES/70/40", "A/RES/70/40/Corr.1"), ("A/RES/70/40/Corr.1", "A/RES/70/40")):
        page = client.get(reverse("resolution", args=[shown]))
        assert page.status_code == 200
        assert linked in page.content.decode()
    found = json.loads(client.get(reverse("resolution", args=["A/RES/70/40"]), {"format": "json"}).content)
    assert (found["corrects"], found["corrigenda"]) == (None, ["A/RES/70/40/Corr.1"])
    found = json.loads(client.get(reverse("resolution", args=["A/RES/70/40/Corr.1"]), {"format": "json"}).content)
    assert (found["corrects"], found["corrigenda"]) == ("A/RES/70/40", [])
