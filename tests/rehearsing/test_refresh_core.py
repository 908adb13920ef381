"""After a rehearsed write, Home Assistant's own integration looks at the gateway."""

from homeassistant.core import HomeAssistant, ServiceCall

from tests.writes.send.test_refresh_core import asked_to_update, core_entry, entity

from .stage import Stage

__all__ = ["asked_to_update"]


async def test_it_is_asked(
    hass: HomeAssistant,
    stage: Stage,
    asked_to_update: list[ServiceCall],
) -> None:
    """It only reads, so that runs as for real; it sees nothing that was rehearsed."""
    core = core_entry(hass, stage.gateway.serial)
    entity(hass, core, "power")
    await stage.begin()
    reply = await stage.write("Sun", refresh_core=True, verify="strict")
    assert reply["rehearsed"] is True
    await hass.async_block_till_done()
    asked = [call.data["entity_id"] for call in asked_to_update]
    assert asked == ["sensor.power"]
    assert stage.gateway.journal.writes == []
