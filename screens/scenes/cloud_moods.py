"""The moods of the cloud that give no token, and what a person reads of each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from gateway_simulator import Account, CloudSimulator, faults

from .stage import ACCOUNT

WITH_CODE: Final = replace(ACCOUNT, multi_factor=True)

LOGIN: Final = "/login/login.json"
SEND: Final = "/app-api/generate_mfa_login_otp"
CODE: Final = "/app-api/validate_login_otp"
TOKEN: Final = "/tokens"

type Sets = Callable[[CloudSimulator], object]

_BASE: Final = "base"
_MAINTENANCE: Final = "<html><h1>Maintenance</h1></html>"
_OTHER: Final = "199999999999"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mood:
    """One mood of the cloud."""

    words: str
    """What the cloud does, for whoever reads why a scene failed."""

    says: str
    """Key of the error that is shown."""

    at: str = _BASE
    """Field at which it stands; `base` for the form as a whole."""

    facts: Mapping[str, str] = field(default_factory=dict)
    """What its words are filled in with."""

    account: Account = WITH_CODE
    sets: Sets = lambda _: None

    is_off: bool = False
    """Whether the cloud does not answer at all."""

    asks_for_code: bool = False
    """Whether a code is asked for although the form for it never opens."""

    is_right: bool = False
    """Whether the code that is entered is the one that was sent."""

    goes_on: bool = False
    """Whether the form for the code stays, so that it needs no new login."""


def _fails(path: str, fault: faults.Fault) -> Sets:
    """Return what has a page of the cloud fail."""
    return lambda cloud: cloud.faults.add(path, fault)


def _is(**moods: object) -> Sets:
    """Return what gives the cloud's second factor another mood."""

    def change(cloud: CloudSimulator) -> None:
        for name, value in moods.items():
            setattr(cloud.second_factor, name, value)

    return change


def _form(cloud: CloudSimulator) -> None:
    """Take a login by the form of browsers alone."""
    cloud.wants_form = True


def _tokens(name: str, value: object) -> Sets:
    """Return what makes tokens odd."""
    return lambda cloud: setattr(cloud.tokens, name, value)


OVER: Final = Mood(
    words="The login is over meanwhile",
    says="code_login_over",
    sets=_fails(CODE, faults.Fixed(401)),
)
"""From a form for a code, whatever it says, back to the form for the login."""

# Neighbours say different things, or else the words of the one before would do.
AFTER_PASSWORD: Final = [
    Mood(
        words="The password is wrong",
        says="login_refused",
        at="password",
        account=replace(WITH_CODE, password="another"),
    ),
    Mood(
        words="The account is locked",
        says="account_locked",
        at="username",
        account=replace(WITH_CODE, blocked=True),
    ),
    Mood(
        words="Success without a nonce",
        says="login_unfinished",
        at="password",
        sets=_is(without_nonce=True),
    ),
    Mood(words="The cloud is away", says="cloud_unreachable", is_off=True),
    Mood(
        words="406, and the form of browsers takes no login",
        says="login_unfinished",
        at="password",
        account=replace(ACCOUNT, password="another"),
        sets=_form,
    ),
    Mood(
        words="The cloud fails",
        says="cloud_failed",
        facts={"status": "503"},
        sets=_fails(LOGIN, faults.Fixed(503)),
    ),
    Mood(
        words="A firewall refuses",
        says="cloud_failed_lasting",
        facts={"status": "403"},
        sets=_fails(LOGIN, faults.Fixed(403, "<html>Access denied</html>")),
    ),
    Mood(
        words="A page instead of an answer",
        says="cloud_failed_reply",
        sets=_fails(LOGIN, faults.Fixed(200, _MAINTENANCE)),
    ),
    Mood(
        words="The login is over before a code is sent",
        says="code_login_over",
        sets=_fails(SEND, faults.Fixed(401)),
        asks_for_code=True,
    ),
    Mood(
        words="Nonsense instead of a token",
        says="cloud_failed_reply",
        account=ACCOUNT,
        sets=_tokens("text", _MAINTENANCE),
    ),
]
"""Shown by the form for the login, before there is one for a code."""

WHEN_A_CODE_IS_SENT: Final = [
    Mood(
        words="Too many codes",
        says="too_many_codes",
        at="new_code",
        sets=_is(most_codes=0),
    ),
    Mood(
        words="Too many requests",
        says="too_many_codes",
        at="new_code",
        sets=_fails(SEND, faults.Fixed(429)),
    ),
    Mood(
        words="The page that sends codes fails",
        says="cloud_failed",
        facts={"status": "500"},
        sets=_fails(SEND, faults.Fixed(500)),
    ),
    Mood(
        words="The page that sends codes breaks off",
        says="cloud_unreachable",
        sets=_fails(SEND, faults.DropBeforeReply()),
    ),
]
"""Shown by the form for a code when it opens, and the login goes on."""

AFTER_A_CODE: Final = [
    Mood(
        words="The code is wrong",
        says="code_rejected",
        at="code",
        goes_on=True,
    ),
    Mood(
        words="The code is wrong, which locks the account",
        says="account_locked",
        at="username",
        sets=_is(most_wrong=1),
    ),
    Mood(
        words="The page for codes gets too many requests",
        says="account_locked",
        at="username",
        sets=_fails(CODE, faults.Fixed(429)),
    ),
    OVER,
    Mood(
        words="The page for codes fails",
        says="cloud_failed",
        facts={"status": "503"},
        sets=_fails(CODE, faults.Fixed(503)),
        goes_on=True,
    ),
    Mood(
        words="An empty answer to a code",
        says="cloud_failed_reply",
        sets=_fails(CODE, faults.Fixed(200)),
        goes_on=True,
    ),
    Mood(
        words="The page for codes breaks off",
        says="cloud_unreachable",
        sets=_fails(CODE, faults.DropBeforeReply()),
        goes_on=True,
    ),
    Mood(
        words="The account is not the one of this gateway",
        says="no_access",
        at="username",
        facts={"serial": "{serial}"},
        account=replace(WITH_CODE, serials=(_OTHER,)),
        is_right=True,
    ),
    Mood(
        words="The token is for another gateway",
        says="token_for_other",
        facts={
            "found": _OTHER,
            "expected": "{serial}",
            "token_page": "https://entrez.enphaseenergy.com",
        },
        sets=_tokens("serial", _OTHER),
        is_right=True,
    ),
]
"""Shown after a code was entered."""


def by_form(cloud: CloudSimulator) -> None:
    """Take a login in the oddest way, with a code that is sent before it is asked for.

    The code gives a token all the same.
    """
    _form(cloud)
    _is(xsrf=True, empty_bodies=True, sent_at_login=True)(cloud)


def in_few_words(cloud: CloudSimulator) -> None:
    """Say little but where a code goes; the code gives a token all the same."""
    _is(says_what_it_wants=False, odd_xsrf="a%0Ab", sent_to="***-***-1234")(cloud)
