"""Takes English texts over the desk: beside a Chinese text, and alone. Invented texts."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from archive.desk.incoming import PastedText, receive
from archive.models import Clause, Proof, Text
from tests.test_desk_pages import TEXT, act, client_of, librarian, read_all

__all__ = ["librarian"]

pytestmark = pytest.mark.django_db

ENGLISH = """90/2. A trial

The General Assembly,

Recalling its resolution 64/47,

1. Decides to continue the study;

2. Requests the Secretary-General to report.

60th plenary meeting
8 December 2035
"""


def publish(client: Client, text: str, by: Any) -> str:
    """Publishes a pasted text. Returns the page of its proof as it was before."""
    receive([], PastedText(text), by=by)
    read_all()
    proof = Proof.objects.latest("pk")
    page = client.get(reverse("admin:archive_proof_change", args=[proof.pk])).content.decode()
    assert act(client, proof, "publish").status_code == 302
    return page


def test_an_english_text_is_published_beside_the_chinese_under_the_same_paths(librarian: Any) -> None:
    client = client_of(librarian)
    client.cookies["django_language"] = "en"
    assert "a new resolution" in publish(client, TEXT, librarian)
    assert "a new text, beside the text in Chinese" in publish(client, ENGLISH, librarian)
    paths = [list(Clause.objects.filter(revision__text=text).order_by("pk").values_list("path", flat=True))
             for text in Text.objects.order_by("language")]  # fmt: skip
    assert paths == [["pp1", "op1", "op2"], ["pp1", "op1", "op2"]]
    assert Text.objects.get(leading=True).language == "zh"
    assert "Decides" in Client().get("/A/RES/90/2/?text=en").content.decode()


def test_an_english_text_alone_says_that_the_chinese_is_missing(librarian: Any) -> None:
    publish(client_of(librarian), ENGLISH, librarian)
    assert "档案没有此决议的中文本" in Client().get("/A/RES/90/2/").content.decode()
