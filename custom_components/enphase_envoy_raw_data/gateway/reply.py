"""From the bytes that a gateway answers to a value that can be handed on."""

import codecs
from dataclasses import dataclass, field
from email.message import Message
import json
import math
import re
import time
from typing import NoReturn

import orjson

from .errors import UnusableReply

type Json = dict[str, Json] | list[Json] | str | int | float | bool | None

DEEPEST_REPLY = 200
"""Levels; the JSON writer used by the caller stops at 254, envelopes included."""

LONGEST_WORDS = 500
"""Characters of the gateway's own words that an error carries."""

# Bytes that are looked at for them; the head of an HTML page may be long.
_PART_FOR_WORDS = 16 * 1024

_TAGS = re.compile(r"(?is)<(script|style)\b.*?</\1>|<[^>]*>")

_WRITER_LIMIT = 254

# orjson turns an integer beyond 64 bits into a float, which loses digits.
_LONG_NUMBER = re.compile(rb"[0-9]{19}")
_LARGEST_64_BIT = 2**64 - 1
_SMALLEST_64_BIT = -(2**63)
_MOST_DIGITS = 20

_XML_ENCODING = re.compile(
    rb"""<\?xml[^>]{0,100}?encoding=["']([A-Za-z0-9._-]{1,40})"""
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A whole reply of the gateway."""

    status: int

    content_type: str
    """As the gateway labelled it; empty if it didn't."""

    body: bytes = field(repr=False)

    read_at: float = field(default_factory=time.time)
    """Seconds since 1970."""

    def value(self) -> Json:
        """Return JSON as it is and anything else as text. Raises UnusableReply.

        An integer beyond 64 bits comes as a string, since JSON writers that
        the value passes through can't hold it.
        """
        if not self.body:
            return ""
        try:
            return _from_json(self.body)
        except ValueError:
            pass
        text = self.text()
        try:
            # JSON that is not UTF-8 is JSON all the same.
            return _from_json(text.removeprefix("\ufeff").encode())
        except ValueError:
            return text

    def words(self) -> str:
        """Return the start of the reply for an error: text, without HTML's tags."""
        start = self.body[:_PART_FOR_WORDS].decode("utf-8", "replace")
        if start.lstrip().startswith("<"):
            start = " ".join(_TAGS.sub(" ", start).split())
        return start.strip()[:LONGEST_WORDS]

    def text(self) -> str:
        """Return the body in its declared or guessed encoding. Raises UnusableReply."""
        for encoding in self._encodings():
            try:
                text = self.body.decode(encoding)
            except UnicodeError, LookupError:
                continue
            if "\0" in text:
                raise UnusableReply("not_text")
            return text
        raise UnusableReply("not_text")

    def _encodings(self) -> list[str]:
        """Return the encodings to try, the likeliest first."""
        if self.body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return ["utf-16"]
        header = Message()
        header["content-type"] = self.content_type
        declared = [str(header.get_param("charset", ""))]
        if found := _XML_ENCODING.match(self.body.lstrip()):
            declared.append(found[1].decode())
        # Windows-1252 is what text without a label is, if it isn't UTF-8;
        # Latin-1 has a character for every byte.
        return [*filter(None, declared), "utf-8-sig", "windows-1252", "latin-1"]


def _from_json(body: bytes) -> Json:
    """Return the JSON value. Raises ValueError if it isn't JSON, UnusableReply."""
    if _LONG_NUMBER.search(body):
        value = _exact(body)
    else:
        value = orjson.loads(body)
    if body.count(b"[") + body.count(b"{") > DEEPEST_REPLY:
        wrapped: Json = value
        for _ in range(_WRITER_LIMIT - DEEPEST_REPLY):
            wrapped = [wrapped]
        try:
            orjson.dumps(wrapped)
        except TypeError:
            raise UnusableReply("too_deep") from None
    return value


def _exact(body: bytes) -> Json:
    """Return the JSON value with every digit of long integers."""
    try:
        value: Json = json.loads(
            body.decode(),
            parse_int=_integer,
            parse_float=_finite,
            parse_constant=_refuse_constant,
        )
        # Only Python's reader accepts half of a surrogate pair; no writer does.
        json.dumps(value, ensure_ascii=False).encode()
    except RecursionError:
        raise UnusableReply("too_deep") from None
    return value


def _integer(digits: str) -> int | str:
    """Return the number, or its digits if it has more than 64 bits."""
    if len(digits) > _MOST_DIGITS:
        return digits
    number = int(digits)
    return number if _SMALLEST_64_BIT <= number <= _LARGEST_64_BIT else digits


def _finite(digits: str) -> float:
    """Return the number; one beyond a double's range makes the reply text."""
    number = float(digits)
    if math.isinf(number):
        raise ValueError(digits)
    return number


def _refuse_constant(name: str) -> NoReturn:
    """Refuse NaN and Infinity, which JSON doesn't have."""
    raise ValueError(name)
