"""Actions whose gateway refuses, fails, hangs or is gone."""

from homeassistant.core import HomeAssistant
import pytest

from custom_components.enphase_envoy_raw_data.gateway import Limits
from gateway_simulator import CloudSimulator, GatewaySimulator, faults

from ..helpers import INVERTERS, TARIFF, load, read, refusal, send

SAID = "the gateway's own words"

STATUSES = {
    400: "refused_content",
    402: "refused",
    404: "refused_not_here",
    405: "refused_method",
    409: "refused",
    415: "refused_content",
    422: "refused_content",
    500: "failed_on_read",
    501: "refused_for_good",
    502: "failed_on_read",
    403: "not_allowed",
}

OF_WRITES = {
    "failed_on_read": "refused_internally",
    "not_allowed": "not_allowed_to_write",
}


@pytest.mark.parametrize("status", STATUSES)
async def test_status(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    status: int,
) -> None:
    """Any status but 2xx is an error with what the gateway said, asked once."""
    entry = await load(hass, gateway)
    gateway.faults.add(TARIFF, faults.Fixed(status, SAID))
    key = STATUSES[status]
    of_write = OF_WRITES.get(key, key)
    for awaitable, wanted in (
        (read(hass, entry, TARIFF), key),
        (send(hass, entry, TARIFF, data={}), of_write),
    ):
        text = await refusal(awaitable, wanted)
        assert str(status) in text or status == 403
        assert SAID in text
        assert TARIFF in text
        assert entry.title in text
    assert gateway.journal.count() == 2
    assert cloud.journal.requests == []


async def test_own_words_are_bounded(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """An error carries 500 characters of the gateway's answer, HTML as text."""
    entry = await load(hass, gateway)
    gateway.faults.add("/home", faults.Fixed(500, "x" * 600))
    text = await refusal(read(hass, entry, "/home"), "failed_on_read")
    assert text.count("x") < 520
    gateway.faults.clear()
    page = (
        "<html><style>p {color: red}</style><body><p>Not <b>now</b></p></body></html>"
    )
    gateway.faults.add("/home", faults.Fixed(500, page))
    text = await refusal(read(hass, entry, "/home"), "failed_on_read")
    assert "Not now" in text
    assert "<" not in text


async def test_nothing_said(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """A status without any answer still reads as a sentence."""
    entry = await load(hass, gateway)
    gateway.faults.add("/home", faults.Fixed(404))
    text = await refusal(read(hass, entry, "/home"), "refused_not_here")
    assert "said “—”" in text
    assert "spelling" not in text


@pytest.mark.parametrize(
    ("endpoint", "seen"),
    [
        ("/ivp/ensemble/generator", "recorded 7.3"),
        ("/ivp/meters/readings/12", "documented"),
        ("/admin/lib/acb_config", "recorded 8.3.5433"),
    ],
)
async def test_a_known_endpoint_that_is_not_there(
    hass: HomeAssistant, gateway: GatewaySimulator, endpoint: str, seen: str
) -> None:
    """It says where it was seen, and asks nobody to check the spelling."""
    entry = await load(hass, gateway)
    gateway.faults.add(endpoint, faults.Fixed(404, '{"err": "404 - Not Found"}'))
    text = await refusal(read(hass, entry, endpoint), "refused_not_here")
    assert seen in text
    assert "spelling" not in text
    gateway.faults.clear()
    gateway.faults.add(endpoint, faults.Fixed(301, "", {"Location": "/error"}))
    text = await refusal(read(hass, entry, endpoint), "redirected_not_here")
    assert seen in text


async def test_an_installer_is_not_sent_for_an_installer_account(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """Who has the role already doesn't hear that it is missing."""
    token = gateway.token("installer")
    entry = await load(hass, gateway, token=token)
    gateway.faults.add("/ivp/zb/provision", faults.Fixed(403, "no"))
    text = await refusal(
        read(hass, entry, "/ivp/zb/provision"), "not_allowed_installer"
    )
    assert "need an installer" not in text


async def test_braces_in_the_answer(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """An answer that looks like a placeholder is shown as it is."""
    entry = await load(hass, gateway)
    gateway.faults.add("/home", faults.Fixed(400, '{endpoint} {0} {"a": {}}'))
    text = await refusal(read(hass, entry, "/home"), "refused_content")
    assert '{endpoint} {0} {"a": {}}' in text


async def test_redirect(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """A redirect is not followed; the error says where it points."""
    entry = await load(hass, gateway)
    text = await refusal(read(hass, entry, "/no/such/page"), "redirected_to_error")
    assert "/error" in text
    elsewhere = {"Location": "https://evil.example/x"}
    gateway.faults.add(TARIFF, faults.Fixed(307, "", elsewhere))
    text = await refusal(send(hass, entry, TARIFF, data={}), "redirected")
    assert "evil.example" in text
    assert [request.path for request in gateway.journal.requests] == [
        "/no/such/page",
        TARIFF,
    ]


async def test_interface_that_is_gone(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """A 503 with a JSON object is an answer, not a busy gateway: asked once."""
    entry = await load(hass, gateway)
    text = await refusal(read(hass, entry, "/ivp/tpm/tpmstatus"), "refused_for_good")
    assert "removed" in text
    assert "does not help" in text
    assert gateway.journal.count() == 1


@pytest.mark.parametrize("status", [429, 503, 504])
async def test_busy(
    hass: HomeAssistant, gateway: GatewaySimulator, short_limits: Limits, status: int
) -> None:
    """A read is repeated while the gateway is busy; the error counts the tries."""
    entry = await load(hass, gateway)
    rule = gateway.faults.add(TARIFF, faults.Fixed(status, SAID))
    text = await refusal(read(hass, entry, TARIFF, timeout=1), "busy_still")
    assert rule.hits > 2
    assert f"Tried {rule.hits} times" in text
    assert str(status) in text
    assert SAID in text
    gateway.journal.clear()
    # After a 504 nobody knows whether the page got through to what it waited for.
    key = "outcome_unknown_gave_up" if status == 504 else "busy"
    await refusal(send(hass, entry, TARIFF, data={}), key)
    assert len(gateway.journal.writes) == 1


READ_TROUBLE: dict[str, tuple[faults.Fault, str]] = {
    "lost": (faults.DropBeforeReply(), "connection_lost"),
    "cut_off": (faults.Truncate(), "cut_off"),
    "hangs": (faults.Delay(3600), "timed_out"),
    "dribbles": (faults.Dribble(30), "endless_reply"),
    "too_large": (faults.HugeBody(8 * 1024 * 1024 + 1), "reply_too_large"),
    "stream": (faults.EndlessStream(), "live_stream"),
    "not_text": (faults.Fixed(200, b"\x00\x01\xff"), "unusable_reply_not_text"),
    "too_deep": (
        faults.Fixed(200, b"[" * 300 + b"]" * 300),
        "unusable_reply_too_deep",
    ),
    "far_too_deep": (
        faults.Fixed(200, b'{"a":' * 5000 + b"1" + b"}" * 5000),
        "unusable_reply_too_deep",
    ),
}


@pytest.mark.parametrize("trouble", READ_TROUBLE)
async def test_read_trouble(
    hass: HomeAssistant, gateway: GatewaySimulator, short_limits: Limits, trouble: str
) -> None:
    """Each way to fail has a message of its own, and the next read works."""
    fault, key = READ_TROUBLE[trouble]
    entry = await load(hass, gateway)
    gateway.faults.add(INVERTERS, fault)
    text = await refusal(read(hass, entry, INVERTERS, timeout=1), key)
    assert entry.title in text
    assert INVERTERS in text
    gateway.faults.clear()
    assert await read(hass, entry, INVERTERS)


async def test_largest_reply(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """A body of exactly 8 MiB still comes through."""
    entry = await load(hass, gateway)
    gateway.faults.add("/home", faults.HugeBody(8 * 1024 * 1024))
    assert len(await read(hass, entry, "/home")) == 8 * 1024 * 1024


@pytest.mark.parametrize("fault", [faults.DropBeforeReply(), faults.Truncate()])
async def test_read_is_repeated(
    hass: HomeAssistant, gateway: GatewaySimulator, fault: faults.Fault
) -> None:
    """A read that fails once is repeated, and nobody notices."""
    entry = await load(hass, gateway)
    gateway.faults.add(INVERTERS, fault, times=1)
    assert await read(hass, entry, INVERTERS)
    assert gateway.journal.count(path=INVERTERS) == 2


WRITE_TROUBLE: dict[str, tuple[faults.Fault, str, bool]] = {
    "lost_before": (faults.DropBeforeReply(), "outcome_unknown_lost", False),
    "lost_after": (faults.DropAfterApplying(), "outcome_unknown_lost", True),
    "cut_off": (faults.Truncate(), "outcome_unknown_cut_off", True),
    "hangs": (faults.Delay(3600), "outcome_unknown_timed_out", False),
    "dribbles": (faults.Dribble(30), "outcome_unknown_endless", True),
    "too_large": (
        faults.HugeBody(8 * 1024 * 1024 + 1),
        "outcome_unknown_too_large",
        False,
    ),
}


@pytest.mark.parametrize("trouble", WRITE_TROUBLE)
async def test_write_is_sent_once(
    hass: HomeAssistant, gateway: GatewaySimulator, short_limits: Limits, trouble: str
) -> None:
    """A write whose reply is lost is received once, and its error says unknown."""
    fault, key, applied = WRITE_TROUBLE[trouble]
    entry = await load(hass, gateway)
    tariff = await read(hass, entry, TARIFF)
    gateway.faults.add(TARIFF, fault, method="PUT")
    text = await refusal(
        send(hass, entry, TARIFF, data={"tariff": tariff["tariff"]}), key
    )
    assert "not repeated" in text
    assert f"PUT to {TARIFF}" in text
    (write,) = gateway.journal.writes
    assert write.applied is applied
    # What was stored may be out of date now.
    gateway.journal.clear()
    await read(hass, entry, TARIFF, from_cache=True)
    assert gateway.journal.count(path=TARIFF) == 1


async def test_off(
    hass: HomeAssistant, gateway: GatewaySimulator, short_limits: Limits
) -> None:
    """A gateway that went off can't be reached; a write was not carried out."""
    entry = await load(hass, gateway)
    await gateway.stop()
    for awaitable in (
        read(hass, entry, TARIFF, timeout=1),
        send(hass, entry, TARIFF, data={}),
    ):
        text = await refusal(awaitable, "cannot_connect_refused")
        assert gateway.host in text
        assert "not carried out" in text
    await gateway.start()
    assert await read(hass, entry, TARIFF)


async def test_restart(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """A read outlasts a short restart."""
    entry = await load(hass, gateway)
    await gateway.restart(0.5, wait=False)
    assert await read(hass, entry, INVERTERS)


async def test_replaced(
    hass: HomeAssistant, gateway: GatewaySimulator, short_limits: Limits
) -> None:
    """Another gateway at the address gets neither a read, a write nor the token."""
    entry = await load(hass, gateway)
    await gateway.stop()
    await refusal(read(hass, entry, TARIFF, timeout=1), "cannot_connect_refused")
    gateway.set_serial("199999999999")
    await gateway.start()
    gateway.journal.clear()
    for awaitable in (read(hass, entry, TARIFF), send(hass, entry, TARIFF, data={})):
        text = await refusal(awaitable, "wrong_gateway")
        assert "199999999999" in text
    assert {request.path for request in gateway.journal.requests} == {"/info"}
    assert not any("Authorization" in r.headers for r in gateway.journal.requests)
