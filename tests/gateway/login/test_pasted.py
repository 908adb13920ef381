"""The token in whatever people paste."""

from datetime import timedelta
import json
import re
import time

from hypothesis import given, strategies as st
import pytest

from custom_components.enphase_envoy_raw_data.gateway import find_token, read_token
from custom_components.enphase_envoy_raw_data.gateway.errors import NotAToken
from gateway_simulator import TokenAuthority

from ..support import token_part

SERIAL = "122330008303"
OTHER = "199999999999"
TOKEN = TokenAuthority.shared().make(SERIAL)
OF_OTHER = TokenAuthority.shared().make(OTHER)
WRAPPED = "\n".join(TOKEN[at : at + 76] for at in range(0, len(TOKEN), 76))

PASTED = {
    "alone": TOKEN,
    "spaces": f"  {TOKEN}\n\n",
    "bearer": f"Authorization: Bearer {TOKEN}",
    "double quotes": f'"{TOKEN}"',
    "curly quotes": f"“{TOKEN}”",
    "backticks": f"```\n{TOKEN}\n```",
    "json": json.dumps({"generation_time": 1, "token": TOKEN, "expires_at": 2}),
    "json in lines": json.dumps({"token": TOKEN}, indent=4),
    "json in json": json.dumps(json.dumps({"token": TOKEN, "expires_at": 2})),
    "json in json with breaks": json.dumps(json.dumps({"token": WRAPPED})),
    "json in json in json": json.dumps(json.dumps(json.dumps({"token": WRAPPED}))),
    "markdown": "Token: " + re.sub(r"([_.-])", r"\\\1", TOKEN),
    "json with breaks": json.dumps({"token": WRAPPED}),
    "page": f"Welcome back\nYour token for {SERIAL}\n{TOKEN}\nCopy\nLog out",
    "one line of a page": f"Your token:{TOKEN}Copy it. Then log out.",
    "source": f'<textarea name="JWTToken">{TOKEN}</textarea> <a href=".">x</a>',
    "wrapped": WRAPPED,
    "wrapped, with carriage returns": WRAPPED.replace("\n", "\r\n    "),
    "wrapped in a page": f"Token:\n{WRAPPED}\n\nCopy",
    "quoted in an e-mail": "On Monday you wrote:\n> " + WRAPPED.replace("\n", "\n> "),
    "quoted-printable": WRAPPED.replace("\n", "=\r\n"),
    "breaks taken away": f"Token{WRAPPED}Copy".replace("\n", ""),
    "invisible characters": f"\ufeff{TOKEN[:99]}\u200b{TOKEN[99:]}\u00ad",
    "tabs and narrow spaces": TOKEN[:50] + "\t\u202f\u00a0" + TOKEN[50:],
    "a sentence before": f"See www.example.com. {TOKEN}",
    "twice": f"{TOKEN} {TOKEN}",
}


@pytest.mark.parametrize("kind", PASTED)
def test_it_is_found(kind: str) -> None:
    """Whatever is around it, and wherever it breaks."""
    assert find_token(PASTED[kind]) == TOKEN


def test_the_one_that_ends_last_is_chosen() -> None:
    """Of several for one gateway, wherever it stands; the last is one without end."""
    make = TokenAuthority.shared().make
    old, new = (make(SERIAL, lifetime=timedelta(days=days)) for days in (-1, 300))
    for text in (f"{old}\n{new}", f"{new}\n{old}", f"{OF_OTHER} {old} {new}"):
        assert find_token(text, SERIAL) == new
    assert find_token(f"{old} {new}") == find_token(f"{new} {old}") == new
    assert find_token(f"{old} {OF_OTHER} {new}") == new
    endless = make(SERIAL, expires=False)
    assert find_token(f"{new} {endless} {old}") == endless


def test_one_that_names_a_gateway_is_chosen() -> None:
    """Pages have other tokens as well, such as that of whoever is logged in."""
    claims = token_part(b'{"sub":"owner","exp":9999999999}')
    of_page = f"{TOKEN.partition('.')[0]}.{claims}.{TOKEN.rpartition('.')[2]}"
    for serial in ("", SERIAL, OTHER):
        assert find_token(f"{of_page} {TOKEN}", serial) == TOKEN
    assert find_token(f"Your token: {of_page} Copy", SERIAL) == of_page


def test_the_one_for_the_gateway_is_chosen() -> None:
    """Among several, and the first one if none is for it."""
    text = f"{OF_OTHER}\n{TOKEN}"
    assert find_token(text, SERIAL) == TOKEN
    assert find_token(text, OTHER) == OF_OTHER
    assert find_token(text) == find_token(text, "1") == OF_OTHER


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nothing",
        "eyJ",
        TOKEN[:-1],
        TOKEN[:-40],
        TOKEN.rpartition(".")[0],
        TOKEN[4:],
        f"Token: {TOKEN[:200]}…",
        "eyJhbGciOiJFUzI1NiJ9.eyJ.x",
        f"eyJ{'a' * 9000}.eyJh.b",
        f"eyJhbGci.eyJh.{'b' * 9000}",
        f"{TOKEN} {'x' * 300_000}",
    ],
)
def test_a_part_of_one_is_none(text: str) -> None:
    """What was not copied whole is told at once, and not by a gateway later."""
    with pytest.raises(NotAToken):
        find_token(text)


@pytest.mark.parametrize(
    "text",
    [
        "eyJ" * 80_000,
        "eyJ." * 60_000,
        "a.b.c" * 50_000,
        "\n" * 250_000,
        "eyJ.eyJ.a" * 28_000,
    ],
    ids=["heads", "heads and dots", "dots", "breaks", "heads of two parts"],
)
def test_it_takes_no_time(text: str) -> None:
    """A text that is made for it doesn't stop Home Assistant."""
    # Of this process, however busy the machine is.
    begun = time.process_time()
    with pytest.raises(NotAToken):
        find_token(text)
    assert time.process_time() - begun < 3


@given(st.text() | st.text("eyJ.abc \n\"'=>\\", max_size=60))
def test_any_text(text: str) -> None:
    """A token or NotAToken comes of it, with and without a token in it."""
    for pasted in (text, f"{text}\n{TOKEN}\n{text}"):
        try:
            token = find_token(pasted)
        except NotAToken:
            continue
        assert token.isascii()
        assert token.count(".") == 2
        assert find_token(token) == token


def test_an_unknown_signature_is_taken_as_it_is() -> None:
    """A token that is signed in another way is whole up to the next break."""
    head = "eyJhbGciOiJFZERTQSJ9"
    token = f"{head}.{TOKEN.split('.')[1]}.abcd"
    assert find_token(f'{{"token": "{token}"}}') == token
    assert read_token(token).serial == SERIAL
    assert find_token(f"eyJbXQ.{TOKEN}") == TOKEN


def test_a_head_that_holds_an_object() -> None:
    """Its inner brace is not where the token begins."""
    head = token_part(b'{"ab":{"x":1},"alg":"ES256"}')
    token = f"{head}.{TOKEN.partition('.')[2]}"
    assert head.count("eyJ") == 2
    assert find_token(f"Your token:{token}Copy it. Then log out.") == token


def test_claims_that_begin_with_a_space() -> None:
    """JSON has many forms, and each can be in a token."""
    claims = token_part(b'{ "aud": "122330008303" }')
    token = f"{TOKEN.partition('.')[0]}.{claims}.{TOKEN.rpartition('.')[2]}"
    assert find_token(f"Your token:{token}Copy it.") == token
    assert find_token(token) == token


def test_the_longest_token() -> None:
    """8192 characters are one, and one more are none."""
    start = f"{token_part(b'{"alg":"EdDSA"}')}.{TOKEN.split('.')[1]}."
    token = start.ljust(8192, "s")
    assert find_token(f'{{"token": "{token}"}}') == token
    with pytest.raises(NotAToken):
        find_token(f'{{"token": "{token}s"}}')


def test_the_longest_text() -> None:
    """256 KiB are looked through, and one character more is not."""
    text = f"{TOKEN} ".ljust(256 * 1024, "x")
    assert find_token(text) == TOKEN
    with pytest.raises(NotAToken):
        find_token(f"{text}x")
