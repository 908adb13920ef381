"""Scripts that change something for a while: it ends by itself."""

from copy import deepcopy
from typing import Any

from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.service import async_get_all_descriptions
from homeassistant.util import dt as dt_util
import pytest

from tests.restoring.clock import Clock

from .bench import FIELDS, PAGES, READINGS, TARIFF, Bench

_NAMES = [
    "battery.yaml",
    "dry_contact.yaml",
    "grid_relay.yaml",
    "limit_power.yaml",
    "production.yaml",
]
_LOOKS = {
    "battery.yaml": "look_again",
    "limit_power.yaml": "look_after",
    "production.yaml": "look_after",
}
"""Scripts that look later at what has come of it, and the input for that."""

every_name = pytest.mark.parametrize("name", _NAMES)


async def _shown(bench: Bench, name: str) -> Any:
    """Return what the page shows that a script writes to."""
    page = await bench.read(PAGES[name])
    return deepcopy(page["tariff"] if PAGES[name] == TARIFF else page)


async def _ended(bench: Bench, clock: Clock, **time: float) -> None:
    """Let time pass, and what is due end."""
    clock.pass_by(bench.hass, **time)
    await bench.until(lambda: not bench.pending)
    await bench.settled()


@pytest.mark.parametrize("gateway", ["8.2"], indirect=True)
@pytest.mark.parametrize(
    "how_long", [{"minutes": 15}, "00:15:00", 900, {"days": 0, "minutes": 15}]
)
@every_name
async def test_there_and_back(
    bench: Bench, clock: Clock, name: str, how_long: Any
) -> None:
    """The change is there, and after its time all is as before."""
    if name == "battery.yaml":
        documents = bench.gateway.device.documents
        documents[TARIFF]["tariff"]["storage_settings"]["opt_schedules"] = False
    before = await _shown(bench, name)
    await bench.make(name)
    reply = await bench.run(**FIELDS[name], how_long=how_long)
    (one,) = bench.pending
    assert reply["restore"]["id"] == one.id
    assert 14 < (one.due - dt_util.utcnow().timestamp()) / 60 <= 15
    assert await _shown(bench, name) != before
    await _ended(bench, clock, minutes=15, seconds=1)
    assert await _shown(bench, name) == before
    assert len(bench.sent()) == 2


@pytest.mark.parametrize("for_good", [{}, {"how_long": ""}, {"how_long": None}])
@every_name
async def test_for_good(bench: Bench, name: str, for_good: dict[str, Any]) -> None:
    """Without a time nothing ends, and a change that was to end stays, too."""
    await bench.make(name)
    await bench.run(**FIELDS[name], how_long={"hours": 1})
    (first,) = bench.pending
    reply = await bench.run(**FIELDS[name], **for_good)
    assert bench.pending == []
    assert [one["id"] for one in reply["restore"]["ended"]] == [first.id]


@pytest.mark.parametrize("how_long", [0, {"seconds": 0}, {"seconds": 5}, "soon"])
@every_name
async def test_no_such_time(bench: Bench, name: str, how_long: Any) -> None:
    """A time that can't be is no change for good."""
    await bench.make(name)
    with pytest.raises(ServiceValidationError, match="restore_after"):
        await bench.run(**FIELDS[name], how_long=how_long)
    assert bench.sent() == []


@every_name
async def test_test_mode(bench: Bench, name: str) -> None:
    """It shows what would be put back, and keeps nothing."""
    await bench.make(name)
    reply = await bench.run(**FIELDS[name], how_long={"hours": 2}, test_mode=True)
    assert reply["restore"]["changes"]
    assert bench.pending == []
    assert bench.sent() == []


@pytest.mark.parametrize(("seconds", "looks"), [(20, False), (900, True)])
@pytest.mark.parametrize("name", _LOOKS)
async def test_end_before_the_look(
    *,
    bench: Bench,
    notifications: list[ServiceCall],
    name: str,
    seconds: int,
    looks: bool,
) -> None:
    """What has ended by then is not looked at, and nobody is told of it."""
    bench.change(name, 'seconds: "{{ look_a', 'seconds: "{{ 0.02 or look_a')
    await bench.make(name, **{_LOOKS[name]: 60})
    reply = await bench.run(**FIELDS[name], how_long=seconds)
    assert ("effect" in reply or "kept" in reply) is looks
    if name != "battery.yaml":
        # The meters stand still, so that the look tells.
        assert bool(notifications) is looks
        assert bench.gateway.journal.count(path=READINGS) == (3 if looks else 1)


@every_name
async def test_form(hass: HomeAssistant, bench: Bench, name: str) -> None:
    """The field is offered with days, and needn't be filled in."""
    await bench.make(name)
    field = (await async_get_all_descriptions(hass))["script"]["try"]["fields"][
        "how_long"
    ]
    assert field["selector"]["duration"]["enable_day"] is True
    assert not field.get("required")
