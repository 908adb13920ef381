"""Raw access to an Enphase gateway from automations and scripts."""

from functools import partial
from typing import Final

import aiohttp
from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntryState
from homeassistant.const import CONF_HOST, CONF_TOKEN, EVENT_HOMEASSISTANT_FINAL_WRITE
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.exceptions import ConfigEntryAuthFailed, ConfigEntryNotReady
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.typing import ConfigType

from .actions import (
    async_carry_out,
    async_setup_actions,
    async_setup_forms,
    load_forms,
)
from .const import CONF_LOGIN_PAUSE, DOMAIN, UNIQUE_ID
from .device import register_device
from .entry import (
    RawDataConfigEntry,
    RuntimeData,
    client_for,
    note_role,
    save_rejections,
    serial_of,
)
from .entry_data import is_practice, text_in
from .explorer import async_setup_explorer
from .gateway import GatewayClient, GatewayError, Identity
from .gateway.errors import InvalidHost, OwnerNeeded, WrongGateway
from .guards import (
    ISSUE_WRONG_GATEWAY,
    CertificateGuard,
    async_clear_when_unloaded,
    async_seen_certificates,
    async_track_senders,
    clear_firmware_issues,
    clear_issues,
    is_there,
    tell_lost_role,
    tell_wrong_gateway,
)
from .http_session import new_session
from .not_put_back import tell_not_put_back
from .practice import async_practice_client, async_remove_practice
from .record import (
    async_load_last_probes,
    async_remove_last_probe,
    async_remove_log,
    log_of,
)
from .recording import async_offer_downloads
from .rehearsal_keeper import (
    async_follow_rehearsals,
    clear_rehearsal_issue,
    follow_rehearsal,
)
from .rehearsing import async_remove_rehearsal, is_rehearsing, rehearsal_of
from .restoring import (
    RestoreSchedule,
    async_remove_restores,
    clear_restore_issues,
    restores_of,
    tell_again,
)
from .token_keeper import TokenKeeper
from .words import async_setup_words, key_at_set_up, translate

CONFIG_SCHEMA: Final = cv.config_entry_only_config_schema(DOMAIN)


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Register the actions, which are there even without a gateway."""
    await async_setup_words(hass)
    entries = hass.config_entries.async_entries(DOMAIN)
    await async_load_last_probes(hass, [entry.entry_id for entry in entries])
    forms = await hass.async_add_executor_job(load_forms)
    # Together, since the frontend asks for the forms when it hears of the actions.
    async_setup_actions(hass)
    async_setup_forms(hass, forms)
    async_offer_downloads(hass)
    async_clear_when_unloaded(hass)
    async_follow_rehearsals(hass)
    async_track_senders(hass)
    await async_setup_explorer(hass)
    return True


async def async_setup_entry(hass: HomeAssistant, entry: RawDataConfigEntry) -> bool:
    """Find the gateway and log in: `/info` and one check of the login.

    A recording in its place asks nobody.
    """
    if is_practice(entry.data):
        return await _async_set_up_practice(hass, entry)
    guard = CertificateGuard(hass, entry)
    session = new_session(hass)
    entry.async_on_unload(session.close)
    rehearsal = rehearsal_of(hass, entry)
    # Before anything can be asked: what was rehearsed has to be in its replies.
    await rehearsal.async_load()
    entry.async_on_unload(partial(rehearsal.wake, None))
    follow_rehearsal(hass, entry)
    client = _client(hass, entry, guard, session)
    runtime = _runtime(hass, entry, client)
    keeper = TokenKeeper(hass, entry, client)
    entry.async_on_unload(keeper.stop)

    async def close(_event: Event) -> None:
        """End what is under way before Home Assistant does; wait for a write."""
        keeper.stop()
        await runtime.async_end()
        await session.close()

    # Not sooner: scripts may still run while Home Assistant stops. Not later, since
    # it cancels what is left then, and the record could miss a write.
    entry.async_on_unload(hass.bus.async_listen(EVENT_HOMEASSISTANT_FINAL_WRITE, close))
    try:
        identity = await client.identify()
        await client.log_in()
    except GatewayError as err:
        if isinstance(err, WrongGateway):
            tell_wrong_gateway(hass, entry, err)
        raise translate(
            err,
            ConfigEntryAuthFailed
            if isinstance(err, OwnerNeeded)
            else ConfigEntryNotReady,
            key=key_at_set_up(err),
            gateway=entry.title,
            host=text_in(entry.data, CONF_HOST),
            endpoint="/info",
        ) from err
    guard.learn(client.certificate)
    _learn_serial(hass, entry, identity)
    register_device(hass, entry, identity, client)
    clear_issues(hass, entry, ISSUE_WRONG_GATEWAY)
    tell_lost_role(hass, entry, client.account)
    await _async_begin(hass, entry, runtime)
    keeper.start()
    return True


async def _async_set_up_practice(
    hass: HomeAssistant, entry: RawDataConfigEntry
) -> bool:
    """Set up a recording in the place of a gateway; it always rehearses."""
    rehearsal = rehearsal_of(hass, entry)
    await rehearsal.async_load()
    follow_rehearsal(hass, entry)
    client, identity = await async_practice_client(hass, entry, rehearsal.rehearsal)
    runtime = _runtime(hass, entry, client)

    async def close(_event: Event) -> None:
        """End as with a gateway; nothing takes its time."""
        await runtime.async_end()

    entry.async_on_unload(hass.bus.async_listen(EVENT_HOMEASSISTANT_FINAL_WRITE, close))
    register_device(hass, entry, identity, client)
    await _async_begin(hass, entry, runtime)
    return True


def _runtime(
    hass: HomeAssistant, entry: RawDataConfigEntry, client: GatewayClient
) -> RuntimeData:
    """Return what an entry holds while it is loaded."""
    return RuntimeData(
        client=client,
        rehearsal=rehearsal_of(hass, entry),
        log=log_of(hass, entry.entry_id),
        restores=restores_of(hass, entry.entry_id),
    )


async def _async_begin(
    hass: HomeAssistant, entry: RawDataConfigEntry, runtime: RuntimeData
) -> None:
    """Go on with what was written and has to be put back."""
    await runtime.log.async_load()
    await runtime.restores.async_load()
    is_over = runtime.rehearsal.is_new or not is_rehearsing(entry)
    runtime.rehearsal.is_new = False
    if is_over and runtime.restores.take_rehearsed():
        # It has ended while the entry was not loaded.
        await runtime.restores.async_keep()
    clear_restore_issues(hass, entry.entry_id, runtime.restores.pending)
    tell_again(hass, entry, runtime.restores.pending)
    entry.runtime_data = runtime
    runtime.schedule = RestoreSchedule(
        hass, entry.title, runtime.restores, partial(async_carry_out, hass, entry)
    )
    runtime.schedule.start()


async def async_unload_entry(hass: HomeAssistant, entry: RawDataConfigEntry) -> bool:
    """End what is under way; a write that has left is waited for."""
    await entry.runtime_data.async_end()
    return True


async def async_remove_entry(hass: HomeAssistant, entry: RawDataConfigEntry) -> None:
    """Delete what was kept beside the entry."""
    clear_firmware_issues(hass, entry.entry_id)
    clear_rehearsal_issue(hass, entry.entry_id)
    await async_remove_rehearsal(hass, entry)
    await async_remove_log(hass, entry.entry_id)
    left = await async_remove_restores(hass, entry.entry_id)
    clear_restore_issues(hass, entry.entry_id, [])
    tell_not_put_back(hass, entry, [one for one in left if not one.rehearsed])
    await async_remove_last_probe(hass, entry.entry_id)
    await async_remove_practice(hass, entry)


def _client(
    hass: HomeAssistant,
    entry: RawDataConfigEntry,
    guard: CertificateGuard,
    session: aiohttp.ClientSession,
) -> GatewayClient:
    """Return a client that keeps entry and device up to date."""

    @callback
    def save_token(token: str) -> None:
        """Store a token that the cloud gave; the entry stays loaded."""
        if not is_there(hass, entry):
            return
        data = {**entry.data, CONF_TOKEN: token}
        data.pop(CONF_LOGIN_PAUSE, None)
        note_role(data, before=text_in(entry.data, CONF_TOKEN))
        hass.config_entries.async_update_entry(entry, data=data)
        if entry.state is ConfigEntryState.LOADED and client.identity:
            register_device(hass, entry, client.identity, client)
            tell_lost_role(hass, entry, client.account)
        # A form that asks for a login which works again would only puzzle.
        for flow in entry.async_get_active_flows(hass, {SOURCE_REAUTH}):
            hass.config_entries.flow.async_abort(flow["flow_id"])

    @callback
    def note_identity(identity: Identity) -> None:
        """Show another firmware at the device; the right gateway answers."""
        if entry.state is ConfigEntryState.LOADED:
            register_device(hass, entry, identity, client)
            clear_issues(hass, entry, ISSUE_WRONG_GATEWAY)

    try:
        client = client_for(
            session,
            entry.data,
            serial=serial_of(entry),
            on_new_token=save_token,
            on_rejected=partial(save_rejections, hass, entry),
            on_identity=note_identity,
            on_certificate=guard.check,
            certificates=async_seen_certificates(hass),
            rehearsal=rehearsal_of(hass, entry).rehearsal,
        )
    except InvalidHost as err:
        # A set-up error would be logged with a traceback and the host.
        raise translate(err, ConfigEntryNotReady, gateway=entry.title) from None
    return client


def _learn_serial(
    hass: HomeAssistant, entry: RawDataConfigEntry, identity: Identity
) -> None:
    """Give an entry of version 2.x that didn't know its serial a unique id.

    Unless another entry has it: version 2.x allowed two for one gateway.
    """
    unique_id = UNIQUE_ID.format(serial=identity.serial)
    if serial_of(entry) is None and not (
        hass.config_entries.async_entry_for_domain_unique_id(DOMAIN, unique_id)
    ):
        hass.config_entries.async_update_entry(entry, unique_id=unique_id)
