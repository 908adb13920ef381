"""Exchanges with a recording: the same replies each time, and nothing is sent."""

from collections.abc import Mapping

import aiohttp
from multidict import CIMultiDict
from yarl import URL

from ..catalogue import catalogue
from ..errors import NotRecorded, Rehearsing
from ..wire import LARGEST_REPLY, Admits, Connection, Counters, Response
from .missing import missing
from .recorded_gateway import RecordedGateway, RecordedPage


class RecordedTransport:
    """Answers from a recording as `Transport` does from the network.

    It has no session, and opens no connection.
    """

    began_with: int | None = None
    """Never anything: a reply is there at once, or there is none."""

    certificate = ""
    """There is none, as with plain HTTP."""

    def __init__(self, gateway: RecordedGateway) -> None:
        """Answer as this gateway did."""
        self._gateway = gateway
        self._connection = Connection(certificate="")
        self._responses: dict[str, Response] = {}
        self.counters = Counters()

    @property
    def latest_connection(self) -> Connection:
        """Return what stands for the connection, which never ends."""
        return self._connection

    @property
    def kept_for_writes(self) -> Connection:
        """Return the same: the gateway can't change between two requests."""
        return self._connection

    def has_left(self) -> bool:
        """Return that nothing has left, as nothing ever does."""
        return False

    async def exchange(
        self,
        method: str,
        url: URL,
        *,
        headers: Mapping[str, str],
        limit: float | None,
        content: bytes | None = None,
        digest: aiohttp.DigestAuthMiddleware | None = None,
        largest: int = LARGEST_REPLY,
        stream_for: float | None = None,
        admits: Admits = lambda _: True,
    ) -> Response:
        """Return the recorded response, whatever its status.

        Headers, limits, streams and `admits` are about a network, and change nothing.
        Raises Rehearsing for anything but a GET, NotRecorded if the recording has
        no reply of a page that the gateway may well have.
        """
        del headers, limit, content, digest, largest, stream_for, admits
        self.counters.requests += 1
        try:
            return self._response(method, url.raw_path_qs)
        except NotRecorded, Rehearsing:
            self.counters.failures += 1
            raise

    def _response(self, method: str, endpoint: str) -> Response:
        """Return a response, made once. Raises NotRecorded, Rehearsing."""
        if method != "GET":
            raise Rehearsing
        if found := self._responses.get(endpoint):
            return found
        page = self._gateway.page(endpoint)
        if page is None:
            known = catalogue().of(endpoint)
            if known and known.returns == "stream":
                raise NotRecorded("stream")
            # Not kept: there is no end of names for what isn't there.
            return missing(self._gateway.identity, endpoint, self._gateway.recorded_at)
        response = self._responses[page.endpoint] = _response_of(page)
        return response


def _response_of(page: RecordedPage) -> Response:
    """Return the response of a page. Raises NotRecorded."""
    if page.status is None:
        raise NotRecorded("no_reply", page.reason)
    if page.left_out:
        raise NotRecorded("left_out", page.left_out)
    return Response(
        status=page.status,
        body=page.body,
        duration=page.seconds,
        headers=CIMultiDict(page.headers),
        recorded_at=page.at,
    )
