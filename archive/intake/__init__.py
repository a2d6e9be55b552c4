"""Stores Drafts, their citations and votes in the database, with the source that they come from.

    sources → worker (reads and cites, in other processes) → batch → store → models

This package imports nothing by itself: ``worker`` runs in processes that have no Django.
"""
