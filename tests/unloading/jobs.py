"""What is interrupted: each action, and each job that runs by itself."""

from abc import ABC, abstractmethod
import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar, Final, override

from homeassistant.config_entries import (
    SOURCE_REAUTH,
    SOURCE_RECONFIGURE,
    ConfigEntry,
)
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util

from gateway_simulator import GatewaySimulator, Received, faults
from gateway_simulator.wire import Answer, Reply
from tests.gateway.support import CloseAfter
from tests.integration.helpers import CHECK, DOMAIN, INVERTERS, PASSWORD, TARIFF
from tests.waiting import until
from tests.writes.support import CHANGE, SETTINGS

from .bench import Bench, timers
from .points import Point

# Seconds after which a write shows, and between two parts of a slow reply.
_LATER: Final = 60
_PAUSE: Final = 0.02


@dataclass(frozen=True)
class ShowsAtSecondLook(faults.Fault):
    """What was written shows when it was looked at once."""

    gateway: GatewaySimulator

    @override
    async def around(self, request: Received, answer: Answer) -> Reply:
        """Let time pass after the first look."""
        request.plan.after = _LATER
        reply = await answer(request)
        if not request.is_write and self.gateway.journal.writes:
            self.gateway.advance(_LATER)
        return reply


@dataclass(frozen=True)
class InTwoParts(faults.Fault):
    """Head and body come one after the other."""

    @override
    async def around(self, request: Received, answer: Answer) -> Reply:
        """Pause between them."""
        body = (await answer(request)).body

        async def later() -> AsyncGenerator[bytes]:
            await asyncio.sleep(_PAUSE)
            yield body

        return Reply(declared_length=len(body), stream=later())


class Job(ABC):
    """One thing that the integration does."""

    words: ClassVar[str]

    writes: ClassVar[bool] = False
    """Whether it writes to the gateway."""

    written_before: ClassVar[list[str]] = []
    """Endpoints of writes that are in the record before it begins."""

    has_caller: ClassVar[bool] = True
    """Whether somebody waits for it, who may give up."""

    by_script: ClassVar[bool] = False
    """Whether it is a task of Home Assistant's own, as scripts are."""

    ends_with: ClassVar[str] = "reply"
    """How it ends if nothing happens, as `Ending` has it."""

    rehearses: ClassVar[bool] = False
    """Whether what it writes is rehearsed, and nothing of it may leave."""

    is_race: ClassVar[bool] = False
    """Whether it depends on who is first how it ends."""

    is_row: ClassVar[bool] = False
    """Whether it writes to several gateways, so that its error may be about another."""

    says_what_became: ClassVar[bool] = True
    """Whether how it ends says what became of a write."""

    recording: ClassVar[str] = "8.3"
    """The gateway that it is about."""

    sets_up: ClassVar[bool] = False
    """Whether it has Home Assistant set the entry up, be it that it has stopped."""

    in_new_home: ClassVar[bool] = False
    """Whether it is done by a Home Assistant that doesn't know the integration."""

    async def prepare(self, bench: Bench) -> None:
        """Have what it takes."""
        await bench.load()

    @abstractmethod
    async def run(self, bench: Bench) -> Any:
        """Do it."""

    def chosen(self, points: list[Point]) -> list[Point]:
        """Return the points at which it is interrupted: all, unless it has too many."""
        return points

    async def settled(self, bench: Bench) -> None:  # noqa: B027 - not for all
        """Wait for what may still be under way in a thread."""

    def check(self, bench: Bench) -> None:  # noqa: B027 - not for all
        """Fail if something is wrong afterwards that is about this job alone."""


class Action(Job):
    """A call of an action, by a script."""

    by_script = True


class ReadOne(Action):
    """A read of one endpoint."""

    words = "Read an endpoint"

    @override
    async def run(self, bench: Bench) -> Any:
        return await bench.call("read_data", endpoint=INVERTERS)


class WithRenewal(Job):
    """What finds the token refused, which has to be renewed."""

    @override
    async def prepare(self, bench: Bench) -> None:
        await super().prepare(bench)
        refuse_token(bench, SETTINGS)


class ReadSeveral(WithRenewal, Action):
    """A read of several endpoints, while the token has to be renewed."""

    words = "Read three endpoints, with a renewal of the token"

    @override
    async def run(self, bench: Bench) -> Any:
        return await bench.call(
            "read_data", endpoint=[INVERTERS, SETTINGS, "/ivp/meters"]
        )


class ReadBusy(ReadOne):
    """A read of a gateway that is busy at first."""

    words = "Read an endpoint of a gateway that is busy"

    @override
    async def prepare(self, bench: Bench) -> None:
        await super().prepare(bench)
        bench.gateway.faults.add(INVERTERS, faults.busy(), times=1)


class ReadMissing(Action):
    """A read of a page that isn't there, so that the catalogue is asked for others."""

    words = "Read an endpoint that isn't there"
    ends_with = "refused_not_found"

    @override
    async def run(self, bench: Bench) -> Any:
        return await bench.call("read_data", endpoint="/ivp/meter")


class ReadDuringRenewal(ReadOne):
    """A read that finds the token refused while it is being renewed."""

    words = "Read an endpoint while the token is renewed"

    @override
    async def prepare(self, bench: Bench) -> None:
        await Renewal().prepare(bench)
        refuse_token(bench, INVERTERS)
        bench.cloud.faults.add(None, faults.Delay(3 * _PAUSE))

    @override
    async def run(self, bench: Bench) -> Any:
        fire_timer(bench)
        return await super().run(bench)


class ReadWhileLoading(ReadOne):
    """A read of a gateway that is about to be loaded."""

    words = "Read an endpoint while the entry is loaded"
    sets_up = True
    is_race = True

    @override
    async def run(self, bench: Bench) -> Any:
        entries = bench.hass.config_entries
        reload = entries.async_reload(bench.entry.entry_id)
        bench.beside.append(asyncio.create_task(reload))
        await asyncio.sleep(0)
        return await super().run(bench)


class ReadSlow(ReadOne):
    """A read whose reply comes slowly."""

    words = "Read an endpoint that answers slowly"

    @override
    async def prepare(self, bench: Bench) -> None:
        await super().prepare(bench)
        bench.gateway.faults.add(INVERTERS, InTwoParts())


class Send(Action):
    """A write."""

    words = "Write"
    writes = True
    fields: ClassVar[dict[str, Any]] = {}

    @override
    async def run(self, bench: Bench) -> Any:
        given = {
            "endpoint": SETTINGS,
            "method": "POST",
            "data": CHANGE,
            "risk_acknowledged": True,
        }
        return await bench.call("send_data", **given | self.fields)


class SendAndVerify(Send):
    """A write of a part that is looked for afterwards, and shows late."""

    words = "Write with merge and verify"
    fields: ClassVar[dict[str, Any]] = {"merge": True, "verify": "strict"}

    @override
    async def prepare(self, bench: Bench) -> None:
        await super().prepare(bench)
        bench.gateway.faults.add(SETTINGS, ShowsAtSecondLook(bench.gateway))


class SendAfter401(Send):
    """A write that is refused once although the token is good."""

    words = "Write after a 401"

    @override
    async def prepare(self, bench: Bench) -> None:
        await super().prepare(bench)
        bench.gateway.faults.add(
            SETTINGS, faults.Unauthorized(), method="POST", times=1
        )


class SendAfterRenewal(WithRenewal, Send):
    """A write that finds the token refused."""

    words = "Write with a renewal of the token"


class SendOnNewConnection(Send):
    """A write to a gateway that has closed the connection."""

    words = "Write to a gateway that keeps no connection"

    @override
    async def prepare(self, bench: Bench) -> None:
        await super().prepare(bench)
        bench.gateway.faults.add(None, CloseAfter())


class SendInLine(Send):
    """A write that waits for a read."""

    words = "Write that waits for its turn"

    @override
    async def prepare(self, bench: Bench) -> None:
        await super().prepare(bench)
        bench.gateway.faults.add(INVERTERS, faults.Delay(2 * _PAUSE))
        first = ReadOne().run(bench)
        bench.beside.append(asyncio.create_task(first))
        await until(lambda: bench.gateway.journal.in_flight)


class PutBack(Send):
    """A restore of what a write has changed."""

    words = "Put back what a write changed"
    written_before: ClassVar[list[str]] = [SETTINGS]

    @override
    async def prepare(self, bench: Bench) -> None:
        await super().prepare(bench)
        await bench.call(
            "send_data",
            endpoint=SETTINGS,
            method="POST",
            data=CHANGE,
            merge=True,
            risk_acknowledged=True,
        )
        bench.gateway.journal.clear()
        bench.events.clear()

    @override
    async def run(self, bench: Bench) -> Any:
        return await bench.call(
            "restore_data", endpoint=SETTINGS, verify="strict", risk_acknowledged=True
        )


class SendByDigest(Send):
    """A write to firmware that knows no tokens."""

    words = "Write by digest"
    recording = "5.0"
    fields: ClassVar[dict[str, Any]] = {
        "endpoint": TARIFF,
        "method": "PUT",
        "data": {"tariff": {"mode": "economy"}},
        "merge": True,
    }


class SendSlow(Send):
    """A write whose reply comes slowly."""

    words = "Write to an endpoint that answers slowly"

    @override
    async def prepare(self, bench: Bench) -> None:
        await super().prepare(bench)
        bench.gateway.faults.add(SETTINGS, InTwoParts())


class TestMode(Send):
    """A look at what a write would change."""

    words = "Test mode with merge and compare"
    writes = False
    fields: ClassVar[dict[str, Any]] = {
        "merge": True,
        "test_mode": True,
        "compare": True,
    }


class Probe(Action):
    """A list of endpoints, each of which is tried."""

    words = "List endpoints with probe"

    @override
    async def run(self, bench: Bench) -> Any:
        return await bench.call("list_endpoints", probe=True, search="meters")


class Renewal(Job):
    """The token is renewed in time."""

    words = "Renewal of the token before its end"
    has_caller = False

    @override
    async def prepare(self, bench: Bench) -> None:
        token = bench.gateway.token(
            lifetime=timedelta(hours=12),
            issued_at=dt_util.utcnow() - timedelta(hours=11),
        )
        await bench.load(token=token)

    @override
    async def run(self, bench: Bench) -> Any:
        fire_timer(bench)
        await bench.hass.async_block_till_done()


class FailedRenewal(Renewal):
    """The token can't be renewed, since the password is another one now."""

    words = "Renewal of the token with a wrong password"

    @override
    async def prepare(self, bench: Bench) -> None:
        await super().prepare(bench)
        entries = bench.hass.config_entries
        data = {**bench.entry.data, "password": f"not {PASSWORD}"}
        entries.async_update_entry(bench.entry, data=data)
        await entries.async_reload(bench.entry.entry_id)


class ConfirmFirmware(Job):
    """The repair after an update of the gateway."""

    words = "Repair: confirm a new firmware"

    @override
    async def prepare(self, bench: Bench) -> None:
        await super().prepare(bench)
        await Send().run(bench)
        bench.gateway.set_firmware("8.3.9999")
        await bench.gateway.restart()
        await Send().run(bench)
        bench.gateway.journal.clear()

    @override
    async def run(self, bench: Bench) -> Any:
        return await repair(bench, "firmware_changed")


class AcceptCertificate(Job):
    """The repair after another certificate."""

    words = "Repair: accept a certificate, and set up"
    sets_up = True

    @override
    async def prepare(self, bench: Bench) -> None:
        bench.make_entry(certificate="ab" * 32)
        entries = bench.hass.config_entries
        entries.async_update_entry(bench.entry, options={"certificate": "refuse"})
        assert not await entries.async_setup(bench.entry.entry_id)

    @override
    async def run(self, bench: Bench) -> Any:
        result = await repair(bench, "certificate_changed")
        await bench.hass.async_block_till_done()
        return result


class SetUp(Job):
    """Set-up.

    Home Assistant itself waits for it. If it gives up, it says so as an error.
    """

    words = "Set-up"
    has_caller = False

    @override
    async def prepare(self, bench: Bench) -> None:
        bench.make_entry()

    @override
    async def run(self, bench: Bench) -> Any:
        return await bench.hass.config_entries.async_setup(bench.entry.entry_id)


class FirstSetUp(SetUp):
    """Set-up of the first entry, and of the integration."""

    words = "Set-up of the first entry"
    sets_up = True
    in_new_home = True


class SetUpUnreadable(SetUp):
    """Set-up with a record that can't be read."""

    words = "Set-up with a record that can't be read"

    @override
    async def prepare(self, bench: Bench) -> None:
        await super().prepare(bench)
        bench.stored.parent.mkdir(exist_ok=True)
        bench.stored.write_text('{"version": 1, "data": {"writes": null}}')


class SetUpWithCloud(SetUp):
    """Set-up without a token."""

    words = "Set-up that gets a token from the cloud"

    @override
    async def prepare(self, bench: Bench) -> None:
        bench.make_entry(token="")


class Form(Job):
    """A form for an entry."""

    sets_up = True

    source: ClassVar[str]

    def given(self, bench: Bench) -> dict[str, Any] | None:
        """Return what the form starts with."""
        return None

    @override
    async def run(self, bench: Bench) -> Any:
        flows = bench.hass.config_entries.flow
        form = await flows.async_init(
            DOMAIN,
            context={"source": self.source, "entry_id": bench.entry.entry_id},
            data=self.given(bench),
        )
        result = await flows.async_configure(
            form["flow_id"],
            {
                "host": bench.gateway.host,
                "username": bench.entry.data["username"],
                "password": PASSWORD,
                "use_manual_token": False,
            },
        )
        assert result["type"] in (FlowResultType.ABORT, FlowResultType.FORM)
        await bench.hass.async_block_till_done()
        return result


class RepairLogin(Job):
    """The repair that asks for a login with the role that was lost."""

    words = "Repair: log in with the role that was lost"
    key: ClassVar[str] = "role_lost"
    sets_up = True

    @override
    async def prepare(self, bench: Bench) -> None:
        await bench.load(lost_role="installer")

    @override
    async def run(self, bench: Bench) -> Any:
        flow = await begin_repair(bench.hass, bench.entry, self.key)
        flows = bench.hass.data["repairs"]["flow_manager"]
        await flows.async_configure(flow["flow_id"], {"next_step_id": "login"})
        result = await flows.async_configure(
            flow["flow_id"],
            {
                "username": bench.entry.data["username"],
                "password": PASSWORD,
                "use_manual_token": False,
            },
        )
        await bench.hass.async_block_till_done()
        return result


class Reauthenticate(Form):
    """The form that asks for a new login."""

    words = "Form: log in anew"
    source = SOURCE_REAUTH

    @override
    def given(self, bench: Bench) -> dict[str, Any]:
        return dict(bench.entry.data)


class Reconfigure(Form):
    """The form that asks for address and login."""

    words = "Form: reconfigure"
    source = SOURCE_RECONFIGURE


def refuse_token(bench: Bench, endpoint: str) -> None:
    """Have the gateway refuse the token, at an endpoint and at its check."""
    for page in (endpoint, CHECK):
        bench.gateway.faults.add(page, faults.Unauthorized(), times=1)


def fire_timer(bench: Bench) -> None:
    """Let the time come at which the entry's token is looked at."""
    (timer,) = timers(bench.hass)
    timer._run()  # noqa: SLF001 - as the loop does when it is due
    timer.cancel()


async def begin_repair(hass: HomeAssistant, entry: ConfigEntry, key: str) -> Any:
    """Open the repair of an entry's issue with this key."""
    (issue_id,) = [
        issue.issue_id
        for issue in ir.async_get(hass).issues.values()
        if str(issue.translation_key).startswith(key)
        and (issue.data or {}).get("entry_id") == entry.entry_id
    ]
    flows = hass.data["repairs"]["flow_manager"]
    return await flows.async_init(DOMAIN, data={"issue_id": issue_id})


async def repair(bench: Bench, key: str) -> Any:
    """Confirm the repair of the issue with this key, as its owner does."""
    form = await begin_repair(bench.hass, bench.entry, key)
    flows = bench.hass.data["repairs"]["flow_manager"]
    return await flows.async_configure(form["flow_id"], {})
