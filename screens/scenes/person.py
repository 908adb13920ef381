"""Somebody at one dialog, who logs in with password and code."""

import base64
from dataclasses import replace
from urllib.parse import parse_qs

from demo.walk import UnexpectedError

from ..browser import Screen
from .cloud_moods import CODE, OVER, SEND, WITH_CODE, Mood
from .stage import Stage
from .texts import words


class Person:
    """Somebody at one dialog, who logs in with password and code."""

    def __init__(
        self, screen: Screen, stage: Stage, email: str = WITH_CODE.email
    ) -> None:
        """Stand before the form for the login, with an account."""
        self.screen = screen
        self._email = email
        self._stage = stage
        self._entered: list[str] = []
        self._codes_wanted = 0

    @property
    def newest(self) -> str:
        """The code that was sent last."""
        return self._stage.cloud.second_factor.newest

    @property
    def another(self) -> str:
        """A code that was not sent, and not entered before."""
        number = int(self.newest) if self._stage.cloud.second_factor.codes else 0
        while (code := f"{(number := number + 1) % 10**6:06}") in self._entered:
            pass
        return code

    async def log_in(self, password: str = WITH_CODE.password) -> None:
        """Enter user name and password."""
        field = "config.step.user.data"
        await self.screen.fill(words(f"{field}.username"), self._email)
        await self.screen.fill(words(f"{field}.password"), password)
        await self.screen.press("Submit")

    async def is_asked(self) -> None:
        """See the form for a code, for which one was sent."""
        await self.screen.see(words("config.step.code.title"))
        self._codes_wanted += 1

    async def enter(self, code: str, *, leaves: bool = True) -> None:
        """Enter a code, which may be one that is not sent to the cloud."""
        await self.screen.fill(words("config.step.code.data.code"), code)
        await self.screen.press("Submit")
        if leaves:
            self._entered.append(code)

    async def want_another(self, *, leaves: bool = True) -> None:
        """Have a new code sent, which may be refused before anything leaves."""
        await self.screen.turn_on(words("config.step.code.data.new_code"))
        await self.screen.press("Submit")
        self._codes_wanted += leaves

    async def reads(self, key: str, at: str = "base", **facts: str) -> None:
        """Read an error at its field. Raises UnexpectedError if it is elsewhere."""
        alert = await self.screen.see(words(f"config.error.{key}", **facts))
        found = await alert.evaluate(
            """alert => alert.hasAttribute("own-margin")
              ? alert.nextElementSibling.name : "base" """
        )
        if found != at:
            raise UnexpectedError(f"{key} stands at {found} instead of {at}")
        await self.screen.looks_right(self.screen.dialog)

    async def meets(self, mood: Mood, place: str) -> None:
        """Log in while the cloud is in a mood, and be back at the form for the login.

        `place` is one of those at which a mood can show: the form for the login, the
        form for a code when it opens, or after a code was entered.
        """
        cloud = self._stage.cloud
        self._stage.calm_cloud()
        cloud.add(replace(mood.account, email=self._email))
        mood.sets(cloud)
        if mood.is_off:
            await cloud.stop()
        try:
            await self.log_in()
            self._codes_wanted += mood.asks_for_code
            if place == "code":
                await self.is_asked()
                await self.enter(self.newest if mood.is_right else self.another)
            elif place == "sent":
                await self.is_asked()
            facts = {"serial": self._stage.serial}
            filled = {name: text.format(**facts) for name, text in mood.facts.items()}
            await self.reads(mood.says, mood.at, **filled)
        finally:
            if mood.is_off:
                await cloud.start()
        if mood.goes_on or place == "sent":
            cloud.faults.clear()
            OVER.sets(cloud)
            await self.enter(self.another)
            await self.reads(OVER.says)
            cloud.faults.clear()

    def check(self) -> None:
        """Raise UnexpectedError if a code left twice, or one was sent unasked."""
        found = self._stage.cloud.journal.find(path=CODE)
        left = [
            base64.b64decode(parse_qs(one.body.decode())["otp"][0]).decode()
            for one in found
        ]
        if sorted(left) != sorted(self._entered) or len(set(left)) < len(left):
            raise UnexpectedError(f"Codes {left} left instead of {self._entered}")
        asked = self._stage.cloud.journal.count(path=SEND)
        if asked != self._codes_wanted:
            raise UnexpectedError(f"{asked} codes instead of {self._codes_wanted}")
