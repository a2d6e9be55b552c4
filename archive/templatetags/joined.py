"""The template tag ``joined``, which joins several lines of a template without spaces between them."""

from __future__ import annotations

import re

from django import template
from django.template.base import Node, NodeList, Parser, TextNode, Token
from django.template.context import Context
from django.utils.safestring import SafeString

register = template.Library()

_PIECE = re.compile(r"[<>]|\s*\n\s*|[^<>\s]+|\s")


class JoinedNode(Node):
    """The nodes between ``joined`` and ``endjoined``, without line breaks."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        return self.nodelist.render(context)


@register.tag
def joined(parser: Parser, token: Token) -> JoinedNode:
    """Removes the line breaks of a template, and the spaces around them: ``{% joined %}…{% endjoined %}``.

    A browser shows a line break as a space, but Chinese has no spaces between words. Use the tag for a text that is
    written on several lines of the template (``12月8日，第60次全体会议``). Other spaces stay. For a space at the end
    of a line, write ``&#32;``. The tag works when the template is compiled, so it never changes a printed value.
    """
    nodelist = parser.parse(("endjoined",))
    parser.delete_first_token()
    in_tag = False
    for node in nodelist.get_nodes_by_type(TextNode):
        assert isinstance(node, TextNode)
        node.s, in_tag = _join_lines(node.s, in_tag)
    return JoinedNode(nodelist)


def _join_lines(text: str, in_tag: bool) -> tuple[str, bool]:
    """The text on one line, and whether the text ends inside an HTML tag. Inside an HTML tag, a line break becomes a
    space."""
    pieces = []
    for piece in _PIECE.findall(text):
        in_tag = piece == "<" or (in_tag and piece != ">")
        pieces.append(piece if "\n" not in piece else " " if in_tag else "")
    return "".join(pieces), in_tag
