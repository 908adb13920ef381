"""The simulator in a process of its own, led by lines on its standard input.

Run by `gateway.py`. Each line in is a command, each line out its JSON answer.
"""

import asyncio
from dataclasses import dataclass, field, replace
import json
import sys
from typing import Any, override

from benchmarks.pages import ENDPOINT, body_of
from gateway_simulator import GatewaySimulator
from gateway_simulator.faults import Fault
from gateway_simulator.journal import Received
from gateway_simulator.wire import Answer, Reply

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


def journal_of(gateway: GatewaySimulator) -> dict[str, Any]:
    """Return what was received since the last look, and forget it."""
    journal = gateway.journal
    seen = {
        "requests": [f"{got.method} {got.path}" for got in journal.requests],
        "max_in_flight": journal.max_in_flight,
    }
    journal.clear()
    return seen


async def serve() -> None:
    """Run the gateway until the input ends, which is when its starter is gone."""
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )
    async with GatewaySimulator(_REPLICA) as gateway:
        gateway.faults.add(ENDPOINT, SizedPage())
        answer: dict[str, Any] = {
            "host": gateway.host,
            "url": gateway.url,
            "token": gateway.token(),
        }
        while True:
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()
            if not await reader.readline():
                return
            answer = journal_of(gateway)


if __name__ == "__main__":
    asyncio.run(serve())
