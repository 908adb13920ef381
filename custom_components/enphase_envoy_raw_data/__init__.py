"""Raw access to an Enphase gateway from automations and scripts."""

from dataclasses import asdict
from typing import Final

from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntryState
from homeassistant.const import CONF_HOST, CONF_TOKEN
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import (
    ConfigEntryAuthFailed,
    ConfigEntryNotReady,
)
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.typing import ConfigType

from .certificate_guard import CertificateGuard
from .const import CONF_LOGIN_PAUSE, DOMAIN, UNIQUE_ID
from .device import show_device
from .entry import (
    RawDataConfigEntry,
    RuntimeData,
    client_for,
    note_role,
    serial_of,
)
from .error_translation import translate
from .firmware_guard import async_clear_issues
from .forms import async_setup_forms, load_forms
from .gateway import GatewayClient, GatewayError, Identity, Rejections
from .gateway.errors import (
    TRANSIENT_LOGIN_ERRORS,
    InvalidHost,
    LoginError,
    WrongGateway,
)
from .issues import (
    ISSUE_WRONG_GATEWAY,
    async_clear_when_unloaded,
    clear_issues,
    tell_lost_role,
    tell_wrong_gateway,
)
from .services import async_setup_services
from .session import session_of
from .token_keeper import TokenKeeper
from .write_log import WriteLog

CONFIG_SCHEMA: Final = cv.config_entry_only_config_schema(DOMAIN)


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Register the actions, which are there even without a gateway."""
    forms = await hass.async_add_executor_job(load_forms)
    # Together, since the frontend asks for the forms when it hears of the actions.
    async_setup_services(hass)
    async_setup_forms(hass, forms)
    async_clear_when_unloaded(hass)
    return True


async def async_setup_entry(hass: HomeAssistant, entry: RawDataConfigEntry) -> bool:
    """Find the gateway and log in: `/info` and one check of the login."""
    guard = CertificateGuard(hass, entry)
    client = _client(hass, entry, guard)
    try:
        identity = await client.identify()
        await client.log_in()
    except GatewayError as err:
        if isinstance(err, WrongGateway):
            tell_wrong_gateway(hass, entry, err)
        dead = isinstance(err, LoginError) and not isinstance(
            err, TRANSIENT_LOGIN_ERRORS
        )
        raise translate(
            err,
            ConfigEntryAuthFailed if dead else ConfigEntryNotReady,
            gateway=entry.title,
            host=entry.data[CONF_HOST],
            endpoint="/info",
        ) from err
    guard.learn(client.certificate)
    _learn_serial(hass, entry, identity)
    show_device(hass, entry, identity, client)
    clear_issues(hass, entry, ISSUE_WRONG_GATEWAY)
    tell_lost_role(hass, entry, client.account)
    log = WriteLog(hass, entry.entry_id)
    await log.async_load()
    entry.runtime_data = RuntimeData(client=client, log=log)
    keeper = TokenKeeper(hass, entry, client)
    keeper.start()
    entry.async_on_unload(keeper.stop)
    entry.async_on_unload(client.close)
    return True


async def async_unload_entry(hass: HomeAssistant, entry: RawDataConfigEntry) -> bool:
    """Unload; what set-up registered for that does the work."""
    return True


async def async_remove_entry(hass: HomeAssistant, entry: RawDataConfigEntry) -> None:
    """Delete what was kept beside the entry."""
    async_clear_issues(hass, entry.entry_id)
    await WriteLog(hass, entry.entry_id).async_remove()


def _client(
    hass: HomeAssistant, entry: RawDataConfigEntry, guard: CertificateGuard
) -> GatewayClient:
    """Return a client that keeps entry and device up to date."""

    @callback
    def save_token(token: str) -> None:
        """Store a token that the cloud gave; the entry stays loaded."""
        data = {**entry.data, CONF_TOKEN: token}
        data.pop(CONF_LOGIN_PAUSE, None)
        note_role(data, before=entry.data.get(CONF_TOKEN) or "")
        hass.config_entries.async_update_entry(entry, data=data)
        if entry.state is ConfigEntryState.LOADED and client.identity:
            show_device(hass, entry, client.identity, client)
            tell_lost_role(hass, entry, client.account)
        # A form that asks for a login which works again would only puzzle.
        for flow in entry.async_get_active_flows(hass, {SOURCE_REAUTH}):
            hass.config_entries.flow.async_abort(flow["flow_id"])

    @callback
    def save_rejections(rejections: Rejections) -> None:
        """Store that the cloud is not to be asked for some time."""
        hass.config_entries.async_update_entry(
            entry, data={**entry.data, CONF_LOGIN_PAUSE: asdict(rejections)}
        )

    @callback
    def note_identity(identity: Identity) -> None:
        """Show another firmware at the device; the right gateway answers."""
        if entry.state is ConfigEntryState.LOADED:
            show_device(hass, entry, identity, client)
            clear_issues(hass, entry, ISSUE_WRONG_GATEWAY)

    try:
        client = client_for(
            session_of(hass, entry),
            entry.data,
            serial=serial_of(entry),
            on_new_token=save_token,
            on_rejected=save_rejections,
            on_identity=note_identity,
            on_certificate=guard.check,
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
