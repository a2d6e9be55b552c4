"""The addresses of the data."""

from django.urls import path

from archive.views.dataset import files, pages

urlpatterns = [
    path("data/", pages.newest, name="data"),
    path("data/latest/<path:rest>", pages.latest, name="data_latest"),
    path("data/<str:version>/", pages.one_version, name="data_version"),
    path("data/<str:version>/codebook/", pages.codebook, name="data_codebook"),
    path("data/<str:version>/<str:name>", files.data_file, name="data_file"),
]
