"""After a gateway was added, the dialog leads on."""

from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest

from custom_components.enphase_envoy_raw_data.flows import pages
from gateway_simulator import CloudSimulator, GatewaySimulator

from ..dialog import Dialog
from ..helpers import EMAIL, PASSWORD, TEXTS, load


@pytest.mark.parametrize(
    ("version", "page"),
    [
        ((2026, 3), "/config/developer-tools/action"),
        ((2026, 10), "/config/tools/action"),
        ((2027, 1), "/config/tools/action"),
    ],
)
@pytest.mark.parametrize("role", ["owner", "installer"])
async def test_a_link_to_the_action(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    monkeypatch: pytest.MonkeyPatch,
    *,
    version: tuple[int, int],
    page: str,
    role: str,
) -> None:
    """It opens Home Assistant's own tool with `read_data` in it."""
    monkeypatch.setattr(pages, "MAJOR_VERSION", version[0])
    monkeypatch.setattr(pages, "MINOR_VERSION", version[1])
    dialog = await Dialog.add(hass)
    token = gateway.token(role)
    result = await dialog.submit(host=gateway.host, token=token, use_manual_token=True)
    assert result["type"] is FlowResultType.CREATE_ENTRY, dialog.errors
    text = TEXTS["config"]["create_entry"][result["description"]].format(
        **result["description_placeholders"]
    )
    link = f"{page}?service=enphase_envoy_raw_data.read_data"
    assert f"[read something from it]({link})" in text


async def test_our_words_at_the_end(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """Home Assistant takes its own words unless a reason is given."""
    entry = await load(hass, gateway)
    given = {"username": EMAIL, "password": PASSWORD, "use_manual_token": False}
    for dialog, reason in (
        (await Dialog.reauth(hass, entry), "reauth_successful"),
        (await Dialog.reconfigure(hass, entry), "reconfigure_successful"),
    ):
        result = await dialog.submit(host=gateway.host, **given)
        assert result["reason"] == reason
        assert result.get("translation_domain") is None
        assert result["description_placeholders"]["account"] == "owner"
