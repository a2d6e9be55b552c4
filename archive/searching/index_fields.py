"""The kinds of index fields. An engine makes its schema from ``field_type``.

========== ============================================= =================================
kind       value                                         made by, or used for
========== ============================================= =================================
tokens     tokens separated by spaces, with positions    ``archive.searching.analysis.exact``
words      words separated by spaces                     ``archive.searching.segmentation.ranking``
keyword    one value or several, compared whole          facets, filters
integer    a number                                      spans, order
========== ============================================= =================================
"""

from __future__ import annotations

from haystack import indexes


class TokensField(indexes.CharField):
    field_type = "tokens"


class WordsField(indexes.CharField):
    field_type = "words"


class KeywordField(indexes.CharField):
    field_type = "keyword"


class KeywordsField(indexes.MultiValueField):
    field_type = "keyword"


class NumberField(indexes.IntegerField):
    field_type = "integer"
