"""What machines learn of a page, and where a robot, a browser or a reference manager finds more.

described     what a page describes, for the modules tags (``meta``) and json_ld
picture       the picture of a page, for those who share its address
unapi         /unapi, the references of a list for Zotero
feeds         Atom feeds
sitemaps      /sitemap.xml, for robots
opensearch    /opensearch.xml, for the search box of a browser
"""
