"""Forms that a person fills in, in a flow or a repair."""

from abc import ABC, abstractmethod
from typing import Any


class Forms(ABC):
    """One form after the other."""

    @abstractmethod
    async def enter(self, **fields: Any) -> Any:
        """Send the form and return what comes next."""

    async def submit(self, **fields: Any) -> Any:
        """Send the form and return what comes next.

        Whoever has pasted a token is content with what is told of it.
        """
        result = await self.enter(**fields)
        if result.get("step_id") == "token_found":
            result = await self.choose("use_token")
        return result

    async def choose(self, option: str) -> Any:
        """Select an option of a menu and return what comes next."""
        return await self.enter(next_step_id=option)
