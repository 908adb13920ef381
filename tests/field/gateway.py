"""A made gateway on a socket of this machine."""

from datetime import datetime
import time
from typing import Final, override

from gateway_simulator import GatewaySimulator, Received
from gateway_simulator.replica import Firmware
from gateway_simulator.wire import Framing, Reply

from .made import Made, headers_of, pages_of, replica_of, software_of

_FRAMINGS: Final = {
    "Content-Length": Framing.LENGTH,
    "Transfer-Encoding": Framing.CHUNKED,
}


class MadeGateway(GatewaySimulator):
    """Serves each page of one recording as it was made, until it is written.

    Logins, refusals and what a write does are the simulator's.
    """

    def __init__(self, name: str, seed: int = 1) -> None:
        """Be the gateway of a recording, with the values of a seed."""
        self.pages = pages_of(name, seed, int(time.time()))
        """What it serves, by endpoint."""
        super().__init__(replica_of(name, self.pages))
        self._dressed = Firmware.parse(software_of(name))

    @override
    def _page(self, request: Received, now: datetime) -> Reply:
        """Answer, also to the queries that were recorded."""
        made = self.pages.get(request.target)
        if made is None or request.method != "GET" or self._is_written(request, made):
            return super()._page(request, now)
        kept = headers_of(request.target, made, self._dressed)
        marks = [_FRAMINGS[name] for name, _ in kept if name in _FRAMINGS]
        dressed = self._dressed.dress(request.path, made.body)
        own = [pair for pair in dressed.headers if pair[0] in ("Date", "Connection")]
        return Reply(
            status=made.status,
            headers=[*own, *(pair for pair in kept if pair[0] not in _FRAMINGS)],
            body=made.body,
            framing=marks[0] if marks else Framing.CLOSE,
        )

    def _is_written(self, request: Received, made: Made) -> bool:
        """Return whether a page shows something else than at first."""
        self.device._settle()  # noqa: SLF001 - as before any reply
        shown = self.device.documents.get(request.target, made.value)
        return bool(shown != made.value)
