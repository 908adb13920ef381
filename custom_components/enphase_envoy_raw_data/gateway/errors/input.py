"""What a caller gave and the client refuses before anything is sent."""

from dataclasses import dataclass

from .base import GatewayError


@dataclass(eq=False)
class InputError(GatewayError):
    """What the caller gave was refused before anything was sent."""

    reason: str
    """Situation, as a key such as `no_leading_slash`."""

    detail: str = ""
    """The part of the input that the reason is about; empty if there is none."""

    there: str = ""
    """What the gateway has in its place; empty if that is no part of the reason."""


class InvalidHost(InputError):
    """The host is not a host name or address."""


class InvalidEndpoint(InputError):
    """The endpoint is not a path on the gateway."""


class InvalidData(InputError):
    """The data can't be sent as JSON."""


class InvalidExpression(InputError):
    """The JMESPath expression can't be used."""


class InvalidMethod(InputError):
    """The method is none that writes."""


class BadRecording(InputError):
    """A file is no recording that can take the place of a gateway."""
