"""The scenes about address and login: taken over, and mended in a repair."""

from datetime import UTC, datetime, timedelta

from playwright.async_api import expect

from demo.gateway import Login
from gateway_simulator import Account

from ..browser import Screen
from .stage import ACCOUNT, Stage
from .texts import words

NAME = "Enphase Envoy Raw Data"
OTHER = "999900001111"


async def start_adding(screen: Screen, title: str) -> None:
    """Go the way to a gateway's forms that the README describes."""
    await start(screen)
    if title != words("config.step.offer.title"):
        await screen.select(words("config.step.start.menu_options.enter"))
    await screen.see(title)


async def start(screen: Screen) -> None:
    """Select Add integration, and this one."""
    await screen.open("/config/integrations/dashboard")
    await screen.press("Add integration")
    await screen.page.get_by_placeholder("Search for a brand name").fill(NAME)
    await screen.select(NAME)


async def is_repaired(screen: Screen, title: str) -> None:
    """See that an issue is solved, and gone when its dialog is closed.

    Until then, the dialog has a button that ends it, and is called Close as well.
    """
    await screen.see("The issue is repaired!")
    await screen.press("Close")
    await expect(screen.page.get_by_text(title)).to_have_count(0)


async def token_by_hand(screen: Screen, stage: Stage) -> None:
    """Add a gateway with a token, without knowing that this is possible."""
    token = words("config.step.user_token.data.token")
    await start_adding(screen, words("config.step.user.title"))
    await screen.fill(words("config.step.user.data.host"), stage.gateway.host)
    await screen.turn_on(words("config.step.user.data.use_manual_token"))
    await screen.press("Submit")
    await screen.see(token)
    await screen.looks_right(screen.dialog)
    await screen.fill(token, "no token")
    await screen.press("Submit")
    await screen.see(words("config.error.not_a_token"))
    await screen.looks_right(screen.dialog)
    pasted = f"Your token: {stage.gateway.token()} Copy"
    await screen.fill(token, pasted)
    await screen.press("Submit")
    found = "config.step.token_found"
    await screen.see(words(f"{found}.title"))
    await screen.see(f"This token is for gateway {stage.gateway.serial}. Role: owner.")
    await screen.looks_right(screen.dialog, "token_found")
    await screen.select(words(f"{found}.menu_options.other_token"))
    await screen.fill(token, pasted)
    await screen.press("Submit")
    await screen.select(words(f"{found}.menu_options.use_token"))
    await screen.press("Skip and finish")
    await screen.see(NAME)


async def take_over(screen: Screen, stage: Stage) -> None:
    """Use an existing login already, whose password was changed meanwhile."""
    await stage.add_to_core()
    stage.cloud.add(Account(ACCOUNT.email, "changed"))
    await start_adding(screen, words("config.step.offer.title"))
    await screen.looks_right(screen.dialog)
    option = "config.step.offer.menu_options.take_over"
    await screen.select(words(option, gateway=f"Envoy {stage.gateway.serial}"))
    await screen.see(words("config.error.login_refused"))
    await screen.looks_right(screen.dialog)
    await screen.fill(words("config.step.copied.data.password"), "changed")
    await screen.press("Submit")
    await screen.press("Skip and finish")
    await screen.see(NAME)


async def token_ending(screen: Screen, stage: Stage) -> None:
    """Hear that a token ends soon, and enter a new one where that is said."""
    ending = stage.gateway.token(
        lifetime=timedelta(days=365), issued_at=datetime.now(UTC) - timedelta(days=360)
    )
    await stage.add_gateway(Login(token=ending))
    title = words("issues.token_ending.title", gateway=stage.title)
    step = "issues.token_ending.fix_flow.step.token"
    await screen.open("/config/repairs")
    await screen.select(title)
    await screen.see(words(f"{step}.title"))
    await screen.looks_right(screen.dialog)
    await screen.fill(words(f"{step}.data.token"), "no token")
    await screen.press("Submit")
    await screen.see(words("config.error.not_a_token"))
    await screen.looks_right(screen.dialog, "token_ending")
    await screen.fill(words(f"{step}.data.token"), stage.gateway.token())
    await screen.press("Submit")
    found = "issues.token_ending.fix_flow.step.token_found"
    await screen.see(words(f"{found}.title"))
    await screen.looks_right(screen.dialog)
    await screen.select(words(f"{found}.menu_options.use_token"))
    await is_repaired(screen, title)


async def second_factor(screen: Screen, stage: Stage) -> None:
    """Add a gateway with an account that wants a code, with a wrong one on the way."""
    factor = stage.cloud.second_factor
    factor.sent_to = "o***r@example.com"
    stage.cloud.add(Account(ACCOUNT.email, ACCOUNT.password, multi_factor=True))
    field = "config.step.user.data"
    await start_adding(screen, words("config.step.user.title"))
    await screen.fill(words(f"{field}.host"), stage.gateway.host)
    await screen.fill(words(f"{field}.username"), ACCOUNT.email)
    await screen.fill(words(f"{field}.password"), ACCOUNT.password)
    await screen.press("Submit")
    await screen.see(words("config.step.code.title"))
    await screen.see(factor.sent_to)
    await screen.looks_right(screen.dialog)
    code = words("config.step.code.data.code")
    await screen.fill(code, f"{(int(factor.newest) + 1) % 10**6:06}")
    await screen.press("Submit")
    await screen.see(words("config.error.code_rejected"))
    await screen.looks_right(screen.dialog, "second_factor")
    await screen.turn_on(words("config.step.code.data.new_code"))
    await screen.press("Submit")
    await screen.see("A code was sent just now")
    await screen.looks_right(screen.dialog)
    await screen.turn_on(words("config.step.code.data.forget_password"))
    await screen.fill(code, factor.newest)
    await screen.press("Submit")
    await screen.press("Skip and finish")
    await screen.see(NAME)


async def code_wanted(screen: Screen, stage: Stage) -> None:
    """Hear that a new token takes a code, and enter one where that is said."""
    stage.cloud.add(Account(ACCOUNT.email, ACCOUNT.password, multi_factor=True))
    stage.cloud.tokens.issued_at = datetime.now(UTC) - timedelta(days=340)
    field = "config.step.user.data"
    await start_adding(screen, words("config.step.user.title"))
    await screen.fill(words(f"{field}.host"), stage.gateway.host)
    await screen.fill(words(f"{field}.username"), ACCOUNT.email)
    await screen.fill(words(f"{field}.password"), ACCOUNT.password)
    await screen.press("Submit")
    await screen.see(words("config.step.code.title"))
    code = words("config.step.code.data.code")
    await screen.fill(code, stage.cloud.second_factor.newest)
    await screen.press("Submit")
    await screen.press("Skip and finish")
    stage.cloud.tokens.issued_at = None
    title = words("issues.code_wanted.title", gateway=stage.title)
    await screen.open("/config/repairs")
    await screen.select(title)
    await screen.see(words("issues.code_wanted.fix_flow.step.login.title"))
    await screen.looks_right(screen.dialog)
    await screen.press("Submit")
    await screen.see(words("issues.code_wanted.fix_flow.step.code.title"))
    await screen.fill(code, "12345")
    await screen.press("Submit")
    await screen.see(words("config.error.code_malformed"))
    await screen.looks_right(screen.dialog)
    await screen.fill(code, stage.cloud.second_factor.newest)
    await screen.press("Submit")
    await is_repaired(screen, title)


async def wrong_gateway(screen: Screen, stage: Stage) -> None:
    """Learn that another gateway answers, and enter the right address."""
    entry_id = await stage.add_gateway()
    title = words("issues.wrong_gateway.title", gateway=stage.title)
    await stage.have_serial(OTHER)
    reload = f"/api/config/config_entries/entry/{entry_id}/reload"
    await stage.api.request("POST", reload)
    await screen.open("/config/repairs")
    await screen.select(title)
    form = "issues.wrong_gateway.fix_flow.step.host"
    await screen.see(words(f"{form}.title"))
    await screen.looks_right(screen.dialog)
    host = words(f"{form}.data.host")
    await screen.fill(host, "127.0.0.1:1")
    await screen.press("Submit")
    await screen.see(words("config.error.cannot_connect_refused"))
    await screen.looks_right(screen.dialog)
    await stage.have_serial(stage.serial)
    await screen.fill(host, stage.gateway.host)
    await screen.press("Submit")
    await is_repaired(screen, title)
