"""A token that is refused and clocks that differ name each other."""

from datetime import timedelta

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
import pytest

from custom_components.enphase_envoy_raw_data import diagnostics
from gateway_simulator import CloudSimulator, GatewaySimulator, faults

from ..dialog import Dialog
from ..helpers import CHECK, EMAIL, INVERTERS, PASSWORD, by_hand, load, read, refusal

DAYS = timedelta(days=400)


async def test_clock_that_is_ahead(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """A gateway whose clock is a year ahead refuses a good token."""
    entry = await load(hass, gateway, **by_hand(gateway))
    gateway.clock_offset = DAYS
    text = await refusal(read(hass, entry, INVERTERS), "token_refused_clock")
    assert f"by {DAYS.days} d:" in text
    assert "Check both clocks" in text


async def test_new_token_of_the_cloud(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """A token from the cloud that is refused at once names the clock as well."""
    entry = await load(hass, gateway)
    gateway.clock_offset = DAYS
    await refusal(read(hass, entry, INVERTERS), "token_refused_clock")
    # And so does the pause after it.
    await refusal(read(hass, entry, INVERTERS), "token_refused_clock")
    assert cloud.journal.count(path="/tokens") == 1


@pytest.mark.parametrize(
    ("off", "key"),
    [(-7, "token_refused_clock"), (7, "token_refused_clock"), (4, "token_refused")],
)
async def test_a_few_minutes(
    hass: HomeAssistant, gateway: GatewaySimulator, off: int, key: str
) -> None:
    """Less than that is no cause."""
    entry = await load(hass, gateway, **by_hand(gateway))
    gateway.clock_offset = timedelta(minutes=off)
    for page in (INVERTERS, CHECK):
        gateway.faults.add(page, faults.Unauthorized())
    text = await refusal(read(hass, entry, INVERTERS), key)
    assert ("by 7 min:" in text) is (abs(off) == 7)


async def test_own_clock(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """A token that has expired by our clock alone may be good."""
    issued_at = dt_util.utcnow() - timedelta(days=366)
    entry = await load(
        hass,
        gateway,
        **by_hand(gateway, token=gateway.token(issued_at=dt_util.utcnow())),
    )
    token = gateway.token(issued_at=issued_at)
    gateway.clock_offset = -timedelta(days=2)
    dialog = await Dialog.reconfigure(hass, entry)
    for page in (INVERTERS, CHECK):
        gateway.faults.add(page, faults.Unauthorized())
    await dialog.submit(host=gateway.host, token=token, use_manual_token=True)
    assert dialog.errors == {"token": "token_expired_clock"}
    assert "by 2 d." in dialog.complaint


async def test_set_up(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """The form says it at its field."""
    gateway.clock_offset = DAYS
    dialog = await Dialog.add(hass)
    await dialog.submit(
        host=gateway.host, username=EMAIL, password=PASSWORD, use_manual_token=False
    )
    assert list(dialog.errors.values()) == ["token_refused_clock"]
    assert "Check both clocks" in dialog.complaint
    dialog = await Dialog.add(hass)
    await dialog.submit(host=gateway.host, use_manual_token=True)
    await dialog.submit(host=gateway.host, token=gateway.token(), use_manual_token=True)
    assert dialog.errors == {"token": "token_refused_clock"}


async def test_diagnostics(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """A bug report has the difference, in seconds."""
    gateway.clock_offset = timedelta(minutes=-10)
    entry = await load(hass, gateway)
    facts = await diagnostics.async_get_config_entry_diagnostics(hass, entry)
    assert facts["gateway"]["clock_off"] == pytest.approx(-600, abs=2)
