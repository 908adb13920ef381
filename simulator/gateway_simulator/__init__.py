"""Simulates an Enphase gateway and the cloud that makes its tokens.

Real requests over real sockets, on this machine only. It knows nothing of the
client it is used to test.
"""

from . import faults
from .journal import CODES_SEEN, SECRETS_SEEN, Journal, Received
from .login import (
    Account,
    CloudSimulator,
    SecondFactor,
    SentCode,
    TokenAuthority,
    TokenTrouble,
)
from .replica import (
    BadRecordingError,
    Replica,
    UnknownReplicaError,
    read_recording,
    replica_names,
)
from .server import GatewaySimulator

__all__ = [
    "CODES_SEEN",
    "SECRETS_SEEN",
    "Account",
    "BadRecordingError",
    "CloudSimulator",
    "GatewaySimulator",
    "Journal",
    "Received",
    "Replica",
    "SecondFactor",
    "SentCode",
    "TokenAuthority",
    "TokenTrouble",
    "UnknownReplicaError",
    "faults",
    "read_recording",
    "replica_names",
]
