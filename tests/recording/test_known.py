"""What is known of gateways is kept, and nothing else; in which form dates move."""

import json
from pathlib import Path
from random import Random
import re
from typing import Any

import pytest

from custom_components.enphase_envoy_raw_data.recording.anonymising import (
    Anonymiser,
    Page,
    is_known_key,
    is_known_text,
)
from tests.test_boundaries import INTEGRATION, INTEGRATION_FILES, within

REPLICAS = Path(__file__).parents[2] / "simulator/gateway_simulator/replicas"

# What replicas have that tells whose a gateway is.
_OF_SOMEBODY = re.compile(
    r"(load_name|ssid|manufacturer|model|last_updated_by|profile_id|profile_name"
    r"|selected_profile|code|country|timezone|mac)"
)

_CHALLENGE = 'Digest qop="auth", realm="enphaseenergy.com", nonce="'


def rewritten(body: str, kind: str = "json", **headers: str) -> Page:
    """Return a page as it is told."""
    chance = Random(1)  # noqa: S311
    anonymiser = Anonymiser(random=chance)
    given = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    page = Page(kind=kind, body=body.encode(), headers=given)
    anonymiser.learn(page)
    anonymiser.settle()
    return anonymiser.rewritten(page)


def test_keys_and_texts_of_replicas_are_known() -> None:
    """A recording of our replicas has all their keys and states.

    Put a new one into known/keys.txt or known/texts.txt, unless it can be a name.
    """
    unknown: set[str] = set()

    def look(key: str, value: Any) -> None:
        if isinstance(value, dict):
            for inner_key, inner in value.items():
                numbered = not inner_key or re.search(r"\d{6}", inner_key)
                if not numbered and not is_known_key(inner_key):
                    unknown.add(inner_key)
                look(inner_key, inner)
        elif isinstance(value, list):
            for inner in value:
                look(key, inner)
        elif (
            isinstance(value, str)
            and value
            and not _OF_SOMEBODY.fullmatch(key)
            and not re.search(r"\d{6}|^[\d.-]+$|\d\d/\d\d/\d{4}|\d{4}-\d\d-\d\d", value)
            and not re.search(r"\d+(\.\d+){3}", value)
            and not is_known_text(key, value)
        ):
            unknown.add(f"{key}: {value}")

    for path in REPLICAS.glob("*/*.json"):
        if path.name not in ("gateway.json", "truth.json"):
            look("", json.loads(path.read_bytes()))
    assert unknown == set()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2026-07-01", r"202[345]-\d\d-\d\d"),
        ("2026-07-01T13:05:09Z", r"202[345]-\d\d-\d\dT13:05:09Z"),
        ("2026-07-01 13:05:09 UTC", r"202[345]-\d\d-\d\d 13:05:09 UTC"),
        ("07/01/2026", r"\d\d/\d\d/202[345]"),
        ("07/01/2026 01:05 PM", r"\d\d/\d\d/202[345] 01:05 PM"),
        ("31.12.2026", r"\d\d\.\d\d\.202[3456]"),
        ("Wed Jul 01, 2026 01:00 PM", r"Wed [A-Z][a-z]{2} \d\d, 202[345] 01:00 PM"),
        (
            "Wed, 01 Jul 2026 13:00:00 GMT",
            r"Wed, \d\d [A-Z][a-z]{2} 202[345] 13:00:00 GMT",
        ),
        ("Wed Jul  1 13:00:00 2026", r"Wed [A-Z][a-z]{2}  \d{1,2} 13:00:00 202[345]"),
        ("July 1, 2026", r"[A-Z][a-z]+ \d{1,2}, 202[345]"),
        ("1782903600", r"1[67]\d{8}"),
        ("1782903600123", r"1[67]\d{8}123"),
    ],
)
def test_dates(text: str, told: str) -> None:
    """Each form stays, with weekday and time of day, and the date is another."""
    found = json.loads(rewritten(json.dumps({"date": text})).body)["date"]
    assert re.fullmatch(told, found), found
    assert found != text
    page = rewritten(f"<html><td>{text}</td>", "html").body.decode()
    assert text not in page
    if not text.isdigit():
        assert re.search(told, page)


def test_no_dates() -> None:
    """What looks like a date and is none is a text like any other."""
    found = rewritten(json.dumps(["99/99/2026", "Feb 31, 2026"])).body.decode()
    assert "2026" not in found
    assert re.fullmatch(r'\["\d\d/\d\d/\d{4}", "[A-Z]..\ \d\d, \d{4}"\]', found), found


def test_firmware_dates_move_by_something_else() -> None:
    """Anybody may look up when a firmware was made."""
    body = {"created_date": 1782903600, "img_load_date": 1782903600}
    found = json.loads(rewritten(json.dumps(body)).body)
    assert found["created_date"] != found["img_load_date"]
    kept = '{"software_build_epoch": 1782903600}'
    assert rewritten(kept).body.decode() == kept


def test_layout_stays() -> None:
    """Blanks, a key that comes twice, odd numbers and what is missing at the end."""
    body = '{ "a":1 ,\n\t"soc" : 0.000099, "soc": 1E3,"state":"idle" '
    assert rewritten(body).body.decode() == body.replace('"a"', '"z"') or re.fullmatch(
        r'\{ "[a-z]":1 ,\n\t"soc" : 0\.000099, "soc": 1E3,"state":"idle" ',
        rewritten(body).body.decode(),
    )


def test_headers() -> None:
    """What a gateway says of a page stays; what may be of somebody does not."""
    told = rewritten(
        '{"sn": "122000000001"}',
        Server="openresty/1.17.8.1",
        Date="Wed, 01 Jul 2026 13:00:00 GMT",
        Content_Type="application/json; charset=ISO-8859-4",
        Content_Length="5",
        Set_Cookie="sessionId=abcdef123456; Secure; HttpOnly; Domain=me.lan; path=/",
        WWW_Authenticate=f'{_CHALLENGE}17829036"',
        Location="/error",
        X_Owner="Rose Cottage",
        Pragma="my name",
        Expires="1",
        Last_Modified="0",
    )
    headers = dict(told.headers)
    assert headers.pop("Date").startswith("Wed, ")
    cookie = headers.pop("Set-Cookie")
    assert re.fullmatch(r"sessionId=[a-z]{6}\d{6}; Secure; HttpOnly; path=/", cookie)
    assert "abcdef123456" not in cookie
    challenge = headers.pop("WWW-Authenticate")
    assert challenge.startswith(_CHALLENGE)
    assert "17829036" not in challenge
    assert headers == {
        "Server": "openresty/1.17.8.1",
        "Content-Type": "application/json; charset=ISO-8859-4",
        "Content-Length": str(len(told.body)),
        "Location": "/error",
        "Expires": "1",
        "Last-Modified": "0",
    }
    basic = dict(rewritten("", "empty", WWW_Authenticate="Basic cm9zZQ==").headers)
    assert "cm9zZQ" not in basic["WWW-Authenticate"]
    other = dict(rewritten("", "empty", Location="http://rose.lan/home").headers)
    assert "rose" not in other["Location"]
    cookie = dict(rewritten("", "empty", Set_Cookie="rose=1").headers)["Set-Cookie"]
    assert "rose" not in cookie


def test_addresses_that_are_nobodys() -> None:
    """They say how a network is set up and not whose it is."""
    body = '["255.255.255.0", "0.0.0.0", "127.0.0.1", "::1"]'
    assert rewritten(body).body.decode() == body
    body = '["fe80::21d:c0ff:fe5e:1", "192.168.178.23", "300.1.1.1"]'
    told = json.loads(rewritten(body).body)
    assert told[0] == "2001:db8::1"
    assert told[1] == "192.0.2.10"
    assert told[2] != "300.1.1.1"


def test_macs_keep_their_form() -> None:
    """However it is written, it is the same one."""
    body = '["00:1D:C0:AB:CD:EF", "00-1d-c0-ab-cd-ef", "001DC0ABCDEF"]'
    first, second, third = json.loads(rewritten(body).body)
    assert re.fullmatch(r"02(:[0-9A-F]{2}){5}", first)
    assert second == first.lower().replace(":", "-")
    assert third == first.replace(":", "")


def test_few_digits() -> None:
    """Small numbers whose key is somebody's business get any others, as long."""
    found = json.loads(rewritten('{"zip_pin": [123, 12, 1234, -5, 0]}').body)
    (numbers,) = found.values()
    assert [len(str(abs(one))) for one in numbers] == [3, 2, 4, 1, 1]
    assert numbers[:3] != [123, 12, 1234]
    assert numbers[3] < 0
    assert numbers[4] == 0


def test_energy_in_words() -> None:
    """A page of older firmware says its totals with a unit."""
    page = "<html><td>6.76 kWh</td><td>831 W</td>"
    assert rewritten(page, "html").body.decode() == page


def test_the_anonymiser_knows_nothing_of_home_assistant() -> None:
    """Nor of the gateway's client: it can be used on any page."""
    room = f"{INTEGRATION}.recording.anonymising"
    files = [source for source in INTEGRATION_FILES if within(source.module, room)]
    assert len(files) > 10
    for source in files:
        for name in source.imports():
            assert not within(name, "homeassistant", "custom_components") or within(
                name, room
            ), (source.module, name)
