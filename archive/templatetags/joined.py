"""Lets a template have a line for each thing and still print no space between them."""

from __future__ import annotations

import re

from django import template
from django.template.base import Node, NodeList, Parser, TextNode, Token
from django.template.context import Context
from django.utils.safestring import SafeString

register = template.Library()

_PIECE = re.compile(r"[<>]|\s*\n\s*|[^<>\s]+|\s")


class JoinedNode(Node):
    """What lies between ``joined`` and ``endjoined``, its line breaks dropped."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        return self.nodelist.render(context)


@register.tag
def joined(parser: Parser, token: Token) -> JoinedNode:
    """Drops the line breaks of the template, with the spaces around them: ``{% joined %}…{% endjoined %}``.

    A browser shows a line break as a space, and Chinese has no spaces between words. So a text that several tags make
    together (``12月8日，第60次全体会议``) goes between these two. Other spaces print; a ``&#32;`` at the end of a line
    is a space. The tag works when the template is compiled: it changes no value that the template prints.
    """
    nodelist = parser.parse(("endjoined",))
    parser.delete_first_token()
    in_tag = False
    for node in nodelist.get_nodes_by_type(TextNode):
        assert isinstance(node, TextNode)
        node.s, in_tag = _join_lines(node.s, in_tag)
    return JoinedNode(nodelist)


def _join_lines(text: str, in_tag: bool) -> tuple[str, bool]:
    """The text on one line, and whether it ends within an HTML tag. There a line break is a space."""
    pieces = []
    for piece in _PIECE.findall(text):
        in_tag = piece == "<" or (in_tag and piece != ">")
        pieces.append(piece if "\n" not in piece else " " if in_tag else "")
    return "".join(pieces), in_tag
