"""The addresses of the pages on wording."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
