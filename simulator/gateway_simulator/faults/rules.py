"""Which requests a fault hits, and how often."""

from collections.abc import Callable
from dataclasses import dataclass

from ..journal import Received
from .fault import Fault
from .replies import UnauthorizedUntilLogin

type Where = str | Callable[[Received], bool] | None


@dataclass(slots=True, kw_only=True, eq=False)
class Rule:
    """A fault, the requests it hits and how often it still does."""

    fault: Fault
    where: Where
    method: str | None
    # None is for ever.
    times: int | None
    # Requests hit so far.
    hits: int = 0

    def matches(self, request: Received) -> bool:
        """Tell whether the fault hits this request."""
        if self.times is not None and self.hits >= self.times:
            return False
        if self.method not in (None, request.method):
            return False
        if callable(self.where):
            return self.where(request)
        return self.where in (None, request.path)


class Faults:
    """The faults of one simulator."""

    def __init__(self) -> None:
        """Start without faults."""
        self._rules: list[Rule] = []

    def add(
        self,
        path: Where,
        fault: Fault,
        *,
        method: str | None = None,
        times: int | None = None,
    ) -> Rule:
        """Let a fault hit requests; a path of None means every path."""
        rule = Rule(fault=fault, where=path, method=method, times=times)
        self._rules.append(rule)
        return rule

    def remove(self, rule: Rule) -> None:
        """Switch one fault off."""
        self._rules.remove(rule)

    def clear(self) -> None:
        """Switch all faults off."""
        self._rules.clear()

    def logged_in(self) -> None:
        """Switch off the faults that a new login ends."""
        self._rules = [
            rule
            for rule in self._rules
            if not isinstance(rule.fault, UnauthorizedUntilLogin)
        ]

    def take(self, request: Received) -> list[Fault]:
        """Return the faults that hit this request and count them."""
        hit = [rule for rule in self._rules if rule.matches(request)]
        for rule in hit:
            rule.hits += 1
        return [rule.fault for rule in hit]
