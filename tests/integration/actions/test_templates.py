"""What a template renders means the same as what stands in YAML, in every field."""

from collections.abc import Iterator
import json
from pathlib import Path
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import area_registry as ar, device_registry as dr
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
import voluptuous as vol
import yaml

from gateway_simulator import GatewaySimulator

from ..helpers import (
    DOMAIN,
    FOLDER,
    REHEARSED,
    answer_calls,
    call as call_action,
    load,
    note_rehearsed,
    read,
    record_one_page,
)

DPEL = "/ivp/ss/dpel"

ENTRY = "the entry"

WRITE = "the write"

DEVICE = "the device"

AREA = "the area"

TIMES = {
    *("after", "age", "bytes", "download", "duration", "file", "milliseconds"),
    *("read_at", "seconds"),
}
"""Keys of replies whose values differ each time."""

# What makes each action work, so that the field at hand decides.
CALLS: dict[str, dict[str, Any]] = {
    "list_endpoints": {"config_entry_id": ENTRY, "search": "export limit"},
    "read_data": {"config_entry_id": ENTRY, "endpoint": "/a"},
    "list_writes": {"config_entry_id": ENTRY},
    "record_gateway": {"config_entry_id": ENTRY},
    "restore_data": {
        "config_entry_id": ENTRY,
        "endpoint": DPEL,
        "risk_acknowledged": True,
        "verify_seconds": 0,
    },
    "send_rehearsed": {
        "config_entry_id": ENTRY,
        "write_id": REHEARSED,
        "risk_acknowledged": True,
        "verify_seconds": 0,
    },
    "send_data": {
        "config_entry_id": ENTRY,
        "endpoint": DPEL,
        "method": "POST",
        "data": {"a": 1},
        "risk_acknowledged": True,
        "verify_seconds": 0,
    },
}

YES_OR_NO: list[Any] = [
    *(True, False, "on", "off", "yes", "no", "enable", "disable", "true", "FALSE"),
    *(1, 0, 2, 0.5, "1", "0", "maybe", "", None, [], [True], {"a": True}),
]
SECONDS: list[Any] = [
    *(1, 2, 1.5, "1", "2.5", 0, -1, 1000, "0", "-1", "1,5", "one", "1 s", ""),
    *(True, False, None, [], [1], {"seconds": 1}, "inf", "nan"),
]
TEXT: list[Any] = [5, 1.5, None, True, {"a": 1}]
GATEWAYS: list[Any] = [ENTRY, "all", [ENTRY], ["x"], [], "x", *TEXT]

# A list for `select` is missing: of what a template renders, it can't be told from an
# expression in square brackets. So are texts in `data` that look like Python's objects.
VALUES: dict[tuple[str, str], list[Any]] = {
    ("list_endpoints", "search"): ["battery", ["export", "limit"], [], "", *TEXT],
    ("list_endpoints", "probe"): YES_OR_NO,
    ("list_endpoints", "config_entry_id"): GATEWAYS,
    ("list_endpoints", "continue_on_error"): YES_OR_NO,
    ("list_endpoints", "device_id"): [DEVICE, [DEVICE], "x", [], *TEXT],
    ("list_endpoints", "area_id"): [AREA, [AREA], "x", [], *TEXT],
    ("read_data", "config_entry_id"): GATEWAYS,
    ("read_data", "device_id"): [DEVICE, [DEVICE], "x", [], *TEXT],
    ("read_data", "area_id"): [AREA, [AREA], "x", [], *TEXT],
    ("read_data", "endpoint"): [
        *("/a", ["/a", "/b"], ["/a"], ["/b", "/a", "/b"], "/a?x=1", "/1", "/a b"),
        *("a", "", [], ["/a", "b"], ["/a", None], ["/a", 1], [["/a"]], *TEXT),
    ],
    ("read_data", "from_cache"): YES_OR_NO,
    ("read_data", "max_age"): [
        *(300, 0, 1.5, "300", "1.5", "00:05:00", "12:30", "-1", -1, "soon", ""),
        *({"minutes": 5}, {"hours": 1, "seconds": 0.5}, {"weeks": 1}, {}, [], [5]),
        *(True, None),
    ],
    ("read_data", "select"): [
        *("[0]", "[0].a", "[].a", "[a, b]", "{x: [0].a}", "length(@)", "`5`", "a"),
        *("[?a > `1`]", "[?a == '1']", '"a"', "'a'", "5", "", "a[", "not a", *TEXT),
    ],
    ("read_data", "select_all"): [
        *("*", '*[]."a"', "length(@)", "keys(@)", "", "a[", *TEXT),
    ],
    ("read_data", "parse_xml"): YES_OR_NO,
    ("read_data", "metadata"): YES_OR_NO,
    ("read_data", "timeout"): SECONDS,
    ("read_data", "continue_on_error"): YES_OR_NO,
    ("read_data", "stream_seconds"): SECONDS,
    ("send_data", "config_entry_id"): GATEWAYS,
    ("send_data", "device_id"): [DEVICE, [DEVICE], "x", [], *TEXT],
    ("send_data", "area_id"): [AREA, [AREA], "x", [], *TEXT],
    ("send_data", "endpoint"): [DPEL, [DPEL], "a", "", *TEXT],
    ("send_data", "method"): ["PUT", "post", "DELETE", "GET", "", ["PUT"], *TEXT],
    ("send_data", "data"): [
        *({"a": 1}, {}, [], [{"a": None}, True, 1.5], {"a": {"b": ["c", "d e"]}}),
        *({"a": "1"}, {"a": ["1", "x"]}, {"a": "it's", "b": '"', "c": "\\ \n \t é"}),
        *({"n": 2**70, "f": 9.899999713525176e-05}, {"a": "\u200b\u00a0"}),
        *('{"a": 1}', '{"a": true, "b": null}', "[1, 2.0, -3e5]", '{"a": "\\/"}'),
        *(
            '{"a": "\\u00e9"}',
            '{"a": "\\ud83d\\ude00"}',
            '["\\b\\f\\n\\"\\\\"]',
            " {} ",
        ),
        *('{"a": 1', '"text"', "5", "-1.5", "true", "null", "text", "", "[1 2]"),
        *('{"a": NaN}', "[nan]", "[" * 150 + "]" * 150),
        *TEXT[:4],
    ],
    ("send_data", "test_mode"): YES_OR_NO,
    ("send_data", "risk_acknowledged"): YES_OR_NO,
    ("send_data", "merge"): YES_OR_NO,
    ("send_data", "merge_add"): YES_OR_NO,
    ("send_data", "restore_after"): [
        *(15, "15", "00:15:00", {"minutes": 5}, {"days": 8}, 9, -1, "soon", ""),
        *({}, [], [15], True, None),
    ],
    ("send_data", "content_type"): [
        *("default", "json", "form", "JSON", "xml", "", ["json"], *TEXT),
    ],
    ("send_data", "continue_on_error"): YES_OR_NO,
    ("send_data", "compare"): YES_OR_NO,
    ("send_data", "verify"): [*YES_OR_NO, "strict", "STRICT"],
    ("send_data", "verify_seconds"): SECONDS,
    ("send_data", "refresh_core"): YES_OR_NO,
    ("list_writes", "config_entry_id"): [ENTRY, "x", ["x"], *TEXT],
    ("record_gateway", "config_entry_id"): [ENTRY, "x", ["x"], *TEXT],
    ("record_gateway", "scale_energy"): YES_OR_NO,
    ("restore_data", "config_entry_id"): [ENTRY, "x", ["x"], *TEXT],
    ("restore_data", "endpoint"): [DPEL, "/a", "", [DPEL], *TEXT],
    ("restore_data", "write_id"): [WRITE, "x", "", ["x"], *TEXT],
    ("restore_data", "test_mode"): YES_OR_NO,
    ("restore_data", "risk_acknowledged"): YES_OR_NO,
    ("restore_data", "compare"): YES_OR_NO,
    ("restore_data", "verify"): [*YES_OR_NO, "strict", "STRICT"],
    ("restore_data", "verify_seconds"): SECONDS,
    ("send_rehearsed", "config_entry_id"): [ENTRY, "x", ["x"], *TEXT],
    ("send_rehearsed", "write_id"): [REHEARSED, "x", "", ["x"], *TEXT],
    ("send_rehearsed", "test_mode"): YES_OR_NO,
    ("send_rehearsed", "risk_acknowledged"): YES_OR_NO,
    ("send_rehearsed", "compare"): YES_OR_NO,
    ("send_rehearsed", "restore_after"): [
        15,
        "00:15:00",
        {"minutes": 5},
        9,
        "soon",
        None,
    ],
    ("send_rehearsed", "verify"): [*YES_OR_NO, "strict", "STRICT"],
    ("send_rehearsed", "verify_seconds"): SECONDS,
}


def _fields() -> Iterator[tuple[str, str]]:
    """Yield each field of each action, as the forms have them."""
    for action, form in yaml.safe_load((FOLDER / "services.yaml").read_text()).items():
        for name, field in form["fields"].items():
            for one in field.get("fields", [name]):
                yield action, one


@pytest.fixture(autouse=True)
def short_recordings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Have recordings ask for one page."""
    record_one_page(monkeypatch, tmp_path)


@pytest.fixture
async def entry(hass: HomeAssistant, gateway: GatewaySimulator) -> MockConfigEntry:
    """Return an entry whose gateway has the same page everywhere."""
    entry = await load(hass, gateway)
    answer_calls(gateway, '[{"a": 1}, {"a": "1"}]')
    # What can be put back, with what was there before.
    shown = await read(hass, entry, DPEL)
    fields = {"endpoint": DPEL, "method": "POST", "risk_acknowledged": True}
    await call_action(
        hass, "send_data", config_entry_id=entry.entry_id, data=shown, **fields
    )
    note_rehearsed(entry, DPEL, {"a": 1})
    gateway.journal.clear()
    return entry


def _rendering(value: Any) -> str:
    """Return a template that renders a value."""
    if isinstance(value, str):
        return "{{ " + json.dumps(value, ensure_ascii=False) + " }}"
    return "{{ " + _literal(value) + " }}"


def _literal(value: Any) -> str:
    """Return a value as it stands in a template."""
    match value:
        case None | bool():
            return str(value).lower()
        case list():
            return f"[{', '.join(map(_literal, value))}]"
        case dict():
            pairs = [f"{_literal(key)}: {_literal(value[key])}" for key in value]
            return f"{{{', '.join(pairs)}}}"
        case str():
            return json.dumps(value, ensure_ascii=False)
    return str(value)


async def _outcome(
    hass: HomeAssistant, gateway: GatewaySimulator, entry: MockConfigEntry, name: str
) -> Any:
    """Return what a script hands back or ends with, and what the gateway got.

    What it reads was read shortly before.
    """
    await read(hass, entry, "/a")
    gateway.journal.clear()
    for row in entry.runtime_data.log.writes:
        # Each of them is the first to send it.
        row.pop("sent_as", None)
    result: Any
    try:
        result = await hass.services.async_call(
            "script", name, {}, blocking=True, return_response=True
        )
    except HomeAssistantError as err:
        result = err.translation_key, str(err)
    except vol.Invalid:
        # Home Assistant's own words, which quote the value.
        result = "invalid"
    await hass.async_block_till_done()
    sent = [(one.method, one.target, one.body) for one in gateway.journal.requests]
    return _without_times(result), sent


def _without_times(value: Any) -> Any:
    """Return a reply without what differs each time."""
    if isinstance(value, list):
        return [_without_times(item) for item in value]
    if isinstance(value, dict):
        return {key: _without_times(value[key]) for key in value if key not in TIMES}
    return value


def _known(hass: HomeAssistant, entry: MockConfigEntry, value: Any) -> Any:
    """Return a value with the IDs that are known by now."""
    if isinstance(value, list):
        return [_known(hass, entry, item) for item in value]
    (device,) = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    if value is ENTRY:
        return entry.entry_id
    if value is DEVICE:
        return device.id
    if value is AREA:
        area = ar.async_get(hass).async_get_or_create("Garage")
        dr.async_get(hass).async_update_device(device.id, area_id=area.id)
        return area.id
    return entry.runtime_data.log.writes[0]["id"] if value is WRITE else value


def test_all_fields() -> None:
    """None is left out."""
    assert set(VALUES) == set(_fields())


@pytest.mark.parametrize(("action", "field"), VALUES)
async def test_same_meaning(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    entry: MockConfigEntry,
    *,
    action: str,
    field: str,
) -> None:
    """Both are used in the same way, or both are refused before anything is sent."""
    scripts: dict[str, Any] = {}
    for number, value in enumerate(VALUES[action, field]):
        meant = _known(hass, entry, value)
        for kind, given in (("yaml", meant), ("template", _rendering(meant))):
            data = {**CALLS[action], field: given}
            if data.get("config_entry_id") is ENTRY:
                data["config_entry_id"] = entry.entry_id
            if field in ("device_id", "area_id"):
                del data["config_entry_id"]
            if action == "list_endpoints" and field.endswith("_id"):
                data["probe"] = True
            if action == "send_data" and field.endswith("_id"):
                data |= {"verify": True, "continue_on_error": True}
            if field == "write_id":
                data.pop("endpoint", None)
            call = {
                "action": f"{DOMAIN}.{action}",
                "data": data,
                "response_variable": "reply",
            }
            stop = {"stop": "done", "response_variable": "reply"}
            scripts[f"{kind}_{number}"] = {"sequence": [call, stop]}
    assert await async_setup_component(hass, "script", {"script": scripts})
    used = 0
    for number, value in enumerate(VALUES[action, field]):
        by_yaml = await _outcome(hass, gateway, entry, f"yaml_{number}")
        by_template = await _outcome(hass, gateway, entry, f"template_{number}")
        if by_yaml[0] == "invalid" and isinstance(by_template[0], tuple):
            # Our words, since a template's list reaches a text as its text.
            assert by_template[1] == []
        else:
            assert by_template == by_yaml, value
        used += not isinstance(by_yaml[0], tuple | str)
    assert used


@pytest.mark.parametrize(
    ("template", "asked"),
    [
        ("{{ ['/a', '/b'] }}", ["/a", "/b"]),
        ("{{ ('/b', '/a') }}", ["/b", "/a"]),
        ("{{ '/b', '/a' }}", ["/b", "/a"]),
        ("{{ ['/a', '/b'] | map('lower') | list }}", ["/a", "/b"]),
        ("{{ {'/a': 1, '/b': 2}.keys() | list }}", ["/a", "/b"]),
        ('{{ \'{"/b", "/a"}\' }}', ["/a", "/b"]),
        ("{% for x in ['a', 'b'] %}/{{ x }}{% endfor %}", ["/a/b"]),
    ],
)
async def test_lists_of_endpoints(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    entry: MockConfigEntry,
    template: str,
    asked: list[str],
) -> None:
    """A template that gives a list, a tuple or a set asks for each."""
    call = {
        "action": f"{DOMAIN}.read_data",
        "data": {"config_entry_id": entry.entry_id, "endpoint": template},
        "response_variable": "reply",
    }
    stop = {"stop": "done", "response_variable": "reply"}
    script = {"read": {"sequence": [call, stop]}}
    assert await async_setup_component(hass, "script", {"script": script})
    reply, _ = await _outcome(hass, gateway, entry, "read")
    assert list(reply) == asked
    assert [one.target for one in gateway.journal.requests] == asked
