"""An account with a second factor, and who enters its codes."""

from typing import Any

from homeassistant.core import HomeAssistant

from gateway_simulator import Account, CloudSimulator, GatewaySimulator
from tests.gateway.support import other_code

from ..dialog import Dialog
from ..helpers import EMAIL, PASSWORD

LOGIN = "/login/login.json"
SEND = "/app-api/generate_mfa_login_otp"
CODE = "/app-api/validate_login_otp"


def factor(role: str = "owner", password: str = PASSWORD) -> Account:
    """Return the account with a second factor."""
    return Account(EMAIL, password, role=role, multi_factor=True)


def given(gateway: GatewaySimulator, **changes: Any) -> dict[str, Any]:
    """Return what is entered into the form for the login."""
    login = {"username": EMAIL, "password": PASSWORD, "use_manual_token": False}
    return {"host": gateway.host, **login, **changes}


async def ask(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> Dialog:
    """Return a dialog that adds a gateway and asks for a code."""
    cloud.add(factor())
    dialog = await Dialog.add(hass)
    await dialog.submit(**given(gateway))
    assert dialog.result["step_id"] == "code", dialog.errors
    return dialog


async def enter(dialog: Dialog, code: str = "", **fields: Any) -> Any:
    """Enter a code; the switches are off."""
    switches = {"new_code": False, "forget_password": False}
    return await dialog.submit(**{"code": code, **switches, **fields})


def wrong(cloud: CloudSimulator, number: int = 1) -> str:
    """Return a code that is not the newest one."""
    return other_code(cloud.second_factor.newest, number)
