"""URL patterns of the desk (admin), the language switch and the pages."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

handler404 = "archive.views.public.errors.not_found"

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", admin.site.urls),
    # No CSRF token: a forged request could only switch the language. A token would make each page different for each
    # reader. Without one, pages need no cookie, and ConditionalGetMiddleware can answer "not modified".
    path("language/", csrf_exempt(set_language), name="set_language"),
    path("", include("archive.views.urls")),
]
