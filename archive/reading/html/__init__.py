"""Reads saved web pages (HTML) with lxml.

    bytes → characters                ``decoding``
    → elements                        ``reader``       lxml's HTML parser
    → footnotes and their marks       ``notes``        known from the links between them
    → printed lines                   ``page_lines``   blocks, lists, rows of tables, raised digits
    → without navigation              ``around``       menus and footers become furniture
    → Draft                           ``archive.reading.printed``

Scripts and styles are never run, and nothing is loaded from the network.
"""
