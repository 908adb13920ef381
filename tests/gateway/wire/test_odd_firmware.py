"""Firmware that refuses and labels pages in ways of its own."""

import pytest

from custom_components.enphase_envoy_raw_data.gateway import Credentials, Selection
from custom_components.enphase_envoy_raw_data.gateway.errors import NotAllowed
from gateway_simulator import CloudSimulator

from ..conftest import Connect, Start
from ..support import INVERTERS


async def test_inverters_of_3_18_are_the_installers(
    start: Start, connect: Connect
) -> None:
    """The local user logs in, sees the total, and is told why there is no more."""
    gateway = await start("3.18")
    client = connect(gateway, Credentials(username="envoy"))
    await client.identify()
    await client.log_in(thorough=True)
    assert (await client.read("/api/v1/production")).status == 200

    for endpoint in (INVERTERS, "/ivp/meters"):
        with pytest.raises(NotAllowed) as caught:
            await client.read(endpoint)
        assert (caught.value.status, caught.value.account) == (401, "envoy")

    installer = connect(gateway)
    assert (await installer.read(INVERTERS)).value()


async def test_3_18_labels_markup_as_json(start: Start, connect: Connect) -> None:
    """The bytes decide what it is, not the label."""
    client = connect(await start("3.18"))

    reply = await client.read("/info")

    assert reply.response.content_type == "application/json"
    value = reply.value()
    assert isinstance(value, str)
    assert value.startswith("<")


@pytest.mark.parametrize("replica", ["3.7", "3.9", "3.18"])
async def test_3_x_says_with_a_success_that_a_page_is_not_there(
    start: Start, connect: Connect, replica: str
) -> None:
    """What comes with a success is handed on as it is."""
    client = connect(await start(replica))

    reply = await client.read("/production.json")

    assert reply.status == 200
    assert "Page Not Found" in str(reply.value())


async def test_info_of_3_18_can_be_parsed(start: Start, connect: Connect) -> None:
    """XML is XML, whatever the gateway calls it."""
    gateway = await start("3.18")

    reply = await connect(gateway).read("/info")

    info = Selection.parse(None, parse_xml=True).of(reply.value())
    assert isinstance(info, dict)
    root = info["envoy_info"]
    assert isinstance(root, dict)
    device = root["device"]
    assert isinstance(device, dict)
    assert device["sn"] == gateway.serial


@pytest.mark.parametrize("role", ["owner", "installer"])
async def test_7_3_closes_pages_to_everybody(
    start: Start, connect: Connect, cloud: CloudSimulator, role: str
) -> None:
    """A good token is not given up for it, and the cloud isn't asked."""
    gateway = await start("7.3")
    client = connect(gateway, Credentials(token=gateway.token(role)))

    for endpoint in ("/ivp/ensemble/secctrl", "/ivp/ss/dpel", "/ivp/sc/pvlimit"):
        with pytest.raises(NotAllowed) as caught:
            await client.read(endpoint)
        assert (caught.value.status, caught.value.account) == (401, role)
    assert (await client.read("/ivp/ensemble/inventory")).status == 200

    assert not cloud.journal.requests


@pytest.mark.parametrize("software", ["M4.2.33", "R4.10.35", "D5.0.62", "R3.9.36"])
async def test_any_letter_stands_before_the_version(
    start: Start, connect: Connect, software: str
) -> None:
    """It is no part of the version."""
    gateway = await start("4.10")
    gateway.set_firmware(software)

    identity = await connect(gateway).identify()

    assert identity.firmware == software[1:]
    assert not identity.needs_token
