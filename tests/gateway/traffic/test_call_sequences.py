"""Whatever happens between calls, writes reach the right gateway, in few requests."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from hypothesis import example, given, settings, strategies as st

from custom_components.enphase_envoy_raw_data.gateway import Credentials, GatewayClient
from custom_components.enphase_envoy_raw_data.gateway.errors import (
    ConnectionProblem,
    GatewayError,
    OutcomeUnknown,
    WrongGateway,
)
from gateway_simulator import GatewaySimulator
from gateway_simulator.faults import Fixed, Rule
from gateway_simulator.wire import Tickets

from ..clock import Clock, moved_by_hand
from ..conftest import new_session
from ..support import FAST, SETTINGS, send

OTHER = "999999999999"

# Of a dozen calls each, over real sockets.
EXAMPLES = settings().max_examples // 4

READ = "read"
WRITE = "write"

# Calls, seconds to wait, and what happens to the gateway.
RESTARTS = "restarts"
BECOMES_COPY = "becomes another, with its certificate"
BECOMES_OTHER = "becomes another"
IS_RIGHT = "is the right one again"
CLOSES = "closes"
CLOSES_SILENTLY = "begins to close each connection without saying so"
KEEPS = "keeps them again"
TICKETS_EXPIRE = "tickets expire"
REFUSES = "refuses tickets"
TAKES = "takes tickets again"

HAPPENINGS = [
    RESTARTS,
    BECOMES_COPY,
    BECOMES_OTHER,
    IS_RIGHT,
    CLOSES,
    CLOSES_SILENTLY,
    KEEPS,
    TICKETS_EXPIRE,
    REFUSES,
    TAKES,
]

# Calls as often as all the rest, seconds to wait, and what happens to the gateway.
STEPS = st.sampled_from([READ, WRITE]) | st.sampled_from(
    [5, 20, 62, 100, 290, 900, *HAPPENINGS]
)


@dataclass
class Course:
    """A gateway and a client, and what is promised of the next call."""

    gateway: GatewaySimulator
    client: GatewayClient
    clock: Clock
    right: str

    is_calm: bool = False
    """Whether the call before went well and nothing but time has passed since."""

    is_shared: bool = False
    """Whether two gateways have shown one certificate."""

    takes_all: Rule | None = None
    """What has another gateway answer without a login, so that it is a trap."""

    async def go(self, step: str | int) -> None:
        """Go one step."""
        if isinstance(step, int):
            await self.clock.advance(step)
        elif step in (READ, WRITE):
            await self._call(step)
        else:
            await self._happen(step)
            self.is_calm = False
            # Until the end of connections that were cut has arrived.
            await asyncio.sleep(0.005)

    async def _happen(self, step: str) -> None:
        """Have something happen to the gateway."""
        gateway, habits = self.gateway, self.gateway.habits
        if self.takes_all and step in (BECOMES_COPY, BECOMES_OTHER, IS_RIGHT):
            gateway.faults.remove(self.takes_all)
            self.takes_all = None
        if step == RESTARTS:
            await gateway.restart()
        elif step in (BECOMES_COPY, BECOMES_OTHER):
            gateway.set_serial(OTHER)
            self.takes_all = gateway.faults.add(SETTINGS, Fixed(200, "{}"))
            if step == BECOMES_OTHER:
                gateway.change_certificate()
        else:
            happens: dict[str, Callable[[], object]] = {
                IS_RIGHT: lambda: gateway.set_serial(self.right),
                CLOSES: gateway.cut_connections,
                CLOSES_SILENTLY: lambda: setattr(habits, "closes_silently", True),
                KEEPS: lambda: setattr(habits, "closes_silently", False),
                TICKETS_EXPIRE: gateway.expire_tickets,
                REFUSES: lambda: setattr(gateway, "tickets", Tickets.REFUSED),
                TAKES: lambda: setattr(gateway, "tickets", Tickets.TAKEN),
            }
            happens[step]()

    async def _call(self, call: str) -> None:
        """Call, and look what it came to."""
        gateway = self.gateway
        gateway.journal.clear()
        is_right = gateway.serial == self.right
        problem: GatewayError | None = None
        try:
            if call == READ:
                await self.client.read(SETTINGS)
            else:
                await send(self.client, "POST", SETTINGS, {"enable": True})
        except GatewayError as err:
            problem = err
        requests = len(gateway.journal.requests)
        writes = len(gateway.journal.writes)
        if is_right:
            assert not isinstance(problem, OutcomeUnknown | WrongGateway)
            if problem is not None:
                assert isinstance(problem, ConnectionProblem)
                # A gateway that stops resuming sessions costs one call.
                assert not self.is_calm or gateway.tickets is not Tickets.TAKEN
            assert writes == (call == WRITE and problem is None)
            if self.is_calm and call == READ and not self.is_shared:
                assert requests == 1
            # Right after trouble it is asked, and again if it closes each connection.
            assert requests <= (2 if self.is_calm else 3)
        else:
            assert writes == 0, "a write has reached another gateway"
            # Its certificate may be the right one's, which is enough for a read.
            if problem is None:
                assert call == READ
                assert not self.is_shared
            else:
                assert isinstance(problem, WrongGateway)
                self.is_shared = True
            assert requests <= 2
        self.is_calm = problem is None


@asynccontextmanager
async def course(version: str) -> AsyncIterator[Course]:
    """Begin with a gateway that was set up."""
    with moved_by_hand() as clock:
        async with (
            GatewaySimulator("8.3", tls_version=version) as gateway,
            new_session() as session,
        ):
            client = GatewayClient(
                session,
                gateway.host,
                Credentials(token=gateway.token()),
                serial=gateway.serial,
                limits=FAST,
            )
            await client.identify()
            await client.log_in()
            yield Course(gateway, client, clock, gateway.serial)
            await client.close()
        await asyncio.sleep(0)


@given(st.lists(STEPS, max_size=14), st.sampled_from(["1.2", "1.3"]))
@settings(max_examples=EXAMPLES)
@example(
    [WRITE, BECOMES_COPY, WRITE, READ, IS_RIGHT, WRITE, BECOMES_COPY, WRITE], "1.2"
)
@example([BECOMES_COPY, READ, CLOSES, WRITE, READ, READ], "1.3")
@example([READ, 100, READ, BECOMES_OTHER, WRITE, IS_RIGHT, WRITE, 20, WRITE], "1.3")
def test_any_sequence(steps: list[str | int], version: str) -> None:
    """No write reaches another gateway, and a call is one request, or two."""

    async def calls() -> None:
        async with course(version) as begun:
            for step in steps:
                await begun.go(step)

    # With a factory, the loop of the other tests is left alone.
    asyncio.run(calls(), loop_factory=asyncio.new_event_loop)


@given(st.lists(st.sampled_from([READ, WRITE, 5, 20, 62, 100, 900]), max_size=14))
@settings(max_examples=EXAMPLES // 2)
def test_time_alone(steps: list[str | int]) -> None:
    """While its sessions can be resumed, each call is one request, of any kind."""

    async def calls() -> None:
        async with course("1.3") as begun:
            begun.gateway.ticket_lifetime = 1e9
            for step in steps:
                await begun.go(step)
                if isinstance(step, str):
                    assert len(begun.gateway.journal.requests) == 1
            assert begun.gateway.handshakes.full == 1

    # With a factory, the loop of the other tests is left alone.
    asyncio.run(calls(), loop_factory=asyncio.new_event_loop)
