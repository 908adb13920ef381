"""What came back over the wire for one request."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus
import re

from aiohttp.hdrs import CONTENT_TYPE, LOCATION

from ..document import status_in, tells_of_sessions

LONGEST_WORDS = 500
"""Characters of the gateway's own words that an error carries."""

# Characters of an address that an error carries.
_LONGEST_LOCATION = 200

# Bytes that are looked at for them; the head of an HTML page may be long.
_PART_FOR_WORDS = 16 * 1024

_TAGS = re.compile(r"(?is)<(script|style)\b.*?</\1>|<[^>]*>")


@dataclass(frozen=True, kw_only=True)
class Response:
    """A whole response of the gateway, whatever its status."""

    status: int

    body: bytes = field(repr=False)

    session_id: str = field(default="", repr=False)
    """The session that the gateway has opened with it; empty if none."""

    duration: float = 0.0
    """Seconds from the request to the end of the response."""

    stream: bool = False
    """Whether the body is part of a stream, whose lines count."""

    stream_ended: bool = True
    """Whether the stream ended by itself."""

    rehearsed: bool = False
    """Whether a rehearsal has made it, or has laid over it what was not sent."""

    effect_known: bool = True
    """Whether it is known what a rehearsed write does to the page that shows it."""

    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    """All of them as they came; one that came twice is in its items twice."""

    recorded_at: float | None = None
    """When it was recorded, in seconds since 1970; None if it came just now."""

    @property
    def content_type(self) -> str:
        """Return how the gateway labelled it; empty if it didn't."""
        return self.headers.get(CONTENT_TYPE, "")

    @property
    def location(self) -> str:
        """Return the start of where a redirect points; empty if it is none."""
        return self.headers.get(LOCATION, "")[:_LONGEST_LOCATION]

    @cached_property
    def meaning(self) -> int:
        """Return the status, or another one if the whole body refuses with that."""
        return self.status if self.stream else status_in(self.body) or self.status

    @property
    def is_success(self) -> bool:
        """Return whether the gateway did what it was asked for."""
        return 200 <= self.meaning < 300

    @property
    def refuses_login(self) -> bool:
        """Return whether the login may be no longer good; some refusals say else."""
        return (
            self.status == self.meaning == HTTPStatus.UNAUTHORIZED
            and not tells_of_sessions(self.words())
        )

    def words(self) -> str:
        """Return the start of the body for an error: text, without HTML's tags."""
        start = self.body[:_PART_FOR_WORDS].decode("utf-8-sig", "replace").strip()
        if start.startswith("<"):
            start = " ".join(_TAGS.sub(" ", start).split())
        return start[:LONGEST_WORDS]
