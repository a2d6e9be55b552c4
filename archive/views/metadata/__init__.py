"""What machines learn of a page: its addresses, feeds, and where a robot, a browser or a reference manager finds more.

addresses     the canonical address of a page, and its address in each language
feeds         Atom feeds
sitemaps      /sitemap.xml, for robots
opensearch    /opensearch.xml, for the search box of a browser
"""
