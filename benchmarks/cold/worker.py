"""One Home Assistant with one build of the integration and a clock that is moved.

Run by `measuring.py`, with the gateway of each way as JSON. Each line in is a command,
each line out its JSON answer.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict
import json
import sys
import time
from typing import Any

import aiohttp
from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant

from ..common import DOMAIN, add_gateway, running_home, take_turns
from ..gateway import PAGES, USUAL, Address
from .calls import AIOHTTP, OURS, READ, REST_COMMAND, WRITE
from .clock import Clock

_READ_FROM = PAGES[USUAL].endpoint()
_WRITE_TO = "/ivp/ss/gen_schedule"
_BODY = {"enable": True}

# Seconds in which what was under way has ended, so that nothing else is measured.
_SETTLED = 0.005


class Worker:
    """Makes calls in all the ways that this process has, one at a time."""

    def __init__(
        self,
        hass: HomeAssistant,
        clock: Clock,
        session: aiohttp.ClientSession,
        addresses: Mapping[str, Address],
    ) -> None:
        """Work with these."""
        self._hass = hass
        self._clock = clock
        self._session = session
        self._addresses = addresses
        self._entry: ConfigEntry[Any] | None = None

    async def begin(self) -> None:
        """Add the gateway of our way, if there is one."""
        if address := self._addresses.get(OURS):
            self._entry = await add_gateway(self._hass, address)

    async def do(self, command: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON
        """Do what a command says and return its answer."""
        match command:
            case {"advance": seconds}:
                await self._clock.advance(seconds)
                await asyncio.sleep(_SETTLED)
                return None
            case {"way": way, "kind": kind}:
                call = self._calls(kind)[way]
                begun = time.perf_counter()
                await call()
                return time.perf_counter() - begun
            case {"turns": rounds}:
                calls = self._calls(READ)
                times = await take_turns(
                    {way: calls[way] for way in self._addresses}, rounds
                )
                return {way: asdict(found) for way, found in times.items()}
            case {"add": abouts}:
                return [
                    (await add_gateway(self._hass, Address(**about))).entry_id
                    for about in abouts
                ]
            case {"set_up": entry_ids}:
                return await self._set_up(entry_ids)
        raise ValueError(command)

    def _calls(self, kind: str) -> dict[str, Callable[[], Awaitable[Any]]]:
        """Return the ways to make a call."""
        return {
            OURS: lambda: self._ours(kind),
            REST_COMMAND: lambda: self._service("rest_command", kind, {}),
            AIOHTTP: lambda: self._bare(kind),
        }

    async def _ours(self, kind: str) -> None:
        """Call by the integration's action."""
        if self._entry is None:
            raise RuntimeError
        fields: dict[str, Any] = {"config_entry_id": self._entry.entry_id}
        if kind == READ:
            await self._service(DOMAIN, "read_data", fields | {"endpoint": _READ_FROM})
            return
        fields |= {"endpoint": _WRITE_TO, "method": "POST", "data": _BODY}
        await self._service(DOMAIN, "send_data", fields | {"risk_acknowledged": True})

    async def _service(self, domain: str, name: str, data: dict[str, Any]) -> None:
        """Call an action that answers."""
        await self._hass.services.async_call(
            domain, name, data, blocking=True, return_response=True
        )

    async def _bare(self, kind: str) -> None:
        """Call by nothing but the library that both actions use."""
        address = self._addresses[AIOHTTP]
        request = (
            self._session.get(address.url + _READ_FROM, headers=address.headers)
            if kind == READ
            else self._session.post(
                address.url + _WRITE_TO, headers=address.headers, json=_BODY
            )
        )
        async with request as response:
            response.raise_for_status()
            await response.json(content_type=None)

    async def _set_up(self, entry_ids: Sequence[str]) -> float:
        """Set up entries as Home Assistant's start does: all at once.

        Return the seconds until all but the last are loaded; that one hangs.
        """
        entries = self._hass.config_entries
        for entry_id in entry_ids:
            if entries.async_get_known_entry(entry_id).state is ConfigEntryState.LOADED:
                await entries.async_unload(entry_id)
        begun = time.perf_counter()
        tasks = [
            asyncio.create_task(entries.async_setup(entry_id)) for entry_id in entry_ids
        ]
        await asyncio.gather(*(tasks[:-1] or tasks))
        return time.perf_counter() - begun


def _commands(addresses: Mapping[str, Address]) -> dict[str, dict[str, Any]]:
    """Return the `rest_command`s."""
    if (address := addresses.get(REST_COMMAND)) is None:
        return {}
    post = {"method": "post", "payload": json.dumps(_BODY)}
    return {
        READ: address.rest_command(_READ_FROM),
        WRITE: address.rest_command(_WRITE_TO) | post,
    }


async def serve(addresses: Mapping[str, Address]) -> None:
    """Make calls until the input ends, which is when the starter is gone."""
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )
    async with (
        running_home(_commands(addresses)) as hass,
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=False)) as session,
    ):
        worker = Worker(hass, Clock(), session, addresses)
        await worker.begin()
        answer: Any = None
        while True:
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()
            line = await reader.readline()
            if not line:
                return
            answer = await worker.do(json.loads(line))


if __name__ == "__main__":
    given: dict[str, Any] = json.loads(sys.argv[1])
    asyncio.run(serve({way: Address(**about) for way, about in given.items()}))
