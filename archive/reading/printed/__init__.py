"""Reads resolutions from printed lines. The lines come from raw text, or from the readers of PDF and Word files.

    bytes → TextLines                    ``lines``, ``exchanged_columns``, ``columns``; for PDF and Word
                                         their readers; ``ligatures``: ﬁ is fi
    → without page numbers               ``furniture``    with ``page_numbers``: 3/4 24-23021
    → the lines of each resolution       ``parts``        77/263 A–B in one file are two
    → symbol, title                      ``head``         65/72. 采取联合行动彻底消除核武器 / 大会，
    → without running headers            ``furniture``    with ``running_titles`` and ``repeated``
    → metadata                           ``cover``        第六十五届会议, 议程项目97, [根据第一委员会的报告
    → rows of tables                     ``displays``     国家<tab>枚数
    → lines as they were printed         ``order``        with ``footnote_order``: numbers set apart from their words
    → date and meeting                   ``end``          with ``adoption``: 2010年12月8日 / 第60次全体会议
    → without footnotes                  ``footnotes``    with ``footnote_edges``
    → words that line ends divide        ``hyphens``      disarma-|ment; with ``divided_words``
    → paragraphs                         ``paragraphs``   with ``displays``, ``clause_starts``, ``layout``,
                                                          ``page_edges``, ``commas`` and ``headings``
    → clauses without footnote marks     ``clauses``      with ``marks`` and ``mark_costs``
    → Draft

``wordings`` has the words of each language: 大会， and The General Assembly,.

``stray_lines`` warns of lines that may be furniture although only one page has them.

``reader`` calls these stages one after the other. A stage reads the lines that have the role BODY, and gives the lines
that it understands another role. The Draft keeps the words of every line that is not furniture. If no stage
understands a line, its words are kept in a ReadingWarning.

Tables of witnesses (``witnesses``) decide the cases that are not certain: ``mark_costs.BARE_NUMBER``,
``headings.HEADING``, ``layout.BREAKS`` and ``LAYOUT_BREAKS``, ``commas.COMMA``, ``footnote_edges.FOOTNOTES_BEGIN`` and
``BODY_RESUMES``. To add a rule, write a function and add a row to a table.
"""
