"""A simulated gateway on a socket of this machine."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
import time
from typing import Any, override

from .device import Device, meter_stream
from .faults import Faults
from .journal import Journal, Received
from .login import ROLE_LEVELS, Login, TokenAuthority, needed_level, passwords
from .replica import (
    Firmware,
    Replica,
    info_page,
    read_replica,
    replica_names,
    session_cookie,
)
from .wire import Answer, Framing, Listener, Reply, Tls

_REDIRECTS = {"/": "/home", "/admin": "/admin/home", "/doc": "/doc/api.html"}


class GatewaySimulator(Listener):
    """One gateway. `async with` starts and stops it."""

    def __init__(
        self,
        replica: str | Path | Replica = "8.3",
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        serial: str | None = None,
        tls: bool | None = None,
        authority: TokenAuthority | None = None,
        follow_after: float = 0.0,
        tls_version: str = "1.2",
        handshake_cost: float = 0.0,
    ) -> None:
        """Be a replica, by name, by its folder, or one that was read.

        `tls=None` does as the firmware does.

        `follow_after` is the time in seconds in which relays and contacts
        follow a write. Real ones take a few. A full TLS handshake, of version 1.2
        or 1.3, blocks everything for `handshake_cost` seconds.
        """
        found = replica if isinstance(replica, Replica) else read_replica(replica)
        self.replica = found.name
        self.serial = serial or found.serial
        self.journal = Journal()
        self.faults = Faults()
        # How far the gateway's clock is off. Only tokens and /info notice.
        self.clock_offset = timedelta()
        self.authority = authority or TokenAuthority.shared()
        self.device = Device(found, seconds=self._seconds, follow_after=follow_after)
        self.login = Login(self.authority)
        self._firmware = Firmware.parse(found.software)
        self._found = found
        self._advanced = timedelta()
        super().__init__(
            host=host,
            port=port,
            tls=Tls(
                self.serial,
                version=tls_version,
                handshake_cost=handshake_cost,
                seconds=self._seconds,
            ),
            journal=self.journal,
            answer=self._answer_with_faults,
            now=self._now,
            seconds=self._seconds,
            wants_tls=lambda: self._firmware.token_login if tls is None else tls,
        )

    @override
    async def stop(self) -> None:
        """Refuse and cut all connections. Settings stay, sessions are forgotten."""
        await super().stop()
        self.login.forget()

    @property
    def firmware(self) -> str:
        """Return the version, without the letter in front."""
        return self._firmware.version

    @property
    def token_login(self) -> bool:
        """Tell whether logins are tokens, as from firmware 7 on, or digest."""
        return self._firmware.token_login

    @property
    def paths(self) -> list[str]:
        """Return the endpoints that can be read."""
        return sorted({"/info", *self.device.paths})

    @property
    def truth(self) -> dict[str, Any]:
        """Return what is true of the site at first, whatever the pages say."""
        return self._found.truth

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

    def set_firmware(self, firmware: str) -> None:
        """Change to another version, or to all that another replica holds.

        The serial stays. Whether the gateway speaks HTTPS changes at the next
        start.
        """
        if firmware in replica_names():
            found = read_replica(firmware)
            self.replica = found.name
            self.device.load(found)
            self._found = found
            firmware = found.software
        self._firmware = Firmware.parse(firmware)

    def set_serial(self, serial: str) -> None:
        """Become another gateway at the same address, with a copied certificate.

        It has no connections, and knows none of the sessions.
        """
        self.serial = serial
        self.login.forget()
        self.expire_tickets()
        self.cut_connections()

    def advance(self, seconds: float) -> None:
        """Let time pass for sessions, tokens, delayed writes, idle connections."""
        self._advanced += timedelta(seconds=seconds)
        self._http.idle.close_overdue()

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
        reply = await answer(request)
        if self._found.closes:
            headers = [pair for pair in reply.headers if pair[0] != "Connection"]
            reply = replace(reply, headers=[*headers, ("Connection", "close")])
        return reply

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
        if path == "/" and not firmware.has_root:
            return firmware.dress(path, b"", status=404, content_type="text/html")
        if location := _REDIRECTS.get(path):
            return firmware.redirect(location)
        if path in ("/info", "/info.xml"):
            page = info_page(
                self._found.info, firmware=firmware, serial=self.serial, now=now
            )
            return firmware.dress(path, page)
        if path == "/valid_token" and firmware.token_login:
            return firmware.valid_token(None)
        if path == "/error" and firmware.token_login:
            return firmware.dress(
                path, b"<h1>Not found</h1>", status=404, content_type="text/html"
            )
        if path == "/stream/meter" and self.device.documents.get("/ivp/meters"):
            return Reply(
                headers=[("Content-Type", "text/event-stream")],
                framing=Framing.CHUNKED,
                stream=meter_stream(lambda: self.device.documents),
            )
        return self.device.answer(request, firmware)

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
        session_id = self.login.open_session(claims, now)
        if session_id is None:
            return firmware.too_many_sessions()
        return firmware.valid_token(session_id)
