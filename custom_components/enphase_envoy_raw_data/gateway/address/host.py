"""From what a person types as host to the host that requests go to."""

import ipaddress
import re

from ..errors import InvalidHost

# RFC 1035 2.3.4 and RFC 1123 2.1; the underscore is seen in home networks.
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_LONGEST_NAME = 253

# RFC 4007 11: the zone behind % names a network interface.
_IPV6 = re.compile(r"[0-9A-Fa-f:.]+(%[A-Za-z0-9._-]{1,15})?")

# A slash is easily lost when an address is pasted.
_SCHEME = re.compile(r"([a-zA-Z0-9+.-]*):/+")

_PORT = re.compile(r"[0-9]{1,5}")

_DEFAULT_PORTS = {"http": 80, "https": 443}


def parse_host(text: str) -> str:
    """Return `name`, `1.2.3.4` or `[::1]`, with `:port` if one was given.

    Forgives spaces around it, `https://` before it and a path behind it.
    Raises InvalidHost.
    """
    scheme, rest = "", text.strip()
    if found := _SCHEME.match(rest):
        scheme, rest = found[1], rest[found.end() :]
        if scheme.lower() not in _DEFAULT_PORTS:
            raise InvalidHost("not_http", scheme[:40])
    authority = re.split(r"[/?#]", rest)[0].strip()
    if not authority:
        raise InvalidHost("empty")
    if "@" in authority:
        raise InvalidHost("login_in_host")
    host, port = _split(authority)
    if port == _DEFAULT_PORTS.get(scheme.lower()):
        port = None
    return host if port is None else f"{host}:{port}"


def _split(authority: str) -> tuple[str, int | None]:
    """Return host and port of `host`, `host:port`, `::1`, `[::1]` or `[::1]:port`."""
    if authority.startswith("["):
        inside, bracket, after = authority[1:].partition("]")
        if not bracket or (after and not after.startswith(":")):
            raise InvalidHost("not_a_host", authority[:80])
        return _ipv6(inside), _port(after[1:]) if after else None
    if authority.count(":") > 1:
        return _ipv6(authority), None
    name, colon, port = authority.partition(":")
    return _name(name), _port(port) if colon else None


def _ipv6(text: str) -> str:
    """Return the address in brackets."""
    if not _IPV6.fullmatch(text):
        raise InvalidHost("not_a_host", text[:80])
    try:
        address = ipaddress.IPv6Address(text)
    except ValueError:
        raise InvalidHost("not_a_host", text[:80]) from None
    if address.is_unspecified or address.is_multicast:
        raise InvalidHost("not_a_host", text)
    return f"[{address}]"


def _name(text: str) -> str:
    """Return an IPv4 address or a host name in lower case."""
    name = text.lower()
    if not name.isascii():
        try:
            name = name.encode("idna").decode()
        except UnicodeError:
            raise InvalidHost("not_a_host", text[:80]) from None
    labels = name.removesuffix(".").split(".")
    if labels[-1].isdecimal():
        try:
            address = ipaddress.IPv4Address(name)
        except ValueError:
            raise InvalidHost("not_a_host", text[:80]) from None
        if address.is_unspecified or address.is_multicast:
            raise InvalidHost("not_a_host", text[:80])
        return str(address)
    if len(name) > _LONGEST_NAME or not all(
        _LABEL.fullmatch(label) for label in labels
    ):
        raise InvalidHost("not_a_host", text[:80])
    return name


def _port(text: str) -> int:
    """Return the port number."""
    if not (_PORT.fullmatch(text) and 0 < int(text) < 2**16):
        raise InvalidHost("not_a_port", text[:40] or ":")
    return int(text)
