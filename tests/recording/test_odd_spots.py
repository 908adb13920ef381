"""What tells whose a gateway is, in spots where nobody looks for it."""

from collections.abc import Iterable
import json
from random import Random
import re
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.enphase_envoy_raw_data.gateway import kind_of
from custom_components.enphase_envoy_raw_data.recording.anonymising import (
    Anonymiser,
    Page,
)

SERIAL = "122330008303"
XML = "<?xml version='1.0'?>"


def told(*bodies: str | bytes, headers: Iterable[tuple[str, str]] = ()) -> list[Page]:
    """Return pages of one gateway as they are told."""
    anonymiser = Anonymiser(serial=SERIAL, random=Random(3))  # noqa: S311
    given_ = tuple(headers)
    raw = [body if isinstance(body, bytes) else body.encode() for body in bodies]
    pages = [Page(kind=kind_of(body), body=body, headers=given_) for body in raw]
    for page in pages:
        anonymiser.learn(page)
    anonymiser.settle()
    found = [anonymiser.rewritten(page) for page in pages]
    assert [page.left_out for page in found] == [""] * len(found)
    return found


def text(*bodies: str | bytes) -> list[str]:
    """Return the bodies of pages as they are told."""
    return [page.body.decode() for page in told(*bodies)]


@pytest.mark.parametrize("mac", ["001e12345678", "02E400000012", "1e0000000001"])
def test_an_address_that_reads_like_a_number(mac: str) -> None:
    """Twelve digits with an e among them are no number with an exponent."""
    shown = ":".join(mac[at : at + 2] for at in range(0, 12, 2))
    page = {"mac": mac, "unknown": [mac], "text": f"eth0 {mac}", "shown": shown, mac: 1}
    (body,) = text(json.dumps(page))
    assert mac not in body
    assert shown not in body
    new, (again,), inside, parted, _ = json.loads(body).values()
    *_, key = json.loads(body)
    assert re.fullmatch(r"02[0-9a-fA-F]{10}", new)
    assert again == new
    assert inside.endswith(new)
    assert parted.replace(":", "").lower() == new.lower()
    assert key == new
    (body,) = text(f"{XML}<a><mac>{mac}</mac><b c='{mac}'/></a>")
    assert mac not in body


@pytest.mark.hypothesis
@given(st.text("0123456789eE", min_size=12, max_size=12))
def test_no_address_stays(mac: str) -> None:
    """Whatever twelve digits and letters e it has, no exponent is left of it."""
    if not re.search("[eE]", mac):
        return
    (body,) = text(json.dumps({"mac": mac}))
    assert mac not in body


@pytest.mark.parametrize("page", ["0e0000000000", "[0e1234567890]", "1e0000000012"])
def test_an_address_without_quotes(page: str) -> None:
    """It is one all the same, although JSON takes it for a number."""
    (body,) = text(page)
    assert page.strip("[]") not in body


def test_long_exponents() -> None:
    """No number has one of more than three digits; a measurement keeps its own."""
    (body,) = text('{"id": "7e12345678", "soc": 1.5e-05, "voltage": "2.4E+02"}')
    assert "12345678" not in body
    assert body.endswith('"soc": 1.5e-05, "voltage": "2.4E+02"}')


def test_what_stands_in_a_key() -> None:
    """It has the stand-in that it has as a value, whatever stands around it."""
    mac, email, address = "00:1d:c0:ff:ee:12", "maria@example.nl", "192.168.178.22"
    values = [SERIAL, mac, email, address]
    page = {f"inv_{SERIAL}": 1, mac: 2, email: 3, f"{address}:80": 4, SERIAL: 5}
    new_values, new_page = map(json.loads, text(json.dumps(values), json.dumps(page)))
    serial, new_mac, new_email, new_address = new_values
    first, *others = new_page
    assert re.fullmatch(rf"[a-z]{{3}}_{serial}", first)
    assert others[:2] == [new_mac, new_email]
    assert others[2].startswith(f"{new_address}:")
    assert others[3] == serial
    assert new_address == "192.0.2.10"


def test_keys_that_would_fall_together() -> None:
    """Two keys stay two, also where only signs or known parts tell them apart."""
    page = {f"ä{SERIAL}": 1, f"ö{SERIAL}": 2, f"ü{SERIAL}": 3, f"{SERIAL}¼": 4}
    page |= {f"{SERIAL}½": 5}
    (body,) = text(json.dumps(page))
    assert len(json.loads(body)) == len(page)
    assert SERIAL not in body


@pytest.mark.parametrize("key", ["id", "created", "timestamp"])
def test_a_device_number_that_reads_like_a_time(key: str) -> None:
    """It is the same as on the page where it is the number of a device."""
    page = json.dumps({key: 1627390225, "device": {key: 1627390226}})
    devices = json.dumps([{"eid": 1627390225}])
    for pages in ((page, devices), (devices, page)):
        first, second = map(json.loads, sorted(text(*pages), key=len))
        assert second[key] == first[0]["eid"]
        # A time is moved, as all of them.
        assert (1627390226 - second["device"][key]) % 604800 == 0


def test_attributes_are_what_elements_of_their_name_are() -> None:
    """No word is harmless as the name of a network, and a time is moved."""
    inside = "<sn>122330008303</sn><ssid>Production</ssid><eid>1627390225</eid>"
    attributes = "sn='122330008303' ssid='Production' city='Sun' eid='1627390225'"
    (body,) = text(f"{XML}<a>{inside}<b {attributes} created='1782903600'/></a>")
    for secret in (SERIAL, "Production", "Sun", "1627390225", "1782903600"):
        assert secret not in body
    serial, number = re.search(r"<sn>(\d+)</sn>", body), re.search(r"=\'(16\d+)", body)
    assert serial
    assert f"sn='{serial[1]}'" in body
    assert number
    assert f">{number[1]}</" in body
    # What HTML calls a name is none.
    page = '<html><package name="app"></package><meta name="app"></html>'
    assert text(page) == [page]


def test_which_part_of_the_world() -> None:
    """Hours of the sun, offsets and languages tell it, however short they are."""
    page = {"sunrise": "06:12", "sunset": "21:48", "utc_offset": -480, "tz_id": 77}
    page |= {"locale": "nl_NL", "language": "nl", "gmtOffset": "120"}
    (body,) = text(json.dumps(page))
    for value in page.values():
        assert json.dumps(value) not in body


def test_a_version_that_is_an_address() -> None:
    """What has the form of a version is replaced if it is an address elsewhere."""
    pages = json.dumps({"ip": "10.0.0.5"}), json.dumps({"version": "10.0.0.5"})
    first, second = text(*pages)
    assert json.loads(second)["version"] == json.loads(first).popitem()[1]
    assert text(pages[1]) == [pages[1]]


@pytest.mark.parametrize("secret", ["10.0.0.5", "00:1d:c0:ff:ee:12"])
def test_the_last_search_finds_addresses(secret: str) -> None:
    """Also those of which each part is short; those of each house tell nothing."""
    anonymiser = Anonymiser(secrets=[secret, "127.0.0.1"])
    anonymiser.settle()
    assert anonymiser.tells(f"at {secret}, ok")
    assert not anonymiser.tells(f"at {secret}5, 127.0.0.1, 12.34.56.78")


def test_a_mark_of_the_byte_order() -> None:
    """A page that begins with one can be read as before."""
    (body,) = text("\ufeff" + json.dumps({"sn": SERIAL}))
    assert body.startswith('\ufeff{"sn": "')
    assert SERIAL not in body


def test_headers_with_names_in_them() -> None:
    """A form that is known has no room for any, and what was replaced is not there."""
    headers = [
        ("Vary", "Accept-Smith"),
        ("Vary", "Accept-Encoding, Cookie"),
        ("Server", f"Envoy-{SERIAL}"),
        ("Server", f"nginx/{SERIAL}"),
        ("X-Serial", SERIAL),
        (f"X-{SERIAL}", "1"),
        ("ETag", f'"{SERIAL}"'),
        ("Content-Disposition", f"attachment; filename=envoy-{SERIAL}.log"),
        ("Location", f"https://envoy-{SERIAL}.smith.lan/home?sn={SERIAL}"),
        ("Content-Length", "17"),
    ]
    (page,) = told('{"a": 1}', headers=headers)
    said = str(page.headers)
    assert SERIAL not in said
    assert "mith" not in said
    assert [name for name, _ in page.headers] == ["Vary", "Location", "Content-Length"]


@pytest.mark.parametrize(
    "page",
    [
        f"<html><head><title>Envoy {SERIAL} - Smith</title></head></html>",
        f'<!DOCTYPE html><body data-serial="{SERIAL}" data-owner="Smith Cottage">',
        "<html>&#49;22330008303 of &#x53;mith, sm&#105;th@example.nl</html>",
        f'<html><a href="/ivp/{SERIAL}?ssid=Smithnet">x</a><p class="Smithnet">',
        f'<html><pre>{{"sn": "{SERIAL}", "name": "Smith"}}</pre>',
        f"{XML}<x:sn xmlns:x='urn:{SERIAL}'>{SERIAL}</x:sn><Smith/>",
        '{"a": "\\u0031\\u0032\\u0032330008303", "b": "\\u0053mith"}',
        f'{{"name": "Maria", "name": "Smith", "sn": "{SERIAL}", "sn": {SERIAL}}}',
        json.dumps({"payload": json.dumps({"sn": SERIAL, "ssid": "Smith"})}),
        json.dumps({"href": f"/api/v1/devices/{SERIAL}", "url": "http://smith.lan/x"}),
        json.dumps({"q": f"?sn={SERIAL}&email=smith%40example.nl&n=Smith"}),
        f'{{"sn": "{SERIAL}", "name": "Smith',
        f"Envoy {SERIAL}\nuser: Smith\nssid=Smithnet\n",
        json.dumps({"sn": SERIAL, "name": "Smith"}) + "\n<!-- Smith -->",
    ],
)
def test_pages_of_any_kind(page: str) -> None:
    """In titles, entities, attributes, paths, broken and nested documents."""
    (body,) = text(page)
    assert SERIAL not in body
    assert "mith" not in body


@pytest.mark.parametrize(
    "secret",
    [
        "bWFyaWFAc21pdGgubmw=",
        "eyJhdWQiOiIxMjIzMzAwMDgzMDMiLCJ1",
        "001d.c0ff.ee12",
        "0x001dc0ffee12",
        "00:1d:c0:ff:fe:ff:ee:12",
        "12 23 30 00 83 03",
        "8931041010654378930F",
        "356938035643809",
        "52.37021",
        "u173zq",
        "\uff11\uff12\uff12\uff13\uff13\uff10\uff10\uff10\uff18\uff13\uff10\uff13",
        "The Smiths 5G",
    ],
)
def test_in_any_form(secret: str) -> None:
    """As a text under any key, as a key, in a text and in markup."""
    page: Any = {"a": secret, "type": secret, secret: 1, "b": f"at {secret}, ok"}
    for body in text(json.dumps(page), f"<html><td>{secret}</td><i id='{secret}'>"):
        assert secret not in body
        assert json.dumps(secret)[1:-1] not in body
