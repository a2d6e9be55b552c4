"""Tests that the scales of verbs are loaded, that corrections of them are kept, and that comparisons follow them."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from archive.comparing.verbs import first_scales, table
from archive.desk import roles
from archive.intake import series, wording
from archive.intake.verb_steps import load_verb_steps
from archive.models import ClauseStep, HistoryEntry, IndexChange, VerbStep
from archive.searching.segmentation import han_words
from tests.test_desk_pages import person
from tests.test_views_compare import AFTER, BEFORE, store

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]


def strengths() -> list[str]:
    return list(ClauseStep.objects.exclude(verb_before="").values_list("strength", flat=True))


def test_the_loaded_scales_are_those_of_the_fixtures() -> None:
    load_verb_steps()
    load_verb_steps()
    assert VerbStep.objects.count() == len(table())
    assert VerbStep.objects.scales() == first_scales()


def test_without_steps_the_fixtures_decide() -> None:
    assert VerbStep.objects.scales() == first_scales()


def test_a_correction_is_kept_and_other_steps_follow_the_fixtures() -> None:
    load_verb_steps()
    VerbStep.objects.filter(key="request-7").update(step=3, corrected=True)
    VerbStep.objects.filter(key="request-4").update(step=9)
    load_verb_steps()
    assert dict(VerbStep.objects.filter(key__in=["request-7", "request-4"]).values_list("key", "step")) == {
        "request-7": 3,
        "request-4": 4,
    }
    assert VerbStep.objects.scales().strength("请", "敦促") == "weaker"


def test_a_phrase_is_on_one_step_of_a_scale() -> None:
    load_verb_steps()
    step = VerbStep(scale="request", step=5, zh=["敦促"], source="x")
    with pytest.raises(ValidationError, match="敦促"):
        step.full_clean()
    step.scale = "praise"
    step.full_clean()


def test_stored_comparisons_follow_a_correction_without_comparing_again() -> None:
    load_verb_steps()
    store("A/RES/90/1", BEFORE)
    store("A/RES/91/1", AFTER)
    series.rebuild()
    assert (wording.update(han_words), strengths()) == (1, ["stronger"])
    VerbStep.objects.filter(key="request-7").update(step=3)
    IndexChange.objects.all().delete()
    assert (wording.update(han_words), strengths()) == (0, ["weaker"])
    assert IndexChange.objects.count() == 2


def test_a_librarian_corrects_a_step_with_a_reason(client: Client) -> None:
    load_verb_steps()
    client.force_login(person("ada", roles.LIBRARIAN))
    step = VerbStep.objects.get(key="request-7")
    form: dict[str, Any] = {"scale": "request", "step": 8, "zh": "敦促", "en": "urging,urges", "source": "手册"}
    address = reverse("admin:archive_verbstep_change", args=[step.pk])
    assert client.post(address, form).status_code == 200  # without a reason
    assert client.post(address, form | {"reason": "手册如此"}).status_code == 302
    step.refresh_from_db()
    assert (step.step, step.zh, step.en, step.corrected) == (8, ["敦促"], ["urging", "urges"], True)
    told = HistoryEntry.objects.filter(subject="request 8").values_list("reason", "values__field")
    assert {*told} == {("手册如此", name) for name in ("step", "zh", "en", "source")}
    page = client.get(reverse("admin:archive_historyentry_changelist")).content.decode()
    assert "要求某方做某事 8" in page
    assert "request 8" not in page


def test_readers_see_the_scales_with_their_sources(client: Client) -> None:
    load_verb_steps()
    VerbStep.objects.filter(key="request-7").update(source="手册", corrected=True)
    page = client.get("/strength/").content.decode()
    assert [words in page for words in ("敦促、紧急促请", "手册", "馆员已更正")] == [True, True, True]
    found = client.get("/strength/?format=json").json()["scales"]
    assert [one["source"] for one in found if "敦促" in one["zh"]] == ["手册"]
