"""The token in whatever somebody has pasted."""

import base64
from collections.abc import Iterator
import math
import re
from typing import Final

import orjson

from ..errors import NotAToken
from .token import LONGEST_TOKEN, TokenFacts, read_token, tidy_token

_LONGEST_TEXT: Final = 256 * 1024
"""Characters; the source of a web page, with room to spare."""

# Characters of a signature, by the algorithm that the token names (RFC 7518: 64, 96
# and 132 bytes for elliptic curves; 256 for RSA with 2048 bits, 32 for HS256).
_SIGNATURES: Final = {
    "ES256": 86,
    "ES384": 128,
    "ES512": 176,
    "RS256": 342,
    "HS256": 43,
}

# What no screen shows, what JSON writes for a line break (JSON in JSON with more
# backslashes), and what Markdown writes before a mark that is meant as it is.
_INVISIBLE: Final = re.compile(
    r"[\u00ad\u200b-\u200f\u2060\ufeff]|\\+(?:[nrt]|(?=[_.-]))"
)

# A line break as e-mails have it, with the sign of a quoted line.
_BREAK: Final = re.compile(r"=?\r?\n[>\s]*|\s+")

_RUN: Final = re.compile(r"[A-Za-z0-9_.-]+")

# How the head of a token begins: `{"` in base64.
_BEGIN: Final = "eyJ"


def find_token(text: str, serial: str = "") -> str:
    """Return the token in a text, for the gateway with this serial if there is one.

    If there is none, it is one for the gateway that the text names first; and of
    several for one gateway, the one that ends last. The text may be a web page, JSON,
    an e-mail, or the token alone, with line breaks anywhere or taken away.
    Raises NotAToken.
    """
    if len(text) > _LONGEST_TEXT:
        raise NotAToken
    dense = _BREAK.sub("", _INVISIBLE.sub("", text))
    if found := {token: read_token(token) for token in _tokens(dense)}:
        named = [facts.serial for facts in found.values() if facts.serial]
        whose = serial if serial in named else next(iter(named), "")
        return max(
            (token for token, facts in found.items() if facts.serial == whose),
            key=lambda token: _end(found[token]),
        )
    if _BEGIN in dense:
        # A part of a token.
        raise NotAToken
    return tidy_token(text)


def _end(facts: TokenFacts) -> float:
    """Return when a token ends; infinity if never."""
    return math.inf if facts.expires_at is None else facts.expires_at


def _tokens(text: str) -> Iterator[str]:
    """Yield the tokens in a text without spaces; words may stick to both ends."""
    for run in _RUN.findall(text):
        parts = run.split(".")
        for before, claims, after in zip(parts, parts[1:], parts[2:], strict=False):
            _, begin, rest = before.partition(_BEGIN)
            if not begin:
                continue
            head = begin + rest
            length = _SIGNATURES.get(_algorithm(head), len(after))
            token = f"{head}.{claims}.{after[:length]}"
            if length <= len(after) and _is_readable(token):
                yield token


def _algorithm(head: str) -> str:
    """Return how a token with this head is signed; empty if that can't be read."""
    if len(head) > LONGEST_TOKEN:
        return ""
    try:
        read = orjson.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))
    except ValueError:
        return ""
    return str(read.get("alg")) if isinstance(read, dict) else ""


def _is_readable(token: str) -> bool:
    """Return whether a token can be read, and is no longer than one may be."""
    if len(token) > LONGEST_TOKEN:
        return False
    try:
        read_token(token)
    except NotAToken:
        return False
    return True
