"""Simulated gateways in a process of their own, led by lines on its standard input.

Run by `gateway.py`, with what the gateways are like as JSON. Each line in is a command,
each line out its JSON answer.
"""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
import json
import sys
from typing import Any, override

from gateway_simulator import GatewaySimulator
from gateway_simulator.faults import Fault
from gateway_simulator.journal import Received
from gateway_simulator.wire import Answer, Reply

from .pages import ENDPOINT, body_of

_REPLICA = "8.3"


@dataclass(frozen=True)
class SizedPage(Fault):
    """Answers with a page of the size that the query asks for.

    The login is checked and the headers are the firmware's. With a `wait`, it
    takes so many milliseconds.
    """

    pages: dict[int, bytes] = field(default_factory=dict)

    @override
    async def around(self, request: Received, answer: Answer) -> Reply:
        """Replace the body of a reply that was given."""
        reply = await answer(request)
        size = request.query.get("bytes")
        if reply.status != 200 or size is None:
            return reply
        body = self.pages.get(int(size))
        if body is None:
            body = self.pages[int(size)] = body_of(int(size))
        if wait := int(request.query["wait"]):
            await asyncio.sleep(wait / 1000)
        return replace(reply, body=body)


@dataclass
class Slowness(Fault):
    """Answers late, or not at all for as long as it hangs."""

    seconds: float = 0.0
    hangs: bool = False
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    @override
    async def around(self, request: Received, answer: Answer) -> Reply:
        """Wait, then answer."""
        await asyncio.sleep(self.seconds)
        while self.hangs:
            await self.changed.wait()
        return await answer(request)

    def change(self, *, seconds: float, hangs: bool) -> None:
        """Change, also for who waits."""
        self.seconds, self.hangs = seconds, hangs
        self.changed.set()
        self.changed = asyncio.Event()


class Served:
    """One gateway and what is done with it from outside."""

    def __init__(self, options: dict[str, Any]) -> None:
        """Be a gateway with these options of the simulator."""
        self.gateway = GatewaySimulator(**({"replica": _REPLICA} | options))
        self._slowness = Slowness()
        self.gateway.faults.add(ENDPOINT, SizedPage())
        self.gateway.faults.add("/info", self._slowness)
        self._page_slowness = Slowness()
        self.gateway.faults.add(ENDPOINT, self._page_slowness)

    def about(self) -> dict[str, Any]:
        """Return how to reach it."""
        return {
            "host": self.gateway.host,
            "url": self.gateway.url,
            "token": self.gateway.token(),
        }

    def do(self, command: dict[str, Any]) -> dict[str, Any]:
        """Do what a command says; return what was received since the last one."""
        if "advance" in command:
            self.gateway.advance(command["advance"])
        if "info" in command:
            self._slowness.change(**command["info"])
        if "page" in command:
            self._page_slowness.change(**command["page"])
        return self._seen()

    def _seen(self) -> dict[str, Any]:
        """Return what was received since the last look, and forget it."""
        journal, shaken = self.gateway.journal, self.gateway.handshakes
        seen = {
            "requests": [f"{got.method} {got.path}" for got in journal.requests],
            "max_in_flight": journal.max_in_flight,
            "full_handshakes": shaken.full,
            "resumed_handshakes": shaken.resumed,
            "handshake_cpu": shaken.cpu_seconds,
        }
        journal.clear()
        shaken.full = shaken.resumed = 0
        shaken.cpu_seconds = 0.0
        return seen


async def serve(all_options: list[dict[str, Any]]) -> None:
    """Run the gateways until the input ends, which is when their starter is gone."""
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )
    async with AsyncExitStack() as stack:
        served = [Served(options) for options in all_options]
        for one in served:
            await stack.enter_async_context(one.gateway)
        answer: Any = [one.about() for one in served]
        while True:
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()
            # What the commands cost themselves is no gateway's work.
            begun = served[0].gateway.cpu_seconds
            line = await reader.readline()
            cpu = served[0].gateway.cpu_seconds - begun
            if not line:
                return
            command = json.loads(line)
            number = command.pop("gateway")
            answer = {"cpu": cpu, **served[number].do(command)}


if __name__ == "__main__":
    asyncio.run(serve(json.loads(sys.argv[1])))
