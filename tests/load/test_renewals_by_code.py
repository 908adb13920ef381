"""400 days with a second factor: no token is lost to a renewal asked for in time."""

from datetime import datetime, timedelta
from itertools import pairwise
import random
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.enphase_envoy_raw_data.flows import async_create_fix_flow
from gateway_simulator import Account, CloudSimulator, GatewaySimulator, faults
from tests.gateway.support import other_code
from tests.integration.helpers import (
    DOMAIN,
    EMAIL,
    PASSWORD,
    later,
    load,
    read,
    reauths,
)
from tests.integration.repair import issues

PAGES = ("/ivp/meters", "/ivp/meters/readings", "/inventory", "/production")


class Owner:
    """Somebody who answers the repair on some day, not always without a slip."""

    def __init__(
        self, hass: HomeAssistant, cloud: CloudSimulator, chance: random.Random
    ) -> None:
        """Start without anything to do."""
        self._hass = hass
        self._cloud = cloud
        self._chance = chance
        self.answers_on: datetime | None = None
        self.answered = 0

    async def look(self, freezer: FrozenDateTimeFactory, *, forget: bool) -> None:
        """Look at the repairs; answer after some days, at last five before the end."""
        issue = issues(self._hass).get("code_wanted")
        if issue is None:
            self.answers_on = None
            return
        now = dt_util.utcnow()
        if self.answers_on is None:
            self.answers_on = now + timedelta(days=self._chance.uniform(0, 24))
        if now < self.answers_on:
            return
        data: Any = issue.data
        flow: Any = await async_create_fix_flow(self._hass, issue.issue_id, data)
        flow.hass = self._hass
        result = await flow.async_step_login(
            {"username": EMAIL, "password": PASSWORD, "use_manual_token": False}
        )
        given = {"new_code": False, "forget_password": forget}
        if result["step_id"] != "code":
            # The cloud is down: another day.
            return
        wrong = other_code(self._cloud.second_factor.newest)
        if self._chance.random() < 0.5:
            await flow.async_step_code({"code": wrong, **given})
        # Impatient, too.
        for _ in range(3):
            await flow.async_step_code({**given, "new_code": True})
        freezer.tick(61)
        await flow.async_step_code({**given, "new_code": True})
        code = self._cloud.second_factor.newest
        result = await flow.async_step_code({"code": code, **given})
        if result["type"] is FlowResultType.CREATE_ENTRY:
            self.answered += 1
            # As Home Assistant does it then.
            ir.async_delete_issue(self._hass, DOMAIN, issue.issue_id)


async def pass_time(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    entry: MockConfigEntry,
    chance: random.Random,
) -> None:
    """Let half a day pass, and call once."""
    await later(hass, freezer, hours=12)
    assert await read(hass, entry, chance.choice(PAGES)) is not None
    await hass.async_block_till_done(wait_background_tasks=True)


@pytest.mark.parametrize("how", ["kept", "forgotten", "switched on later"])
async def test_400_days_with_a_second_factor(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    freezer: FrozenDateTimeFactory,
    chance: random.Random,
    *,
    how: str,
) -> None:
    """No call fails, no token ends, and no more than one code a minute is sent.

    The cloud is down on many days, Home Assistant is restarted every month, and the
    watch over secrets looks for codes and passwords everywhere at the end.
    """
    cloud.add(Account(EMAIL, PASSWORD, multi_factor=how != "switched on later"))
    forget = how == "forgotten"
    login: dict[str, Any] = {"password": ""} if forget else {}
    if how != "switched on later":
        login["second_factor"] = True
    entry = await load(hass, gateway, **login)
    cloud.add(Account(EMAIL, PASSWORD, multi_factor=True))
    cloud.second_factor.most_codes = 1000
    owner = Owner(hass, cloud, chance)
    tokens = {entry.data["token"]}
    for half_day in range(800):
        is_down = chance.random() < 0.3
        rule = cloud.faults.add(None, faults.Fixed(503)) if is_down else None
        await pass_time(hass, freezer, entry, chance)
        await owner.look(freezer, forget=forget)
        assert not entry.runtime_data.client.token.is_over()
        assert entry.data["password"] == ("" if forget else PASSWORD)
        if rule:
            cloud.faults.remove(rule)
        if half_day % 60 == 59:
            await hass.config_entries.async_reload(entry.entry_id)
            await hass.async_block_till_done()
        gateway.journal.clear()
        tokens.add(entry.data["token"])

    assert owner.answered == 1
    assert len(tokens) == 2
    assert not issues(hass)
    assert not reauths(hass)
    sent = [code.at for code in cloud.second_factor.codes]
    assert len(sent) > 1
    assert min(later - earlier for earlier, later in pairwise(sent)) >= 60
    codes = [
        one.body
        for one in cloud.journal.requests
        if one.path.endswith("validate_login_otp")
    ]
    assert len(codes) == len(set(codes))
    assert entry.data["second_factor"] is True
    assert not forget or PASSWORD not in str(dict(entry.data))
