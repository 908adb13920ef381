"""What a write means for what has to be put back, step by step with the write."""

from abc import ABC, abstractmethod
from http import HTTPStatus

from homeassistant.util.json import JsonObjectType

from ..gateway import Body, Json, Merged, Outcome, Reply
from ..gateway.errors import OutcomeUnknown, Refused
from .pending import Pending
from .restores import NotStored, Restores


def had_no_effect(outcome: Outcome | None) -> bool:
    """Return whether a write has certainly changed nothing."""
    match outcome.result if outcome else None:
        case OutcomeUnknown() | Reply():
            return False
        case Refused(status=status):
            return status < HTTPStatus.INTERNAL_SERVER_ERROR
    return True


class Plan(ABC):
    """Goes with one write from its turn to the end of its proof."""

    reads: bool = False
    """Whether the endpoint has to be read right before."""

    def __init__(self, restores: Restores, endpoint: str, method: str) -> None:
        """Go with a write to this endpoint."""
        self._restores = restores
        self._endpoint = endpoint
        self._method = method
        self.rehearsed = False
        """Whether the write is rehearsed, which is decided in its turn."""
        self._before: dict[str, Pending | None] = {}
        self._is_stored = False

    def begin(self, *, rehearsed: bool) -> None:
        """Note at the beginning of the write's turn whether it is rehearsed."""
        self.rehearsed = rehearsed

    @property
    def must_verify(self) -> bool:
        """Return whether the write has to be verified, whatever its caller says."""
        return bool(self._before)

    @abstractmethod
    def prepare(self, before: Reply | None, body: Body, merged: Merged | None) -> None:
        """Note what the write will change, in its turn. Raises GatewayError."""

    async def store(self) -> None:
        """Have that in the storage before the write leaves. Raises NotStored."""
        if self._before:
            # The storage goes on if this is cancelled, and has it then.
            self._is_stored = True
            try:
                await self._restores.async_save()
            except NotStored:
                self._is_stored = False
                raise

    def end(self, outcome: Outcome | None) -> None:
        """Note what became of the write, in its turn."""
        if had_no_effect(outcome):
            self._take_back()

    async def settle(
        self, *, is_success: bool, proof: bool | None, found: Json
    ) -> None:
        """Note what the page has shown, and have it in the storage.

        `proof` is None if nobody has looked. Raises NotStored.
        """
        held = list(self._before)
        try:
            if held and is_success:
                self._conclude(is_proven=proof is True, found=found)
            if held and self._is_stored:
                await self._restores.async_save()
        finally:
            self._before.clear()
            self._restores.release(*held)

    def _conclude(self, *, is_proven: bool, found: Json) -> None:  # noqa: B027 - not for all
        """Note what the page has shown after a success."""

    def note_write(self, write_id: str) -> None:  # noqa: B027 - not for all
        """Note which write in the record it is."""

    def reply(self) -> JsonObjectType | None:
        """Return what the caller hears of it; None if it is nothing."""
        return None

    @property
    def over(self) -> list[str]:
        """Return the IDs of what nobody has to put back any more."""
        return []

    def _change(self, one: Pending, changed: Pending | None) -> None:
        """Change what has to be put back, so that it can be taken back."""
        if one.id not in self._before:
            self._before[one.id] = self._restores.get(one.id)
            self._restores.hold(one.id)
        if changed:
            self._restores.put(changed)
        else:
            self._restores.take(one.id)

    def _take_back(self) -> None:
        """Have everything as it was before the write."""
        for pending_id, one in self._before.items():
            if one:
                self._restores.put(one)
            else:
                self._restores.take(pending_id)
