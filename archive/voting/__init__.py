"""Votes: who voted how. Plain reading of vote files, and measures over votes; no Django in here, no database.

vote file → reading (library, voeten, extract, own) → **VoteRecord** → archive.intake.votes → models → measures, lineage
"""
