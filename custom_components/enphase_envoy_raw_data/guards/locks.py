"""Whether a write may leave: the owner's locks."""

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import ServiceValidationError

from ..const import DOMAIN
from ..gateway import is_allowed
from ..gateway.catalogue import locked_page
from .options import Senders, options_of


async def async_check_locks(
    hass: HomeAssistant, entry: ConfigEntry, context: Context, endpoint: str
) -> None:
    """Raise ServiceValidationError if the options forbid a write."""
    options = options_of(entry)
    page = locked_page(endpoint)
    if options.who_may_send is Senders.NOBODY:
        raise _refusal("locked_for_everybody", entry)
    if options.who_may_send is Senders.ADMINISTRATORS and not await _is_trusted(
        hass, context
    ):
        raise _refusal("locked_for_users", entry)
    if page is not None and page not in options.opened_pages:
        raise _refusal("locked_page", entry, page=page)
    if options.allowed_endpoints and not is_allowed(
        endpoint, options.allowed_endpoints
    ):
        raise _refusal("locked_by_list", entry, endpoint=endpoint)


async def _is_trusted(hass: HomeAssistant, context: Context) -> bool:
    """Return whether a call comes from the system or from an administrator."""
    if context.user_id is None:
        return True
    user = await hass.auth.async_get_user(context.user_id)
    return user is not None and user.is_admin


def _refusal(
    key: str, entry: ConfigEntry, **placeholders: str
) -> ServiceValidationError:
    """Return the error that names the option."""
    return ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key=key,
        translation_placeholders={"gateway": entry.title, **placeholders},
    )
