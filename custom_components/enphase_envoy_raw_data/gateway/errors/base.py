"""The base of all errors of the gateway client."""

from dataclasses import dataclass, field, fields
from typing import Self, override


@dataclass(eq=False)
class GatewayError(Exception):
    """Base of all errors that the gateway client raises.

    Every error carries facts as attributes and no secret. The words that a person
    reads are chosen in one place, outside the gateway client.
    """

    began_with: int | None = field(default=None, init=False)
    """Status of a reply that began and did not end well; None if none began."""

    @override
    def __str__(self) -> str:
        """Return the name and the facts, for logs and tests."""
        facts = ", ".join(
            f"{fact.name}={getattr(self, fact.name)!r}"
            for fact in fields(self)
            if fact.init
        )
        return f"{type(self).__name__}({facts})"

    def again(self) -> Self:
        """Return the same error for another caller, with a traceback of its own."""
        twin = type(self).__new__(type(self), *self.args)
        twin.__dict__.update(self.__dict__)
        return twin
