"""The grid profile is proven by what the gateway shows as selected."""

from homeassistant.exceptions import HomeAssistantError
import pytest

from gateway_simulator import GatewaySimulator, faults

from .bench import PROFILE, PROFILES, SET_PROFILE, Bench

_NAME = "grid_profile.yaml"
_BEFORE = "EN 50549-1:2019 VDE-AR-N 4105 Germany:1.0.7"

every_gateway_that_has_it = pytest.mark.parametrize(
    "gateway",
    ["7.3", "7.6", "7.6-no-meters", "8.2", "8.3", "8.3-closing", "8.3-stale"],
    indirect=True,
)


@every_gateway_that_has_it
async def test_there_and_back(bench: Bench) -> None:
    """The profile is selected, and the old one again."""
    await bench.make(_NAME)
    for profile in (PROFILE, _BEFORE):
        reply = await bench.run(profile=profile)
        assert bench.sent()[-1] == ("PUT", SET_PROFILE, {"selected_profile": profile})
        assert (reply["selected_profile"], reply["changed"]) == (profile, True)
        assert (await bench.read(PROFILES))["selected_profile"] == profile
    assert len(bench.sent()) == 2


async def test_selected_already(bench: Bench) -> None:
    """Then nothing is sent."""
    await bench.make(_NAME)
    assert await bench.run(profile=_BEFORE) == {
        "selected_profile": _BEFORE,
        "changed": False,
    }
    assert bench.sent() == []


async def test_unknown_profile(bench: Bench) -> None:
    """The error names those that there are."""
    await bench.make(_NAME)
    with pytest.raises(
        HomeAssistantError, match=rf"no grid profile Mars:1\. It has: {_BEFORE}; EN "
    ):
        await bench.run(profile="Mars:1")
    with pytest.raises(HomeAssistantError, match="no grid profile"):
        await bench.run()
    assert bench.sent() == []


async def test_gateway_that_says_yes_and_does_not(bench: Bench) -> None:
    """The reply says that it is accepted, and the other profile stays selected."""
    bench.gateway.faults.add(SET_PROFILE, faults.IgnoreWrite())
    with pytest.raises(
        HomeAssistantError, match=rf"take the grid profile {PROFILE}, and still has EN"
    ):
        await bench.make_and_run(_NAME, follow_seconds=0)
    assert len(bench.sent()) == 1


async def test_gateway_that_takes_its_time(bench: Bench) -> None:
    """It is looked at until the new profile shows."""
    bench.change(_NAME, "seconds: 5", "seconds: 0.1")
    bench.gateway.faults.add(SET_PROFILE, faults.ApplyAfter(0.5))
    reply = await bench.make_and_run(_NAME)
    assert reply["selected_profile"] == PROFILE
    assert len(bench.sent()) == 1


@pytest.mark.parametrize("gateway", ["4.10"], indirect=True)
async def test_no_page(bench: Bench, gateway: GatewaySimulator) -> None:
    """Older gateways have no such page, and the error says so."""
    with pytest.raises(HomeAssistantError, match=f"does not have {PROFILES}"):
        await bench.make_and_run(_NAME)
    assert gateway.journal.writes == []
