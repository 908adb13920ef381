"""A token is one, with claims that make sense, or it is refused."""

import json
from typing import Any

from hypothesis import given, strategies as st

from custom_components.enphase_envoy_raw_data.gateway import find_token
from custom_components.enphase_envoy_raw_data.gateway.errors import NotAToken
from custom_components.enphase_envoy_raw_data.gateway.login.token import (
    LONGEST_TOKEN,
    read_token,
)
from tests.gateway.support import token_part

from .strategies import JSON_LIKE, nested
from .test_replies import JSON_VALUES

CLAIMS: st.SearchStrategy[Any] = (
    st.dictionaries(
        st.sampled_from(["aud", "exp", "iat", "nbf", "iss", "enphaseUser", "sub"]),
        JSON_VALUES | st.sampled_from([10**400, -1, "1e999", "nan", ["1", "2"], 1e308]),
    )
    | JSON_VALUES
    | st.sampled_from([nested(900, objects=False), nested(900, objects=True)])
)
HEADS: st.SearchStrategy[Any] = st.just({"alg": "ES256"}) | JSON_VALUES


PARTS = (
    CLAIMS.map(lambda claims: json.dumps(claims).encode())
    | JSON_LIKE.map(str.encode)
    | st.binary(max_size=60)
    | st.integers(1, 6000).map(lambda depth: b"[" * depth)
    | st.integers(1, 1200).map(lambda depth: b'{"a":' * depth)
    | st.just(b'{"exp":' + b"9" * 5000 + b"}")
)
TOKENS = st.builds(
    lambda head, claims, end: (
        f"{token_part(json.dumps(head).encode())}.{token_part(claims)}.sign{end}"
    ),
    HEADS,
    PARTS,
    st.sampled_from(["", "abcd", "-_-_", "=", "a"]),
)
PASTED = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "Bearer ", "bearer\n", '"', "'", "  ", "Bearer Bearer "]),
    TOKENS | st.text() | st.text("abc.", max_size=20),
    st.sampled_from(["", "\n", '"', " x", ".", "\x00"]),
)


@given(text=PASTED | st.integers(1, 3).map(lambda times: "a.b.c" * 4000 * times))
def test_any_token(text: str) -> None:
    """Times are finite numbers, names are short, and nothing else comes of it."""
    try:
        token = find_token(text)
        facts = read_token(token)
    except NotAToken:
        return
    assert len(token) <= LONGEST_TOKEN
    assert token.isascii()
    assert not set(token) & set(" \r\n:")
    assert len(facts.role) <= 40
    for moment in (facts.issued_at, facts.expires_at, facts.renew_at()):
        assert moment is None or abs(moment) < float("inf")
    assert facts.is_over() in (True, False)
