"""Adding the gateway to Home Assistant, through the forms a user fills in."""

import asyncio
import time

from ..home import DOMAIN, HomeAssistantApi, Json
from .gateway import Gateway

# The entry is set up right after the form; a real gateway may take a while.
LOAD_TIMEOUT = 60
POLL_INTERVAL = 0.1


class AddError(Exception):
    """The gateway could not be added; the text says why."""


async def add_gateway(api: HomeAssistantApi, gateway: Gateway) -> str:
    """Fill in the forms and return the id of the config entry."""
    login = gateway.login
    flow = await api.start_flow(DOMAIN)
    # A recording could be added as well.
    flow = await api.submit_flow(flow["flow_id"], {"next_step_id": "enter"})
    if login.token:
        # The switch shows the form again, with a field for the token.
        form = {"host": gateway.host, "use_manual_token": True}
        flow = await api.submit_flow(flow["flow_id"], form)
        form["token"] = login.token
    else:
        form = {
            "host": gateway.host,
            "username": login.username,
            "password": login.password,
            "use_manual_token": False,
        }
    flow = await api.submit_flow(flow["flow_id"], form)
    if flow["type"] == "menu":
        # What the token says of itself.
        flow = await api.submit_flow(flow["flow_id"], {"next_step_id": "use_token"})
    if flow["type"] != "create_entry":
        raise AddError(await _reason(api, flow))
    entry_id: str = flow["result"]["entry_id"]
    await wait_until_loaded(api, entry_id)
    return entry_id


async def _reason(api: HomeAssistantApi, flow: Json) -> str:
    """Return the words a user would see in the form."""
    texts = await api.command(
        "frontend/get_translations",
        language="en",
        category="config",
        integration=[DOMAIN],
    )
    errors = flow.get("errors") or {}
    keys = [f"error.{key}" for key in errors.values()]
    if flow["type"] == "abort":
        keys.append(f"abort.{flow['reason']}")
    placeholders = flow.get("description_placeholders") or {}
    words = []
    for key in keys:
        text = texts["resources"].get(f"component.{DOMAIN}.config.{key}", key)
        for name, value in placeholders.items():
            text = text.replace(f"{{{name}}}", str(value))
        words.append(text)
    return "\n".join(words)


async def wait_until_loaded(api: HomeAssistantApi, entry_id: str) -> None:
    """Wait until the entry answers calls. Raises AddError if it does not."""
    deadline = time.monotonic() + LOAD_TIMEOUT
    while time.monotonic() < deadline:
        reply = await api.command("config_entries/get_single", entry_id=entry_id)
        entry = reply["config_entry"]
        if entry["state"] == "loaded":
            return
        if entry["state"].startswith("setup_") and entry["reason"]:
            raise AddError(entry["reason"])
        await asyncio.sleep(POLL_INTERVAL)
    raise AddError(f"The gateway was added but not set up in {LOAD_TIMEOUT} seconds.")
