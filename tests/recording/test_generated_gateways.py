"""Whole gateways that are drawn by chance: nothing of them is found in the file.

The same facts stand on several pages in other forms. Each is the same everywhere.
"""

from html import escape
import json
from pathlib import Path
from random import Random
import re
import tempfile
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.enphase_envoy_raw_data.gateway import kind_of
from custom_components.enphase_envoy_raw_data.recording.anonymising import (
    Anonymiser,
    Page,
)
from custom_components.enphase_envoy_raw_data.recording.archive import (
    Asked,
    Draft,
    write_recording,
)

from .support import File, opened
from .test_anonymiser import (
    ADDRESSES,
    BARE_MACS,
    EMAILS,
    MACS,
    NAMES,
    NUMBERS,
    PLACES,
    SERIALS,
    TOKENS,
    assert_hidden,
)

FACTS = st.fixed_dictionaries(
    {
        "serials": st.lists(SERIALS, min_size=2, max_size=6, unique=True),
        "numbers": st.lists(NUMBERS, min_size=1, max_size=4, unique=True),
        "mac": MACS,
        "bare_mac": BARE_MACS,
        "address": ADDRESSES,
        "ssid": NAMES,
        "owner": NAMES,
        "email": EMAILS,
        "latitude": PLACES,
        "token": TOKENS,
    }
)


def pages_of(facts: dict[str, Any], chance: Random) -> list[tuple[str, str]]:
    """Return pages with all of the facts, in an order by chance."""
    serial, *devices = facts["serials"]
    mac, token, address = facts["mac"], facts["token"], facts["address"]
    numbers = [int(number) for number in facts["numbers"]]
    device = [
        {"serial_num": one, "eid": chance.choice(numbers), "state": "ok"}
        for one in devices
    ]
    network = {
        "mac": mac,
        "interfaces": [{"mac": facts["bare_mac"], "ip": address}],
        "networks": {facts["ssid"]: {"ssid": facts["ssid"], "psk": token}},
        mac: {address: 1},
    }
    site = {
        "owner": facts["owner"],
        "contact": f"{facts['owner']} <{facts['email']}>",
        "latitude": float(facts["latitude"]),
        "site_id": numbers[0],
        "id": numbers[-1],
        "path": f"/ivp/{serial}/{devices[0]}?lat={facts['latitude']}",
        f"E{devices[0]}": {"sn": int(devices[0])},
        f"inv_{devices[0]}": {devices[0]: f"{devices[0]} at {address}"},
    }
    attributes = f"sn='{devices[0]}' ssid='{escape(facts['ssid'])}' eid='{numbers[0]}'"
    shown = escape(f"{facts['owner']}, {facts['email']}, {mac}, {facts['bare_mac']}")
    pages = [
        ("/info", f"<?xml version='1.0'?><envoy_info><sn>{serial}</sn></envoy_info>"),
        ("/inventory", json.dumps(device, indent=chance.choice([None, 4]))),
        ("/home", json.dumps(network, ensure_ascii=chance.choice([True, False]))),
        ("/ivp/ss", json.dumps(site)),
        ("/ivp/ui", f"<?xml version='1.0'?><a {attributes}><sn>{devices[0]}</sn></a>"),
        ("/admin", f"<html><title>{serial}</title><p title='{token}'>{shown}</p>"),
        ("/log", f"Device {devices[0]} of {facts['owner']}\nat {address}, {mac}\n"),
    ]
    chance.shuffle(pages)
    return pages


def recorded(
    pages: list[tuple[str, str]], serial: str, headers: tuple[tuple[str, str], ...]
) -> File:
    """Return what is in the file of these pages."""
    anonymiser = Anonymiser(serial=serial, random=Random(1))  # noqa: S311
    with tempfile.TemporaryDirectory() as folder, Draft(Path(folder)) as draft:
        for endpoint, text in pages:
            body = text.encode()
            page = Page(kind=kind_of(body), headers=headers, body=body)
            anonymiser.learn(page)
            draft.asked.append(
                Asked(
                    endpoint=endpoint,
                    status=200,
                    milliseconds=1,
                    at=1782903600.0,
                    page=Page(kind=page.kind, headers=headers),
                    start=draft.add(body),
                    size=len(body),
                )
            )
        path = Path(folder, "recording.zip")
        write_recording(draft, path, anonymiser, {})
        return opened(path)


@pytest.mark.hypothesis
@given(FACTS, st.randoms(use_true_random=False))
def test_a_gateway(facts: dict[str, Any], chance: Random) -> None:
    """None of its facts is in the file, and each is the same on all pages."""
    serial, device, *_ = facts["serials"]
    headers = (
        ("Set-Cookie", f"sessionId={facts['token']}; Domain={facts['address']}"),
        ("Location", f"http://{facts['address']}/{device}"),
        ("X-Owner", facts["owner"]),
        ("Vary", facts["owner"]),
    )
    file = recorded(pages_of(facts, chance), serial, headers)
    assert {page["left_out"] for page in file.index["pages"]} == {""}
    secrets = [
        one
        for value in facts.values()
        for one in (value if isinstance(value, list) else [value])
    ]
    assert_hidden([*secrets, serial[-6:]], file.text)
    assert_hidden([facts["mac"].replace(":", "")], file.text)
    site = file.document("/ivp/ss")
    new = next(one["serial_num"] for one in file.document("/inventory"))
    parts = f"E{new}", str(site[f"E{new}"]["sn"])
    assert parts == (f"E{new}", new)
    text = file.body("/log").decode()
    for page in ("/ivp/ss", "/ivp/ui", "/log"):
        assert new in file.body(page).decode(), page
    assert any(re.fullmatch(rf"[a-z]{{3}}_{new}", key) for key in site)
    network = file.document("/home")
    mac, address = network["mac"], network["interfaces"][0]["ip"]
    assert mac in network
    assert f"{address}, {mac}" in text
    assert file.index["gateway"]["serial"] in file.body("/info").decode()
