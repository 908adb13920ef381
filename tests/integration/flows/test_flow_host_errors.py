"""What the forms say when there is no gateway at the address."""

from collections.abc import Callable
import time

from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest
import pytest_socket

from custom_components.enphase_envoy_raw_data.flows.login import trial
from custom_components.enphase_envoy_raw_data.gateway import Limits
from gateway_simulator import GatewaySimulator, faults

from ..dialog import Dialog
from ..helpers import CHECK, DOMAIN, raw_server

_PAGE = b"HTTP/1.1 200 OK\r\nContent-Length: 13\r\nContent-Type: text/html\r\n\r\n"
_PAGE += b"<p>Router</p>"


async def _fails_then_works(
    hass: HomeAssistant, gateway: GatewaySimulator, host: str, key: str
) -> None:
    """Submit a bad host, look at the error, correct the host."""
    dialog = await Dialog.add(hass)
    token = gateway.token()
    result = await dialog.submit(host=host, token=token, use_manual_token=True)
    assert result["type"] is FlowResultType.FORM
    assert dialog.errors == {"host": key}
    assert dialog.shown["host"] == host
    assert not hass.config_entries.async_entries(DOMAIN)
    assert dialog.complaint

    gateway.faults.clear()
    result = await dialog.submit(host=gateway.host, token=token, use_manual_token=True)
    assert result["type"] is FlowResultType.CREATE_ENTRY, dialog.errors


@pytest.mark.parametrize(
    ("host", "key"),
    [
        ("", "host_empty"),
        ("https://", "host_empty"),
        ("owner@192.168.1.20", "host_login_in_host"),
        ("en voy", "host_not_a_host"),
        ("999.1.2.3", "host_not_a_host"),
        ("[::1", "host_not_a_host"),
        ("224.0.0.1", "host_not_a_host"),
        ("envoy.local:99999", "host_not_a_port"),
        ("envoy.local:https", "host_not_a_port"),
        ("ftp://envoy.local", "host_not_http"),
    ],
)
async def test_nonsense(
    hass: HomeAssistant, gateway: GatewaySimulator, host: str, key: str
) -> None:
    """What is no host is an error at the field, and nothing is asked."""
    await _fails_then_works(hass, gateway, host, key)
    # Four: the try that works and the set-up of the new entry.
    assert gateway.journal.count() == 4


async def test_refused(
    hass: HomeAssistant, gateway: GatewaySimulator, unused_tcp_port: int
) -> None:
    """A port where nothing listens is told apart from silence."""
    host = f"127.0.0.1:{unused_tcp_port}"
    await _fails_then_works(hass, gateway, host, "cannot_connect_refused")


@pytest.mark.usefixtures("disable_mock_zeroconf_resolver", "mock_async_zeroconf")
async def test_name(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """A name that nobody knows is told apart from a gateway that is off."""
    # Resolvers must not ask anybody about this domain (RFC 7686).
    await _fails_then_works(hass, gateway, "gateway.onion", "cannot_connect_name")


async def test_no_route(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """An address without a way to it is told apart, too."""
    # No system connects to this address: it means everybody.
    nowhere = "255.255.255.255"
    pytest_socket.socket_allow_hosts(["127.0.0.1", nowhere])
    await _fails_then_works(hass, gateway, nowhere, "cannot_connect_no_route")


async def test_silent(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    short_limits: Limits,
) -> None:
    """Something that accepts connections and says nothing is given up."""
    async with raw_server(silent=True) as host:
        await _fails_then_works(hass, gateway, host, "timed_out_first")


async def test_lost(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """A connection that breaks before the reply is told apart."""
    gateway.faults.add("/info", faults.DropBeforeReply())
    await _fails_then_works(hass, gateway, gateway.host, "cannot_connect_lost")


async def test_reset(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """A connection that is thrown back at once is told apart."""
    async with raw_server(reset=True) as host:
        await _fails_then_works(hass, gateway, host, "cannot_connect_reset")


async def test_no_encryption(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """Something that speaks neither TLS nor HTTP is told apart."""
    async with raw_server(b"220 mail.example.com ready\r\n") as host:
        await _fails_then_works(hass, gateway, host, "cannot_connect_tls")


async def test_other_web_server(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """A web server without TLS answers, but it isn't a gateway."""
    async with raw_server(_PAGE) as host:
        await _fails_then_works(hass, gateway, host, "not_a_gateway")


@pytest.mark.parametrize(
    "page",
    [
        faults.Fixed(200, "<html><body>Router</body></html>"),
        faults.Fixed(200, '{"json": true}'),
        faults.Fixed(200, ""),
        faults.Fixed(200, "<?xml version='1.0'?><envoy_info><device/></envoy_info>"),
        faults.Fixed(404, "Not found"),
        faults.HugeBody(9 * 1024 * 1024),
        faults.EndlessStream(),
    ],
)
async def test_other_page(
    hass: HomeAssistant, gateway: GatewaySimulator, page: faults.Fault
) -> None:
    """An /info page that no gateway has is not a gateway's."""
    gateway.faults.add("/info", page)
    await _fails_then_works(hass, gateway, gateway.host, "not_a_gateway")


async def test_redirected(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """A redirect is not followed, and the form says so."""
    elsewhere = {"Location": f"https://{gateway.host}/home"}
    gateway.faults.add("/info", faults.Fixed(302, "", elsewhere))
    await _fails_then_works(hass, gateway, gateway.host, "redirected")
    assert not gateway.journal.find(path="/home")


@pytest.mark.parametrize("path", ["/info", CHECK])
async def test_busy(hass: HomeAssistant, gateway: GatewaySimulator, path: str) -> None:
    """A gateway that is starting asks for patience instead of another login."""
    gateway.faults.add(path, faults.busy())
    await _fails_then_works(hass, gateway, gateway.host, "busy")


@pytest.mark.parametrize(
    "hang",
    [
        lambda gateway: gateway.faults.add("/info", faults.Delay(3600)),
        lambda gateway: gateway.faults.add("/info", faults.Dribble(60)),
        lambda gateway: gateway.faults.add(CHECK, faults.Delay(3600)),
    ],
    ids=["info_hangs", "info_dribbles", "check_hangs"],
)
async def test_step_answers_in_time(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    monkeypatch: pytest.MonkeyPatch,
    hang: Callable[[GatewaySimulator], object],
) -> None:
    """Whatever hangs, a step answers at its time limit, which is below a minute.

    Something is there, so nobody is sent to look for power and network.
    """
    assert trial._TRIAL_LIMIT < 60  # noqa: SLF001
    monkeypatch.setattr(trial, "_TRIAL_LIMIT", 0.3)
    hang(gateway)
    started = time.monotonic()
    await _fails_then_works(hass, gateway, gateway.host, "timed_out_first")
    assert time.monotonic() - started < 5
