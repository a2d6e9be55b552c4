"""The addresses of the pages on wording."""

from django.urls import path, re_path

from archive.views.adopted_texts import ADDRESS
from archive.views.wording import compare, history, new_words, series_wording, similar, strength, verb_page, verbs

urlpatterns = [
    path("series/<path:symbol>/wording/", series_wording.series_wording, name="series_wording"),
    path("strength/", strength.verb_strength, name="verb_strength"),
    path("compare/", compare.compare_choose, name="compare_choose"),
    re_path(rf"^compare/(?P<before>{ADDRESS}?)/(?P<after>{ADDRESS})/$", compare.compare_texts, name="compare_texts"),
    re_path(rf"^(?P<symbol>{ADDRESS})/(?P<path>[^/]+)/history/$", history.clause_history, name="clause_history"),
    path("similar/<path:symbol>/<str:path>/", similar.similar_clauses, name="similar_clauses"),
    path("new-words/", new_words.new_words_list, name="new_words_list"),
    path("new-words/<str:session>/", new_words.new_words, name="new_words"),
    path("verbs/", verbs.verb_list, name="verb_list"),
    path("verbs/<path:phrase>/", verb_page.verb, name="verb"),
]
