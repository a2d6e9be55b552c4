"""The intake: stores Drafts with their citations and votes in the database, with their sources.

    sources → worker (reads and cites, in other processes) → batch → store → models

This package imports nothing by itself: ``worker`` runs in processes that have no Django.
"""
