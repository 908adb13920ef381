"""Logins with a second factor: the code is entered in a form or in a repair."""

from abc import abstractmethod
from contextlib import suppress
from datetime import timedelta
from itertools import count
from typing import Any, ClassVar, Final, override

from homeassistant.config_entries import SOURCE_REAUTH
from homeassistant.data_entry_flow import FlowResultType, UnknownFlow
from homeassistant.util import dt as dt_util

from gateway_simulator import Account
from tests.integration.helpers import DOMAIN, PASSWORD

from .bench import Bench
from .jobs import Job, begin_repair

_CODE: Final = "/app-api/validate_login_otp"
_SEND: Final = "/app-api/generate_mfa_login_otp"

# Days after which a token of an owner is due.
_DUE: Final = 340


class ByCode(Job):
    """A login with password and code; its dialog may be gone on the way."""

    sets_up = True

    done: ClassVar[str]
    """How its last step ends."""

    def __init__(self) -> None:
        """Begin without a dialog."""
        self._numbers = count()
        self._email = ""
        self._flow_id = ""
        self._code = ""
        self._before = ""
        self._is_done = False

    @override
    async def prepare(self, bench: Bench) -> None:
        self._flow_id = self._code = ""
        self._is_done = False
        # For one account, half a minute passes between two codes.
        self._email = f"owner-{next(self._numbers)}@example.com"
        bench.cloud.add(Account(self._email, PASSWORD, multi_factor=True))
        issued_at = dt_util.utcnow() - timedelta(days=_DUE)
        token = bench.gateway.token(issued_at=issued_at)
        await bench.load(token=token, second_factor=True, username=self._email)
        self._before = token
        bench.cloud.journal.clear()

    @abstractmethod
    async def begin(self, bench: Bench) -> Any:
        """Open the dialog."""

    @abstractmethod
    def flows(self, bench: Bench) -> Any:
        """Return where it is kept."""

    def given(self, bench: Bench) -> dict[str, Any]:
        """Return what is entered into the form for the login."""
        return {
            "username": self._email,
            "password": PASSWORD,
            "use_manual_token": False,
        }

    @override
    async def run(self, bench: Bench) -> Any:
        # Home Assistant ends a dialog with its entry.
        with suppress(UnknownFlow):
            self._flow_id = (await self.begin(bench))["flow_id"]
            result = await self.flows(bench).async_configure(
                self._flow_id, self.given(bench)
            )
            if result["type"] is FlowResultType.FORM and result["step_id"] == "code":
                self._code = bench.cloud.second_factor.newest
                result = await self._enter(bench)
            await bench.hass.async_block_till_done()

    async def _enter(self, bench: Bench) -> Any:
        """Enter the code."""
        given = {"code": self._code, "new_code": False, "forget_password": False}
        result = await self.flows(bench).async_configure(self._flow_id, given)
        self._is_done = self.done in (result["type"], result.get("reason"))
        return result

    @override
    async def settled(self, bench: Bench) -> None:
        """Enter the code once more, as somebody does who has got no answer."""
        if self._code and not self._is_done and bench.hass.is_running:
            with suppress(UnknownFlow):
                await self._enter(bench)
            await bench.hass.async_block_till_done()

    @override
    def check(self, bench: Bench) -> None:
        journal = bench.cloud.journal
        assert journal.count(path=_SEND) <= 1, "a second code was sent"
        assert journal.count(path=_CODE) <= 1, "a code was sent twice"
        if self._is_done and bench.is_there:
            assert bench.entry.data["token"] != self._before, "not stored"
            assert "code_wanted" not in bench.issues, "still asked for"


class ReauthenticateByCode(ByCode):
    """The form that asks for a new login, and for a code."""

    words = "Form: log in anew with a code"
    done = "reauth_successful"

    @override
    async def begin(self, bench: Bench) -> Any:
        return await self.flows(bench).async_init(
            DOMAIN,
            context={"source": SOURCE_REAUTH, "entry_id": bench.entry.entry_id},
            data=dict(bench.entry.data),
        )

    @override
    def flows(self, bench: Bench) -> Any:
        return bench.hass.config_entries.flow

    @override
    def given(self, bench: Bench) -> dict[str, Any]:
        return {"host": bench.gateway.host, **super().given(bench)}


class RepairByCode(ByCode):
    """The repair that asks for a code, after which nothing is loaded anew."""

    words = "Repair: renew a token with a code"
    done = FlowResultType.CREATE_ENTRY

    @override
    async def begin(self, bench: Bench) -> Any:
        return await begin_repair(bench.hass, bench.entry, "code_wanted")

    @override
    def flows(self, bench: Bench) -> Any:
        return bench.hass.data["repairs"]["flow_manager"]
