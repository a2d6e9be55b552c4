"""The addresses of the basket, and of the page that says how to cite an item."""

from django.urls import path

from archive.views.references import basket

urlpatterns = [
    path("cite/", basket.cite, name="cite"),
    path("basket/", basket.basket, name="basket"),
]
