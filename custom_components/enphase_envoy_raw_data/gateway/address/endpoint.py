"""What counts as an endpoint: a path on the gateway, and nothing else."""

from functools import lru_cache
import re
from urllib.parse import unquote

from yarl import URL

from ..errors import InvalidEndpoint

LONGEST_ENDPOINT = 2048
"""Characters; the longest documented endpoint has under 100."""

# A percent sign can be encoded again and again; more rounds than this is an attack.
_DECODE_ROUNDS = 5

# RFC 3986 3.3 and 3.4: what may stand in a path and a query as it is; square
# brackets are seen in queries too.
_ALLOWED = re.compile(r"[A-Za-z0-9\-._~!$&'()*+,;=:@/?%\[\]]*")

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_ENCODED_CONTROL = re.compile(r"%(?:25)*(?:[01][0-9A-Fa-f]|7[Ff])")
_BROKEN_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


@lru_cache(maxsize=256)
def check_endpoint(endpoint: str) -> str:
    """Return the endpoint unchanged if it is a path on the gateway.

    What is accepted arrives at the gateway byte for byte. Raises InvalidEndpoint.
    """
    if not endpoint:
        raise InvalidEndpoint("empty")
    if endpoint.strip(" ") != endpoint:
        raise InvalidEndpoint("space_around")
    if len(endpoint) > LONGEST_ENDPOINT:
        raise InvalidEndpoint("too_long", str(LONGEST_ENDPOINT))
    if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*://", endpoint):
        raise InvalidEndpoint("full_address")
    if endpoint.startswith(("//", "/\\", "\\")):
        raise InvalidEndpoint("other_host")
    if not endpoint.startswith("/"):
        raise InvalidEndpoint(
            "other_host" if endpoint[0] in ":@." else "no_leading_slash"
        )
    _check_characters(endpoint)
    _check_segments(endpoint.partition("?")[0])
    if URL(f"https://gateway{endpoint}", encoded=True).raw_path_qs != endpoint:
        raise InvalidEndpoint("not_as_written")
    return endpoint


def _check_characters(endpoint: str) -> None:
    """Refuse what a request line can't carry, in any encoding."""
    if _CONTROL.search(endpoint) or _ENCODED_CONTROL.search(endpoint):
        raise InvalidEndpoint("control_character")
    if "{" in endpoint or "}" in endpoint:
        raise InvalidEndpoint("placeholder")
    if "#" in endpoint:
        raise InvalidEndpoint("fragment")
    if not _ALLOWED.fullmatch(endpoint):
        odd = next(c for c in endpoint if not _ALLOWED.fullmatch(c))
        raise InvalidEndpoint("character", odd)
    if _BROKEN_PERCENT.search(endpoint):
        raise InvalidEndpoint("broken_percent")


def _check_segments(path: str) -> None:
    """Refuse segments that climb, in any encoding."""
    for _ in range(_DECODE_ROUNDS):
        # A server may read a backslash as a slash and drop what follows a semicolon.
        for segment in re.split(r"[/\\]", path):
            if segment.partition(";")[0] in (".", ".."):
                raise InvalidEndpoint("dot_segment")
        try:
            decoded = unquote(path, errors="strict")
        except UnicodeDecodeError:
            # Overlong forms hide a dot, and no endpoint has other bytes than UTF-8.
            raise InvalidEndpoint("dot_segment") from None
        if decoded == path:
            return
        path = decoded
    raise InvalidEndpoint("dot_segment")
