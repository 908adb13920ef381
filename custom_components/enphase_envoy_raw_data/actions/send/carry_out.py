"""Puts back what a write that ends by itself has changed."""

from dataclasses import replace
from typing import Any, Final

from homeassistant.core import Context, HomeAssistant, ServiceCall, callback
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.util import dt as dt_util

from ...const import DOMAIN
from ...entry import RawDataConfigEntry
from ...gateway import GatewayError, Json, encode, handed_on, to_json
from ...gateway.errors import Closed, InvalidData, WrongGateway
from ...restoring import (
    ISSUE_CONFLICT,
    ISSUE_OVERDUE,
    ISSUE_REFUSED,
    MOST_ATTEMPTS,
    OTHER_GATEWAY,
    Overtaken,
    Pending,
    PuttingBack,
    drop_issue,
    fire_restored,
    tell,
)
from ...words import context_of, translate, words, words_of_error
from ..common import async_caller_error, shown
from .operation import async_write
from .request import SendRequest, Verify

VERIFY_SECONDS: Final = 30
"""Seconds in which a gateway shows what was put back; a relay takes the longest."""

SETTLED_AFTER: Final = 120
"""Seconds after which a write that the gateway has not shown won't have an effect any
more: a connected cloud puts its own settings back within two minutes."""

_TOLD: Final = 10
_LONGEST_TOLD: Final = 500
"""Places in an event, and characters of JSON of a value there: the recorder drops the
data of events of more than 32,768 bytes."""

OVERDUE_AFTER: Final = 3600
"""Seconds; what couldn't be put back for so long is told to the owner."""


async def async_carry_out(
    hass: HomeAssistant, entry: RawDataConfigEntry, pending: Pending
) -> bool:
    """Put something back that is due; return whether it has to be tried again.

    The endpoint is read first. What is as before needs no write, and what somebody
    else has changed gets none.
    """
    return await _CarryingOut(hass, entry, pending).run()


class _CarryingOut:
    """One try to put something back."""

    def __init__(
        self, hass: HomeAssistant, entry: RawDataConfigEntry, pending: Pending
    ) -> None:
        """Hold on to what is loaded now."""
        self._hass = hass
        self._entry = entry
        self._runtime = entry.runtime_data
        self._restores = self._runtime.restores
        self._pending = pending
        self._writes = False

    async def run(self) -> bool:
        """Return whether it has to be tried again."""
        is_rehearsing = self._runtime.client.rehearsal.is_on
        if self._pending.rehearsed and not is_rehearsing:
            return await self._forget()
        if is_rehearsing and not self._pending.rehearsed:
            # A rehearsal would only seem to put it back.
            return self._wait(words(self._hass, "common.restore_rehearsal"))
        plan = PuttingBack(self._restores, self._pending)
        try:
            return await self._put_back(plan)
        except Overtaken, Closed:
            return True
        except InvalidData as err:
            return await self._ask_about(err, plan.seen)
        except GatewayError as err:
            return await self._fail(err)
        except ServiceValidationError as err:
            key = err.translation_key or ""
            return await self._refuse(key, words_of_error(self._hass, err))
        except HomeAssistantError as err:
            return self._wait(words_of_error(self._hass, err))

    async def _put_back(self, plan: PuttingBack) -> bool:
        """Return whether it has to be tried again.

        Raises GatewayError and HomeAssistantError.
        """
        pending = self._pending
        if other := self._other_gateway():
            return await self._refuse(OTHER_GATEWAY, other)
        reply = await self._runtime.client.read(pending.endpoint)
        plan.seen = reply.value(exact=True)
        if self._restores.get(pending.id) is not pending:
            # Another write has taken it over while this waited for its turn.
            raise Overtaken
        if not isinstance(plan.seen, dict | list):
            return self._wait(words(self._hass, "common.restore_not_readable"))
        due = pending.work.due(plan.seen)
        if not due:
            return await self._is_as_before()
        if pending.is_unsure:
            why = words(self._hass, "common.restore_unsure")
            return await self._refuse("unsure", why)
        if pending.attempts >= MOST_ATTEMPTS:
            why = words(self._hass, "common.restore_not_taken")
            return await self._refuse("not_taken", why)
        await self._write(plan, pending.work.patch(due))
        if not plan.is_done:
            return self._wait(words(self._hass, "common.restore_not_shown"))
        drop_issue(self._hass, self._entry.entry_id, pending.id)
        self._fire("restored", paths=pending.work.paths(due))
        return False

    async def _forget(self) -> bool:
        """Drop what was only rehearsed, since the rehearsal is over."""
        self._restores.take(self._pending.id)
        await self._restores.async_keep()
        drop_issue(self._hass, self._entry.entry_id, self._pending.id)
        return False

    async def _fail(self, err: GatewayError) -> bool:
        """Return whether it has to be tried again after an error on the way there."""
        endpoint = self._pending.endpoint
        error = await async_caller_error(
            self._hass, self._entry, endpoint, err, writes=self._writes
        )
        why = words_of_error(self._hass, error)
        if isinstance(err, WrongGateway):
            return await self._refuse(OTHER_GATEWAY, why)
        return self._wait(why)

    def _other_gateway(self) -> str | None:
        """Return in words that the entry is for another gateway by now; None if not."""
        identity = self._runtime.client.identity
        if identity is None or identity.serial == self._pending.serial:
            return None
        err = WrongGateway(self._pending.serial, identity.serial)
        context = context_of(self._entry, self._pending.endpoint)
        return words_of_error(self._hass, translate(err, HomeAssistantError, **context))

    async def _write(self, plan: PuttingBack, patch: Json) -> None:
        """Write what puts it back, as any other write."""
        self._writes = True
        pending = self._pending
        await async_write(
            ServiceCall(self._hass, DOMAIN, "restore_data", {}, Context()),
            self._entry,
            self._runtime,
            SendRequest(
                method=pending.method,
                endpoint=pending.endpoint,
                body=encode(patch, ""),
                merge=True,
                # What the write has taken out of a list.
                merge_add=True,
                test_mode=False,
                compare=False,
                verify=Verify.ON,
                verify_seconds=VERIFY_SECONDS,
                refresh_core=False,
                plan=plan,
                as_planned=True,
                # Another write may come between that read and our turn.
                expects=plan.expects,
            ),
        )

    async def _is_as_before(self) -> bool:
        """Note that nothing has to be done, once the write had time to show."""
        pending = self._pending
        now = dt_util.utcnow().timestamp()
        if not (pending.is_proven or pending.attempts) and (
            now < pending.left_at + SETTLED_AFTER
        ):
            return True
        self._restores.take(pending.id)
        await self._restores.async_keep()
        drop_issue(self._hass, self._entry.entry_id, pending.id)
        # A write whose reply was lost has done it.
        self._fire("restored" if pending.attempts else "already")
        return False

    async def _ask_about(self, err: InvalidData, seen: Json) -> bool:
        """Leave what somebody else has changed alone, and ask the owner."""
        conflicts = self._pending.work.conflicts(seen)
        await self._hand_over(
            self._pending.to_owner(
                "conflict",
                "; ".join(
                    f"{leaf.place}: {_three(leaf.before, leaf.written[0], found)}"
                    for leaf, found in conflicts[:_TOLD]
                )
                or err.detail,
                [(leaf.place, found) for leaf, found in conflicts],
            ),
            ISSUE_CONFLICT,
        )
        self._fire(
            "conflict",
            conflicts=[
                {
                    "path": leaf.place,
                    "before": _told(handed_on(leaf.before)),
                    "written": _told(leaf.written[0]),
                    "found": _told(found),
                }
                for leaf, found in conflicts[:_TOLD]
            ],
        )
        return False

    async def _refuse(self, obstacle: str, why: str) -> bool:
        """Write nothing, and ask the owner."""
        await self._hand_over(self._pending.to_owner(obstacle, why), ISSUE_REFUSED)
        self._fire("refused", reason=why)
        return False

    async def _hand_over(self, pending: Pending, issue: str) -> None:
        """Have something wait for its owner."""
        self._restores.put(pending)
        await self._restores.async_keep()
        tell(self._hass, self._entry, pending, issue)

    @callback
    def _wait(self, why: str) -> bool:
        """Note why it couldn't be put back yet; tell it if that lasts."""
        current = self._restores.get(self._pending.id)
        if current and not self._restores.is_held(current.id):
            current = replace(current, reason=why)
            self._restores.put(current)
            if dt_util.utcnow().timestamp() > current.due + OVERDUE_AFTER:
                tell(self._hass, self._entry, current, ISSUE_OVERDUE)
        return True

    @callback
    def _fire(self, outcome: str, **facts: Any) -> None:  # noqa: ANN401 - see there
        """Tell Home Assistant what became of it."""
        fire_restored(self._hass, self._entry, self._pending, outcome, **facts)


def _told(value: Json) -> Json:
    """Return a value for an event, of a long one the start of its JSON."""
    text = to_json(value).decode()
    return value if len(text) <= _LONGEST_TOLD else text[:_LONGEST_TOLD]


def _three(before: Json, written: Json, found: Json) -> str:
    """Return three values for a message."""
    return " → ".join(shown(value) for value in (handed_on(before), written, found))
