"""A client for Home Assistant's own API: onboarding, REST and websocket.

It speaks as the frontend does, so whatever works here works for a user who
clicks, and it knows nothing about the integration under demonstration.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from itertools import count
import json
from typing import Any

import aiohttp

from .configuration import MARK

type Json = dict[str, Any]

# Longer than any action or form of the integration may take by its own limits.
REPLY_TIMEOUT = 180
GONE = "Home Assistant has gone away"


class ApiError(Exception):
    """Home Assistant refused a request."""

    def __init__(self, code: str, message: str) -> None:
        """Keep the machine-readable code next to the words for people."""
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, kw_only=True)
class User:
    """A user of Home Assistant."""

    name: str
    """Name to log in with."""

    password: str
    """Password to log in with."""


class HomeAssistantApi:
    """One user's connection to one Home Assistant."""

    def __init__(self, url: str, http: aiohttp.ClientSession) -> None:
        """Talk to the Home Assistant at the address, such as ``http://host:port``."""
        self._url = url
        self._http = http
        self._access_token = ""
        self._refresh_token = ""
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._reader: asyncio.Task[None] | None = None
        self._ids = count(1)
        self._replies: dict[int, asyncio.Future[Json]] = {}
        self._events: dict[int, asyncio.Queue[Any]] = {}

    @property
    def _client_id(self) -> str:
        """Name this client the way the frontend does: by its address."""
        return f"{self._url}/"

    async def is_up(self, mark: str) -> bool:
        """Tell whether the Home Assistant that has this mark answers.

        Another one may have taken the port while this one was starting.
        """
        try:
            async with self._http.get(f"{self._url}/local/{MARK}") as response:
                return response.status == HTTPStatus.OK and mark in (
                    await response.text()
                )
        except aiohttp.ClientError, TimeoutError:
            return False

    async def create_first_user(self, user: User) -> None:
        """Take the onboarding step that creates the owner, and log in as them."""
        reply = await self.request(
            "POST",
            "/api/onboarding/users",
            {
                "client_id": self._client_id,
                "name": user.name.title(),
                "username": user.name,
                "password": user.password,
                "language": "en",
            },
        )
        await self._get_tokens(grant_type="authorization_code", code=reply["auth_code"])

    async def _get_tokens(self, **grant: str) -> None:
        """Trade an authorisation code or a refresh token for an access token."""
        async with self._http.post(
            f"{self._url}/auth/token", data={"client_id": self._client_id, **grant}
        ) as response:
            reply = await response.json()
            if response.status != HTTPStatus.OK:
                raise ApiError(str(response.status), reply["error_description"])
        self._access_token = reply["access_token"]
        self._refresh_token = reply.get("refresh_token", self._refresh_token)

    async def connect(self) -> None:
        """Open the websocket, with an access token that is good for 30 minutes."""
        await self._get_tokens(
            grant_type="refresh_token", refresh_token=self._refresh_token
        )
        # Replies of a gateway may be larger than aiohttp's usual 4 MiB.
        socket = await self._http.ws_connect(
            f"{self._url}/api/websocket", max_msg_size=0
        )
        await socket.receive_json()
        await socket.send_json({"type": "auth", "access_token": self._access_token})
        reply = await socket.receive_json()
        if reply["type"] != "auth_ok":
            await socket.close()
            raise ApiError(reply["type"], reply.get("message", "not let in"))
        self._socket = socket
        self._ids = count(1)
        self._reader = asyncio.create_task(self._read(socket))

    async def close(self) -> None:
        """Close the websocket."""
        if self._socket is not None:
            await self._socket.close()
        if self._reader is not None:
            await self._reader
        self._socket = self._reader = None

    async def _read(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        """Hand out what arrives until the websocket closes."""
        async for message in socket:
            reply: Json = message.json()
            if reply["type"] == "event":
                if events := self._events.get(reply["id"]):
                    events.put_nowait(reply["event"])
                continue
            future = self._replies.pop(reply["id"], None)
            if future is not None and not future.done():
                future.set_result(reply)
        for future in self._replies.values():
            future.set_exception(ConnectionError(GONE))
        self._replies.clear()

    async def command(self, command: str, **fields: Any) -> Any:
        """Send a websocket command and return its result.

        Raises ApiError when Home Assistant refuses, ConnectionError when it is
        gone and TimeoutError when it does not answer.
        """
        return await self._send(next(self._ids), command, fields)

    async def _send(self, message_id: int, command: str, fields: Json) -> Any:
        """Send a websocket command under an id of the caller's choice."""
        if self._socket is None or self._socket.closed:
            raise ConnectionError(GONE)
        future: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._replies[message_id] = future
        try:
            await self._socket.send_json({"id": message_id, "type": command, **fields})
            reply = await asyncio.wait_for(future, REPLY_TIMEOUT)
        finally:
            self._replies.pop(message_id, None)
        if not reply["success"]:
            raise ApiError(reply["error"]["code"], reply["error"]["message"])
        return reply["result"]

    async def call_action(
        self, domain: str, action: str, data: Json, *, return_response: bool = True
    ) -> Any:
        """Call an action and return its response."""
        result = await self.command(
            "call_service",
            domain=domain,
            service=action,
            service_data=data,
            return_response=return_response,
        )
        return result.get("response")

    @asynccontextmanager
    async def subscribed(
        self, command: str, **fields: Any
    ) -> AsyncIterator[asyncio.Queue[Any]]:
        """Subscribe and offer the events as a queue.

        ``subscribe_events`` with an ``event_type`` is the usual command.
        """
        message_id = next(self._ids)
        self._events[message_id] = asyncio.Queue()
        try:
            await self._send(message_id, command, fields)
            yield self._events[message_id]
            await self.command("unsubscribe_events", subscription=message_id)
        finally:
            del self._events[message_id]

    async def request(self, method: str, path: str, body: Json | None = None) -> Any:
        """Make a REST request and return the decoded reply."""
        headers = {}
        if self._access_token:
            headers["Authorization"] = f"Bearer {self._access_token}"
        async with self._http.request(
            method,
            self._url + path,
            json=body,
            headers=headers,
            timeout=aiohttp.ClientTimeout(total=REPLY_TIMEOUT),
        ) as response:
            if response.status != HTTPStatus.OK:
                text = await response.text()
                with suppress(ValueError, TypeError, KeyError):
                    text = json.loads(text)["message"]
                raise ApiError(str(response.status), text)
            return await response.json()

    async def start_flow(self, handler: str, *, entry_id: str | None = None) -> Json:
        """Open the form that adds an integration, or reconfigures an entry."""
        body: Json = {"handler": handler, "show_advanced_options": False}
        if entry_id is not None:
            body["entry_id"] = entry_id
        flow: Json = await self.request("POST", "/api/config/config_entries/flow", body)
        return flow

    async def show_flow(self, flow_id: str) -> Json:
        """Return the form that a flow is waiting at."""
        flow: Json = await self.request(
            "GET", f"/api/config/config_entries/flow/{flow_id}"
        )
        return flow

    async def submit_flow(self, flow_id: str, answers: Json) -> Json:
        """Fill in the form of a flow and return what comes next."""
        flow: Json = await self.request(
            "POST", f"/api/config/config_entries/flow/{flow_id}", answers
        )
        return flow

    async def set_options(self, entry_id: str, answers: Json) -> None:
        """Fill in the form of an entry's options. Raises ApiError."""
        path = "/api/config/config_entries/options/flow"
        flow = await self.request("POST", path, {"handler": entry_id})
        await self.request("POST", f"{path}/{flow['flow_id']}", answers)

    async def flows(self, handler: str) -> list[Json]:
        """Return the flows of an integration that wait for the user."""
        progress = await self.command("config_entries/flow/progress")
        return [flow for flow in progress if flow["handler"] == handler]

    async def entries(self, domain: str) -> list[Json]:
        """Return the config entries of an integration."""
        entries: list[Json] = await self.command("config_entries/get", domain=domain)
        return entries

    async def remove_entry(self, entry_id: str) -> None:
        """Remove a config entry."""
        await self.request("DELETE", f"/api/config/config_entries/entry/{entry_id}")
