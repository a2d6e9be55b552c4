"""The template tag ``joined``, which prints several lines of a template without spaces between them."""

from __future__ import annotations

import re

from django import template
from django.template.base import Node, NodeList, Parser, TextNode, Token
from django.template.context import Context
from django.utils.safestring import SafeString

register = template.Library()

_PIECE = re.compile(r"[<>]|\s*\n\s*|[^<>\s]+|\s")


class JoinedNode(Node):
    """The nodes between ``joined`` and ``endjoined``. The parser has removed their line breaks."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        return self.nodelist.render(context)


@register.tag
def joined(parser: Parser, token: Token) -> JoinedNode:
    """Removes line breaks of the template, with the spaces around them: ``{% joined %}…{% endjoined %}``.

    A browser shows a line break as a space, but Chinese has no spaces between words. Use the tag around a text that
    several lines of the template print (``12月8日，第60次全体会议``). Other spaces stay. Write ``&#32;`` for a space at
    the end of a line. The tag works when the template is compiled, so it never changes a value that is printed.
    """
    nodelist = parser.parse(("endjoined",))
    parser.delete_first_token()
    in_tag = False
    for node in nodelist.get_nodes_by_type(TextNode):
        assert isinstance(node, TextNode)
        node.s, in_tag = _join_lines(node.s, in_tag)
    return JoinedNode(nodelist)


def _join_lines(text: str, in_tag: bool) -> tuple[str, bool]:
    """The text on one line, and whether it ends inside an HTML tag, where a line break becomes a space."""
    pieces = []
    for piece in _PIECE.findall(text):
        in_tag = piece == "<" or (in_tag and piece != ">")
        pieces.append(piece if "\n" not in piece else " " if in_tag else "")
    return "".join(pieces), in_tag
