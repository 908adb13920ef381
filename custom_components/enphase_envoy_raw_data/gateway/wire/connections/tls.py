"""TLS towards one gateway, which resumes its last session."""

import ssl
from typing import Any, override


class ResumingContext(ssl.SSLContext):
    """Makes TLS as it is, and resumes a session where there is one.

    A full handshake takes two round trips and a signature of the gateway's small
    processor. asyncio and aiohttp hand no session on, so the context does.
    """

    session: ssl.SSLSession | None = None
    """The session to resume; a gateway that doesn't know it makes a new one.

    It is offered once, since a gateway may break off the handshake because of it.
    """

    @override
    def wrap_bio(self, *args: Any, **options: Any) -> ssl.SSLObject:
        """Return TLS over memory buffers, as asyncio wants it."""
        session, self.session = self.session, None
        return super().wrap_bio(*args, **(options | {"session": session}))


def gateway_context() -> ResumingContext:
    """Return a context for one gateway, whose certificate is its own signature."""
    context = ResumingContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    # The other end stays who it was at the handshake.
    context.options |= ssl.OP_NO_RENEGOTIATION
    context.set_alpn_protocols(["http/1.1"])
    return context
