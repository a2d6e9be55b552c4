"""Addresses: the desk (admin), the language switch, and the pages."""

from importlib.util import find_spec

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", admin.site.urls),
    path("language/", set_language, name="set_language"),
]
if find_spec("archive.views.urls"):
    urlpatterns.append(path("", include("archive.views.urls")))
