"""The journal tells everything that was received."""

import asyncio

import aiohttp

from gateway_simulator import GatewaySimulator, Received, faults

from .helpers import ask

_METERS = "/ivp/meters"
_DPEL = "/ivp/ss/dpel"


async def test_order_and_counts(
    client: aiohttp.ClientSession, gateway: GatewaySimulator
) -> None:
    """Requests stand in the order of their arrival."""
    await ask(client, gateway, "/auth/check_jwt", method="POST")
    await ask(client, gateway, f"{_METERS}?a=1")
    await ask(
        client, gateway, _DPEL, method="POST", role="installer", json={"version": "1"}
    )
    await ask(client, gateway, "/ivp/none", method="DELETE")
    journal = gateway.journal
    assert [(r.method, r.target, r.status, r.applied) for r in journal.requests] == [
        ("POST", "/auth/check_jwt", 200, False),
        ("GET", f"{_METERS}?a=1", 200, False),
        ("POST", _DPEL, 200, True),
        ("DELETE", "/ivp/none", 404, False),
    ]
    assert journal.count() == 4
    assert journal.count(method="POST") == 2
    assert journal.count(path=_METERS) == 1
    assert journal.count(method="GET", path=_DPEL) == 0
    assert journal.find(path=_DPEL)[0].json() == {"version": "1"}
    # Logins write nothing.
    assert [request.path for request in journal.writes] == [_DPEL, "/ivp/none"]
    assert journal.requests[2].headers["authorization"].startswith("Bearer ey")
    assert journal.requests[0].at <= journal.requests[1].at
    journal.clear()
    assert journal.requests == []
    assert journal.max_in_flight == 0


async def test_requests_in_flight(
    client: aiohttp.ClientSession, gateway: GatewaySimulator
) -> None:
    """Whether a client asks one page at a time can be seen."""
    for _ in range(2):
        await ask(client, gateway, _METERS)
    assert gateway.journal.max_in_flight == 1
    all_arrived = asyncio.Event()

    def hit(request: Received) -> bool:
        if request.in_flight == 3:
            all_arrived.set()
        return True

    gateway.faults.add(hit, faults.Delay(0.1))
    async with asyncio.TaskGroup() as group:
        for _ in range(3):
            group.create_task(ask(client, gateway, _METERS))
        await all_arrived.wait()
        gateway.journal.clear()
        assert gateway.journal.max_in_flight == 3
    await ask(client, gateway, _METERS)
    assert gateway.journal.in_flight == 0
    assert gateway.journal.requests[-1].in_flight == 1


async def test_numbers_of_parallel_requests(
    client: aiohttp.ClientSession, gateway: GatewaySimulator
) -> None:
    """Each request counts those before it that are not over."""
    gateway.faults.add(_METERS, faults.Delay(0.1))
    async with asyncio.TaskGroup() as group:
        for _ in range(3):
            group.create_task(ask(client, gateway, _METERS))
    assert sorted(r.in_flight for r in gateway.journal.requests) == [1, 2, 3]
    assert gateway.journal.max_in_flight == 3


async def test_callback(
    client: aiohttp.ClientSession, gateway: GatewaySimulator
) -> None:
    """Whoever listens hears of each request once it is over."""
    done: list[Received] = []
    gateway.journal.on_done = done.append
    await ask(client, gateway, _METERS)
    await asyncio.sleep(0.05)
    assert [(request.path, request.status) for request in done] == [(_METERS, 200)]
