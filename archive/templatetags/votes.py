"""Template filters for votes, voters and moves: the HTML of ``archive.views.votes.vote_html``."""

from __future__ import annotations

from django import template

from archive.views.votes import vote_html

register = template.Library()

register.filter("voters", vote_html.voters)
register.filter("moves", vote_html.moves)
register.filter("vote_bar", vote_html.bar)
register.filter("vote_figures", vote_html.figures)
register.filter("options", vote_html.options)
register.filter("vote_symbol", vote_html.symbol)
register.filter("vote_heading", vote_html.heading)
register.filter("vote_title", vote_html.title)
register.filter("vote_date", vote_html.date)
register.filter("vote_description", vote_html.description)
