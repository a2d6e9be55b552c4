"""The help pages: for readers, for users of the data, and for librarians.

Each page has a template in each language, because its text is long: ``templates/help/zh`` and ``templates/help/en``.
What the code has in a table, the templates take from that table: fields and operators of the search, addresses and keys
of the data, codes and their labels.

pages        the addresses
data_tables  what each address answers: from the tables of ``archive.views.api``
codes        the codes in the data, with their labels
"""
