"""Whether a write may leave: the owner's locks."""

from homeassistant.auth.models import User
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import ServiceValidationError

from ..const import DOMAIN
from ..gateway import is_allowed
from ..gateway.catalogue import locked_page
from ..options import Options, Senders, options_of
from .senders import senders_of


async def async_check_locks(
    hass: HomeAssistant,
    entry: ConfigEntry,
    context: Context,
    endpoint: str,
    *,
    as_planned: bool = False,
) -> None:
    """Raise ServiceValidationError if the options forbid a write.

    `as_planned` is the end of a write that was let pass: who sent it doesn't matter
    any more.
    """
    options = options_of(entry)
    page = locked_page(endpoint)
    if options.who_may_send is Senders.NOBODY:
        raise _refusal("locked_for_everybody", entry)
    if not as_planned:
        await _check_sender(hass, entry, context, options)
    if page is not None and page not in options.opened_pages:
        raise _refusal("locked_page", entry, page=page)
    if options.allowed_endpoints and not is_allowed(
        endpoint, options.allowed_endpoints
    ):
        raise _refusal("locked_by_list", entry, endpoint=endpoint)


async def _check_sender(
    hass: HomeAssistant, entry: ConfigEntry, context: Context, options: Options
) -> None:
    """Raise ServiceValidationError unless the options let the caller send."""
    if options.who_may_send is Senders.ADMINISTRATORS and not (
        context.user_id is None or await _is_admin(hass, context)
    ):
        raise _refusal("locked_for_users", entry)
    if options.who_may_send is Senders.NAMED:
        await _check_name(hass, entry, context, options.allowed_senders)


async def _check_name(
    hass: HomeAssistant, entry: ConfigEntry, context: Context, allowed: list[str]
) -> None:
    """Raise ServiceValidationError unless the options name who calls.

    One that is named may send whoever has started it: that is what its owner wants.
    """
    senders = senders_of(hass, context)
    if not senders.isdisjoint(allowed) or await _is_admin(hass, context):
        return
    user = await _user_of(hass, context)
    caller = ", ".join(sorted(senders)) or (user and user.name)
    if not caller:
        raise _refusal("locked_by_name_unknown", entry)
    raise _refusal("locked_by_name", entry, caller=caller)


async def _is_admin(hass: HomeAssistant, context: Context) -> bool:
    """Return whether a call comes from an administrator."""
    user = await _user_of(hass, context)
    return user is not None and user.is_admin


async def _user_of(hass: HomeAssistant, context: Context) -> User | None:
    """Return the user that a call comes from; None for the system."""
    if context.user_id is None:
        return None
    return await hass.auth.async_get_user(context.user_id)


def _refusal(
    key: str, entry: ConfigEntry, **placeholders: str
) -> ServiceValidationError:
    """Return the error that names the option."""
    return ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key=key,
        translation_placeholders={"gateway": entry.title, **placeholders},
    )
