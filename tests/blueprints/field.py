"""What tests of blueprints do to a gateway: meters that run, pages that refuse."""

from collections.abc import Callable, Iterable
from typing import Any

from gateway_simulator import faults
from gateway_simulator.journal import Received
from tests.restoring.clock import Clock

from .bench import METERS, READINGS, Bench

_STEP = 60
"""Seconds on the gateway's clock from one reading of its meters to the next."""


def meters_run(
    bench: Bench, kind: str, *watts: float, before: Callable[[], object] = int
) -> None:
    """Let each look at the readings find a meter with the next of these powers.

    `before` is called at each look. The last power stays.
    """
    left = list(watts)
    (eid,) = (
        meter["eid"]
        for meter in bench.gateway.device.documents[METERS]
        if meter["measurementType"] == kind
    )

    def run(request: Received) -> bool:
        if request.path == READINGS:
            before()
            shown = left.pop(0) if len(left) > 1 else left[0]
            for row in bench.gateway.device.documents[READINGS]:
                row["timestamp"] += _STEP
                if row["eid"] == eid:
                    row["activePower"] = shown
        return False

    bench.gateway.faults.add(run, faults.busy(), method="GET")


def gateway_restarts(bench: Bench) -> None:
    """Let the second look at the readings, and later ones, find zeros after a start."""
    left = 1

    def run(request: Received) -> bool:
        nonlocal left
        if request.path == READINGS:
            if not left:
                for row in bench.gateway.device.documents[READINGS]:
                    row.update(dict.fromkeys(row.keys() - {"eid", "channels"}, 0))
            left -= bool(left)
        return False

    bench.gateway.faults.add(run, faults.busy(), method="GET")


def refuse(bench: Bench, pages: Iterable[str], status: int) -> list[faults.Rule]:
    """Have the gateway refuse to show pages, and return what does it."""
    answer = faults.Fixed(
        status, "401 Authorization Required" if status == 401 else "no"
    )
    return [bench.gateway.faults.add(page, answer, method="GET") for page in pages]


def without_storage(bench: Bench) -> None:
    """Take all storage and its controller away; their pages stay, as on real ones."""
    documents: dict[str, Any] = bench.gateway.device.documents
    documents["/ivp/ensemble/inventory"] = []
    documents["/ivp/ensemble/power"] = {"devices:": []}
    for name in documents["/ivp/ensemble/secctrl"]:
        if name == "Max_energy" or name.startswith(("agg_", "ENC_", "Enc_", "ACB_")):
            documents["/ivp/ensemble/secctrl"][name] = 0


async def price_rises(bench: Bench, clock: Clock, price: float = 1) -> None:
    """Let the price be high, and the ten seconds pass after which the limit ends."""
    bench.hass.states.async_set("sensor.price", str(price))
    restores = bench.restores

    def ends_soon() -> bool:
        soon = clock.now().timestamp() + 10
        return any(
            one.due <= soon and not restores.is_held(one.id) for one in restores.pending
        )

    await bench.until(ends_soon)
    clock.pass_by(bench.hass, seconds=11)
    await bench.until(lambda: not restores.pending and not bench.runs)
    await bench.settled()
