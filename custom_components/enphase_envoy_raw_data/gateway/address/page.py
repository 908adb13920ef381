"""Which endpoints lead to the same page, and which ones a pattern allows."""

from fnmatch import fnmatchcase
import re
from urllib.parse import unquote

# What a server may drop from the end of a segment, as often as it is there: twins
# such as `/home` and `/home.json`, parameters, and dots and blanks as Windows does.
_ENDING = re.compile(r"((\.json|\.xml|\.rb)|;.*|[. ])+$")

# What fnmatch takes for more than a character, and endpoints may have.
_PLAIN = re.compile(r"[?\[]")

# A percent sign can be encoded again and again.
_DECODE_ROUNDS = 5


def same_page(endpoint: str) -> str:
    """Return what all endpoints have in common that a gateway may take for one page.

    It forgives more than gateways do: letters, encodings, slashes and suffixes. So
    it may be asked what a write touches, and never what is allowed.
    """
    path = endpoint
    for _ in range(_DECODE_ROUNDS):
        path = unquote(path)
    path = re.split(r"[?#]", path)[0].lower()
    segments = (_ENDING.sub("", segment) for segment in re.split(r"[/\\]+", path))
    return "/" + "/".join(segment for segment in segments if segment)


def is_allowed(endpoint: str, patterns: list[str]) -> bool:
    """Return whether one of the patterns allows an endpoint, just as it is written.

    `*` stands for any text. A pattern without a query allows any query.
    """
    path = endpoint.partition("?")[0]
    return any(
        fnmatchcase(
            endpoint if "?" in pattern else path, _PLAIN.sub(r"[\g<0>]", pattern)
        )
        for pattern in patterns
    )
