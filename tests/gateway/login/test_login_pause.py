"""Rejected logins are held against the cloud, not only the last one."""

import pytest

from custom_components.enphase_envoy_raw_data.gateway import (
    Credentials,
    LoginPause,
    Rejections,
)
from custom_components.enphase_envoy_raw_data.gateway.errors import (
    CloudFailed,
    LoginError,
    LoginRefused,
    NoAccess,
)
from gateway_simulator import Account, CloudSimulator, GatewaySimulator
from gateway_simulator.faults import Fixed

from ..conftest import Connect
from ..support import EMAIL, PASSWORD, expired_token

LOGIN = "/login/login.json"


async def _renew(
    connect: Connect, gateway: GatewaySimulator, pause: LoginPause
) -> None:
    """Have a new client log in, whose token has expired."""
    client = connect(
        gateway,
        Credentials(
            username=EMAIL,
            password=PASSWORD,
            token=expired_token(gateway),
            pause=pause,
        ),
    )
    await client.identify()
    await client.log_in()


@pytest.mark.parametrize(
    ("account", "error", "is_kept"),
    [
        (Account(EMAIL, "changed"), LoginRefused, True),
        # What is not about the account's password may be another one tomorrow.
        (Account(EMAIL, PASSWORD, serials=[]), NoAccess, False),
    ],
)
async def test_what_is_kept(
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    connect: Connect,
    *,
    account: Account,
    error: type[LoginError],
    is_kept: bool,
) -> None:
    """A rejection holds for all later logins, and is handed out to be kept."""
    cloud.add(account)
    kept: list[Rejections] = []
    pause = LoginPause(on_rejected=kept.append)
    raised = []
    for _ in range(3):
        with pytest.raises(error) as caught:
            await _renew(connect, gateway, pause)
        raised.append(caught.value)
    assert cloud.journal.count(path=LOGIN) == 1
    # Each caller has one of its own, so that no traceback grows with each.
    assert len({id(one) for one in raised}) == 3
    assert [(one.reason, one.in_a_row) for one in kept] == (
        [(error.__name__, 1)] if is_kept else []
    )


async def test_kept_pause_goes_on(
    gateway: GatewaySimulator, cloud: CloudSimulator, connect: Connect
) -> None:
    """What was kept is enough to go on; the cloud isn't asked."""
    kept: list[Rejections] = []
    LoginPause(on_rejected=kept.append).failed(LoginRefused())
    with pytest.raises(LoginRefused):
        await _renew(connect, gateway, LoginPause(kept[0]))
    assert not cloud.journal.requests


async def test_unknown_reason_is_no_pause(
    gateway: GatewaySimulator, cloud: CloudSimulator, connect: Connect
) -> None:
    """A reason of another version doesn't hold anything up."""
    kept = Rejections(reason="SomethingElse", in_a_row=4, until=float(2**40))
    await _renew(connect, gateway, LoginPause(kept))
    assert cloud.journal.count(path=LOGIN) == 1


async def test_cloud_that_is_down_is_not_counted(
    gateway: GatewaySimulator, cloud: CloudSimulator, connect: Connect
) -> None:
    """It is asked again soon, and a rejection after that is the first one."""
    cloud.faults.add(LOGIN, Fixed(503), times=1)
    kept: list[Rejections] = []
    pause = LoginPause(on_rejected=kept.append)
    with pytest.raises(CloudFailed):
        await _renew(connect, gateway, pause)
    assert not kept
    pause.failed(LoginRefused())
    assert [one.in_a_row for one in kept] == [1]
