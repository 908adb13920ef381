"""What is tried under each fault."""

from abc import ABC, abstractmethod
import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar, Final, override

from homeassistant.config_entries import ConfigEntryState
from homeassistant.exceptions import HomeAssistantError

from tests.integration.helpers import CHECK, INVERTERS
from tests.writes.support import CHANGE, INFO, SETTINGS, write

from .bench import Bench
from .cell import times_asked, told

# Errors that leave open what became of a write; after any other it wasn't done.
_OPEN: Final = ("outcome_unknown_", "refused_internally")

CHANGE_BACK: Final = {"exercise_config": {"day": "Sat"}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of an operation."""

    got: str
    requests: str
    error: HomeAssistantError | None = None


class Operation(ABC):
    """One thing that the integration does."""

    key: ClassVar[str]
    words: ClassVar[str]

    where: ClassVar[str | None]
    """Path that the fault hits; None for the cloud."""

    method: ClassVar[str] = "GET"

    at_the_cloud: ClassVar[str | None] = None
    """Path of the cloud that the fault hits; None for all that is about the bench."""

    without_cloud: ClassVar[bool] = False
    """Whether what is wrong with the cloud is left out, since it isn't asked."""

    hits_only: ClassVar[bool] = False
    """Whether faults that hit one request are tried alone; another operation has
    the rest."""

    played: ClassVar[str] = "together"
    """Operations with the same word here are tried at once. Those that begin tasks of
    Home Assistant would delay who waits for all of them; and of those that ask the
    cloud for a code, each needs it for itself."""

    limit: ClassVar[float]
    """Seconds that it may take, with the limits of the tests."""

    async def start(self, bench: Bench) -> None:
        """Get ready while all is well."""
        await bench.start()

    async def lose_token(self, bench: Bench) -> None:  # noqa: B027 - few need it
        """Need the cloud, if the operation may need it at all."""

    @abstractmethod
    async def run(self, bench: Bench) -> Outcome:
        """Do it."""

    def applied(self, bench: Bench) -> str:
        """Return how often the gateway has carried out a write, for the page."""
        assert not bench.gateway.journal.writes
        return "-"

    def judge(self, bench: Bench, outcome: Outcome) -> None:  # noqa: B027 - not for all
        """Fail if a promise was broken, as long as the fault lasts."""

    async def works(self, bench: Bench) -> str:
        """Return when the next call works now that the fault is over."""
        if bench.distrusts:
            bench.accept_certificate()
            await bench.reload()
            assert await bench.read()
            return "after the repair"
        if bench.entry.state is ConfigEntryState.LOADED:
            try:
                assert await bench.read()
            except HomeAssistantError:
                pass
            else:
                return "yes"
        if bench.wants_login:
            await bench.log_in_anew()
            assert await bench.read()
            return "after a new login"
        assert await bench.reload()
        assert await bench.read()
        return "after a pause"


class Read(Operation):
    """A read."""

    key = "read"
    words = "Read"
    where = INVERTERS
    limit = 2

    @override
    async def run(self, bench: Bench) -> Outcome:
        """Read a page."""
        try:
            reply = await bench.read()
        except HomeAssistantError as err:
            return Outcome(
                got=told(bench, str(err)), requests=times_asked(bench, err), error=err
            )
        got = "The reply"
        if isinstance(reply, str):
            got = "The reply as text" if reply else "An empty text"
        return Outcome(got=got, requests=times_asked(bench, None))


class Write(Operation):
    """A write."""

    key = "write"
    words = "Write"
    where = SETTINGS
    method = "POST"
    # The identity is asked for by HTTPS and by HTTP before it.
    limit = 4

    @override
    async def run(self, bench: Bench) -> Outcome:
        """Write to a page."""
        try:
            await write(bench.hass, bench.entry, data=CHANGE)
        except HomeAssistantError as err:
            return Outcome(
                got=told(bench, str(err)), requests=times_asked(bench, err), error=err
            )
        return Outcome(got="Done", requests=times_asked(bench, None))

    @override
    def applied(self, bench: Bench) -> str:
        """Count them."""
        return str(bench.applied)

    @override
    def judge(self, bench: Bench, outcome: Outcome) -> None:
        """Fail if it was carried out twice, or told wrongly."""
        assert bench.applied <= 1
        claimed = claim(outcome)
        assert claimed is None or claimed == (bench.applied == 1), outcome

    @override
    async def works(self, bench: Bench) -> str:
        """Write again."""
        works = await super().works(bench)
        before = bench.applied
        await write(bench.hass, bench.entry, data=CHANGE_BACK)
        assert bench.applied == before + 1
        return works


class SetUp(Operation):
    """The first part of setting an entry up: who answers."""

    key = "set-up"
    words = "Set-up"
    where = INFO
    # Twice the identity and twice the check, with the cloud between.
    limit = 5

    @override
    async def start(self, bench: Bench) -> None:
        """Have an entry that was loaded before."""
        await super().start(bench)
        await bench.unload()

    @override
    async def lose_token(self, bench: Bench) -> None:
        """Have nothing but the account."""
        bench.store_token("")

    @override
    async def run(self, bench: Bench) -> Outcome:
        """Set the entry up."""
        await bench.hass.config_entries.async_setup(bench.entry.entry_id)
        await bench.hass.async_block_till_done()
        match bench.entry.state:
            case ConfigEntryState.LOADED:
                got = "Set up"
            case ConfigEntryState.SETUP_RETRY:
                got = f"Tried again by itself: {told(bench, str(bench.entry.reason))}"
            case _:
                assert bench.wants_login
                got = f"Asks for a login: {told(bench, str(bench.entry.reason))}"
        return Outcome(got=got, requests=times_asked(bench, None))

    @override
    async def works(self, bench: Bench) -> str:
        """Have Home Assistant try again, as it does by itself."""
        if bench.entry.state is ConfigEntryState.SETUP_RETRY and not bench.distrusts:
            assert await bench.reload()
        return await super().works(bench)


class LoginCheck(SetUp):
    """The second part of setting an entry up: is the login good."""

    key = "login-check"
    words = "Login check at set-up"
    where = CHECK

    @override
    async def lose_token(self, bench: Bench) -> None:
        """Have a token that is over."""
        bench.store_token(bench.gateway.token(lifetime=timedelta(hours=-1)))


class Renewal(Operation):
    """A read that finds its token over."""

    key = "renewal"
    words = "Token renewal"
    where = None
    method = "POST"
    # The gateway's refusal, its check, the cloud, and the same again.
    limit = 4

    @override
    async def start(self, bench: Bench) -> None:
        """Have a token that is over by now."""
        await bench.start(short_token=True)
        bench.let_token_end()

    @override
    async def run(self, bench: Bench) -> Outcome:
        """Read a page, for which the token has to be renewed."""
        return await Read().run(bench)


class Unload(Operation):
    """Unloading while a read is under way."""

    key = "unload"
    words = "Unload"
    where = INVERTERS
    limit = 1

    # Seconds that the read has to get into trouble.
    _head_start = 0.2

    @override
    async def run(self, bench: Bench) -> Outcome:
        """Unload with a call under way, which has to end as well."""
        call = asyncio.create_task(Read().run(bench))
        await asyncio.wait({call}, timeout=self._head_start)
        await bench.unload()
        async with asyncio.timeout(self.limit):
            await call
        return Outcome(got="Unloaded, and the waiting read ended", requests="-")

    @override
    async def works(self, bench: Bench) -> str:
        """Load the entry again."""
        assert bench.distrusts or await bench.reload()
        return await super().works(bench)


def claim(outcome: Outcome) -> bool | None:
    """Return whether the caller of a write was told that it was done; None is open."""
    if outcome.error is None:
        return True
    return None if str(outcome.error.translation_key).startswith(_OPEN) else False
