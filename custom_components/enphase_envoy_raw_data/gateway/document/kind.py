"""What kind of page a reply is, by its body: labels of gateways are often wrong."""

import re
from typing import Literal

from ..errors import UnusableReply
from .decoding import decode_text
from .json_value import from_json

type PageKind = Literal["json", "xml", "html", "text", "stream", "binary", "empty"]

# Characters of markup in which its first element begins; the comment of a licence
# may stand before it.
_HEAD = 4096

_BLANK = "\ufeff \t\r\n"
_STREAM = "data:"

# The first element, behind declarations, comments and white space. What has matched
# is never tried another way, since there are as many ways as comments, and more.
_FIRST_ELEMENT = re.compile(
    r"(?s)(?:(?><\?.*?\?>|<!--.*?-->|<![^>]*>)|\s)*+<([A-Za-z][\w:.-]*)"
)
_DECLARATIONS = ("<?xml", "<!DOCTYPE")
_HTML_DOCUMENT = re.compile(r"(?i)<!doctype\s+html\b")

# What pages of gateways begin with that are a part of HTML only.
_OF_HTML = re.compile(
    r"(?i)html|head|title|meta|link|style|script|body|center|div|span|p|font|h[1-6]"
    r"|table|tr|td|ul|ol|li|pre|br|hr|img|form"
)


def kind_of(body: bytes, content_type: str = "") -> PageKind:
    """Return the kind of a body; its label only says how characters are encoded.

    `stream` has lines that begin with `data:`, `binary` is what can't be text, and
    `empty` has nothing but white space. JSON that is nested too deep to be handed on
    is JSON.
    """
    try:
        text = decode_text(body, content_type).lstrip(_BLANK)
    except UnusableReply:
        return "binary"
    if not text:
        return "empty"
    if text.startswith(_STREAM):
        return "stream"
    if text.startswith("<"):
        return _kind_of_markup(text[:_HEAD])
    try:
        from_json(text.encode())
    except UnusableReply:
        return "json"
    except ValueError:
        return "text"
    return "json"


def _kind_of_markup(head: str) -> PageKind:
    """Return the kind of what begins like markup."""
    first = _FIRST_ELEMENT.match(head)
    if _HTML_DOCUMENT.search(head) or (first and _OF_HTML.fullmatch(first[1])):
        return "html"
    return "xml" if first or head.startswith(_DECLARATIONS) else "text"
