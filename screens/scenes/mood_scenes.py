"""The scenes in which the cloud is in each of its moods, in each of the dialogs."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
import time

from playwright.async_api import expect

from demo.home import DOMAIN, ApiError
from demo.walk import UnexpectedError
from gateway_simulator import faults

from ..browser import Screen
from .cloud_moods import (
    AFTER_A_CODE,
    AFTER_PASSWORD,
    TOKEN,
    WHEN_A_CODE_IS_SENT,
    WITH_CODE,
    by_form,
    in_few_words,
)
from .login_scenes import NAME, is_repaired, start_adding
from .person import Person
from .stage import Stage
from .texts import words

# Seconds from one code to the next, and a little for clocks that differ.
PAUSE = 30.5
SESSIONS = "Too many open sessions"

_INTEGRATION_PAGE = f"/config/integrations/integration/{DOMAIN}"
_CHECK = "/auth/check_jwt"
_PAGE = "/ivp/meters"


async def cloud_moods(screen: Screen, stage: Stage) -> None:
    """Add a gateway, wait for a second code, and meet each mood meanwhile."""
    by_form(stage.cloud)
    stage.cloud.add(replace(WITH_CODE, role="installer"))
    await _begin(screen, stage)
    # What an installer has to know before anything is entered.
    await screen.see(words("config.step.user.data_description.use_manual_token"))
    person = Person(screen, stage)
    await person.log_in()
    await person.is_asked()
    begun, first = time.monotonic(), person.newest
    await person.enter("12 34", leaves=False)
    await person.reads("code_malformed", "code")
    await person.want_another(leaves=False)
    alert = await screen.see("A code was sent just now. Wait ")
    await expect(alert).to_contain_text("seconds, then have a new one sent.")
    wrong = person.another
    await person.enter(wrong)
    await person.reads("code_rejected", "code")
    await person.enter(wrong, leaves=False)
    await person.reads("code_outdated", "code")
    person.check()
    async with screen.in_another_tab() as other:
        await _every_mood(other, stage)
    by_form(stage.cloud)
    stage.cloud.journal.clear()
    person = Person(screen, stage)
    await asyncio.sleep(begun + PAUSE - time.monotonic())
    await person.want_another()
    await expect(screen.dialog.locator("ha-alert")).to_have_count(0)
    await person.enter(first)
    await person.reads("code_outdated", "code")
    await person.enter(person.newest)
    await screen.see("Its token lasts 12 hours, and each new one takes a code")
    await screen.press("Skip and finish")
    await screen.see(NAME)
    person.check()


async def code_again(screen: Screen, stage: Stage) -> None:
    """Log in again with a code, with wrong ones and a new login on the way."""
    person = await _with_code(screen, stage)
    for page in (_PAGE, _CHECK):
        stage.gateway.faults.add(page, faults.Unauthorized())
    try:
        await stage.read(_PAGE)
    except ApiError as err:
        if "a new token takes a code from you" not in err.message:
            raise
    stage.gateway.faults.clear()
    in_few_words(stage.cloud)
    await screen.open(_INTEGRATION_PAGE)
    await screen.press("Reconfigure")
    await screen.see(words("config.step.reauth_confirm.title"))
    await screen.see(words("config.error.multi_factor"))
    await screen.looks_right(screen.dialog)
    await person.log_in("wrong")
    await person.reads("login_refused", "password")
    await person.log_in()
    await person.is_asked()
    await screen.see("***-***-1234")
    await person.enter(person.another)
    await person.reads("code_rejected", "code")
    stage.cloud.second_factor.end_logins()
    await person.enter(person.another)
    await person.reads("code_login_over")
    # As it is, and the pause after wrong codes is not for somebody who is there.
    await screen.press("Submit")
    await person.is_asked()
    await person.enter(person.newest)
    await screen.see(words("config.abort.reauth_successful", account="owner"))
    person.check()
    await stage.read(_PAGE)


async def code_reconfigured(screen: Screen, stage: Stage) -> None:
    """Enter a changed password; trouble after the code costs no second one."""
    person = await _with_code(screen, stage)
    stage.cloud.add(replace(WITH_CODE, password="changed"))
    in_few_words(stage.cloud)
    await screen.open(_INTEGRATION_PAGE)
    row = screen.page.locator("ha-config-entry-row")
    await row.locator("ha-dropdown").first.locator("ha-icon-button").click()
    await screen.page.get_by_role("menuitem", name="Reconfigure").click()
    await screen.see(words("config.step.reconfigure.title"))
    stage.cloud.second_factor.most_codes = 0
    await person.log_in("changed")
    await person.is_asked()
    await person.reads("too_many_codes", "new_code")
    stage.cloud.second_factor.most_codes = 10
    stage.cloud.second_factor.end_logins()
    await person.enter(person.another)
    await person.reads("code_login_over")
    # The password that was entered is kept.
    await screen.press("Submit")
    await person.is_asked()
    away = stage.cloud.faults.add(TOKEN, faults.Fixed(503))
    await person.enter(person.newest)
    await person.reads("cloud_failed", status="503")
    stage.cloud.faults.remove(away)
    stage.gateway.faults.add(_CHECK, faults.Fixed(401, SESSIONS))
    await screen.press("Submit")
    await person.reads("too_many_sessions", status="401", answer=SESSIONS)
    stage.gateway.faults.clear()
    await screen.press("Submit")
    await screen.see(words("config.abort.reconfigure_successful", account="owner"))
    person.check()
    await stage.read(_PAGE)


async def code_repaired(screen: Screen, stage: Stage) -> None:
    """Renew a token in its repair, which says what the other forms say."""
    stage.cloud.tokens.issued_at = datetime.now(UTC) - timedelta(days=340)
    person = await _with_code(screen, stage)
    by_form(stage.cloud)
    title = words("issues.code_wanted.title", gateway=stage.title)
    await screen.open("/config/repairs")
    await screen.select(title)
    await screen.see(words("issues.code_wanted.fix_flow.step.login.title"))
    await person.log_in("wrong")
    await person.reads("login_unfinished", "password")
    stage.cloud.second_factor.most_wrong = 1
    await person.log_in()
    await person.is_asked()
    await person.enter(person.another)
    await person.reads("account_locked", "username")
    stage.cloud.add(WITH_CODE)
    await stage.cloud.stop()
    await person.log_in()
    await person.reads("cloud_unreachable")
    await stage.cloud.start()
    await person.log_in()
    await person.is_asked()
    await person.want_another(leaves=False)
    await screen.see("A code was sent just now. Wait ")
    away = stage.cloud.faults.add(TOKEN, faults.Fixed(503))
    await person.enter(person.newest)
    await person.reads("cloud_failed", status="503")
    stage.cloud.faults.remove(away)
    await screen.press("Submit")
    await is_repaired(screen, title)
    person.check()
    await stage.read(_PAGE)


async def _with_code(screen: Screen, stage: Stage) -> Person:
    """Have a gateway whose account wants codes; return who is about to log in."""
    stage.cloud.add(WITH_CODE)
    await stage.add_gateway_by_code()
    stage.cloud.tokens.issued_at = None
    stage.cloud.journal.clear()
    return Person(screen, stage)


async def _begin(screen: Screen, stage: Stage) -> None:
    """Open the form that adds a gateway, and enter its address."""
    await start_adding(screen, words("config.step.user.title"))
    await screen.fill(words("config.step.user.data.host"), stage.gateway.host)


async def _every_mood(screen: Screen, stage: Stage) -> None:
    """Meet each mood in one dialog."""
    await _begin(screen, stage)
    stage.cloud.journal.clear()
    # Of another account: one that waits for a code gets no second one so soon.
    person = Person(screen, stage, "neighbour@example.com")
    for place, moods in (
        ("password", AFTER_PASSWORD),
        ("sent", WHEN_A_CODE_IS_SENT),
        ("code", AFTER_A_CODE),
    ):
        for mood in moods:
            try:
                await person.meets(mood, place)
            except (AssertionError, UnexpectedError) as err:
                raise UnexpectedError(f"{mood.words}: {err}") from err
    stage.calm_cloud()
    person.check()


MOOD_SCENES = (cloud_moods, code_again, code_reconfigured, code_repaired)
