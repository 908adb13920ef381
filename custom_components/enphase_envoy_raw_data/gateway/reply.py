"""From the bytes that a gateway answers to a value that can be handed on."""

import codecs
from dataclasses import dataclass, field
from email.message import Message
import re
import time

from .errors import UnusableReply
from .json_value import Json, from_json
from .stream import stream_values

LONGEST_WORDS = 500
"""Characters of the gateway's own words that an error carries."""

# Bytes that are looked at for them; the head of an HTML page may be long.
_PART_FOR_WORDS = 16 * 1024

_TAGS = re.compile(r"(?is)<(script|style)\b.*?</\1>|<[^>]*>")

_XML_ENCODING = re.compile(
    rb"""<\?xml[^>]{0,100}?encoding=["']([A-Za-z0-9._-]{1,40})"""
)


# Python knows codecs that are no character sets, such as unicode_escape.
_CHARSET = re.compile(
    r"(?i)(utf-?(8|16|32)|iso-?8859|windows|cp|latin|(us-)?ascii|koi8|gb|big5|shift|euc)"
    r"[\w-]{0,20}"
)


@dataclass(slots=True, kw_only=True)
class Reply:
    """A whole reply of the gateway."""

    status: int

    content_type: str
    """As the gateway labelled it; empty if it didn't."""

    body: bytes = field(repr=False)

    location: str = ""
    """Where a redirect points; empty if it is none."""

    read_at: float = field(default_factory=time.time)
    """Seconds since 1970."""

    tick: float = field(default_factory=time.monotonic, repr=False)
    """The same moment by a clock that nobody sets."""

    duration: float = 0.0
    """Seconds from the request to the end of the reply."""

    attempts: int = 1
    """How often it was asked for."""

    firmware: str = ""
    """Firmware of the gateway that answered."""

    stream: bool = False
    """Whether the body is part of a stream, whose lines count."""

    stream_ended: bool = True
    """Whether the stream ended by itself."""

    @property
    def is_success(self) -> bool:
        """Return whether the gateway did what it was asked for."""
        return 200 <= self.status < 300

    def age(self) -> float:
        """Return the seconds since it was read."""
        return time.monotonic() - self.tick

    def value(self, *, exact: bool = False) -> Json:
        """Return JSON as it is and anything else as text. Raises UnusableReply.

        An integer beyond 64 bits comes as a string, since JSON writers that
        the value passes through can't hold it; with `exact`, as an integer.
        """
        if self.stream:
            return stream_values(self.body, ended=self.stream_ended)
        if not self.body:
            return ""
        try:
            return from_json(self.body, exact=exact)
        except ValueError:
            pass
        text = self.text()
        try:
            # JSON that is not UTF-8 is JSON all the same.
            return from_json(text.removeprefix("\ufeff").encode(), exact=exact)
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
                # Some codecs give half of a surrogate pair, which no writer takes.
                text.encode()
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
        return [
            *filter(_CHARSET.fullmatch, declared),
            "utf-8-sig",
            "windows-1252",
            "latin-1",
        ]
