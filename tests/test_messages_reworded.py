"""Tests that rows do not depend on wordings: with every wording replaced, the same is stored, settled and compared."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from archive import messages
from archive.citing import cite
from archive.desk import proofs, rereading, roles
from archive.desk.incoming import PastedText, receive
from archive.desk.jobs import running
from archive.intake.catalogue import from_database
from archive.intake.store import Intake
from archive.models import HistoryEntry, Proof, ProofMend, Revision, Submission
from archive.reading import read
from archive.reading.sources import Source
from tests.desk_reader import read_here
from tests.test_desk_pages import TEXT, act, client_of, person, read_all

pytestmark = pytest.mark.django_db

ODD = TEXT.replace("回顾其", "某某其").replace("2. 请秘书长提出报告。", "4. 请秘书长提出报告")
Wordings = dict[str, dict[str, str]]


def other_words(wordings: Wordings) -> Wordings:
    """A nonsense wording for each code, with the same places for values.

    >>> other_words({"reading.odd": {"en": "It is %(how)s.", "zh": "这是%(how)s。"}})
    {'reading.odd': {'en': 'en ddo.gnidaer %(how)s', 'zh': 'zh ddo.gnidaer %(how)s'}}
    """
    return {
        code: {
            language: " ".join([language, code[::-1], *re.findall(r"%\(\w+\)s", words)])
            for language, words in wording.items()
        }
        for code, wording in wordings.items()
    }


def from_file_to_revision(language: str) -> tuple[dict[str, Any], str]:
    """Reads, settles, reads again, publishes and imports a text with faults. Returns the stored rows and the page."""
    librarian = person("li", roles.LIBRARIAN)
    client = client_of(librarian)
    client.cookies["django_language"] = language
    with translation.override(language):
        receive([SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\n")], PastedText(ODD), by=librarian)
        read_all()
        proof = Proof.objects.get()
        found = proofs.prepare(proof).findings
        page = client.get(reverse("admin:archive_proof_change", args=[proof.pk])).content.decode()
        for room in ("text", "checking"):
            settled = next(one for one in found if one.code.startswith(room))
            act(client, proof, "mend", operation="settle", finding=settled.key)
        proofs.read_again(proof.submission, by=librarian)
        read_all()
        left = [(one.place, one.code, one.values) for one in proofs.prepare(Proof.objects.get()).findings]
        act(client, proof, "publish", despite=len(left))
        source = Source("pasted.txt", ODD.encode())
        drafts = read(source.content, source.name)
        cited = [(made, cite(made, from_database())) for made in drafts]
        again = Intake().store(source, rereading.mended(source, cited))
    stored = {
        "found": [one.key for one in found],
        "left": left,
        "again": [(one.result, one.warnings) for one in again],
        "drafts": list(Proof.objects.values_list("draft", "state", "findings")),
        "settled": list(ProofMend.objects.order_by("pk").values_list("arguments", flat=True)),
        "revisions": list(Revision.objects.order_by("pk").values_list("warnings", "digest")),
        "refused": list(Submission.objects.order_by("pk").values_list("state", "reason_code", "reason_values")),
        "history": list(HistoryEntry.objects.order_by("pk").values_list("action", "subject", "detail", "values")),
    }
    return stored, page


def undone(run: Callable[[], Any]) -> Any:
    """Returns the result of a run, and rolls its changes of the database back."""
    with transaction.atomic():
        answer = run()
        transaction.set_rollback(True)
    return answer


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_with_other_wordings_the_same_is_stored_settled_and_compared(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "read_limited", read_here)
    stored, page = undone(lambda: from_file_to_revision("zh-hans"))
    assert len(stored["settled"]) == 2
    assert stored["left"], "a finding is left unsettled"
    assert stored["again"][0][0] == "unchanged"
    assert [len(warnings) for warnings, _ in stored["revisions"]] == [2]
    reworded = other_words(messages.catalogue())
    monkeypatch.setattr(messages, "catalogue", lambda: reworded)
    other, other_page = undone(lambda: from_file_to_revision(language))
    assert other == stored
    code = stored["left"][0][1]
    assert f"{language[:2]} {code[::-1]}" in other_page
    assert code[::-1] not in page
