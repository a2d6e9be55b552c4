"""The addresses of the data. Its versions are files, which change when the archive does not."""

from django.urls import path
from django.views.decorators.cache import cache_control

from archive.views.dataset import files, pages

_asked_again = cache_control(no_cache=True)

urlpatterns = [
    path("data/", _asked_again(pages.newest), name="data"),
    path("data/latest/<path:rest>", pages.latest, name="data_latest"),
    path("data/<str:version>/", _asked_again(pages.one_version), name="data_version"),
    path("data/<str:version>/codebook/", _asked_again(pages.codebook), name="data_codebook"),
    path("data/<str:version>/<str:name>", _asked_again(files.data_file), name="data_file"),
]
