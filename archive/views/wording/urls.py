"""The addresses of the pages on wording."""

from django.urls import path, re_path

from archive.views.wording import compare

_RESOLUTION = "[Aa]/[Rr][Ee][Ss]/.+"

urlpatterns = [
    path("compare/", compare.compare_choose, name="compare_choose"),
    # Capital and small letters both match. The view redirects to the canonical spelling.
    re_path(
        rf"^compare/(?P<before>{_RESOLUTION}?)/(?P<after>{_RESOLUTION})/$", compare.compare_texts, name="compare_texts"
    ),
]
