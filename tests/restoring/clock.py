"""A clock that tests can set, with all timers of Home Assistant behind it."""

from datetime import datetime, timedelta

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed


class Clock:
    """What Home Assistant takes for the time; requests run in real time."""

    def __init__(self) -> None:
        """Start with the right time."""
        self._real = dt_util.utcnow
        self.ahead = timedelta()

    def now(self) -> datetime:
        """Return the time that it shows."""
        return self._real() + self.ahead

    def pass_by(self, hass: HomeAssistant | None = None, **time: float) -> None:
        """Let time pass, and have everything start that is due by then."""
        self.ahead += timedelta(**time)
        if hass:
            async_fire_time_changed(hass, self.now())


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Return the clock of Home Assistant."""
    clock = Clock()
    monkeypatch.setattr(dt_util, "utcnow", clock.now)
    return clock
