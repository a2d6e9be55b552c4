"""Tests the admin's front page: each role sees its sections, and each model is in one section."""

from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from lxml import html

from archive.admin_site import SECTIONS

pytestmark = pytest.mark.django_db


def test_every_model_of_the_admin_is_in_exactly_one_section() -> None:
    listed = [model for _, models in SECTIONS for model in models]
    assert sorted(listed) == sorted(model.__name__ for model in admin.site._registry)


def test_a_role_sees_the_sections_that_it_may(django_user_model: Any) -> None:
    from django.contrib.auth.models import Group

    reader = django_user_model.objects.create_user("reader", is_staff=True)
    reader.groups.add(Group.objects.get(name="reader of the desk"))
    client = Client()
    client.force_login(reader)
    page = client.get("/admin/").content.decode()
    assert "工作台" in page
    assert "校样" in page
    assert "用户与角色" not in page


class TestLanguages:
    @pytest.mark.parametrize(("chosen", "offered", "name"), [("zh-hans", "en", "English"), ("en", "zh-hans", "中文")])
    def test_each_page_offers_the_other_language(
        self, admin_client: Client, chosen: str, offered: str, name: str
    ) -> None:
        admin_client.cookies["django_language"] = chosen
        url = "/admin/archive/resolution/?session=65"
        form: Any = html.fromstring(admin_client.get(url).content.decode()).cssselect("#language")[0]
        [button] = form.cssselect("button")
        assert (button.get("value"), button.text) == (offered, name)
        fields = {"next": form.cssselect("input")[0].get("value"), "language": offered}
        answer = admin_client.post(form.get("action"), fields)
        assert (answer.headers["Location"], answer.cookies["django_language"].value) == (url, offered)

    def test_the_page_to_sign_in_offers_it_too(self, client: Client) -> None:
        assert 'id="language"' in client.get("/admin/login/").content.decode()

    def test_an_answer_to_a_form_does_not(self, client: Client) -> None:
        assert 'id="language"' not in client.post("/admin/login/", {"username": "x"}).content.decode()
