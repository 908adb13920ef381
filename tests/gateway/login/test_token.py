"""What a token says of itself, and what people paste for one."""

import json
import time

from hypothesis import given, strategies as st
import pytest

from custom_components.enphase_envoy_raw_data.gateway import (
    TokenFacts,
    is_lower,
    read_token,
)
from custom_components.enphase_envoy_raw_data.gateway.errors import NotAToken
from custom_components.enphase_envoy_raw_data.gateway.login.token import tidy_token
from gateway_simulator import TokenAuthority

from ..support import token_part

SERIAL = "122330008303"
TOKEN = TokenAuthority.shared().make(SERIAL)


def token(claims: bytes, head: bytes = b'{"alg":"ES256","typ":"JWT"}') -> str:
    """Return a token with any claims, signed by nobody."""
    return ".".join([token_part(head), token_part(claims), token_part(b"signature")])


@pytest.mark.parametrize(
    "text",
    [
        TOKEN,
        f"  {TOKEN}\n",
        f"Bearer {TOKEN}",
        f"bearer\t{TOKEN}",
        f'"{TOKEN}"',
        f"'{TOKEN}'",
        f"`{TOKEN}`",
        f"{TOKEN[:40]}\n{TOKEN[40:90]}\r\n  {TOKEN[90:]}",
        f'Bearer "{TOKEN}"',
    ],
)
def test_what_surrounds_a_pasted_token_goes(text: str) -> None:
    """Quotes, line breaks and the word Bearer are no part of a token."""
    assert tidy_token(text) == TOKEN


@pytest.mark.parametrize("text", ["XX.b.cX", "-a.b.c-", "_a.b.c_"])
def test_both_ends_of_a_token_stay(text: str) -> None:
    """Whatever character it begins and ends with."""
    assert tidy_token(f'"{text}"') == text


@pytest.mark.parametrize(
    "text",
    ["", " ", "Bearer ", "token", "a.b", "a.b.c.d", "a..c", "a.b.ü", "a.b.c=", "<p>"],
)
def test_other_text_is_no_token(text: str) -> None:
    """What hasn't the form of a token is refused."""
    with pytest.raises(NotAToken):
        tidy_token(text)


def test_a_token_has_a_longest_length() -> None:
    """A whole file isn't taken for a token."""
    assert tidy_token(f"a.b.{'c' * 8188}")
    with pytest.raises(NotAToken):
        tidy_token(f"a.b.{'c' * 8189}")


def test_claims_are_read() -> None:
    """Gateway, account type, begin and end come from the token."""
    facts = read_token(TOKEN)
    assert facts.serial == SERIAL
    assert facts.role == "owner"
    assert facts.issued_at is not None
    # Made when the tests were collected, which may be an hour ago.
    assert facts.issued_at == pytest.approx(time.time(), abs=3600)
    assert facts.expires_at == facts.issued_at + 365 * 86400
    assert not facts.is_over()


@pytest.mark.parametrize(
    ("claims", "facts"),
    [
        ({}, ("", "", None, None)),
        ({"aud": [SERIAL, "x"]}, (SERIAL, "", None, None)),
        ({"aud": []}, ("", "", None, None)),
        ({"aud": None, "enphaseUser": None}, ("", "", None, None)),
        ({"aud": 5, "enphaseUser": 7}, ("5", "7", None, None)),
        ({"enphaseUser": "x" * 99}, ("", "x" * 40, None, None)),
        ({"exp": 5, "iat": 2.5}, ("", "", 2.5, 5.0)),
        ({"exp": 0.5, "iat": 0}, ("", "", 0.0, 0.5)),
        ({"exp": "5"}, ("", "", None, 5.0)),
        ({"exp": "soon", "iat": True}, ("", "", None, None)),
        ({"exp": -1, "iat": []}, ("", "", None, None)),
        ({"exp": "nan", "iat": "inf"}, ("", "", None, None)),
        ({"exp": 10**400}, ("", "", None, None)),
        # Milliseconds, and other moments that no calendar has.
        ({"exp": 1_790_000_000_000, "iat": 1e300}, ("", "", None, None)),
        # The beginning of the year 3000, and a second before.
        (
            {"exp": 32_503_680_000, "iat": 32_503_679_999},
            ("", "", 32_503_679_999.0, None),
        ),
    ],
)
def test_odd_claims_do_no_harm(
    claims: dict[str, object], facts: tuple[str, str, float | None, float | None]
) -> None:
    """What isn't what it should be counts as missing."""
    found = read_token(token(json.dumps(claims).encode()))
    assert (found.serial, found.role, found.issued_at, found.expires_at) == facts


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a.b.c",
        "a.b",
        token(b"[1]"),
        token(b"null"),
        token(b"no json"),
        token(b"{}", head=b"no json"),
        token(b'{"exp":' + b"1" * 5000 + b"}"),
        "ü.ü.ü",
        "\ud800",
    ],
)
def test_unreadable_tokens_are_none(text: str) -> None:
    """What only has the form of a token is refused, too."""
    with pytest.raises(NotAToken):
        read_token(text)


@given(st.text() | st.text("abc._-=\"' Bear\n", max_size=40))
def test_any_text_is_a_token_or_not(text: str) -> None:
    """Tidying gives something without spaces and quotes, or NotAToken."""
    try:
        tidied = tidy_token(text)
    except NotAToken:
        return
    assert tidied.isascii()
    assert tidied.count(".") == 2
    assert tidy_token(tidied) == tidied


@given(
    st.binary(max_size=80)
    | st.dictionaries(
        st.sampled_from(["aud", "exp", "iat", "enphaseUser", "nbf", "x"]),
        st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text()),
    ).map(lambda claims: json.dumps(claims).encode())
)
def test_any_claims_can_be_read_or_not(claims: bytes) -> None:
    """Nothing but NotAToken comes of a token that says odd things."""
    try:
        facts = read_token(token(claims))
    except NotAToken:
        return
    facts.renew_at()
    facts.is_over()


DAY = 86400.0


@pytest.mark.parametrize(
    ("issued", "expires", "renew"),
    [
        (0.0, 365 * DAY, 335 * DAY),
        (0.0, 0.5 * DAY, 0.375 * DAY),
        (0.0, 40 * DAY, 30 * DAY),
        (0.0, 121 * DAY, 91 * DAY),
        (None, 365 * DAY, 335 * DAY),
        (1000 * DAY, 1000.5 * DAY, 1000.375 * DAY),
        (10 * DAY, 5 * DAY, -25 * DAY),
        (5 * DAY, 5 * DAY, -25 * DAY),
        (0.0, None, None),
    ],
)
def test_a_token_is_renewed_in_good_time(
    issued: float | None, expires: float | None, renew: float | None
) -> None:
    """An owner's 30 days before its end, an installer's 3 of its 12 hours."""
    facts = TokenFacts(serial="", role="", issued_at=issued, expires_at=expires)
    assert facts.renew_at() == renew


@pytest.mark.parametrize(
    ("seconds", "over"), [(-1, True), (0, True), (60, False), (None, False)]
)
def test_a_token_is_over_at_its_end(seconds: float | None, over: bool) -> None:
    """The clock decides; a token without an end is never over."""
    end = None if seconds is None else time.time() + seconds
    facts = TokenFacts(serial="", role="", issued_at=None, expires_at=end)
    assert facts.is_over() is over


@pytest.mark.parametrize(
    ("role", "than", "lower"),
    [
        ("owner", "installer", True),
        ("monitor", "support", True),
        ("installer", "owner", False),
        ("owner", "owner", False),
        ("owner", "monitor", False),
        ("", "installer", False),
        ("owner", "", False),
        ("", "", False),
        ("somebody", "nobody", False),
    ],
)
def test_a_role_is_lower_if_both_known(role: str, than: str, *, lower: bool) -> None:
    """Of a role that nobody knows, nothing is told."""
    assert is_lower(role, than) is lower
