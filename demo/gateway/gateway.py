"""The gateway under the demo: the simulator, or a real one."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from getpass import getpass
from http import HTTPStatus
from itertools import zip_longest
import sys
from typing import override

from gateway_simulator import Account, CloudSimulator, GatewaySimulator, Replica

from ..home import CloudAddresses, free_port

# A real gateway answers on 443, which an ordinary user may not open.
USUAL_PORT = 8443
# The newest firmware among the replicas.
REPLICA = "8.3"
RECORDED_INVERTERS = 60
# What the walk writes to, if it is there.
POWER = "/ivp/mod/603980032/mode/power"
# Switching production takes an installer's rights, so that is who logs in, at a
# gateway of firmware before 7 as a local user.
LOCAL_USER = "installer"
ACCOUNT = Account("installer@example.com", "sunshine", role="installer")


@dataclass(frozen=True, kw_only=True)
class Login:
    """What a user enters into the form: an account, or a token made elsewhere."""

    username: str = ""
    """User name of the cloud account, or of a gateway with old firmware."""

    password: str = ""
    """Password that goes with it."""

    token: str = ""
    """If not empty, the token is used instead."""

    @override
    def __str__(self) -> str:
        """Return a few words about it, without the secrets."""
        return "with a token" if self.token else f"as {self.username}"


class Gateway:
    """A gateway of the user's own, of which nothing is known beforehand."""

    writable = False
    """Whether the walk may really write to it."""

    serial: str | None = None
    """Serial number."""

    inverters: int | None = None
    """Number of inverters."""

    cloud: CloudAddresses | None = None
    """What stands in for the cloud; None for the real one."""

    def __init__(self, host: str, login: Login) -> None:
        """Take what a user enters into the form."""
        self.host = host
        self.login = login

    def news(self) -> list[str] | None:
        """Return the requests received since the last look, None if unknown."""
        return None


class SimulatedGateway(Gateway):
    """The simulator, which keeps a journal of what it receives."""

    def __init__(
        self, gateway: GatewaySimulator, cloud: CloudSimulator, inverters: int | None
    ) -> None:
        """Wrap two running simulators."""
        super().__init__(
            gateway.host,
            Login(username=ACCOUNT.email, password=ACCOUNT.password)
            if gateway.token_login
            else Login(username=LOCAL_USER),
        )
        self.serial = gateway.serial
        self.inverters = inverters
        # A recording need not have the page.
        self.writable = POWER in gateway.device.documents
        self.cloud = CloudAddresses(
            login_url=cloud.login_url, token_url=cloud.token_url
        )
        self._journal = gateway.journal
        self._seen = 0
        self._challenges = not gateway.token_login

    @override
    def news(self) -> list[str]:
        """Return the requests received since the last look.

        Where a login is a digest, a request is made twice: the answer to the first
        one asks for the digest, and is not counted.
        """
        new = self._journal.requests[self._seen :]
        self._seen += len(new)
        return [
            f"{one.method} {one.target} -> {one.status}"
            for one, after in zip_longest(new, new[1:])
            if not (
                self._challenges
                and one.status == HTTPStatus.UNAUTHORIZED
                and after
                and (after.method, after.target) == (one.method, one.target)
            )
        ]


@asynccontextmanager
async def simulated(
    recording: Replica | None = None,
) -> AsyncIterator[SimulatedGateway]:
    """Start the simulator and its stand-in for the cloud."""
    replica = recording or REPLICA
    async with AsyncExitStack() as stack:
        usual = GatewaySimulator(replica, port=free_port(USUAL_PORT))
        try:
            gateway = await stack.enter_async_context(usual)
        except OSError:
            # Somebody else got the port after the look at it.
            other = GatewaySimulator(replica, port=0)
            gateway = await stack.enter_async_context(other)
        cloud = await stack.enter_async_context(CloudSimulator())
        cloud.add(ACCOUNT)
        inverters = None if recording else RECORDED_INVERTERS
        yield SimulatedGateway(gateway, cloud, inverters)


def ask_for_login(host: str) -> Login:
    """Ask for the login of a real gateway. Raises EOFError without a terminal."""
    if not sys.stdin.isatty():
        raise EOFError
    print(
        f"Login for the gateway at {host}. Only Home Assistant on this machine gets\n"
        "it, and forgets it when the demo ends.\n\n"
        "  Firmware 7 or newer: your Enphase account, or a token.\n"
        "  Older firmware:      user envoy or installer, and no password.\n"
    )
    if token := getpass("Token (leave empty to log in with a user name): ").strip():
        return Login(token=token)
    return Login(username=input("User name: ").strip(), password=getpass("Password: "))
