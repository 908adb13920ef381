"""Who has an account at the cloud."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who has an account at the cloud."""

    email: str
    password: str
    # "owner" (tokens for a year) or "installer" (for 12 hours).
    role: str = "owner"
    # Gateways this account may have tokens for; None is every gateway.
    serials: frozenset[str] | set[str] | list[str] | tuple[str, ...] | None = None
    multi_factor: bool = False
    blocked: bool = False
