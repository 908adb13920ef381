"""How long the client waits."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Times in seconds."""

    read: float = 60.0
    """A read with its repetitions; the slowest healthy page takes 11."""

    write: float = 60.0
    """A write, which is never repeated."""

    write_patience: float = 5.0
    """How long a write waits for a read before it ends it. Most pages answer within
    a second; the slowest healthy one takes 11, and can be asked again."""

    check: float = 15.0
    """`/info` or a login check, so that a form answers within 60."""

    silence: float = 600.0
    """After so long without a reply the gateway's identity is looked at again:
    another one may have got its address."""

    unreachable: float = 5.0
    """A read of a gateway that can't be reached is tried again for so long, unless
    its caller is patient. Somebody may be waiting before a screen."""

    first_pause: float = 1.0
    """Before a read is repeated; doubled each time."""

    longest_pause: float = 10.0


DEFAULT_LIMITS = Limits()
