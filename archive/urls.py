"""Addresses: the desk (admin), the language switch, and the pages."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

handler404 = "archive.views.public.errors.not_found"

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", admin.site.urls),
    # Who forges this request switches a language, no more. Without a token in it every page is the same for all
    # readers: it needs no cookie, and a browser that has it is told so (ConditionalGetMiddleware).
    path("language/", csrf_exempt(set_language), name="set_language"),
    path("", include("archive.views.urls")),
]
