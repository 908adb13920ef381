"""What can go wrong with a request, switched on by a test.

A fault is wrapped around the normal answer to a request: it may come before
it, replace it or spoil it. Several faults on one path wrap each other, the one
added first on the outside.
"""

from .connection import (
    Delay,
    Dribble,
    DropAfterApplying,
    DropBeforeReply,
    EndlessStream,
    HugeBody,
    NewCertificate,
    Truncate,
    WrongLength,
)
from .fault import Fault
from .replies import Fixed, Unauthorized, UnauthorizedUntilLogin, busy
from .rules import Faults, Rule
from .writes import ApplyAfter, IgnoreWrite, PutBackAfter
