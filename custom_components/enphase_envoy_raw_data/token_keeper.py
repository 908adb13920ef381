"""Keeps the token of an entry alive, or says in time that it can't."""

from datetime import datetime, timedelta

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.event import async_call_later
from homeassistant.util import dt as dt_util

from .entry import RawDataConfigEntry
from .entry_data import is_by_hand, needs_code
from .gateway import GatewayClient, GatewayError
from .gateway.errors import MultiFactor, OwnerNeeded
from .guards import (
    ISSUE_CODE_WANTED,
    ISSUE_TOKEN_ENDING,
    ISSUE_TOKEN_EXPIRED,
    TOKEN_ISSUES,
    clear_issues,
    raise_issue,
    start_reauth,
)
from .words import facts_for_later, translate

# The clock may be set after the start, so the token is looked at every day.
_LONGEST_WAIT = timedelta(days=1)

# A cloud that hands out tokens which are due at once isn't asked in a loop.
_SHORTEST_WAIT = timedelta(minutes=15)

# After a failure; doubled each time. An installer's token is renewed three
# hours before its end, which leaves four tries.
_FIRST_RETRY = timedelta(minutes=15)
_LONGEST_RETRY = timedelta(hours=6)


class TokenKeeper:
    """Looks at the token of one entry now and then."""

    def __init__(
        self, hass: HomeAssistant, entry: RawDataConfigEntry, client: GatewayClient
    ) -> None:
        """Keep the token of this entry."""
        self._hass = hass
        self._entry = entry
        self._client = client
        self._cancel_timer: CALLBACK_TYPE | None = None
        self._is_stopped = False
        self._retry = _FIRST_RETRY

    @callback
    def start(self) -> None:
        """Look at the token now, and again when that makes sense."""
        self._schedule(self._look())

    @callback
    def stop(self) -> None:
        """Look no more; the next start raises the issue again if need be."""
        self._is_stopped = True
        if self._cancel_timer:
            self._cancel_timer()
            self._cancel_timer = None

    def _look(self) -> timedelta | None:
        """Return the time until the token is due; None without a token to renew."""
        token = self._client.token
        if token is None or (renew_at := token.renew_at()) is None:
            clear_issues(self._hass, self._entry, *TOKEN_ISSUES)
            return None
        wait = timedelta(seconds=renew_at - dt_util.utcnow().timestamp())
        if not self._needs_owner or wait > timedelta():
            clear_issues(self._hass, self._entry, *TOKEN_ISSUES)
            return wait
        end = dt_util.utc_from_timestamp(token.expires_at or 0)
        left = end - dt_util.utcnow()
        is_over = left <= timedelta()
        shown = f"{dt_util.as_local(end):%Y-%m-%d %H:%M}"
        by_code = needs_code(self._entry.data)
        for issue, holds in (
            (ISSUE_CODE_WANTED, by_code),
            (ISSUE_TOKEN_ENDING, not by_code and not is_over),
            (ISSUE_TOKEN_EXPIRED, not by_code and is_over),
        ):
            if holds:
                raise_issue(self._hass, self._entry, issue, end=shown)
            else:
                clear_issues(self._hass, self._entry, issue)
        return _LONGEST_WAIT if is_over else left

    @property
    def _needs_owner(self) -> bool:
        """Return whether the token can't be renewed without its owner."""
        data = self._entry.data
        return is_by_hand(data) or needs_code(data)

    @callback
    def _schedule(self, wait: timedelta | None) -> None:
        """Come back after this time, or after a day if that is sooner."""
        if self._is_stopped:
            # While a renewal was waited for.
            return
        if wait is None:
            wait = _LONGEST_WAIT
        self._cancel_timer = async_call_later(
            self._hass,
            min(max(wait, _SHORTEST_WAIT), _LONGEST_WAIT),
            self._async_keep,
        )

    async def _async_keep(self, _now: datetime) -> None:
        """Renew the token if it is due."""
        self._cancel_timer = None
        wait = self._look()
        if wait is not None and wait <= timedelta() and not self._needs_owner:
            wait = await self._renew()
        self._schedule(wait)

    async def _renew(self) -> timedelta | None:
        """Renew the token; return the time until the next look at it."""
        try:
            await self._client.renew_token()
        except MultiFactor:
            # The entry says from now on that a code is needed, and the old token
            # is good for some time.
            return None if self._is_stopped else self._look()
        except GatewayError as err:
            if isinstance(err, OwnerNeeded) and not self._is_stopped:
                reason = translate(err, HomeAssistantError, gateway=self._entry.title)
                start_reauth(self._hass, self._entry, facts_for_later(reason))
            wait, self._retry = self._retry, min(self._retry * 2, _LONGEST_RETRY)
            return wait
        self._retry = _FIRST_RETRY
        return self._look()
