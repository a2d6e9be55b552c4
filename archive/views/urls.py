"""The addresses of the pages. A symbol is written as it is printed: ``/A/RES/65/72/``, ``/S/RES/1540(2004)/``."""

from django.contrib.sitemaps import views as sitemaps
from django.urls import include, path, re_path
from django.views.decorators.http import require_safe

from archive.views.adopted_texts import ADDRESS
from archive.views.api.openapi import openapi
from archive.views.harvest.oai import oai, with_slash
from archive.views.help import pages as help
from archive.views.metadata.opensearch import opensearch
from archive.views.metadata.sitemaps import SITEMAPS
from archive.views.metadata.unapi import unapi
from archive.views.public import bodies, browse, cited, coverage, documents, resolution, search, sponsors, treaties
from archive.views.public.page_picture import page_picture

urlpatterns = [
    path("", browse.home, name="home"),
    path("about/", browse.about, name="about"),
    path("coverage/", coverage.coverage_page, name="coverage"),
    path("sessions/", browse.session_list, name="session_list"),
    path("sessions/<str:session>/", browse.session, name="session"),
    path("years/", browse.year_list, name="year_list"),
    path("years/<int:year>/", browse.year, name="year"),
    path("bodies/", bodies.body_list, name="body_list"),
    path("bodies/<slug:slug>/", bodies.body, name="body"),
    path("subjects/", browse.subject_list, name="subject_list"),
    path("subjects/<int:pk>/", browse.subject, name="subject"),
    path("treaties/", treaties.treaty_list, name="treaty_list"),
    path("sponsors/", sponsors.sponsor_list, name="sponsor_list"),
    path("sponsors/<str:code>/", sponsors.sponsor, name="sponsor"),
    path("documents/", documents.document_list, name="document_list"),
    path("documents/<path:key>/", documents.document, name="document"),
    path("cited/<path:symbol>/", cited.cited_words, name="cited_words"),
    path("search/", search.search, name="search"),
    path("search/suggest/", search.suggest, name="search_suggest"),
    path("search/help/", help.former_search_help),
    path("api/openapi.json", openapi, name="openapi"),
    path("help/", help.readers, name="help_readers"),
    path("help/data/", help.data, name="help_data"),
    path("unapi", unapi, name="unapi"),
    path("picture.png", page_picture, name="picture"),
    path("opensearch.xml", opensearch, name="opensearch"),
    path("sitemap.xml", require_safe(sitemaps.index), {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap"}),
    path("sitemap-<slug:section>.xml", require_safe(sitemaps.sitemap), {"sitemaps": SITEMAPS}, name="sitemap"),
    path("", include("archive.views.references.urls")),
    path("oai", oai, name="oai"),
    path("oai/", with_slash),
    path("", include("archive.views.dataset.urls")),
    path("", include("archive.views.terms.urls")),
    path("", include("archive.views.wording.urls")),  # before those of votes: a path in them matches "…/wording/" too
    path("", include("archive.views.votes.urls")),
    re_path(rf"^(?P<symbol>{ADDRESS})/$", resolution.resolution, name="resolution"),
]
