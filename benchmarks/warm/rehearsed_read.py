"""Reads in a rehearsal, beside the same reads without one."""

from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from ..common import DOMAIN, Call, Times, add_gateway, running_home, take_turns
from ..gateway import PAGES, USUAL, running_gateways

REAL = "read"
REHEARSED = "rehearsed read"

_PAGE = PAGES[USUAL]
_SERIAL = "202248000042"


async def rehearsed(rounds: int) -> dict[str, Times]:
    """Read a page of two gateways in turn, one of which rehearses.

    What is laid over its page is the page itself, so that both replies are the same.
    """
    async with (
        running_gateways([{}, {"serial": _SERIAL}]) as (one, other),
        running_home({}) as hass,
    ):
        real, rehearsing = [await add_gateway(hass, each) for each in (one, other)]
        hass.config_entries.async_update_entry(rehearsing, options={"rehearse": True})
        read = {REAL: _read(hass, real), REHEARSED: _read(hass, rehearsing)}
        page = await read[REAL]()
        await hass.services.async_call(
            DOMAIN,
            "send_data",
            {
                "config_entry_id": rehearsing.entry_id,
                "endpoint": _PAGE.endpoint(),
                "method": "POST",
                "data": page[_PAGE.endpoint()],
                "risk_acknowledged": True,
            },
            blocking=True,
        )
        told = await _read(hass, rehearsing, metadata=True)()
        if "rehearsed" not in told["metadata"][_PAGE.endpoint()]:
            raise RuntimeError("The read shows nothing that was rehearsed")
        if await read[REHEARSED]() != page:
            raise RuntimeError("The two reads don't agree on the page")
        return await take_turns(read, rounds)


def _read(
    hass: HomeAssistant,
    entry: ConfigEntry[Any],
    **fields: Any,  # noqa: ANN401
) -> Call:
    """Return a read of the page."""
    data = {"config_entry_id": entry.entry_id, "endpoint": _PAGE.endpoint(), **fields}
    return lambda: hass.services.async_call(
        DOMAIN, "read_data", data, blocking=True, return_response=True
    )
