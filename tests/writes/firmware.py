"""What the tests about another firmware share."""

from http import HTTPStatus
import re
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from gateway_simulator import GatewaySimulator
from tests.integration.helpers import DOMAIN, TEXTS, load

from .support import CHANGE, write

OLD = "8.3.5169"
NEW = "8.3.5528"
CHANGED = {"from": OLD, "to": NEW}


@pytest.fixture
async def entry(hass: HomeAssistant, gateway: GatewaySimulator) -> MockConfigEntry:
    """Return an entry that has written once with the old firmware."""
    assert await async_setup_component(hass, "repairs", {})
    entry = await load(hass, gateway)
    assert gateway.firmware == OLD
    await write(hass, entry, data=CHANGE)
    return entry


async def update(gateway: GatewaySimulator, firmware: str = NEW) -> None:
    """Update the gateway, which restarts it."""
    gateway.set_firmware(firmware)
    await gateway.restart()
    gateway.journal.clear()


def issues(hass: HomeAssistant) -> list[ir.IssueEntry]:
    """Return our repair issues."""
    found = ir.async_get(hass).issues.values()
    return [issue for issue in found if issue.domain == DOMAIN and issue.active]


def whole_words(issue: ir.IssueEntry) -> None:
    """Look whether every word of the issue is there and every gap is filled."""
    texts = TEXTS["issues"][issue.translation_key]
    given = set(issue.translation_placeholders or {})
    (step,) = texts["fix_flow"]["step"].values()
    for text in (texts["title"], step["title"], step["description"]):
        assert set(re.findall(r"{(\w+)}", text)) <= given


async def open_repair(client: Any, issue: ir.IssueEntry) -> Any:
    """Return the form of a repair."""
    reply = await client.post(
        "/api/repairs/issues/fix",
        json={"handler": DOMAIN, "issue_id": issue.issue_id},
    )
    assert reply.status == HTTPStatus.OK, await reply.text()
    return await reply.json()


async def confirm(client: Any, issue: ir.IssueEntry) -> Any:
    """Do as the owner who opens the repair and submits it; return the form."""
    form = await open_repair(client, issue)
    assert form["type"] == "form", "confirmed before the owner has submitted"
    assert form["step_id"] in TEXTS["issues"][issue.translation_key]["fix_flow"]["step"]
    reply = await client.post(f"/api/repairs/issues/fix/{form['flow_id']}", json={})
    assert reply.status == HTTPStatus.OK, await reply.text()
    assert (await reply.json())["type"] == "create_entry"
    return form
