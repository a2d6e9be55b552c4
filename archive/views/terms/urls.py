"""The addresses of the pages of terms."""

from django.urls import path

from archive.views.terms import concordance, term_list, term_page

urlpatterns = [
    path("terms/", term_list.term_list, name="term_list"),
    path("concordance/", concordance.concordance, name="concordance"),
    path("terms/<slug:kind>/<path:words>/", term_page.term_page, name="term"),
]
