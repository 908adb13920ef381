"""What is under way when the client is closed, or its caller gives up."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, Final

import pytest

from custom_components.enphase_envoy_raw_data.gateway import (
    Credentials,
    GatewayClient,
    Verification,
    Write,
    build_body,
    verify,
)
from custom_components.enphase_envoy_raw_data.gateway.errors import Closed, Refused
from gateway_simulator import CloudSimulator, GatewaySimulator
from gateway_simulator.faults import Delay, Unauthorized
from tests.waiting import until

from ..conftest import Connect
from ..front_door import copy
from ..support import CHECK, SETTINGS, CloseAfter, account, asked, send

PAGE: Final = "/ivp/meters"

type Call = Callable[[GatewayClient], Awaitable[object]]

CALLS: Final[dict[str, Call]] = {
    "read": lambda client: client.read(PAGE),
    "ask once": lambda client: client.ask_once(PAGE, limit=1, patience=1),
    "identify": lambda client: client.identify(),
    "log in": lambda client: client.log_in(),
    "write": lambda client: send(client, "POST", SETTINGS, {}),
    "renew": lambda client: client.renew_token(),
}


@pytest.mark.parametrize("name", CALLS)
async def test_closed_before_anything_has_begun(
    gateway: GatewaySimulator, cloud: CloudSimulator, connect: Connect, name: str
) -> None:
    """A call that was made a moment before says that the client was closed."""
    client = connect(gateway, account(token=gateway.token()))
    await client.identify()
    gateway.journal.clear()
    call = asyncio.ensure_future(_of(CALLS[name], client))
    closing = asyncio.create_task(client.close())
    if name == "write":
        # On a connection that is there it leaves at once.
        assert await call
    else:
        with pytest.raises(Closed):
            await call
    await closing
    assert len(gateway.journal.writes) == (name == "write")
    for _ in range(2):
        with pytest.raises(Closed):
            await _of(CALLS[name], client)


async def _of(call: Call, client: GatewayClient) -> object:
    """Return what a call returns."""
    return await call(client)


async def test_write_in_the_middle_of_a_401(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """It is not sent again, and its caller hears the same words as others."""
    gateway.faults.add(SETTINGS, Unauthorized(), method="POST")
    gateway.faults.add(CHECK, Delay(0.3))
    write = asyncio.create_task(send(client, "POST", SETTINGS, {}))
    await until(lambda: bool(gateway.journal.count(path=CHECK)))
    await client.close()
    with pytest.raises(Closed):
        await write
    assert [one.status for one in gateway.journal.writes] == [401]


async def test_401_to_a_write_while_closing(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """A write that was refused while its client was closing had no effect."""
    gateway.faults.add(SETTINGS, Delay(0.2), method="POST")
    gateway.faults.add(SETTINGS, Unauthorized(), method="POST")
    write = asyncio.create_task(send(client, "POST", SETTINGS, {}))
    await until(lambda: bool(gateway.journal.writes))
    await client.close()
    with pytest.raises(Closed):
        await write
    assert [one.status for one in gateway.journal.writes] == [401]
    assert gateway.journal.count(path=CHECK) == 0


@pytest.mark.parametrize("merge", [False, True])
async def test_write_that_waits_for_the_identity(
    gateway: GatewaySimulator, connect: Connect, *, merge: bool
) -> None:
    """It doesn't leave, and the words are the same with merge."""
    client = connect(gateway)
    gateway.faults.add("/info", Delay(0.3))
    body = build_body({"pel_settings": {"enable": True}}, "POST")
    write = asyncio.create_task(
        client.write(Write(method="POST", endpoint=SETTINGS, body=body, merge=merge))
    )
    await until(lambda: bool(gateway.journal.in_flight))
    await client.close()
    with pytest.raises(Closed):
        await write
    assert asked(gateway.journal) == ["GET /info"]


async def test_closing_waits_for_a_write(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """It has left, so its caller hears what became of it, within its limit."""
    gateway.faults.add(SETTINGS, Delay(0.4), method="POST")
    write = asyncio.create_task(send(client, "POST", SETTINGS, {}))
    await until(lambda: bool(gateway.journal.writes))
    begun = asyncio.get_running_loop().time()
    await client.close()
    assert 0.2 < asyncio.get_running_loop().time() - begun < 1
    assert write.done()
    assert (await write).status == 200


async def test_closing_waits_no_longer_than_the_limit(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """A gateway that never answers a write doesn't hold the client for ever."""
    gateway.faults.add(SETTINGS, Delay(60), method="POST")
    write = asyncio.create_task(send(client, "POST", SETTINGS, {}))
    await until(lambda: bool(gateway.journal.writes))
    begun = asyncio.get_running_loop().time()
    await client.close()
    assert 0.5 < asyncio.get_running_loop().time() - begun < 2
    assert "timed_out" in str((await asyncio.gather(write, return_exceptions=True))[0])


async def test_caller_that_gives_up_gets_the_outcome(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """Once the write has left, its task hears of it however often it is cancelled."""
    gateway.faults.add(SETTINGS, Delay(0.3), method="POST")
    body = build_body({"n": 1}, "POST")
    write = asyncio.create_task(
        client.write(Write(method="POST", endpoint=SETTINGS, body=body))
    )
    await until(lambda: bool(gateway.journal.writes))
    for _ in range(3):
        write.cancel()
        await asyncio.sleep(0.01)
    outcome = await write
    assert outcome.status == 200
    assert outcome.body.value == {"n": 1}
    assert len(gateway.journal.writes) == 1


@asynccontextmanager
async def held_door(gateway: GatewaySimulator) -> AsyncGenerator[tuple[str, list[int]]]:
    """Let one connection through to a gateway, and hold the others before TLS.

    Yield the address, and a list with an item for each connection.
    """
    made: list[int] = []
    tasks: set[asyncio.Task[Any]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        made.append(len(made))
        inner = writer
        try:
            if len(made) == 1:
                there, inner = await asyncio.open_connection("127.0.0.1", gateway.port)
                back = asyncio.create_task(copy(there, writer))
                back.add_done_callback(lambda _: writer.close())
                tasks.add(back)
                await copy(reader, inner)
            else:
                await asyncio.sleep(60)
        finally:
            inner.close()
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}", made
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        server.close_clients()
        await server.wait_closed()


@pytest.mark.parametrize("ends", ["caller", "client"])
async def test_write_that_has_no_connection_yet(
    gateway: GatewaySimulator, connect: Connect, ends: str
) -> None:
    """While it waits for its connection, nothing has left, and nothing will."""
    gateway.faults.add("/info", CloseAfter())
    body = build_body({"n": 1}, "POST")
    async with held_door(gateway) as (host, made):
        client = connect(gateway, host=host)
        write = asyncio.create_task(
            client.write(Write(method="POST", endpoint=SETTINGS, body=body))
        )
        # `/info` hangs up, so that the write needs a connection of its own.
        await until(lambda: len(made) == 2)
        begun = asyncio.get_running_loop().time()
        if ends == "caller":
            write.cancel()
        else:
            await client.close()
        with pytest.raises(asyncio.CancelledError if ends == "caller" else Closed):
            await write
        assert asyncio.get_running_loop().time() - begun < 0.5
    assert asked(gateway.journal) == ["GET /info"]


async def test_refusal_by_a_guard_ends_the_turn(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """What a guard raises right before the write leaves reaches its caller as it is."""

    async def refuse(firmware: str) -> None:
        raise ValueError(firmware)

    body = build_body({}, "POST")
    with pytest.raises(ValueError, match=gateway.firmware):
        await client.write(
            Write(method="POST", endpoint=SETTINGS, body=body, approve=refuse)
        )
    assert not gateway.journal.writes
    await send(client, "POST", SETTINGS, {})
    assert len(gateway.journal.writes) == 1


async def test_guard_that_objects_hears_of_the_firmware_once_more(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """Before that is a reason to stop, the gateway is asked which one it has."""
    gateway.cut_connections()
    # The end arrives.
    await asyncio.sleep(0.1)
    asked_for: list[str] = []

    async def approve(firmware: str) -> None:
        asked_for.append(firmware)
        if len(asked_for) == 1:
            raise ValueError

    body = build_body({}, "POST")
    await client.write(
        Write(method="POST", endpoint=SETTINGS, body=body, approve=approve)
    )
    assert len(asked_for) >= 2
    assert set(asked_for) == {gateway.firmware}
    assert len(gateway.journal.writes) == 1


async def test_guard_is_asked_again_for_the_repetition(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """After a 401 much may have changed."""
    gateway.faults.add(SETTINGS, Unauthorized(), method="POST", times=1)
    asked_for: list[str] = []

    async def approve(firmware: str) -> None:
        asked_for.append(firmware)
        if len(asked_for) == 2:
            raise ValueError

    body = build_body({}, "POST")
    with pytest.raises(ValueError):  # noqa: PT011 - the guard's own
        await client.write(
            Write(method="POST", endpoint=SETTINGS, body=body, approve=approve)
        )
    assert asked_for == [gateway.firmware] * 2
    assert [one.status for one in gateway.journal.writes] == [401]


async def test_verification_ends_with_the_client(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """A closed client can't look any more, so nobody waits for it."""
    looking = asyncio.create_task(
        verify(client.read, "POST", SETTINGS, {"pel_settings": {"n": 1}}, 60)
    )
    await until(lambda: bool(gateway.journal.requests))
    await client.close()
    async with asyncio.timeout(1):
        proof: Verification = await looking
    assert (proof.verified, type(proof.error)) == (False, Closed)


async def test_closed_session(gateway: GatewaySimulator, connect: Connect) -> None:
    """A session that somebody has closed is no unknown error."""
    client: Any = connect(gateway, Credentials(token=gateway.token()))
    await client.identify()
    await client._transport._session.close()  # noqa: SLF001 - who owns it may
    for call in CALLS.values():
        if call is not CALLS["renew"]:
            with pytest.raises(Closed):
                await call(client)


async def test_refusals_are_no_outcomes(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """A status that the gateway gave is an outcome, with the reply's facts."""
    body = build_body({"n": 1}, "POST")
    write = Write(method="POST", endpoint="/ivp/not/there", body=body)
    outcome = await client.write(write)
    assert isinstance(outcome.result, Refused)
    assert (outcome.write, outcome.status, outcome.before) == (write, 404, None)
    assert outcome.firmware == gateway.firmware
    assert 0 < outcome.duration < 5
