"""Endpoints, data and methods that are refused before anything is sent."""

from datetime import date
from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from gateway_simulator import GatewaySimulator

from ..helpers import TARIFF, call, load, read, refusal, send

HOSTILE = {
    "": "endpoint_empty",
    "api/v1/production": "endpoint_no_leading_slash",
    " /home": "endpoint_space_around",
    ":9443/x": "endpoint_other_host",
    "@host/x": "endpoint_other_host",
    ".host/x": "endpoint_other_host",
    "//host/x": "endpoint_other_host",
    "/\\host/x": "endpoint_other_host",
    "\\\\host\\x": "endpoint_other_host",
    "http://host/x": "endpoint_full_address",
    "HTTPS://host/x": "endpoint_full_address",
    "/home\r\nX-Evil: 1": "endpoint_control_character",
    "/home\x00": "endpoint_control_character",
    "/home\t": "endpoint_control_character",
    "/home%0d%0aX-Evil:1": "endpoint_control_character",
    "/home%250a": "endpoint_control_character",
    "/home?x=%00": "endpoint_control_character",
    "/..": "endpoint_dot_segment",
    "/api/../home": "endpoint_dot_segment",
    "/api/./home": "endpoint_dot_segment",
    "/api/%2e%2e/home": "endpoint_dot_segment",
    "/api/%252e%252e/home": "endpoint_dot_segment",
    "/api/..%2fhome": "endpoint_dot_segment",
    "/api/..%5chome": "endpoint_dot_segment",
    "/api/..;x/home": "endpoint_dot_segment",
    "/ivp/meters/{eid}": "endpoint_placeholder",
    "/home#top": "endpoint_fragment",
    "/ho me": "endpoint_character",
    "/hömé": "endpoint_character",
    '/home"': "endpoint_character",
    "/home<script>": "endpoint_character",
    "/home%zz": "endpoint_broken_percent",
    "/home%": "endpoint_broken_percent",
    "/home?": "endpoint_not_as_written",
    "/" + "x" * 3000: "endpoint_too_long",
}


async def test_empty_lines_of_the_form(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """Enter adds an empty line to the form: it asks for nothing."""
    entry = await load(hass, gateway)
    about = {"config_entry_id": entry.entry_id}
    reply = await call(hass, "read_data", endpoint=["", "/home", ""], **about)
    assert list(reply) == ["/home"]
    assert [request.path for request in gateway.journal.requests] == ["/home"]
    only_empty = call(hass, "read_data", endpoint=["", ""], **about)
    await refusal(only_empty, "endpoint_empty", callers_mistake=True)


@pytest.mark.parametrize("endpoint", HOSTILE, ids=lambda endpoint: repr(endpoint[:30]))
async def test_hostile_endpoint(
    hass: HomeAssistant, gateway: GatewaySimulator, endpoint: str
) -> None:
    """Only the gateway's own paths are asked; each refusal has its reason."""
    entry = await load(hass, gateway)
    key = HOSTILE[endpoint]
    texts = [
        await refusal(awaitable, key, callers_mistake=True)
        for awaitable in (
            read(hass, entry, endpoint),
            read(hass, entry, endpoint, from_cache=True),
            send(hass, entry, endpoint, data={}),
            send(hass, entry, endpoint, data={}, test_mode=True),
            send(hass, entry, endpoint, method="DELETE"),
        )
    ]
    assert len(set(texts)) == 1
    assert "\r" not in texts[0]
    assert gateway.journal.requests == []


async def test_a_space_is_seen(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """The wrong character stands in quotes, since screens swallow a bare space."""
    entry = await load(hass, gateway)
    text = await refusal(
        read(hass, entry, "/ho me"), "endpoint_character", callers_mistake=True
    )
    assert "the character “ ” is not allowed" in text


BAD_DATA: dict[str, tuple[Any, str, str]] = {
    "missing": (None, "data_missing", "DELETE"),
    "empty_text": ("", "data_empty_text", "curly brackets"),
    "spaces": ("  \n", "data_empty_text", "curly brackets"),
    "not_json": ('{"a": 1,\n "b" 2}', "data_not_json", "line 2, column 6"),
    "trailing": ('{"a": 1} x', "data_not_json", "line 1, column 10"),
    "python_quotes": ("{'a': 1}", "data_python_text", "to_json"),
    "python_none": ('{"a": None}', "data_python_text", "line 1, column 7"),
    "python_true": ('{"a": [True]}', "data_python_text", "to_json"),
    "number": (12, "data_not_object_or_list", "12"),
    "number_text": ("12", "data_not_object_or_list", "12"),
    "text_text": ('"abc"', "data_not_object_or_list", "abc"),
    "boolean": (True, "data_not_object_or_list", "true"),
    "nan": ({"a": [float("nan")]}, "data_not_finite", "data.a[0]"),
    "infinity_text": ('{"a": Infinity}', "data_not_finite", "Infinity"),
    "key": ({"a": {1: 2}}, "data_key_not_text", "data.a: 1"),
    "yaml_on": ({True: 2}, "data_key_not_text", "True"),
    "set": ({"a": {1, 2}}, "data_not_a_json_type", "data.a (set)"),
    "bytes": ({"a": b"x"}, "data_not_a_json_type", "bytes"),
    "surrogate": ({"a": "\ud800"}, "data_broken_text", "data.a"),
    "deep_text": ("[" * 5000 + "]" * 5000, "data_too_deep", "100"),
    "large_text": (f'["{"x" * 1024 * 1024}"]', "data_too_large", "1024"),
    "large": (["x" * 1024] * 1024, "data_too_large", "1024"),
}


@pytest.mark.parametrize("kind", BAD_DATA)
@pytest.mark.parametrize("test_mode", [True, False])
async def test_bad_data(
    hass: HomeAssistant, gateway: GatewaySimulator, kind: str, test_mode: bool
) -> None:
    """Data that is no JSON is refused with the place and what to do about it."""
    data, key, words = BAD_DATA[kind]
    entry = await load(hass, gateway)
    fields = {} if data is None else {"data": data}
    text = await refusal(
        send(hass, entry, TARIFF, test_mode=test_mode, **fields),
        key,
        callers_mistake=True,
    )
    assert words in text
    assert gateway.journal.requests == []


async def test_deep_data(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """An object that is nested without end is refused, too."""
    entry = await load(hass, gateway)
    data: Any = []
    for _ in range(150):
        data = [data]
    await refusal(
        send(hass, entry, TARIFF, data=data), "data_too_deep", callers_mistake=True
    )
    assert gateway.journal.requests == []


async def test_yaml_date(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """A date that YAML made of a plain 2026-01-31 is sent as that text."""
    entry = await load(hass, gateway)
    shown = await send(
        hass, entry, TARIFF, data={"date": date(2026, 1, 31)}, test_mode=True
    )
    assert shown == {"date": "2026-01-31"}


@pytest.mark.parametrize("method", ["PUT", "POST"])
async def test_only_delete_goes_without_data(
    hass: HomeAssistant, gateway: GatewaySimulator, method: str
) -> None:
    """A write without data would silently become a read: it is refused."""
    entry = await load(hass, gateway)
    await refusal(
        send(hass, entry, TARIFF, method=method), "data_missing", callers_mistake=True
    )
    assert gateway.journal.requests == []


@pytest.mark.parametrize(
    ("method", "key"),
    [
        ("GET", "method_reads"),
        ("get", "method_reads"),
        ("PATCH", "method_unknown"),
        ("PUT /x HTTP/1.1\r\n", "method_unknown"),
        ("", "method_unknown"),
    ],
)
async def test_bad_method(
    hass: HomeAssistant, gateway: GatewaySimulator, method: str, key: str
) -> None:
    """Only the three methods that write are sent."""
    entry = await load(hass, gateway)
    await refusal(
        send(hass, entry, TARIFF, method=method, data={}), key, callers_mistake=True
    )
    assert gateway.journal.requests == []
