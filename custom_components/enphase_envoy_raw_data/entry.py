"""What an entry holds while it is loaded, and how its data becomes a client."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import Any, Final

import aiohttp
from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.const import CONF_HOST, CONF_PASSWORD, CONF_TOKEN, CONF_USERNAME
from homeassistant.core import HomeAssistant, callback

from .const import (
    CONF_CERTIFICATE,
    CONF_LOGIN_PAUSE,
    CONF_LOST_ROLE,
    CONF_SECOND_FACTOR,
    CONF_SHARED_CERTIFICATE,
    UNIQUE_ID,
)
from .entry_data import is_by_hand, needs_code, text_in
from .gateway import (
    CodeLogin,
    Credentials,
    GatewayClient,
    Identity,
    LoginPause,
    RecordedGateway,
    Rehearsal,
    Rejections,
    SeenCertificates,
    is_lower,
    kept_rejections,
    parse_host,
    read_token,
)
from .gateway.errors import (
    CodeOutdated,
    CodeRejected,
    LoginError,
    MultiFactor,
    NotAToken,
)
from .record import WriteLog
from .rehearsing import KeptRehearsal
from .restoring import Restores, RestoreSchedule

_WANT_A_CODE: Final = tuple(
    kind.__name__ for kind in (CodeOutdated, CodeRejected, MultiFactor)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LastError:
    """What went wrong last, without anybody's words."""

    at: str
    """ISO 8601, in UTC."""

    key: str
    """Translation key of its text."""

    endpoint: str

    status: int | None
    """HTTP status, if there was one."""


_CLEARED_UP: Final = 10
"""Seconds that a recording may take to write or delete its file when it is ended."""


@dataclass(slots=True, kw_only=True)
class RuntimeData:
    """What an entry holds while it is loaded."""

    client: GatewayClient
    """The way to the gateway."""

    log: WriteLog
    """What was written."""

    restores: Restores
    """What has to be put back."""

    rehearsal: KeptRehearsal
    """Whether writes are rehearsed, and what they would have done."""

    schedule: RestoreSchedule | None = None
    """Has it put back; None until the entry is loaded."""

    refusals: int = 0
    """Writes that a lock has refused since the entry was loaded."""

    last_error: LastError | None = None
    """Of the calls since the entry was loaded."""

    writes: set[asyncio.Task[Any]] = field(default_factory=set)
    """Those that are under way, from the guards to the record."""

    recordings: set[asyncio.Future[None]] = field(default_factory=set)
    """Each is done when a recording that is under way has cleared up."""

    async def async_end(self) -> None:
        """End what is under way; a write that has left is waited for, and recorded."""
        if self.schedule:
            self.schedule.stop()
        self.rehearsal.wake(None)
        await self.client.close()
        if self.writes:
            await asyncio.wait(self.writes)
        await self.rehearsal.async_saved()
        if self.recordings:
            await asyncio.wait(self.recordings, timeout=_CLEARED_UP)


_NO_HOST: Final = "recording.invalid"
"""In the address of pages that no request is made for; nobody can have this name."""

type RawDataConfigEntry = ConfigEntry[RuntimeData]


@callback
def loaded(entry: RawDataConfigEntry) -> RuntimeData | None:
    """Return what an entry holds at this moment; None unless it is loaded.

    Whoever has waited for anything asks here: the entry may be unloaded by now.
    """
    return entry.runtime_data if entry.state is ConfigEntryState.LOADED else None


def client_for(
    session: aiohttp.ClientSession,
    data: Mapping[str, Any],
    *,
    serial: str | None = None,
    on_new_token: Callable[[str], None] = lambda _: None,
    on_rejected: Callable[[Rejections], None] = lambda _: None,
    on_identity: Callable[[Identity], None] = lambda _: None,
    on_certificate: Callable[[str], None] = lambda _: None,
    on_code_wanted: Callable[[CodeLogin], None] | None = None,
    certificates: SeenCertificates | None = None,
    rehearsal: Rehearsal | None = None,
) -> GatewayClient:
    """Return a client for entry data, however odd. Raises InvalidHost."""
    return GatewayClient(
        session,
        parse_host(text_in(data, CONF_HOST)),
        credentials_of(data, on_rejected, on_code_wanted),
        serial=serial,
        on_new_token=on_new_token,
        on_identity=on_identity,
        on_certificate=on_certificate,
        certificates=certificates,
        rehearsal=rehearsal,
    )


def practice_client(gateway: RecordedGateway, rehearsal: Rehearsal) -> GatewayClient:
    """Return a client that answers from a recording, and connects to nothing."""
    return GatewayClient(gateway, _NO_HOST, Credentials(), rehearsal=rehearsal)


def credentials_of(
    data: Mapping[str, Any],
    on_rejected: Callable[[Rejections], None] = lambda _: None,
    on_code_wanted: Callable[[CodeLogin], None] | None = None,
) -> Credentials:
    """Return the login in entry data, however odd."""
    return Credentials(
        username=text_in(data, CONF_USERNAME),
        password=text_in(data, CONF_PASSWORD),
        token=text_in(data, CONF_TOKEN),
        by_hand=is_by_hand(data),
        needs_code=on_code_wanted is None and needs_code(data),
        on_code_wanted=on_code_wanted,
        pause=LoginPause(kept_rejections(data.get(CONF_LOGIN_PAUSE)), on_rejected),
    )


@callback
def save_rejections(
    hass: HomeAssistant, entry: ConfigEntry, rejections: Rejections
) -> None:
    """Store that the cloud is not to be asked for some time.

    If a code is what it wants, it is not to be asked at all unless somebody is there.
    An entry that was removed meanwhile keeps nothing.
    """
    if hass.config_entries.async_get_entry(entry.entry_id) is not entry:
        return
    data = {**entry.data, CONF_LOGIN_PAUSE: asdict(rejections)}
    if rejections.reason in _WANT_A_CODE:
        data[CONF_SECOND_FACTOR] = True
    hass.config_entries.async_update_entry(entry, data=data)


@callback
def count_rejection(
    hass: HomeAssistant, entry: RawDataConfigEntry, err: LoginError
) -> None:
    """Count a login that somebody has tried in a form and that was rejected."""
    if runtime := loaded(entry):
        runtime.client.note_rejection(err)
        return
    save = partial(save_rejections, hass, entry)
    LoginPause(kept_rejections(entry.data.get(CONF_LOGIN_PAUSE)), save).failed(err)


async def async_use_login(
    hass: HomeAssistant, entry: RawDataConfigEntry, client: GatewayClient
) -> None:
    """Have the client of an entry log in by the entry's data, which has just changed.

    Raises GatewayError.
    """
    save = partial(save_rejections, hass, entry)
    await client.use_login(credentials_of(entry.data, save))


def with_login(entry: ConfigEntry, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return an entry's data with an address and login that somebody has entered.

    They work, which ends the pause after rejected logins; the certificate is
    that of the address; and the role of another token is one that is wanted, or
    at least known.
    """
    kept = dict(entry.data)
    kept.pop(CONF_LOGIN_PAUSE, None)
    kept.pop(CONF_CERTIFICATE, None)
    if data[CONF_TOKEN] != kept.get(CONF_TOKEN):
        kept.pop(CONF_LOST_ROLE, None)
        kept.pop(CONF_SECOND_FACTOR, None)
    return {**kept, **data}


def with_other_gateway(entry: ConfigEntry, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return an entry's data with the login at a gateway in place of its old one.

    What was learned of the old one goes. The name stays, if somebody has chosen it.
    """
    kept = with_login(entry, data)
    for name in (CONF_LOST_ROLE, CONF_SHARED_CERTIFICATE):
        kept.pop(name, None)
    return kept


def note_role(data: dict[str, Any], *, before: str) -> None:
    """Keep in entry data which role a renewal of its token has lost, if any.

    `before` is the token that was replaced.
    """
    had = text_in(data, CONF_LOST_ROLE) or role_of(before)
    data.pop(CONF_LOST_ROLE, None)
    if is_lower(role_of(data[CONF_TOKEN]), had):
        data[CONF_LOST_ROLE] = had


def role_of(token: str) -> str:
    """Return the role in a token; empty if there is none."""
    try:
        return read_token(token).role
    except NotAToken:
        return ""


def serial_of(entry: ConfigEntry) -> str | None:
    """Return the serial that an entry is for; None if it doesn't say.

    Version 2.x wrote `None` into the unique id when it had not found a serial.
    """
    prefix = UNIQUE_ID.format(serial="")
    serial = (entry.unique_id or "").removeprefix(prefix)
    return serial if serial not in ("", "None", entry.unique_id) else None
