"""Pages that refuse a write with status 200 and words for it."""

from homeassistant.core import HomeAssistant
import pytest

from gateway_simulator import GatewaySimulator, faults
from tests.integration.helpers import refusal

from ..support import SENT, asked, data_of, hear, load_as_installer, sent_data, write

PROFILE = "/installer/agf/set_profile.json"
DATA = {"selected_profile": "EN 50549-1:2019 of no country:9.9.9"}


async def test_profile_that_is_not_there(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """It is an error with the gateway's words, in the event and in the record."""
    entry = await load_as_installer(hass, gateway)
    heard = hear(hass)
    call = write(hass, entry, PROFILE, method="PUT", data=DATA, verify=True)
    text = await refusal(call, "refused_in_words")
    assert "The profile is not on this gateway." in text
    assert "200" in text
    assert PROFILE in text
    assert asked(gateway) == [f"PUT {PROFILE}"]
    (event,) = heard
    assert event.event_type == SENT
    assert data_of(event) == sent_data(
        entry, endpoint=PROFILE, method="PUT", refused=True
    )
    (kept,) = entry.runtime_data.log.writes
    assert (kept["status"], kept["refused"]) == (200, True)


@pytest.mark.parametrize(
    ("body", "is_refused"),
    [
        ('{"message": "The profile selection is ACCEPTED."}', False),
        ('{"message": "The profile selection is not accepted."}', True),
        ('{"message": ""}', True),
        ('{"message": 1}', False),
        ("[]", False),
        ("", False),
        (b"\x00\xff", False),
    ],
)
async def test_words_of_success(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    body: bytes | str,
    *,
    is_refused: bool,
) -> None:
    """A message without the word refuses; no message says nothing."""
    entry = await load_as_installer(hass, gateway)
    gateway.faults.add(PROFILE, faults.Fixed(200, body))
    heard = hear(hass)
    call = write(hass, entry, PROFILE, method="PUT", data=DATA)
    if is_refused:
        await refusal(call, "refused_in_words")
    else:
        await call
    (event,) = heard
    assert ("refused" in event.data) is is_refused
    assert len(gateway.journal.writes) == 1


async def test_other_pages_say_what_they_like(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """Where no word of success is known, a message is no refusal."""
    entry = await load_as_installer(hass, gateway)
    page = "/ivp/ss/dpel"
    gateway.faults.add(page, faults.Fixed(200, '{"message": "The limit is stored."}'))
    reply = await write(hass, entry, page, data={})
    assert reply == {page: {"message": "The limit is stored."}}


@pytest.mark.parametrize(
    "endpoint",
    [
        "/installer/agf//set_profile.json",
        "/installer/agf/set_profile.JSON",
        "/installer/agf/set_profile",
        "/installer/agf/set%5Fprofile.json",
        "/Installer/agf/set_profile.json?a=1",
    ],
)
async def test_by_another_spelling(
    hass: HomeAssistant, gateway: GatewaySimulator, endpoint: str
) -> None:
    """It is the same page, and its words are as much of a refusal."""
    entry = await load_as_installer(hass, gateway)
    body = '{"message": "The profile is not on this gateway."}'
    gateway.faults.add(lambda request: request.is_write, faults.Fixed(200, body))
    heard = hear(hass)
    call = write(hass, entry, endpoint, method="PUT", data=DATA)
    await refusal(call, "refused_in_words")
    (event,) = heard
    assert event.data["refused"] is True
    (kept,) = entry.runtime_data.log.writes
    assert (kept["status"], kept["refused"]) == (200, True)
