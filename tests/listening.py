"""Something at an address that is no gateway, or not all of one."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
import ssl

type Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def listening(
    serve: Serve, encryption: ssl.SSLContext | None = None
) -> AsyncGenerator[str]:
    """Have each connection to a free port served; yield host and port."""
    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=encryption)
    try:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        server.close_clients()
        await server.wait_closed()
