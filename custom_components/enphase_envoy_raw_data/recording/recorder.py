"""Asks a gateway for each page once, and makes a recording of the replies."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
import time
from typing import Any, Final

from ..gateway import GatewayClient, GatewayError, Response, kind_of, probable
from ..gateway.catalogue import KnownEndpoint
from ..gateway.errors import (
    Busy,
    CannotConnect,
    CertificateChanged,
    Closed,
    ConnectionProblem,
    LoginError,
    NoIdentity,
    QueueBusy,
    TimedOut,
    WrongGateway,
)
from .anonymising import Anonymiser, Page
from .archive import Asked, Draft, Recording, write_recording

LONGEST_RECORDING: Final = 600
"""Seconds for all pages; 94 at well under a second each, a few slow."""

# Seconds for one reply; the slowest healthy page takes 11.
_PAGE_LIMIT: Final = 15.0

# Seconds in which a gateway that restarts is back, and after which it is asked again.
_PATIENCE: Final = 180.0
_PAUSE: Final = 2.0

# Seconds for which the login is known to be good after it was checked.
_PROVED_FOR: Final = 60.0

# Refusals in a row, of pages that were expected to be open, after which it is checked
# sooner: a gateway that is as strict as 7.3.130 has other pages between.
_REFUSALS_IN_A_ROW: Final = 8

# Roles that an owner doesn't have: a refusal of these pages was to be expected.
_ABOVE_OWNERS: Final = ("prov", "support", "installer")
_OWNERS: Final = ("owner", "monitor")

# After these the next page would fare no better.
_THE_END: Final = (CertificateChanged, LoginError)
_NO_RECORDING: Final = (Closed, WrongGateway)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a recording is."""

    done: int
    total: int

    endpoint: str
    """What is asked next; empty when all were asked."""


def recordable(endpoints: Iterable[KnownEndpoint]) -> list[KnownEndpoint]:
    """Return the endpoints that are recorded, slow ones last.

    Streams say each second what the meters' readings say, and end never.
    """
    return sorted(
        (each for each in endpoints if probable(each) and each.returns != "stream"),
        key=lambda each: each.slow,
    )


async def record(
    client: GatewayClient,
    endpoints: Iterable[KnownEndpoint],
    path: Path,
    *,
    secrets: Iterable[str] = (),
    facts: Mapping[str, Any],
    scales_energy: bool = False,
    on_progress: Callable[[Progress], None] = lambda _: None,
    limit: float = LONGEST_RECORDING,
    patience: float = _PATIENCE,
) -> Recording:
    """Ask for each endpoint once, one at a time, and write the file at `path`.

    A gateway that can't be reached is waited for, `patience` seconds in all. After
    `limit` seconds, or if no login is good any more, the rest is not asked, and the
    recording has what there is. `secrets` are what else must not be told; `facts` go
    into the index. Raises GatewayError if the gateway answered nothing, or if another
    one answers; and OSError.
    """
    identity = client.identity
    anonymiser = Anonymiser(
        serial=identity.serial if identity else "",
        secrets=secrets,
        scales_energy=scales_energy,
    )
    draft = Draft(path.parent)
    try:
        await _to_the_end(draft.__enter__)
        asking = _Asking(client, anonymiser, draft, limit, patience)
        await asking.ask_all(recordable(endpoints), on_progress)
        return await _to_the_end(write_recording, draft, path, anonymiser, facts)
    finally:
        # Not a part of this task: what is cancelled with it may never begin.
        loop = asyncio.get_running_loop()
        await asyncio.shield(loop.run_in_executor(None, draft.__exit__))


async def _to_the_end[**P, T](
    work: Callable[P, T], *args: P.args, **kwargs: P.kwargs
) -> T:
    """Return what work in a thread does; if cancelled, end after it and not before.

    Else a file would be made after it was closed and deleted.
    """
    thread = asyncio.create_task(asyncio.to_thread(work, *args, **kwargs))
    try:
        # Not a shield: it logs an error that comes after who waits was cancelled.
        await asyncio.wait([thread])
    finally:
        await asyncio.gather(thread, return_exceptions=True)
    return await thread


class _Asking:
    """Asks for the pages of one recording."""

    def __init__(
        self,
        client: GatewayClient,
        anonymiser: Anonymiser,
        draft: Draft,
        limit: float,
        patience: float,
    ) -> None:
        """Ask within these times, in seconds."""
        self._client = client
        self._anonymiser = anonymiser
        self._draft = draft
        self._deadline = time.monotonic() + limit
        self._patience = patience
        self._proved_until = 0.0
        self._refusals = 0

    async def ask_all(
        self,
        endpoints: list[KnownEndpoint],
        on_progress: Callable[[Progress], None],
    ) -> None:
        """Ask for all of them. Raises GatewayError if nothing was answered."""
        total = len(endpoints)
        trouble: GatewayError | None = None
        for done, known in enumerate(endpoints):
            endpoint = known.endpoint or known.path
            on_progress(Progress(done, total, endpoint))
            asked = Asked(endpoint=endpoint, reason="not_asked")
            if trouble is None and time.monotonic() < self._deadline:
                try:
                    asked = await self._ask(known, endpoint)
                except _NO_RECORDING:
                    raise
                except GatewayError as err:
                    trouble = err
            self._draft.asked.append(asked)
        if trouble and not any(one.page for one in self._draft.asked):
            raise trouble
        on_progress(Progress(total, total, ""))

    async def _ask(self, known: KnownEndpoint, endpoint: str) -> Asked:
        """Return what came of one page. Raises GatewayError if all is over."""
        while True:
            at = time.time()
            try:
                response = await self._look_at(known, endpoint)
            except (*_THE_END, *_NO_RECORDING) as err:
                raise err.again() from None
            except GatewayError as err:
                if isinstance(err, ConnectionProblem):
                    # It may have lost its sessions, too.
                    self._proved_until = 0.0
                if _has_not_left(err):
                    await self._wait(err)
                    continue
                reason = "busy" if isinstance(err, QueueBusy) else type(err).__name__
                return Asked(endpoint=endpoint, at=at, reason=reason)
            return await asyncio.to_thread(self._keep, endpoint, response, at)

    async def _look_at(self, known: KnownEndpoint, endpoint: str) -> Response:
        """Return the response to one request.

        A refusal has the token checked only where it comes unexpected, and once in
        a while: some gateways refuse many pages to every login. A user and password
        don't end.
        """
        left = max(self._deadline - time.monotonic(), 0.1)
        client = self._client
        expected = known.role in _ABOVE_OWNERS and client.account in _OWNERS
        proved = (
            time.monotonic() < self._proved_until
            and self._refusals < _REFUSALS_IN_A_ROW
        )
        takes_refusal = client.token is None or expected or proved
        response = await client.look_at(
            endpoint,
            limit=min(left, _PAGE_LIMIT),
            patience=left,
            takes_refusal=takes_refusal,
        )
        if not response.refuses_login:
            self._refusals = 0
        elif takes_refusal:
            self._refusals += not expected
        else:
            self._refusals = 0
            self._proved_until = time.monotonic() + _PROVED_FOR
        return response

    async def _wait(self, err: GatewayError) -> None:
        """Wait for a gateway that can't be reached.

        Raises the error at the end, and Closed.
        """
        self._patience -= _PAUSE
        if self._patience <= 0 or time.monotonic() + _PAUSE > self._deadline:
            raise err.again() from None
        await self._client.rest(_PAUSE)

    def _keep(self, endpoint: str, response: Response, at: float) -> Asked:
        """Keep a reply on the disk, and learn from it what to replace."""
        body = response.body
        page = Page(
            kind=kind_of(body, response.content_type),
            headers=tuple(response.headers.items()),
            body=body,
        )
        self._anonymiser.learn(page)
        return Asked(
            endpoint=endpoint,
            status=response.status,
            milliseconds=round(response.duration * 1000),
            at=at,
            page=Page(kind=page.kind, headers=page.headers),
            start=self._draft.add(body),
            size=len(body),
        )


def _has_not_left(err: GatewayError) -> bool:
    """Return whether the page itself was not asked for yet."""
    return isinstance(err, CannotConnect | NoIdentity) or (
        isinstance(err, Busy | TimedOut) and err.endpoint is not None
    )
