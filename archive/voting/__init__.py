"""Reads files of votes, and computes measures over votes. This package uses neither Django nor a database.

vote file → formats → **VoteRecord** → archive.intake.votes → models → measures, lineage
"""
