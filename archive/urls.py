"""URL patterns of the desk (admin) and its help, the language switch and the pages."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

from archive.admin import help

handler404 = "archive.views.public.errors.not_found"
handler500 = "archive.views.public.errors.failed"

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/second-factor/", include("archive.accounts.second_factor")),
    path("admin/", admin.site.urls),
    # This address needs no CSRF token, because a forged request could only switch the language. With a token, each page
    # would differ for each reader. Without a token, ConditionalGetMiddleware can answer "not modified".
    path("language/", csrf_exempt(set_language), name="set_language"),
    path("help/librarians/", help.librarians, name="help_librarians"),
    path("", include("archive.views.urls")),
]
