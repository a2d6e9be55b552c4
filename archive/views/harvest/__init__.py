"""The archive for harvesters: OAI-PMH 2.0 at ``/oai`` (https://www.openarchives.org/OAI/openarchivesprotocol.html).

oai          the address: takes a request apart and answers it
records      one record, and the lists of records and headers, a page at a time
arguments    which arguments a verb takes, and what is wrong with those of a request
tokens       resumption tokens: where the next page of a list begins
identifiers  the names of items: oai:example.org:A/RES/65/72
sets         the sets and their names
formats      the table of metadata formats; each has a module that makes a record: oai_dc, marcxml, akn
described    what the records of a page show, in a fixed number of queries
xml          the elements of an answer, and its envelope

The library ``oaipmh`` (4.0) writes such answers too. It is not used: its tokens are offsets, so a change between two
pages makes it leave out records. It gives no size, cursor or end to a list. It answers a verb that the protocol does
not have, and its errors lose the arguments of the request.
"""
