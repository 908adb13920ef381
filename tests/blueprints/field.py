"""What tests of blueprints do to a gateway: meters that run, pages that refuse."""

from collections.abc import Callable, Iterable
from typing import Any

from gateway_simulator import faults
from gateway_simulator.journal import Received

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
