"""Several gateways at the same time, each as if it were alone."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util.json import JsonObjectType

from ...entry import RawDataConfigEntry
from ...words import words_of_error
from ..common import Gateways, async_loaded_entry, title_of

_NAME: Final = "{gateway}, one of several"


async def side_by_side[T](
    hass: HomeAssistant,
    gateways: Gateways,
    work: Callable[[RawDataConfigEntry], Awaitable[T]],
    *,
    go_on: bool,
) -> dict[str, T | HomeAssistantError]:
    """Return what came of some work at each gateway, by entry ID in their order.

    Unless it shall go on, the first that fails ends the work at the others and its
    error is raised. They end with their caller, too.
    """

    async def one(entry_id: str) -> T | HomeAssistantError:
        """Return what came of the work at a gateway."""
        try:
            return await work(await async_loaded_entry(hass, entry_id))
        except HomeAssistantError as err:
            if go_on:
                return err
            raise

    tasks = {
        entry_id: hass.async_create_task(
            one(entry_id), _NAME.format(gateway=title_of(hass, entry_id))
        )
        for entry_id in gateways.entry_ids
    }
    try:
        done, _ = await asyncio.wait(
            tasks.values(), return_when=asyncio.FIRST_EXCEPTION
        )
        # In the order of the call, if several have failed at once.
        for task in tasks.values():
            if task in done:
                task.result()
    finally:
        for task in tasks.values():
            task.cancel()
        await asyncio.gather(*tasks.values(), return_exceptions=True)
    return {entry_id: task.result() for entry_id, task in tasks.items()}


def titles_of(hass: HomeAssistant, gateways: Gateways) -> JsonObjectType:
    """Return the titles of gateways by entry ID."""
    return {entry_id: title_of(hass, entry_id) for entry_id in gateways.entry_ids}


def parts_of[T](results: Mapping[str, T | HomeAssistantError]) -> dict[str, T]:
    """Return what came of the work where it succeeded."""
    return {
        entry_id: result
        for entry_id, result in results.items()
        if not isinstance(result, HomeAssistantError)
    }


def failures[T](
    hass: HomeAssistant,
    results: Mapping[str, T | HomeAssistantError],
    endpoints: list[str],
) -> dict[str, JsonObjectType]:
    """Return the gateways at which nothing was asked, and why, as the caller gets it.

    It is told for each endpoint, so that `errors` has the same shape whatever failed.
    """
    return {
        entry_id: {endpoint: described_error(hass, result) for endpoint in endpoints}
        for entry_id, result in results.items()
        if isinstance(result, HomeAssistantError)
    }


def described_error(hass: HomeAssistant, err: HomeAssistantError) -> JsonObjectType:
    """Return an error as the caller gets it under `errors`."""
    return {
        "status": getattr(err.__cause__, "status", None),
        "key": err.translation_key,
        "reason": words_of_error(hass, err),
    }
