"""What an owner is told of an entry that is removed while something is temporary."""

from homeassistant.components import persistent_notification
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util

from .const import DOMAIN
from .gateway import handed_on, to_json
from .restoring import Pending
from .words import words


@callback
def tell_not_put_back(
    hass: HomeAssistant, entry: ConfigEntry, left: list[Pending]
) -> None:
    """Leave a notification that says what nobody will put back."""
    if not left:
        return
    lines = [
        words(
            hass,
            "common.not_put_back_line",
            endpoint=pending.endpoint,
            place=leaf.place,
            value=to_json(handed_on(leaf.before)).decode()[:200],
            at=f"{dt_util.as_local(pending.at):%Y-%m-%d %H:%M}",
        )
        for pending in left
        for leaf in pending.leaves
    ]
    persistent_notification.async_create(
        hass,
        "\n".join(
            [words(hass, "common.not_put_back", gateway=entry.title), "", *lines]
        ),
        title=words(hass, "common.not_put_back_title", gateway=entry.title),
        notification_id=f"{DOMAIN}_not_put_back_{entry.entry_id}",
    )
