"""A simulated gateway on a socket of this machine."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from functools import partial
import json
from pathlib import Path
import time
from types import TracebackType
from typing import Self

from .device import Device
from .digest import passwords
from .endpoints import needed_level
from .faults import Faults
from .firmware import Firmware, session_cookie
from .info import info_page
from .journal import Journal, Received
from .login import Login
from .recording import read_recording, recording_names
from .stream import meter_events
from .tls import Tls
from .tokens import ROLE_LEVELS, TokenAuthority
from .wire import Answer, Framing, HttpServer, Reply

_REDIRECTS = {"/": "/home", "/admin": "/admin/home", "/doc": "/doc/api.html"}


class GatewaySimulator:
    """One gateway. `async with` starts and stops it."""

    def __init__(
        self,
        recording: str | Path = "8.3",
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        serial: str | None = None,
        tls: bool | None = None,
        authority: TokenAuthority | None = None,
        follow_after: float = 0.0,
    ) -> None:
        """Read a recording; `tls=None` does as the firmware does.

        `follow_after` is the time in seconds in which relays and contacts
        follow a write. Real ones take a few.
        """
        record = read_recording(recording)
        self.recording = record.name
        self.serial = serial or record.serial
        self.journal = Journal()
        self.faults = Faults()
        # How far the gateway's clock is off. Only tokens and /info notice.
        self.clock_offset = timedelta()
        self.authority = authority or TokenAuthority.shared()
        self.login = Login(self.authority)
        self.device = Device(record, seconds=self._seconds, follow_after=follow_after)
        self._tls = tls
        self._firmware = Firmware.parse(record.software)
        self._info = record.info
        self._advanced = timedelta()
        self._shown = Tls()
        self._speaks_tls = self._wants_tls
        self._coming_back: asyncio.Task[None] | None = None
        self._http = HttpServer(
            host=host,
            port=port,
            journal=self.journal,
            answer=self._answer_with_faults,
            now=self._now,
        )

    @property
    def firmware(self) -> str:
        """Return the version, without the letter in front."""
        return self._firmware.version

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
    def token_login(self) -> bool:
        """Tell whether logins are tokens, as from firmware 7 on, or digest."""
        return self._firmware.token_login

    @property
    def paths(self) -> list[str]:
        """Return the endpoints that can be read."""
        return sorted({"/info", *self.device.paths})

    @property
    def passwords(self) -> dict[str, str]:
        """Return the digest users and passwords, as firmware before 7 has them."""
        return passwords(self.serial)

    def token(
        self,
        role: str = "owner",
        lifetime: timedelta | None = None,
        *,
        serial: str | None = None,
        issued_at: datetime | None = None,
    ) -> str:
        """Return a token as the cloud would make it for this gateway."""
        return self.authority.make(
            serial or self.serial,
            role,
            lifetime=lifetime,
            # The cloud's clock is right even if the gateway's is not.
            issued_at=issued_at or self._now() - self.clock_offset,
        )

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
        self._speaks_tls = self._wants_tls
        await self._http.start(self._shown.context if self.tls else None)

    async def stop(self) -> None:
        """Refuse and cut all connections. Settings stay, sessions are forgotten."""
        if self._coming_back and self._coming_back is not asyncio.current_task():
            self._coming_back.cancel()
            await asyncio.gather(self._coming_back, return_exceptions=True)
        self._coming_back = None
        await self._http.stop()
        self.login.forget()

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

    def set_firmware(self, firmware: str) -> None:
        """Change to another version, or to all that another recording holds.

        The serial stays. Whether the gateway speaks HTTPS changes at the next
        start.
        """
        if firmware in recording_names():
            record = read_recording(firmware)
            self.recording = record.name
            self.device.load(record)
            self._info = record.info
            firmware = record.software
        self._firmware = Firmware.parse(firmware)

    def set_serial(self, serial: str) -> None:
        """Become another gateway at the same address."""
        self.serial = serial
        self.login.forget()

    @property
    def fingerprint(self) -> str:
        """Return the SHA-256 of the certificate, in hexadecimal digits."""
        return self._shown.fingerprint

    def change_certificate(self) -> None:
        """Show another certificate at each connection that is made from now on."""
        self._shown.change()

    def advance(self, seconds: float) -> None:
        """Let time pass for sessions, tokens and delayed writes."""
        self._advanced += timedelta(seconds=seconds)

    @property
    def _wants_tls(self) -> bool:
        """Tell what the firmware speaks, or what was asked for instead."""
        return self._firmware.token_login if self._tls is None else self._tls

    def _now(self) -> datetime:
        """Return the time on the gateway's clock."""
        return datetime.now(UTC) + self._advanced + self.clock_offset

    def _seconds(self) -> float:
        """Return the seconds of a clock that nobody sets."""
        return time.monotonic() + self._advanced.total_seconds()

    async def _answer_with_faults(self, request: Received) -> Reply:
        """Answer a request, with the faults that hit it around."""
        answer: Answer = self._answer
        for fault in reversed(self.faults.take(request)):
            answer = partial(fault.around, answer=answer)
        return await answer(request)

    async def _answer(self, request: Received) -> Reply:
        """Answer a request as a healthy gateway does."""
        firmware, path, now = self._firmware, request.path, self._now()
        if firmware.token_login and path.startswith("/auth/"):
            return self._answer_login(request, now)
        needed = needed_level(path, request.method, firmware)
        request.role = self.login.role(
            request, needed, firmware=firmware, serial=self.serial, now=now
        )
        if request.plan.refuse_login:
            request.role = None
        if (needed or request.plan.refuse_login) and not request.role:
            challenge = (
                None
                if firmware.token_login
                else self.login.challenge(request, firmware)
            )
            return firmware.refused(path, challenge)
        reply = self._page(request, now)
        if firmware.cookie_on_every_reply and (
            session := self.login.session_id(request)
        ):
            reply.headers.append(session_cookie(session))
        return reply

    def _page(self, request: Received, now: datetime) -> Reply:
        """Return a page to somebody who may see it."""
        firmware, path = self._firmware, request.path
        if location := _REDIRECTS.get(path):
            return firmware.redirect(location)
        if path in ("/info", "/info.xml"):
            page = info_page(self._info, firmware=firmware, serial=self.serial, now=now)
            return firmware.dress(path, page)
        if path == "/valid_token" and firmware.token_login:
            return firmware.valid_token(None)
        if path == "/error" and firmware.token_login:
            return firmware.dress(
                path, b"<h1>Not found</h1>", status=404, content_type="text/html"
            )
        if path == "/stream/meter" and "/ivp/meters/readings" in self.device.documents:
            return Reply(
                headers=[("Content-Type", "text/event-stream")],
                framing=Framing.CHUNKED,
                stream=self._meter_stream(),
            )
        return self.device.answer(request, firmware)

    async def _meter_stream(self) -> AsyncGenerator[bytes]:
        """Yield one event a second until the client goes away."""
        while True:
            event = meter_events(self.device.documents)
            yield f"data: {json.dumps(event)}\r\n\r\n".encode()
            await asyncio.sleep(1)

    def _answer_login(self, request: Received, now: datetime) -> Reply:
        """Check a token and open a session."""
        firmware = self._firmware
        if request.path != "/auth/check_jwt":
            return firmware.missing(request.path)
        if request.method not in ("GET", "POST"):
            return firmware.error(request.path, 405, "405 - Method Not Allowed")
        claims = self.login.claims(request, serial=self.serial, now=now)
        if claims is None or request.plan.refuse_login:
            return firmware.refused(request.path, None)
        if claims.level < ROLE_LEVELS["anybody"]:
            return firmware.refused(request.path, None)
        request.role = claims.role
        self.faults.logged_in()
        return firmware.valid_token(self.login.open_session(claims, now))
