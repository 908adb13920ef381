"""What is tried under each fault: people who log in by a form."""

import base64
from typing import Any, ClassVar, Final, override
from urllib.parse import parse_qs

from homeassistant.data_entry_flow import FlowResultType

from tests.gateway.clock import later
from tests.integration.helpers import CHECK, PASSWORD, TEXTS

from .bench import Bench
from .cell import times_asked, told
from .operations import Operation, Outcome

_CODE: Final = "/app-api/validate_login_otp"
_SWITCHES: Final = {"new_code": False, "forget_password": False}


async def _shown(bench: Bench, result: Any) -> Outcome:
    """Return what a form says, and close it."""
    await bench.hass.async_block_till_done()
    (key,) = (result["errors"] or {"base": ""}).values()
    text = TEXTS["config"]["error"][key].format(**result["description_placeholders"])
    bench.hass.config_entries.flow.async_abort(result["flow_id"])
    return Outcome(got=told(bench, text), requests=times_asked(bench, None))


class CodeLogin(Operation):
    """A person logs in again with password and code."""

    key = "code-login"
    words = "Login with a code"
    where = None
    at_the_cloud: ClassVar[str | None] = _CODE
    method = "POST"
    played = key
    # Who answers, the login, a code that is sent, a code that is checked, the token.
    limit = 7

    @override
    async def start(self, bench: Bench) -> None:
        """Have an account with a second factor."""
        bench.multi_factor = True
        await bench.start()

    @override
    async def run(self, bench: Bench) -> Outcome:
        """Fill in the forms for a new login."""
        bench.begun = len(bench.cloud.journal.requests)
        flow = bench.hass.config_entries.flow
        result: Any = await bench.entry.start_reauth_flow(bench.hass)
        fields = {
            "host": bench.gateway.host,
            "username": bench.account.email,
            "password": PASSWORD,
            "use_manual_token": False,
        }
        result = await flow.async_configure(result["flow_id"], fields)
        codes = bench.codes
        if result.get("step_id") == "code" and codes:
            given = {"code": bench.typed(codes[-1]), **_SWITCHES}
            result = await flow.async_configure(result["flow_id"], given)
        if result["type"] is not FlowResultType.ABORT:
            return await _shown(bench, result)
        await bench.hass.async_block_till_done()
        return Outcome(got="Logged in", requests=times_asked(bench, None))

    @override
    def judge(self, bench: Bench, outcome: Outcome) -> None:
        """Fail if a code left twice, or was asked for twice."""
        codes = [
            base64.b64decode(parse_qs(one.body.decode())["otp"][0])
            for one in bench.asked_at_the_cloud
            if one.path == _CODE
        ]
        assert len(codes) <= 1
        paths = [one.path for one in bench.asked_at_the_cloud]
        assert paths.count("/app-api/generate_mfa_login_otp") <= 1

    @override
    async def works(self, bench: Bench) -> str:
        """Log in once more."""
        works = await super().works(bench)
        bench.cloud.add(bench.account)
        bench.typed = str
        # The login before may wait for a code that was sent a moment ago.
        with later(31):
            assert (await self.run(bench)).got == "Logged in"
        return works


class CodeLoginPassword(CodeLogin):
    """The same, and the fault hits the page that takes the password."""

    key = played = "code-login-password"
    words = "Login with a code: the password"
    at_the_cloud = "/login/login.json"
    hits_only = True


class CodeLoginSending(CodeLogin):
    """The same, and the fault hits the page that sends a code."""

    key = played = "code-login-sending"
    words = "Login with a code: sending one"
    at_the_cloud = "/app-api/generate_mfa_login_otp"
    hits_only = True


class CodeLoginToken(CodeLogin):
    """The same, and the fault hits the page that gives the token."""

    key = played = "code-login-token"
    words = "Login with a code: the token"
    at_the_cloud = "/tokens"
    hits_only = True


class PastedToken(Operation):
    """A person pastes a token, which the gateway is asked about."""

    key = played = "pasted-token"
    words = "Login with a pasted token"
    where = CHECK
    without_cloud = True
    # Twice the identity, and twice the check.
    limit = 5

    @override
    async def run(self, bench: Bench) -> Outcome:
        """Fill in the forms for a new login, up to what the token says of itself."""
        before = bench.entry.data["token"]
        flow = bench.hass.config_entries.flow
        result: Any = await bench.entry.start_reauth_flow(bench.hass)
        fields = {"host": bench.gateway.host, "use_manual_token": True}
        result = await flow.async_configure(result["flow_id"], fields)
        fields["token"] = f"Your token:\n{bench.gateway.token(bench.role)} Copy"
        result = await flow.async_configure(result["flow_id"], fields)
        # Nothing is stored before its owner has seen whose it is.
        assert bench.entry.data["token"] == before
        if result["type"] is not FlowResultType.MENU:
            return await _shown(bench, result)
        requests = times_asked(bench, None)
        choice = {"next_step_id": "use_token"}
        result = await flow.async_configure(result["flow_id"], choice)
        assert result["reason"] == "reauth_successful"
        await bench.hass.async_block_till_done()
        return Outcome(got="Whose it is, and its role and end", requests=requests)
