"""An entry that is unloaded while somebody looks at what a write would change."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from gateway_simulator import GatewaySimulator
from tests.integration.helpers import disable, load, refusal, remove
from tests.waiting import until

from ..support import CHANGE, write

MISSING = "/ivp/meter"


class SlowCatalogue:
    """The thread that reads the catalogue takes until it is let go on."""

    def __init__(self, hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
        """Stand before the catalogue, and let everything else pass."""
        self.is_wanted = asyncio.Event()
        self.may_go_on = asyncio.Event()
        self._usual = hass.async_add_executor_job
        monkeypatch.setattr(hass, "async_add_executor_job", self._job)

    def _job(self, target: Callable[..., Any], *args: Any) -> Awaitable[Any]:
        """Have a job done, that of the catalogue later."""
        if getattr(target, "__name__", "") == "catalogue":
            return self._later(target)
        return self._usual(target, *args)

    async def _later(self, target: Callable[..., Any]) -> Any:
        """Wait first."""
        self.is_wanted.set()
        await self.may_go_on.wait()
        return await self._usual(target)


@pytest.mark.parametrize("end", [disable, remove])
async def test_between_two_looks(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    monkeypatch: pytest.MonkeyPatch,
    end: Callable[[HomeAssistant, MockConfigEntry], Awaitable[None]],
) -> None:
    """The second look, at what would be put back, finds the entry unloaded."""
    entry = await load(hass, gateway)
    catalogue = SlowCatalogue(hass, monkeypatch)
    call = asyncio.create_task(
        write(
            hass,
            entry,
            MISSING,
            data=CHANGE,
            test_mode=True,
            compare=True,
            restore_after=60,
        )
    )
    await until(catalogue.is_wanted.is_set)
    await end(hass, entry)
    catalogue.may_go_on.set()
    text = await refusal(call, "closed")
    assert entry.title in text
    assert gateway.journal.writes == []
