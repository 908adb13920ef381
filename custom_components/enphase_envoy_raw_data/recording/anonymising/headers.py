"""Headers of replies with stand-ins."""

from collections.abc import Iterable
import re
from typing import Final

from .kinds import Kind
from .leaves import Leaves
from .stand_ins import StandIns

# What these say is a part of how a gateway behaves, in the forms that are known.
_KEPT: Final = {
    "cache-control": r"(no-cache|no-store|must-revalidate|private|public|max-age=\d+"
    r"|, ?)+",
    "connection": r"(?i)close|keep-alive",
    "content-encoding": r"gzip|deflate|identity",
    "content-type": r"(application/(json|xml|octet-stream|x-www-form-urlencoded)"
    r"|text/(html|xml|plain|css|javascript|event-stream))"
    r"(; ?charset=[A-Za-z0-9-]{1,20})?",
    "expires": r"-?\d{1,2}",
    "keep-alive": r"timeout=\d{1,4}(, ?max=\d{1,5})?",
    "pragma": r"no-cache",
    "server": r"(openresty|nginx|lighttpd|Apache|Mongrel|WEBrick|thin)(/[\d.]{1,16})?",
    "strict-transport-security": r"(?i)max-age=\d{1,10}(; ?includesubdomains)?",
    "transfer-encoding": r"chunked",
    "vary": r"(?i)((accept(-(charset|encoding|language))?|authorization|cookie|origin"
    r"|user-agent|\*)(, ?)?)+",
    "x-content-type-options": r"nosniff",
    "x-frame-options": r"DENY|SAMEORIGIN",
}
_DATED: Final = ("date", "expires", "last-modified")
# Where a gateway leads to; everything else may have a name in it.
_LOCATION: Final = re.compile(r"/?(error|home|admin/home|doc/api\.html)?")
_LENGTH: Final = "content-length"

# Characters of a value; a session of a gateway has about a hundred.
_LONGEST: Final = 500


def rewrite_headers(
    headers: Iterable[tuple[str, str]],
    length: int,
    leaves: Leaves,
    stand_ins: StandIns,
) -> list[tuple[str, str]]:
    """Return headers with stand-ins; `length` is that of the body in bytes.

    A header that nobody knows is left out and counted.
    """
    found: list[tuple[str, str]] = []
    for name, value in headers:
        new = _value(name.lower(), value, length, leaves, stand_ins)
        if new is None or (
            name.lower() != _LENGTH and not stand_ins.learning and stand_ins.tells(new)
        ):
            stand_ins.note(Kind.HEADER, f"{name}: {value}")
        else:
            # What reads a recording takes no other characters, and no longer values.
            found.append((name, re.sub(r"[^ -~]", "?", new)[:_LONGEST]))
    return found


def _value(
    name: str, value: str, length: int, leaves: Leaves, stand_ins: StandIns
) -> str | None:
    """Return what a header says, or what stands in its place; None leaves it out."""
    if name == _LENGTH:
        return str(length)
    if (form := _KEPT.get(name)) and re.fullmatch(form, value, re.ASCII):
        return value
    if name in _DATED:
        return leaves.text("@date", value) if not value.isdigit() else "0"
    if name == "location":
        return value if _LOCATION.fullmatch(value) else leaves.text("", value)
    if name == "set-cookie":
        return _cookie(value, stand_ins)
    if name == "www-authenticate":
        return _challenge(value, stand_ins)
    return None


def _cookie(value: str, stand_ins: StandIns) -> str:
    """Return a cookie with another value; of its attributes only flags are kept."""
    pair, *attributes = value.split(";")
    name, _, secret = pair.partition("=")
    kept = [
        f"; {one.strip()}"
        for one in attributes
        if one.strip().lower() in ("secure", "httponly", "path=/")
    ]
    name = name.strip()
    shown = name if name == "sessionId" else stand_ins.text(name, Kind.SECRET)
    return f"{shown}={stand_ins.text(secret, Kind.SECRET)}{''.join(kept)}"


def _challenge(value: str, stand_ins: StandIns) -> str:
    """Return a challenge with another nonce and no realm but the known one."""

    def other(match: re.Match[str]) -> str:
        name, said = match.groups()
        if (name, said) in (("realm", "enphaseenergy.com"), ("qop", "auth")):
            return match[0]
        known = name if name in ("realm", "nonce", "qop", "opaque") else "x"
        return f'{known}="{stand_ins.text(said, Kind.SECRET)}"'

    if not value.startswith("Digest "):
        return stand_ins.text(value, Kind.SECRET)
    pairs = re.finditer(r'(\w+)="([^"]*)"', value)
    return f"Digest {', '.join(other(match) for match in pairs)}"
