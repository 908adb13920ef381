"""Whatever a gateway answers, nothing of the owner is left, and all of the rest is.

`--hypothesis-profile nightly` tries 20,000 pages of each kind.
"""

from collections.abc import Iterable
from html import escape
import json
from random import Random
import re
import time
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.enphase_envoy_raw_data.gateway import kind_of
from custom_components.enphase_envoy_raw_data.recording.anonymising import (
    Anonymiser,
    Page,
)
from custom_components.enphase_envoy_raw_data.recording.anonymising.known import (
    KNOWN_TEXTS,
    is_first_meter,
)

DIGITS = "0123456789"
SERIALS = st.text(DIGITS, min_size=12, max_size=12).filter(lambda it: it[0] in "12")
NUMBERS = (
    st.integers(20_000_000, 1_900_000_000)
    .map(str)
    # Those of the first meters are the same everywhere.
    .filter(lambda it: not is_first_meter(it))
)
# What is nothing but zeros is nobody's.
MACS = (
    st.text("abcdef0123456789", min_size=12, max_size=12)
    .filter(lambda it: it.strip("0"))
    .map(lambda it: ":".join(it[at : at + 2] for at in range(0, 12, 2)))
)
# Without colons, and some of them read like numbers with an exponent.
BARE_MACS = MACS.map(lambda it: it.replace(":", "")) | st.integers(1, 10).flatmap(
    lambda at: st.text(DIGITS, min_size=11, max_size=11).map(
        lambda it: f"{it[:at]}e{it[at:]}"
    )
)
ADDRESSES = st.tuples(
    st.sampled_from(["10.11", "172.16", "192.168", "86.92"]),
    st.integers(1, 254),
    st.integers(1, 254),
).map(lambda it: ".".join(map(str, it)))
# No word of a gateway begins with three of these.
WORDS = st.text("qxzQXZ", min_size=3, max_size=3).flatmap(
    lambda start: st.text("abcdeiouäßñé", min_size=3, max_size=12).map(
        lambda rest: start + rest
    )
)
NAMES = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)
EMAILS = st.tuples(WORDS, WORDS).map(
    lambda it: "@".join(part.encode("ascii", "ignore").decode() for part in it) + ".nl"
)
PLACES = st.tuples(st.integers(10, 89), st.integers(10_000, 99_999)).map(
    lambda it: f"{it[0]}.{it[1]}"
)
TOKENS = st.text("abcdefXYZ0123456789_-", min_size=45, max_size=90).filter(
    lambda it: len(set(it)) > 5
)

SECRETS = st.one_of(
    *(SERIALS, NUMBERS, MACS, BARE_MACS, ADDRESSES, NAMES, EMAILS, PLACES, TOKENS)
)
KEYS = st.one_of(
    st.sampled_from(
        [
            "serial_num",
            "eid",
            "ssid",
            "mac",
            "ip",
            "name",
            "load_name",
            "email",
            "city",
            "account_id",
            "site",
            "latitude",
            "username",
            "password",
            "device_status",
            "type",
            "id",
            "state",
            "admin_state",
            "modules",
        ]
    ),
    st.text(max_size=10),
)
AROUND = st.sampled_from(["{}", "Device {} is gone", "({})", "{}: ok", "a {}\n{}"])


@st.composite
def planted(draw: st.DrawFn) -> tuple[list[str], Any]:
    """Return secrets, and a document that has them anywhere."""
    secrets = draw(st.lists(SECRETS, min_size=1, max_size=5, unique=True))
    one = st.sampled_from(secrets)
    leaf = (
        one
        | st.tuples(AROUND, one).map(lambda it: it[0].replace("{}", it[1]))
        | one.map(lambda it: int(it) if it.isdigit() else it)
        | one.map(lambda it: float(it) if re.fullmatch(r"\d+\.\d+", it) else it)
        | st.none()
        | st.booleans()
        | st.integers(-99, 999)
        | st.text(max_size=12)
    )
    keys = KEYS | one
    inner = st.recursive(
        leaf,
        lambda it: st.lists(it, max_size=4) | st.dictionaries(keys, it, max_size=4),
        max_leaves=12,
    )
    return secrets, draw(st.lists(inner, min_size=1, max_size=4))


def rewritten(bodies: Iterable[str], **options: Any) -> list[str]:
    """Return pages as they are told."""
    # The same each time, so that what fails can be tried again.
    chance = Random(1)  # noqa: S311
    anonymiser = Anonymiser(random=chance, **options)
    pages = [Page(kind=kind_of(body.encode()), body=body.encode()) for body in bodies]
    for page in pages:
        anonymiser.learn(page)
    anonymiser.settle()
    told = [anonymiser.rewritten(page) for page in pages]
    assert {page.left_out for page in told} == {""}
    return [page.body.decode() for page in told]


def shape(value: Any) -> Any:
    """Return the kinds of a document, without its values and keys."""
    if isinstance(value, dict):
        return [shape(inner) for inner in value.values()]
    if isinstance(value, list):
        return [shape(inner) for inner in value]
    return type(value).__name__


def assert_hidden(secrets: Iterable[str], text: str) -> None:
    """Fail if a secret is in a text, be it as it is or as JSON writes it."""
    for secret in secrets:
        for form in {secret, json.dumps(secret)[1:-1], escape(secret)}:
            assert form not in text, form
        for word in secret.split():
            # A part of a name is as good as the whole.
            assert len(word) < 6 or word not in text, word


@pytest.mark.hypothesis
@given(planted(), st.sampled_from([None, 4]))
def test_json(found: tuple[list[str], Any], indent: int | None) -> None:
    """No secret is left in any JSON, and its shape stays."""
    secrets, document = found
    body = json.dumps(document, indent=indent, ensure_ascii=False)
    body = body.encode("utf-8", "backslashreplace").decode()
    if kind_of(body.encode()) != "json":
        return
    (told,) = rewritten([body])
    assert_hidden(secrets, told)
    assert shape(json.loads(told)) == shape(json.loads(body))


@pytest.mark.hypothesis
@given(
    st.lists(SECRETS, min_size=1, max_size=4, unique=True),
    st.lists(
        st.sampled_from(
            [
                *(
                    "<a>",
                    "</a>",
                    "<sn>",
                    "</sn>",
                    "<p class='",
                    '<img alt="',
                    "'>",
                    '">',
                ),
                *("<!-- ", " -->", "<![CDATA[", "]]>", "<script>", "</script>", "<"),
                *("<?php ", "?>", "<!ENTITY x '", "{}", "{}", "{}", "&#x41;", "&amp;"),
                *(
                    "<{}>",
                    "<a {}='1'>",
                    "<a b={}>",
                    "text",
                    " 12 W",
                    "\n",
                    ">",
                    "=",
                    '"',
                ),
            ]
        ),
        max_size=14,
    ),
    st.sampled_from(["<?xml version='1.0'?><r>", "<!DOCTYPE html><html>", "<b>"]),
    st.randoms(use_true_random=False),
)
def test_markup(
    secrets: list[str], pieces: list[str], start: str, chance: Random
) -> None:
    """No secret is left in any XML or HTML, however broken."""
    inside = "".join(
        piece.replace("{}", escape(chance.choice(secrets))) for piece in pieces
    )
    body = f"{start}{inside}"
    (told,) = rewritten([body])
    assert_hidden(secrets, told)


@pytest.mark.hypothesis
@given(st.lists(SECRETS, min_size=1, max_size=4), st.lists(AROUND, max_size=5))
def test_text(secrets: list[str], lines: list[str]) -> None:
    """No secret is left in a page that is nothing but text."""
    body = "\n".join(
        line.replace("{}", secrets[at % len(secrets)]) for at, line in enumerate(lines)
    )
    (told,) = rewritten([body])
    assert_hidden(secrets if lines else [], told)


@pytest.mark.hypothesis
@given(st.binary(max_size=60))
def test_any_bytes(body: bytes) -> None:
    """Any bytes are told, or left out with the reason."""
    anonymiser = Anonymiser()
    page = Page(kind=kind_of(body), body=body)
    anonymiser.learn(page)
    anonymiser.settle()
    told = anonymiser.rewritten(page)
    assert told.left_out in ("", "binary", "stream")
    # Words that gateways are known to use stay, and some of them are long.
    words = re.findall(r"[A-Za-z]{9,}", body.decode("latin-1"))
    unknown = [word for word in words if not any(word in one for one in KNOWN_TEXTS)]
    assert not unknown or body not in told.body


@pytest.mark.hypothesis
@given(st.lists(SERIALS, min_size=2, max_size=30, unique=True))
def test_serials_keep_length_and_order(serials: list[str]) -> None:
    """The same serial is the same on all pages, as text, as number and as a key."""
    first = json.dumps([{"serial_num": serial} for serial in serials])
    second = json.dumps({serial: int(serial) for serial in serials})
    third = "".join(f"<sn>{serial}</sn>" for serial in serials)
    told = rewritten([first, second, f"<?xml version='1.0'?><a>{third}</a>"])
    new = [item["serial_num"] for item in json.loads(told[0])]
    assert sorted(serials).index(serials[0]) == sorted(new).index(new[0])
    assert [len(one) for one in new] == [12] * len(serials)
    assert list(json.loads(told[1])) == new
    assert [str(one) for one in json.loads(told[1]).values()] == new
    assert re.findall(r"<sn>(\d+)</sn>", told[2]) == new


def first_meter(number: int) -> bool:
    """Return whether a number is one of those that each gateway with meters has."""
    return number >> 24 in (0x2A, 0x6A) and number >> 8 & 0xFFFF in (1, 2)


@pytest.mark.parametrize("number", [704643328, 704643584, 1778385169, 1778385185])
def test_the_first_meters_keep_their_numbers(number: int) -> None:
    """They are the same on every gateway, and recipes name them; others are not."""
    pages = [
        json.dumps({"eid": number, "text": f"meter {number}", str(number): [number]}),
        json.dumps({"eid": 704643840, "unknownKey": 704644352}),
    ]
    first, second = rewritten(pages)
    assert json.loads(first)["eid"] == number
    assert str(number) in json.loads(first)
    assert "704643840" not in second
    assert "704644352" not in second


@pytest.mark.hypothesis
@given(
    st.lists(
        st.tuples(
            st.sampled_from([0x2A, 0x21, 0x61, 0x6A]),
            st.integers(1, 4) | st.integers(1, 0xFFFE),
            st.sampled_from([0x00, 0x11, 0x12, 0x13]),
        ).map(lambda it: it[0] << 24 | it[1] << 8 | it[2]),
        min_size=1,
        max_size=20,
        unique=True,
    )
)
def test_record_numbers_keep_kind_and_channel(numbers: list[int]) -> None:
    """The first byte tells the kind of device, and the last one the channel."""
    (told,) = rewritten([json.dumps([{"eid": number} for number in numbers])])
    new = [item["eid"] for item in json.loads(told)]
    assert [one >> 24 for one in new] == [one >> 24 for one in numbers]
    assert [one & 0xFF for one in new] == [one & 0xFF for one in numbers]
    for old, now in zip(numbers, new, strict=True):
        assert (old == now) is first_meter(old)
    assert not {one for one in new if not first_meter(one)} & set(numbers)
    order = sorted(range(len(numbers)), key=lambda at: numbers[at])
    assert order == sorted(range(len(new)), key=lambda at: new[at])


def test_known_words_where_they_may_be_names() -> None:
    """Under a key that tells of people, no word is harmless."""
    private = {
        "fqdn": "envoy.smith.lan",
        "longitude": "122.419 W",
        "lname": "Sun",
        "wifi_passphrase": "summer",
        "host": "envoy.home.mueller",
        "city": "Production",
    }
    (told,) = rewritten([json.dumps(private)])
    for value in private.values():
        assert f'"{value}"' not in told


def test_long_runs_take_no_long_time() -> None:
    """A page of one long word is looked through once."""
    began = time.process_time()
    rewritten([json.dumps({"x": "a." * 200_000})])
    assert time.process_time() - began < 5


def test_odd_numbers() -> None:
    """An exponent stays one, and a number of any length ends nothing."""
    (told,) = rewritten(['{"foo": 1.2345e-05, "bar": 9.8765E+11}'])
    assert all(isinstance(value, float) for value in json.loads(told).values())
    (text,) = rewritten([f"uptime {'7' * 5000}"])
    assert "7" * 20 not in text


def test_no_key_is_lost() -> None:
    """Short keys, and those of signs, don't fall together."""
    page = {
        **{chr(ord("a") + at) + "q": at for at in range(26)},
        **dict.fromkeys(("\x1f\x1f\u00bc", "\x1b\x1b\x08", "\x1b", "\x08"), True),
    }
    (told,) = rewritten([json.dumps(page)])
    assert len(json.loads(told)) == len(page)
