"""The scenes: what a person wants to do, and what the screens show meanwhile."""

from playwright.async_api import expect

from demo.home import DOMAIN, ApiError
from demo.walk import UnexpectedError

from ..browser import Screen
from .action_tool import ActionTool
from .login_scenes import (
    NAME,
    code_wanted,
    is_repaired,
    second_factor,
    start_adding,
    take_over,
    token_by_hand,
    token_ending,
    wrong_gateway,
)
from .mood_scenes import MOOD_SCENES
from .stage import ACCOUNT, GENERATOR, Stage
from .texts import words

INTEGRATION_PAGE = f"/config/integrations/integration/{DOMAIN}"
PRODUCTION = "/api/v1/production"
INVERTERS = "/api/v1/production/inverters"
NEW_FIRMWARE = "8.3.5528"


async def add_gateway(screen: Screen, stage: Stage) -> None:
    """Add a gateway, with a wrong password on the way."""
    field = "config.step.user.data"
    await start_adding(screen, words("config.step.user.title"))
    await screen.looks_right(screen.dialog)
    await screen.fill(words(f"{field}.host"), stage.gateway.host)
    await screen.fill(words(f"{field}.username"), ACCOUNT.email)
    await screen.fill(words(f"{field}.password"), "wrong")
    await screen.press("Submit")
    await screen.see(words("config.error.login_refused"))
    await screen.looks_right(screen.dialog, "add_gateway")
    await screen.fill(words(f"{field}.password"), ACCOUNT.password)
    await screen.press("Submit")
    await expect(screen.page.get_by_role("textbox", name="Device name")).to_have_value(
        stage.title
    )
    await screen.looks_right(screen.dialog)
    await screen.press("Skip and finish")
    await screen.see(NAME)


async def what_next(screen: Screen, stage: Stage) -> None:
    """Go on from the end of the dialog to the action that reads."""
    field = "config.step.user.data"
    await start_adding(screen, words("config.step.user.title"))
    await screen.fill(words(f"{field}.host"), "192.0.2.999")
    await screen.fill(words(f"{field}.username"), ACCOUNT.email)
    await screen.fill(words(f"{field}.password"), ACCOUNT.password)
    await screen.press("Submit")
    await screen.see("is not the name or address of a host")
    # The password is not entered again.
    await screen.fill(words(f"{field}.host"), stage.gateway.host)
    await screen.press("Submit")
    explorer = screen.page.get_by_role("link", name="Explorer", exact=True)
    await expect(explorer).to_have_attribute("href", "/enphase-envoy-explorer")
    await screen.page.get_by_role("link", name="read something from it").click()
    await screen.see(words("services.read_data.description"))


async def own_path(screen: Screen, stage: Stage) -> None:
    """Enter a path that is much like one of the list, and get that very path."""
    await stage.add_gateway()
    tool = ActionTool(screen, "send_data")
    await tool.choose()
    await tool.starts_with(stage.title)
    await tool.enter_endpoint("/ivp/ss/pel_settings")
    await tool.write_yaml("data", "a: 1")
    await tool.turn_on("risk_acknowledged")
    await tool.perform()
    await screen.see("/ivp/ss/pel_settings:", within=tool.response)
    await screen.see("test_mode:", within=tool.response)


async def own_path_read(screen: Screen, stage: Stage) -> None:
    """Read a path that is much like one of the list, with Enter after it."""
    await stage.add_gateway()
    stage.gateway.journal.clear()
    tool = ActionTool(screen, "read_data")
    await tool.choose()
    await tool.starts_with(stage.title)
    await tool.enter_endpoint("/ivp/ss/pel_setting")
    await tool.perform()
    await screen.see("/ivp/ss/pel_setting ", within=tool.form)
    await screen.looks_right(tool.form)
    asked = [request.path for request in stage.gateway.journal.requests]
    if set(asked) != {"/ivp/ss/pel_setting"}:
        raise UnexpectedError(f"The gateway was asked for {asked}")


async def device(screen: Screen, stage: Stage) -> None:
    """Look at what is known about a gateway, and at its own page."""
    await stage.add_gateway()
    await screen.open(INTEGRATION_PAGE)
    await screen.page.get_by_role("link", name="1 device").click()
    card = screen.page.locator("ha-device-info-card")
    await screen.see(f"Serial number: {stage.gateway.serial}", within=card)
    await screen.see(f"Firmware: {stage.gateway.firmware}", within=card)
    await screen.see("IQ Gateway Metered", within=card)
    visit = screen.page.get_by_role("link", name="Visit")
    await expect(visit).to_have_attribute("href", f"{stage.gateway.url}/home")
    await screen.looks_right(card, "device")


async def read_data(screen: Screen, stage: Stage) -> None:
    """Read an endpoint in the action tool."""
    await stage.add_gateway()
    tool = ActionTool(screen, "read_data")
    await tool.choose()
    await screen.looks_right(tool.form)
    await tool.starts_with(stage.title)
    await tool.choose_endpoint(PRODUCTION)
    await tool.perform()
    await screen.see("wattHoursToday: 67770", within=tool.response)
    await screen.looks_right(tool.whole, "read_data")
    await tool.choose_endpoint(INVERTERS)
    await tool.perform()
    await screen.see(f"{INVERTERS}:", within=tool.response)
    await screen.see(f"{PRODUCTION}:", within=tool.response)


async def list_endpoints(screen: Screen, stage: Stage) -> None:
    """Look for an endpoint whose name one does not know."""
    await stage.add_gateway()
    tool = ActionTool(screen, "list_endpoints")
    await tool.choose()
    await screen.looks_right(tool.form)
    await tool.fill("search", "reserve battery")
    await tool.perform()
    await screen.see("/admin/lib/tariff", within=tool.response)
    await screen.looks_right(tool.response)


async def refused(screen: Screen, stage: Stage) -> None:
    """See why an action was refused."""
    await stage.add_gateway()
    tool = ActionTool(screen, "read_data")
    await tool.choose()
    await tool.starts_with(stage.title)
    await tool.enter_endpoint("//192.0.2.1/x")
    await tool.perform()
    await screen.see("was refused before anything was sent", within=tool.form)
    await screen.looks_right(tool.form)


async def send_data(screen: Screen, stage: Stage) -> None:
    """Try a write in test mode and see what it would change."""
    await stage.add_gateway()
    stage.gateway.journal.clear()
    tool = ActionTool(screen, "send_data")
    await tool.choose()
    await screen.looks_right(tool.form)
    await tool.starts_with(stage.title)
    await tool.enter_endpoint(GENERATOR)
    await tool.choose_option("method", "POST")
    await tool.write_yaml("data", "gen_cmd: auto")
    await tool.perform()
    await screen.see(
        words("exceptions.risk_not_acknowledged.message", gateway=stage.title)
    )
    await tool.turn_on("risk_acknowledged")
    await tool.open_section("way")
    await tool.turn_on("merge")
    await tool.open_section("proof")
    await tool.turn_on("compare")
    await tool.perform()
    await screen.see("changes:", within=tool.response)
    await screen.see("path: gen_cmd", within=tool.response)
    await expect(tool.response).not_to_contain_text("removed:")
    await screen.looks_right(tool.response, "send_data")
    await screen.looks_right(tool.form)
    if stage.gateway.journal.writes:
        raise UnexpectedError("Test mode has written")


async def yaml_in_a_form(screen: Screen, stage: Stage) -> None:
    """See what the browser makes of YAML, as docs/actions.md says."""
    await stage.add_gateway()
    tool = ActionTool(screen, "send_data")
    await tool.choose()
    await tool.starts_with(stage.title)
    await tool.enter_endpoint(GENERATOR)
    await tool.choose_option("method", "POST")
    await tool.turn_on("risk_acknowledged")
    await tool.open_section("proof")
    await tool.turn_on("compare")
    number, text = "12345678901234567890", "2026-01-31"
    await tool.write_yaml("data", f"a: 30.0\nb: {text}\nc: {number}\non: 1")
    await tool.perform()
    spoilt = f'"a":30,"b":"{text}T00:00:00.000Z","c":{number[:-3]}000,"true":1'
    await screen.see(f"body: '{{{spoilt}}}'", within=tool.response)
    await tool.write_yaml("data", f"""'{{"a": 30.0, "c": {number}}}'""")
    await tool.perform()
    whole = f'"a":30.0,"c":{number}'
    await screen.see(f"body: '{{{whole}}}'", within=tool.response)


async def options(screen: Screen, stage: Stage) -> None:
    """Say that nobody may write, and see that nobody can."""
    entry_id = await stage.add_gateway()
    await screen.open(INTEGRATION_PAGE)
    await screen.press("Configure")
    await screen.see(words("options.step.init.title"))
    explorer = screen.page.get_by_role("link", name="Explorer", exact=True)
    await expect(explorer).to_have_attribute("href", "/enphase-envoy-explorer")
    await screen.looks_right(screen.dialog, "options")
    await screen.select(words("selector.who_may_send.options.nobody"))
    await screen.press("Submit")
    await screen.see("Options successfully saved")
    try:
        await stage.write(entry_id, {})
    except ApiError as err:
        if "read-only" in err.message:
            return
        raise
    raise UnexpectedError("A write was let through")


async def new_firmware(screen: Screen, stage: Stage) -> None:
    """Hear of a new firmware after a write, and confirm it."""
    entry_id = await stage.add_gateway()
    data = {"gen_cmd": "auto"}
    await stage.write(entry_id, data)
    stage.gateway.set_firmware(NEW_FIRMWARE)
    await stage.gateway.restart()
    await stage.write(entry_id, data)
    title = words("issues.firmware_changed.title", gateway=stage.title)
    await screen.open("/config/repairs")
    await screen.select(title)
    await screen.see(
        words(
            "issues.firmware_changed.fix_flow.step.confirm.description",
            gateway=stage.title,
            firmware=NEW_FIRMWARE,
            endpoint=GENERATOR,
        )
    )
    await screen.looks_right(screen.dialog, "repair")
    await screen.press("Submit")
    await is_repaired(screen, title)


async def old_automation(screen: Screen, stage: Stage) -> None:
    """Open an automation of version 2 in the editor: the form shows its call."""
    call = {
        "action": f"{DOMAIN}.read_data",
        "data": {"config_entry_id": await stage.add_gateway(), "endpoint": PRODUCTION},
        "response_variable": "reply",
    }
    await stage.api.request(
        "POST",
        "/api/config/automation/config/old",
        {"alias": "Old", "triggers": [], "conditions": [], "actions": [call]},
    )
    await screen.open("/config/automation/edit/old")
    await screen.page.locator("ha-automation-action-row").click()
    form = screen.page.locator("ha-service-control")
    path = form.locator("ha-selector-choose").get_by_role("textbox").first
    await expect(path).to_have_value(PRODUCTION)
    await screen.see(stage.title, within=form)
    await screen.looks_right(form)


SCREENS = (
    add_gateway,
    what_next,
    own_path,
    own_path_read,
    token_by_hand,
    take_over,
    device,
    read_data,
    list_endpoints,
    refused,
    send_data,
    yaml_in_a_form,
    options,
    new_firmware,
    token_ending,
    second_factor,
    code_wanted,
    wrong_gateway,
    old_automation,
    *MOOD_SCENES,
)
