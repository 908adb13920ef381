"""From the bytes of a reply to JSON values or text."""

import codecs
from email.message import Message
import re

from ..errors import UnusableReply
from .json_value import Json, from_json

_XML_ENCODING = re.compile(
    rb"""<\?xml[^>]{0,100}?encoding=["']([A-Za-z0-9._-]{1,40})"""
)


# Python knows codecs that are no character sets, such as unicode_escape.
_CHARSET = re.compile(
    r"(?i)(utf-?(8|16|32)|iso-?8859|windows|cp|latin|(us-)?ascii|koi8|gb|big5|shift|euc)"
    r"[\w-]{0,20}"
)


def decode(body: bytes, content_type: str, *, exact: bool = False) -> Json:
    """Return JSON as it is and anything else as text. Raises UnusableReply.

    An integer beyond 64 bits comes as a string, since JSON writers that the value
    passes through can't hold it; with `exact`, as an integer.
    """
    if not body:
        return ""
    try:
        return from_json(body, exact=exact)
    except ValueError:
        pass
    text = decode_text(body, content_type)
    try:
        # JSON that is not UTF-8 is JSON all the same.
        return from_json(text.removeprefix("\ufeff").encode(), exact=exact)
    except ValueError:
        return text


def decode_text(body: bytes, content_type: str) -> str:
    """Return a body in its declared or guessed encoding. Raises UnusableReply."""
    for encoding in _encodings(body, content_type):
        try:
            text = body.decode(encoding)
            # Some codecs give half of a surrogate pair, which no writer takes.
            text.encode()
        except UnicodeError, LookupError:
            continue
        if "\0" in text:
            raise UnusableReply("not_text")
        return text
    raise UnusableReply("not_text")


def _encodings(body: bytes, content_type: str) -> list[str]:
    """Return the encodings to try, the likeliest first."""
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ["utf-16"]
    header = Message()
    header["content-type"] = content_type
    declared = [str(header.get_param("charset"))]
    if found := _XML_ENCODING.match(body.lstrip()):
        declared.append(found[1].decode())
    # Windows-1252 is what text without a label is, if it isn't UTF-8; Latin-1 has a
    # character for every byte.
    return [
        *filter(_CHARSET.fullmatch, declared),
        "utf-8-sig",
        "windows-1252",
        "latin-1",
    ]
