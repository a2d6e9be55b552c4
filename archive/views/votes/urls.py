"""The addresses of votes, States and series."""

from django.urls import path

from archive.views.votes import positions, series, side_by_side, state_list, state_page, vote_list, vote_page

urlpatterns = [
    path("votes/", vote_list.vote_list, name="vote_list"),
    path("votes/<path:key>/", vote_page.vote, name="vote"),
    path("states/", state_list.state_list, name="state_list"),
    path("states/compare/", side_by_side.compare, name="compare"),
    path("states/matrix/", side_by_side.matrix, name="matrix"),
    path("states/positions/", positions.positions_page, name="positions"),
    path("states/<str:code>/", state_page.state, name="state"),
    path("series/", series.series_list, name="series_list"),
    path("series/<path:symbol>/", series.series, name="series"),
]
