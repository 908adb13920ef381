"""Offers recordings to administrators, at a path that is signed for an hour."""

from contextlib import suppress
from datetime import timedelta
from http import HTTPStatus
from typing import Final

from aiohttp import web
from homeassistant.components.http.auth import async_sign_path
from homeassistant.components.http.decorators import require_admin
from homeassistant.components.websocket_api.connection import current_connection
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.http import KEY_HASS, HomeAssistantView, current_request
from homeassistant.util.hass_dict import HassKey

from .folder import find, recordings_folder

_URL: Final = "/api/enphase_envoy_raw_data/recordings/{name}"

# Long enough to click on it, and short enough that a link which was passed on is
# soon good for nothing.
_GOOD_FOR: Final = timedelta(hours=1)

_OFFERED: Final[HassKey[bool]] = HassKey("enphase_envoy_raw_data_download")


class _RecordingView(HomeAssistantView):
    """Sends a recording."""

    url = _URL
    name = "api:enphase_envoy_raw_data:recording"

    @require_admin
    async def get(self, request: web.Request, name: str) -> web.StreamResponse:
        """Send the recording of this name."""
        hass = request.app[KEY_HASS]
        folder = recordings_folder(hass.config.config_dir)
        path = await hass.async_add_executor_job(find, folder, name)
        if path is None:
            return web.Response(status=HTTPStatus.NOT_FOUND)
        return web.FileResponse(
            path,
            headers={
                "Cache-Control": "no-store",
                "Content-Disposition": f'attachment; filename="{name}"',
                "Content-Type": "application/zip",
            },
        )


@callback
def async_offer_downloads(hass: HomeAssistant) -> None:
    """Have the web server offer recordings, if there is one."""
    if getattr(hass, "http", None) is None:
        return
    # A web server of tests takes no more pages once it runs; Home Assistant's does.
    with suppress(RuntimeError):
        hass.http.register_view(_RecordingView)
        hass.data[_OFFERED] = True


@callback
def async_download_path(hass: HomeAssistant, name: str) -> str | None:
    """Return the path of a recording, signed for whoever is calling.

    None if the call comes from no session of a user, such as an automation at night:
    there is nobody who could be the administrator.
    """
    if not hass.data.get(_OFFERED):
        return None
    if current_connection.get() is None and current_request.get() is None:
        return None
    return async_sign_path(hass, _URL.format(name=name), _GOOD_FOR)
