"""Whether a login works that somebody has entered."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Final

from homeassistant.const import CONF_HOST, CONF_TOKEN
from homeassistant.core import HomeAssistant

from ...const import CONF_CERTIFICATE
from ...entry import client_for
from ...entry_data import is_by_hand
from ...gateway import CodeLogin, Identity, find_token, parse_host
from ...gateway.errors import CannotConnect, TimedOut, TokenForOther
from ...guards import CertificateGuard, async_seen_certificates
from ...http_session import new_session

# Seconds in which a form answers, whatever is down or hangs.
_TRIAL_LIMIT: Final = 50

type BeforeLogin = Callable[[Identity, str], Awaitable[None]]
"""Gets which gateway answers at which host, before anything secret is sent there."""


async def async_try_login(
    hass: HomeAssistant,
    data: dict[str, Any],
    *,
    serial: str | None,
    guard: CertificateGuard | None,
    before_login: BeforeLogin | None,
    on_code_wanted: Callable[[CodeLogin], None] | None,
) -> Identity:
    """Find the gateway and log in; put what was learned into the data.

    Of several tokens in a text, the one for the gateway that answers is tried.
    Raises GatewayError, and what `before_login` raises.
    """
    data[CONF_HOST] = parse_host(data[CONF_HOST])
    attempt = partial(
        _async_try,
        hass,
        data,
        serial=serial,
        guard=guard,
        before_login=before_login,
        on_code_wanted=on_code_wanted,
    )
    if not is_by_hand(data):
        return await attempt()
    text = data[CONF_TOKEN]
    data[CONF_TOKEN] = find_token(text, serial or "")
    try:
        return await attempt()
    except TokenForOther as err:
        token = find_token(text, err.expected)
        if token == data[CONF_TOKEN]:
            raise
    data[CONF_TOKEN] = token
    return await attempt()


async def _async_try(
    hass: HomeAssistant,
    data: dict[str, Any],
    *,
    serial: str | None,
    guard: CertificateGuard | None,
    before_login: BeforeLogin | None,
    on_code_wanted: Callable[[CodeLogin], None] | None,
) -> Identity:
    """Do so once, with the token that there is."""
    known = guard.known_at(data[CONF_HOST]) if guard else None
    session = new_session(hass)
    client = client_for(
        session,
        data,
        serial=serial,
        on_new_token=lambda token: data.update({CONF_TOKEN: token}),
        on_certificate=guard.check if guard and known else lambda _: None,
        on_code_wanted=on_code_wanted,
        certificates=async_seen_certificates(hass),
    )
    try:
        async with asyncio.timeout(_TRIAL_LIMIT):
            identity = await client.identify()
            if before_login:
                await before_login(identity, data[CONF_HOST])
            await client.log_in(thorough=True)
        data.pop(CONF_CERTIFICATE, None)
        if certificate := known or client.certificate:
            data[CONF_CERTIFICATE] = certificate
    except TimeoutError:
        if client.identity is None and not client.has_left():
            raise CannotConnect("silent") from None
        # Something is there; what is slow is who it is, or else the login.
        page = "/auth/check_jwt" if client.identity else "/info"
        raise TimedOut(_TRIAL_LIMIT, page) from None
    finally:
        await client.close()
        await session.close()
    return identity
