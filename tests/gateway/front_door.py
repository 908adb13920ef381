"""One port for HTTP and HTTPS, as real gateways' two ports look to a client."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress

from gateway_simulator import GatewaySimulator

# First byte of every TLS connection.
_HANDSHAKE = b"\x16"


class FrontDoor:
    """Passes HTTPS, or else HTTP, on to a gateway and redirects the other."""

    def __init__(self, gateway: GatewaySimulator) -> None:
        """Stand before this gateway."""
        self.gateway = gateway
        self.port = 0
        self.redirected: list[bytes] = []
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def host(self) -> str:
        """Return the address with its port."""
        return f"127.0.0.1:{self.port}"

    @property
    def open(self) -> int:
        """Return how many connections are open."""
        return len(self._tasks)

    async def serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Serve one connection."""
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        with suppress(ConnectionError, asyncio.CancelledError):
            first = await reader.read(1)
            if (first == _HANDSHAKE) == self.gateway.tls:
                await self._pass_on(first, reader, writer)
            elif first == _HANDSHAKE:
                writer.transport.abort()
            elif first:
                head = first + await reader.readuntil(b"\r\n\r\n")
                self.redirected.append(head)
                target = head.split()[1]
                writer.write(
                    b"HTTP/1.1 301 Moved Permanently\r\n"
                    b"Location: https://localhost%b\r\n"
                    b"Content-Length: 0\r\nConnection: close\r\n\r\n" % target
                )
                await writer.drain()
        writer.close()

    async def _pass_on(
        self,
        first: bytes,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        """Copy bytes in both directions until one side ends."""
        inner_reader, inner_writer = await asyncio.open_connection(
            "127.0.0.1", self.gateway.port
        )
        inner_writer.write(first)
        ways = [
            asyncio.create_task(copy(reader, inner_writer)),
            asyncio.create_task(copy(inner_reader, writer)),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            # Closed before anything is waited for: this may be cancelled meanwhile.
            inner_writer.close()
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)

    async def close(self) -> None:
        """End all connections."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


async def copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Copy bytes until the end."""
    with suppress(ConnectionError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()


@asynccontextmanager
async def front_door(gateway: GatewaySimulator) -> AsyncGenerator[FrontDoor]:
    """Open a front door for a gateway."""
    door = FrontDoor(gateway)
    server = await asyncio.start_server(door.serve, "127.0.0.1", 0)
    door.port = server.sockets[0].getsockname()[1]
    try:
        yield door
    finally:
        server.close()
        await door.close()
        await server.wait_closed()
