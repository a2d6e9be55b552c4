"""Votes on the desk: files of votes, corrections by hand, and the problems of votes.

file of votes → ``preview`` → VoteProposal → ``proposals`` (accepted, taken back, put aside)
"""
