"""Votes: reading files of votes, and measures over votes. No Django in here, no database.

vote file → formats → **VoteRecord** → archive.intake.votes → models → measures, lineage
"""
