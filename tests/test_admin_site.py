"""Tests the admin's front page: each role sees its sections, and each model is in one section."""

from typing import Any

import pytest
from django.contrib import admin
from django.test import Client

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
