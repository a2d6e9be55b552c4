"""Tests that no page of the Chinese admin has English words that are neither names nor symbols."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest
from django.utils.formats import localize
from django.utils.translation import override
from lxml import html

from archive.desk import proofs
from archive.desk.mends.operations import Mend
from archive.models import Proof
from tests.test_desk_access import SEEN, Desk

pytestmark = pytest.mark.django_db

# Names that are the same in Chinese: of formats, products, keys and collections.
SAME = {
    "Word", "DOCX", "Markdown", "OpenDocument", "Akoma", "Ntoso", "Voeten", "English", "Mac", "Control", "Command",
    "Delete", "treaty", "title", "words",
}  # fmt: skip
# Names of people and files in this test, and what is English by its meaning: the English names of something, the names
# of the sources of groups, and the words of English texts.
STORED = {"group", "root", "member", "staff", "sun", "li", "wang", "known", "secret", "file", "txt", "csv"}
ENGLISH = (
    "[id$=_en], .field-name_en, .field-short_en, .field-en, .field-source, .field-opening, .field-beginning, "
    ".field-exact, .field-said, .field-voters, .field-password"
)
NOT_SHOWN = f"script, style, option[value=en], button[value=en], [lang=en], {ENGLISH}"
# Symbols, addresses, paths of clauses, digests, codes and abbreviations, values of forms.
DATA = re.compile(
    r"archive\.env|[\w.]+@[\w.]+|https?://\S+|docs\.un\.org\S+|[A-Z]+(/[\w.()-]+)+|annex\d+-\w+|table\d+|[0-9a-f]{12,}"
    r"|(?<![a-zA-Z])[A-Z\d_]{2,}(?![a-z])"
)


NO_ALIASES = {"aliases-TOTAL_FORMS": "0", "aliases-INITIAL_FORMS": "0"}


def said(answer: Any) -> list[str]:
    """The words of a page, and those of its attributes that are shown or read out."""
    if not answer.headers["Content-Type"].startswith("text/html"):
        return []
    document: Any = html.fromstring(answer.content.decode())
    for element in document.cssselect(NOT_SHOWN):
        element.drop_tree()
    attributes = document.xpath("//@title | //@alt | //@placeholder | //@aria-label | //input[@type='submit']/@value")
    return [*map(str, document.xpath("//text()")), *map(str, attributes)]


def english(answer: Any) -> set[tuple[str, ...]]:
    """The English words of a page that are neither names nor symbols, by the text that has them."""
    found = (re.findall(r"[A-Za-z]{3,}", DATA.sub("", text)) for text in said(answer))
    return {tuple(words) for words in found if set(words) - SAME - STORED}


@pytest.fixture
def desk() -> Desk:
    """The rows of every model, and a proof with a mend of each fact that is a code."""
    desk = Desk()
    facts = {"committee": "First", "outcome": "recorded", "language": "zh"}
    mends = [Mend("metadata", {"field": field, "value": value}) for field, value in facts.items()]
    proofs.add_mends(desk.proof.pk, desk.proof.version, mends, by=desk.users["l"])
    return desk


def test_no_page_of_the_chinese_admin_has_english_words(desk: Desk) -> None:
    client = desk.client("u")
    pages = [
        (pattern, client.get(url))
        for pattern, url, sees, _changes in desk.addresses()
        if pattern.startswith("admin/") and "u" in (sees or "") and pattern not in SEEN
    ]
    assert {pattern: words for pattern, answer in pages if (words := english(answer))} == {}


@pytest.mark.parametrize(
    ("url", "form"),
    [
        ("/admin/archive/proof/", {"action": "publish_selected"}),
        ("/admin/archive/proof/", {"action": "set_aside_selected"}),
        ("/admin/archive/serieslink/add/", {}),
        ("/admin/archive/document/add/", {"key": "x", "unts": "[]", "lnts": "[]", **NO_ALIASES}),
        ("/admin/auth/user/add/", {}),
    ],
)
def test_no_answer_to_a_form_has_english_words(desk: Desk, url: str, form: dict[str, Any]) -> None:
    chosen = {"_selected_action": list(Proof.objects.values_list("pk", flat=True))}
    assert english(desk.client("u").post(url, form | chosen, follow=True)) == set()


@pytest.mark.parametrize(
    ("language", "written"), [("zh-hans", "2026年11月29日 23:19"), ("en", "29 November 2026, 23:19")]
)
def test_times_have_24_hours(language: str, written: str) -> None:
    with override(language):
        assert localize(datetime(2026, 11, 29, 23, 19)) == written
