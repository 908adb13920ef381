"""The faults, each with its words for the page."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, Final, override

from gateway_simulator import (
    Account,
    CloudSimulator,
    GatewaySimulator,
    Received,
    SecondFactor,
    faults,
)
from gateway_simulator.wire import Answer, Reply
from tests.gateway.support import Pour, other_code

from .bench import Bench
from .logins import CodeLogin
from .operations import Operation, Write

_WRITES: Final = (Write,)

HTML: Final = "<html><body><h1>Log in</h1></body></html>"
MEBIBYTE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Something that goes wrong, first at one bench, then no more."""

    words: str

    only: tuple[type[Operation], ...] = (Operation,)
    """Operations that it is for."""

    role: str = "owner"
    """Role of the account; an installer's token lives for 12 hours."""

    at_the_cloud: bool = False
    """Whether it is about the cloud, so that set-up has no good token."""

    repeats: bool = False
    """Whether a read is repeated until its time is over."""

    hangs: bool = False
    """Whether everything waits until its time is over."""

    hits: bool = False
    """Whether it hits requests one by one."""

    def is_for(self, operation: Operation) -> bool:
        """Return whether it is tried with an operation."""
        return (
            isinstance(operation, self.only)
            and not (operation.without_cloud and self.at_the_cloud)
            and not (operation.hits_only and not self.hits)
        )

    async def begin(self, bench: Bench, operation: Operation) -> None:
        """Let it go wrong."""

    async def end(self, bench: Bench) -> None:
        """Let all be well again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit(Trouble):
    """A fault hits the requests of the operation; for renewal, those to the cloud."""

    fault: faults.Fault
    hits: bool = True

    times: int | None = None
    """How many requests; None for all."""

    @override
    async def begin(self, bench: Bench, operation: Operation) -> None:
        """Switch the fault on."""
        if operation.where:
            bench.gateway.faults.add(
                operation.where, self.fault, method=operation.method, times=self.times
            )
        else:
            where = operation.at_the_cloud or bench.is_meant
            bench.cloud.faults.add(where, self.fault, times=self.times)

    @override
    async def end(self, bench: Bench) -> None:
        """Switch it off."""
        bench.gateway.faults.clear()
        bench.cloud.faults.clear()


@dataclass(frozen=True, slots=True, kw_only=True)
class Off(Trouble):
    """What is asked has no power."""

    repeats: bool = True
    while_asked: bool = False
    """Whether it goes off when a request has arrived."""

    @override
    async def begin(self, bench: Bench, operation: Operation) -> None:
        """Switch off, now or at the first request."""
        at = bench.gateway if operation.where else bench.cloud
        if self.while_asked:
            at.faults.add(operation.where, _GoOff(at), method=operation.method)
        else:
            await at.stop()

    @override
    async def end(self, bench: Bench) -> None:
        """Switch on."""
        for at in (bench.gateway, bench.cloud):
            at.faults.clear()
            await at.stop()
            await at.start()


@dataclass(frozen=True)
class _GoOff(faults.Fault):
    """The power goes while the request is served."""

    at: GatewaySimulator | CloudSimulator
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @override
    async def around(self, request: Received, answer: Answer) -> Reply:
        """Never answer."""
        self.tasks.add(asyncio.create_task(self.at.stop()))
        await asyncio.sleep(60)
        return await answer(request)


@dataclass(frozen=True)
class Done(faults.Fault):
    """The request takes effect, then another fault makes the reply."""

    fault: faults.Fault

    @override
    async def around(self, request: Received, answer: Answer) -> Reply:
        """Answer, but send something else."""
        await answer(request)
        return await self.fault.around(request, answer)


@dataclass(frozen=True)
class Shorter(faults.Fault):
    """The announced length is two bytes short of the body's."""

    @override
    async def around(self, request: Received, answer: Answer) -> Reply:
        """Announce it."""
        reply = await answer(request)
        return replace(reply, declared_length=len(reply.body) - 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(Trouble):
    """The gateway is another one, or a changed one, after a restart."""

    change: Callable[[GatewaySimulator], None]
    back: Callable[[GatewaySimulator], None] = lambda _: None
    options: dict[str, Any] = field(default_factory=dict)

    @override
    async def begin(self, bench: Bench, operation: Operation) -> None:
        """Change it while it is off."""
        bench.hass.config_entries.async_update_entry(bench.entry, options=self.options)
        await bench.gateway.stop()
        self.change(bench.gateway)
        await bench.gateway.start()

    @override
    async def end(self, bench: Bench) -> None:
        """Change it back."""
        await bench.gateway.stop()
        self.back(bench.gateway)
        await bench.gateway.start()


@dataclass(frozen=True, slots=True, kw_only=True)
class AtTheCloud(Trouble):
    """The cloud, the account or the tokens are not as they should be."""

    at_the_cloud: bool = True
    begins: Callable[[CloudSimulator, Account], object]

    @override
    async def begin(self, bench: Bench, operation: Operation) -> None:
        """Change it."""
        self.begins(bench.cloud, bench.account)

    @override
    async def end(self, bench: Bench) -> None:
        """Change it back."""
        bench.cloud.faults.clear()
        bench.cloud.add(bench.account)
        bench.cloud.tokens.serial = bench.cloud.tokens.text = None
        bench.cloud.tokens.without_exp = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CloudOff(AtTheCloud):
    """The cloud has no power."""

    begins: Callable[[CloudSimulator, Account], object] = lambda *_: None

    @override
    async def begin(self, bench: Bench, operation: Operation) -> None:
        """Switch it off."""
        await bench.cloud.stop()

    @override
    async def end(self, bench: Bench) -> None:
        """Switch it on."""
        await bench.cloud.stop()
        await bench.cloud.start()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mood(Trouble):
    """The cloud asks for codes in another way, or somebody enters another one."""

    only: tuple[type[Operation], ...] = (CodeLogin,)
    at_the_cloud: bool = True
    sets: dict[str, Any] = field(default_factory=dict)
    typed: Callable[[str], str] = str
    form: bool = False

    @override
    async def begin(self, bench: Bench, operation: Operation) -> None:
        """Change it."""
        for name, value in self.sets.items():
            setattr(bench.cloud.second_factor, name, value)
        bench.cloud.wants_form = self.form
        bench.typed = self.typed

    @override
    async def end(self, bench: Bench) -> None:
        """Change it back."""
        for name in self.sets:
            setattr(bench.cloud.second_factor, name, getattr(SecondFactor(), name))
        bench.cloud.wants_form = False


def other_serial(gateway: GatewaySimulator) -> None:
    """Make it another gateway."""
    gateway.set_serial(f"9{gateway.serial[1:]}")


def old_serial(gateway: GatewaySimulator) -> None:
    """Make it the gateway that it was."""
    gateway.set_serial(f"1{gateway.serial[1:]}")


def clock(days: int) -> Callable[[GatewaySimulator], None]:
    """Return what sets the gateway's clock wrong."""

    def set_clock(gateway: GatewaySimulator) -> None:
        gateway.clock_offset = timedelta(days=days)

    return set_clock


def reply(words: str, fault: faults.Fault, *, hangs: bool = False) -> Hit:
    """Return a reply that is odd; the request took effect all the same."""
    return Hit(words=words, fault=Done(fault), hangs=hangs)


def broken(words: str, fault: faults.Fault) -> Hit:
    """Return a reply that breaks off."""
    return Hit(words=words, fault=fault, repeats=True)


def body(words: str, content: str | bytes) -> Hit:
    """Return a reply with status 200 and an odd body."""
    return reply(words, faults.Fixed(200, content))


def status(number: int, words: str, content: str = "", **headers: str) -> Hit:
    """Return a refusal."""
    return Hit(
        words=f"{number} {words}",
        fault=faults.Fixed(number, content, headers),
        repeats=number in (429, 503, 504),
    )


def done(number: int, words: str, content: str = "", **headers: str) -> Hit:
    """Return a refusal of a write that was carried out."""
    fault = Done(faults.Fixed(number, content, headers))
    return Hit(words=f"{number} {words}", fault=fault, only=_WRITES)


TROUBLES: Final[list[Trouble]] = [
    Off(words="Off"),
    Off(words="Goes off during the request", while_asked=True),
    broken("Reset before the reply", faults.DropBeforeReply()),
    Hit(
        words="Reset before the reply, but done",
        fault=faults.DropAfterApplying(),
        only=_WRITES,
    ),
    broken("Reset during the body", faults.Truncate(reset=True)),
    Hit(words="Reset after the body", fault=faults.Truncate(keep=10**9, reset=True)),
    broken("Reply cut off", faults.Truncate()),
    broken("Announced longer than it is", faults.WrongLength(10**6)),
    broken("Announced shorter than it is", Shorter()),
    Hit(words="No answer", fault=faults.Delay(3600), hangs=True),
    Hit(words="401 once", fault=faults.Fixed(401, HTML), times=1),
    status(401, "always", HTML),
    status(403, "Forbidden", HTML),
    status(404, "Not Found", HTML),
    status(429, "Too Many Requests"),
    status(500, "Internal Server Error"),
    done(500, "Internal Server Error, but done"),
    status(503, "busy", "Resource busy, please retry after 30 seconds"),
    status(504, "Gateway Timeout", HTML),
    done(504, "Gateway Timeout, but done", HTML),
    status(302, "redirect", "", Location="/home"),
    done(302, "redirect, but done", "", Location="/home"),
    body("HTML with 200", HTML),
    body("Empty with 200", ""),
    body("Not UTF-8", '{"place": "Zürich"}'.encode("latin-1")),
    body("Neither JSON nor text", b"\x00\x01\xff"),
    body("NaN", '{"watts": NaN}'),
    body("Huge numbers", '{"watts": 1e999, "serial": ' + "9" * 5000 + "}"),
    body("300 levels deep", "[" * 300 + "]" * 300),
    reply("64 MB", faults.HugeBody(64 * MEBIBYTE)),
    reply("Endless, fast", Pour()),
    reply("Endless, slow", Pour(0.05), hangs=True),
    reply("Endless stream of events", faults.EndlessStream(), hangs=True),
    Hit(words="One byte a second", fault=faults.Dribble(), hangs=True),
    Change(
        words="Certificate changed",
        change=lambda gateway: gateway.change_certificate(),
    ),
    Change(
        words="Certificate changed, which the options refuse",
        change=lambda gateway: gateway.change_certificate(),
        options={"certificate": "refuse"},
    ),
    Change(
        words="Firmware upgraded in between",
        change=lambda gateway: gateway.set_firmware("8.3.9999"),
    ),
    Change(words="Serial changed", change=other_serial, back=old_serial),
    Change(
        words="Clock 2 days ahead, 12-hour token",
        change=clock(2),
        back=clock(0),
        role="installer",
    ),
    Change(
        words="Clock 2 days behind, 12-hour token",
        change=clock(-2),
        back=clock(0),
        role="installer",
    ),
    CloudOff(words="Cloud down"),
    AtTheCloud(
        words="Cloud slow",
        hangs=True,
        begins=lambda cloud, _: cloud.faults.add(None, faults.Delay(3600)),
    ),
    AtTheCloud(
        words="Wrong password",
        begins=lambda cloud, owner: cloud.add(replace(owner, password="another")),
    ),
    AtTheCloud(
        words="Second factor",
        begins=lambda cloud, owner: cloud.add(replace(owner, multi_factor=True)),
    ),
    Mood(
        words="Second factor, told in other words", sets={"says_what_it_wants": False}
    ),
    Mood(words="Second factor, with an XSRF token", sets={"xsrf": True}),
    Mood(words="Second factor, empty replies", sets={"empty_bodies": True}),
    Mood(words="Success without a second factor", sets={"without_nonce": True}),
    Mood(words="406, then the form of browsers", form=True),
    Mood(words="Wrong code", typed=other_code),
    Mood(words="No code", typed=lambda _: "12 34"),
    Mood(words="Wrong code, which locks", typed=other_code, sets={"most_wrong": 1}),
    Mood(
        words="Too many codes",
        sets={"most_codes": 1, "sent_at_login": True},
    ),
    AtTheCloud(
        words="Account locked",
        begins=lambda cloud, owner: cloud.add(replace(owner, blocked=True)),
    ),
    AtTheCloud(
        words="Account without this gateway",
        begins=lambda cloud, owner: cloud.add(replace(owner, serials=["1"])),
    ),
    AtTheCloud(
        words="Token for another serial",
        begins=lambda cloud, _: setattr(cloud.tokens, "serial", "199999999999"),
    ),
    AtTheCloud(
        words="Token without end",
        begins=lambda cloud, _: setattr(cloud.tokens, "without_exp", True),
    ),
    AtTheCloud(
        words="Nonsense instead of a token",
        begins=lambda cloud, _: setattr(cloud.tokens, "text", HTML),
    ),
]
