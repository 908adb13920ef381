"""Every operation that is tried under each fault, in the order of the page."""

from typing import Final

from .for_a_while import PutBackWhenDue, WriteForAWhile
from .logins import (
    CodeLogin,
    CodeLoginPassword,
    CodeLoginSending,
    CodeLoginToken,
    PastedToken,
)
from .operations import (
    LoginCheck,
    Operation,
    Read,
    Renewal,
    SetUp,
    Unload,
    Write,
)
from .several import ReadTwo, WriteTwo

OPERATIONS: Final[list[Operation]] = [
    Read(),
    ReadTwo(),
    Write(),
    WriteTwo(),
    WriteForAWhile(),
    PutBackWhenDue(),
    SetUp(),
    LoginCheck(),
    PastedToken(),
    Renewal(),
    CodeLogin(),
    CodeLoginPassword(),
    CodeLoginSending(),
    CodeLoginToken(),
    Unload(),
]
