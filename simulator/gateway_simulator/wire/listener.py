"""A gateway as the network sees it: its port, its TLS, when it is up."""

import asyncio
from collections.abc import Callable
from datetime import datetime
import time
from types import TracebackType
from typing import Self

from ..journal import Journal
from .connections import Habits
from .http_server import Answer, HttpServer
from .tls import Handshakes, Tickets, Tls


class Listener:
    """What of a gateway the network sees. `async with` starts and stops it."""

    def __init__(
        self,
        *,
        host: str,
        port: int,
        tls: Tls,
        journal: Journal,
        answer: Answer,
        now: Callable[[], datetime],
        seconds: Callable[[], float],
        wants_tls: Callable[[], bool],
    ) -> None:
        """Set up without listening yet."""
        self._shown = tls
        self._wants_tls = wants_tls
        self._speaks_tls = wants_tls()
        self._coming_back: asyncio.Task[None] | None = None
        self._http = HttpServer(
            host=host,
            port=port,
            journal=journal,
            answer=answer,
            now=now,
            seconds=seconds,
        )

    @property
    def tls(self) -> bool:
        """Tell whether the gateway speaks HTTPS, decided at each start."""
        return self._speaks_tls

    @property
    def host(self) -> str:
        """Return what a user types as the gateway's address."""
        return self._http.address

    @property
    def port(self) -> int:
        """Return the port, which is known from the first start on."""
        return self._http.port

    @property
    def connections(self) -> int:
        """Return how many clients are connected."""
        return self._http.connections

    @property
    def url(self) -> str:
        """Return the address of the start page, without a final slash."""
        return f"{'https' if self.tls else 'http'}://{self.host}"

    @property
    def habits(self) -> Habits:
        """Return what it does with connections, to be changed by a test."""
        return self._http.habits

    @property
    def handshakes(self) -> Handshakes:
        """Return how many TLS handshakes came to their end."""
        return self._shown.handshakes

    @property
    def cpu_seconds(self) -> float:
        """Return the processor time of this process, whatever else it does."""
        return time.process_time()

    @property
    def fingerprint(self) -> str:
        """Return the SHA-256 of the certificate, in hexadecimal digits."""
        return self._shown.fingerprint

    @property
    def tickets(self) -> Tickets:
        """Return what becomes of TLS session tickets, to be changed by a test."""
        return self._shown.tickets

    @tickets.setter
    def tickets(self, tickets: Tickets) -> None:
        """Change it for the connections that are made from now on."""
        self._shown.tickets = tickets
        self._shown.forget_sessions()

    @property
    def ticket_lifetime(self) -> float:
        """Return for how many seconds a ticket is taken, to be changed by a test."""
        return self._shown.ticket_lifetime

    @ticket_lifetime.setter
    def ticket_lifetime(self, seconds: float) -> None:
        """Change it for those that were handed out already, too."""
        self._shown.ticket_lifetime = seconds

    def change_certificate(self) -> None:
        """Show another certificate at each connection that is made from now on."""
        self._shown.change()

    def expire_tickets(self) -> None:
        """Take no ticket any more that was handed out up to now."""
        self._shown.forget_sessions()

    def cut_connections(self) -> None:
        """Cut idle connections, and end the others after the reply under way."""
        self._http.cut()

    async def __aenter__(self) -> Self:
        """Start."""
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop."""
        await self.stop()

    async def start(self) -> None:
        """Listen, on the same port as before."""
        self._speaks_tls = self._wants_tls()
        await self._http.start(self._shown.begin() if self.tls else None)

    async def stop(self) -> None:
        """Refuse and cut all connections. Settings stay."""
        if self._coming_back and self._coming_back is not asyncio.current_task():
            self._coming_back.cancel()
            await asyncio.gather(self._coming_back, return_exceptions=True)
        self._coming_back = None
        await self._http.stop()

    async def restart(self, down_for: float = 0.0, *, wait: bool = True) -> None:
        """Go down for some seconds, as after a power loss.

        With `wait=False` this returns while the gateway is down.
        """
        await self.stop()

        async def come_back() -> None:
            await asyncio.sleep(down_for)
            await self.start()

        if wait:
            await come_back()
        else:
            self._coming_back = asyncio.create_task(come_back())
