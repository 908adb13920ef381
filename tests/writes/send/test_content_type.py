"""What is sent is labelled as the caller wants it."""

from typing import Any

from homeassistant.core import HomeAssistant
import orjson
from pyenphase import Envoy
import pytest

from gateway_simulator import GatewaySimulator, faults
from tests.integration.helpers import TARIFF, load, read, refusal

from ..support import PARTS, load_as_installer, write

CLOCK = "/admin/lib/date_time_display"
FIELDS = {"fname": "set", "a b": "x&y=z", "n": None, "yes": True, "no": False, "i": 1.5}


@pytest.mark.parametrize(
    ("content_type", "label", "body"),
    [
        ({}, "application/octet-stream", b'{"a":{"b":1}}'),
        (
            {"content_type": "default"},
            "application/octet-stream",
            b'{"a":{"b":1}}',
        ),
        ({"content_type": "json"}, "application/json", b'{"a":{"b":1}}'),
        ({"content_type": "JSON"}, "application/json", b'{"a":{"b":1}}'),
    ],
)
async def test_json(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    *,
    content_type: dict[str, Any],
    label: str,
    body: bytes,
) -> None:
    """JSON goes out with its name, or without one as pyenphase sends it."""
    entry = await load(hass, gateway)
    await write(hass, entry, data={"a": {"b": 1}}, **content_type)
    (request,) = gateway.journal.writes
    assert request.body == body
    assert request.headers.get_all("Content-Type") == [label]
    assert request.headers.get_all("Content-Length") == [str(len(body))]


async def test_form(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """Form fields go out as the gateway's own pages send them."""
    entry = await load_as_installer(hass, gateway)
    await write(hass, entry, CLOCK, data=FIELDS, content_type="form")
    (request,) = gateway.journal.writes
    assert request.body == b"fname=set&a+b=x%26y%3Dz&n=&yes=true&no=false&i=1.5"
    assert request.headers.get_all("Content-Type") == [
        "application/x-www-form-urlencoded"
    ]
    assert request.applied
    assert gateway.device.documents[CLOCK]["a b"] == "x&y=z"


@pytest.mark.parametrize(
    ("data", "key", "words"),
    [
        ({"a": 1, "deep": {"b": 1}}, "data_form_nested", "deep"),
        ({"row": [1]}, "data_form_nested", "row"),
        ([1], "data_form_needs_object", "object"),
    ],
)
@pytest.mark.parametrize("test_mode", [True, False])
async def test_forms_are_flat(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    *,
    data: Any,
    key: str,
    words: str,
    test_mode: bool,
) -> None:
    """What a form can't hold is refused by its name, before anything is sent."""
    entry = await load(hass, gateway)
    call = write(hass, entry, data=data, content_type="form", test_mode=test_mode)
    assert words in await refusal(call, key, callers_mistake=True)
    assert gateway.journal.requests == []


async def test_form_of_a_merge(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """A merge is sent in the wanted form, and refused if it doesn't fit one."""
    entry = await load(hass, gateway)
    gateway.faults.add(PARTS, faults.Fixed(200, '{"a": 1, "b": "x", "c": {"d": 1}}'))
    call: dict[str, Any] = {"merge": True, "content_type": "form"}
    await write(hass, entry, PARTS, data={"b": "y", "a": 2}, **call)
    assert gateway.journal.writes[0].body == b"b=y&a=2"
    await refusal(
        write(hass, entry, PARTS, data={"c": {"d": 2}}, **call),
        "data_form_nested",
        callers_mistake=True,
    )
    assert len(gateway.journal.writes) == 1


@pytest.mark.parametrize("kind", ["xml", "text/plain", "", None, 1])
async def test_unknown_kind(
    hass: HomeAssistant, gateway: GatewaySimulator, kind: Any
) -> None:
    """Any other kind is refused with those that there are."""
    entry = await load(hass, gateway)
    text = await refusal(
        write(hass, entry, data={}, content_type=kind),
        "not_a_choice",
        callers_mistake=True,
    )
    assert "default, json, form" in text
    assert gateway.journal.requests == []


@pytest.mark.parametrize("gateway", ["8.2"], indirect=True)
async def test_default_is_that_of_pyenphase(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """The same write by the library has the same label, length and kind of body."""
    envoy = Envoy(gateway.host)
    try:
        await envoy.setup()
        await envoy.authenticate(token=gateway.token())
        await envoy.update()
        gateway.journal.clear()
        await envoy.set_reserve_soc(20)
    finally:
        await envoy.close()
    (theirs,) = gateway.journal.writes
    assert theirs.path == TARIFF

    entry = await load(hass, gateway)
    tariff = (await read(hass, entry, TARIFF))["tariff"]
    await write(hass, entry, TARIFF, method=theirs.method, data={"tariff": tariff})
    ours = gateway.journal.writes[0]
    assert ours.body == orjson.dumps({"tariff": tariff})
    assert theirs.body == orjson.dumps(theirs.json())
    for name in ("Content-Type", "Accept"):
        assert ours.headers.get_all(name) == theirs.headers.get_all(name), name
