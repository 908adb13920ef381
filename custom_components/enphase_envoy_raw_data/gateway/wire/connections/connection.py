"""What is known of one connection."""

from dataclasses import dataclass


@dataclass(slots=True, kw_only=True)
class Connection:
    """What is known of one connection."""

    certificate: str
    """SHA-256 of the certificate, in hexadecimal digits; empty for plain HTTP."""

    is_resumed: bool = False
    """Whether it goes on with the TLS session of the connection before."""

    is_proven: bool = False
    """Whether the right gateway has told who it is over it."""

    has_proven_session: bool = False
    """Whether it has done so over an earlier one, whose session this one resumes."""
