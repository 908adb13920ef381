"""Simulates an Enphase gateway and the cloud that makes its tokens.

Real requests over real sockets, on this machine only. It knows nothing of the
client it is used to test.
"""

from . import faults
from .cloud import Account, CloudSimulator
from .journal import Journal, Received
from .replica import UnknownReplicaError, replica_names
from .second_factor import SecondFactor, SentCode
from .secrets_seen import CODES_SEEN, SECRETS_SEEN
from .server import GatewaySimulator
from .tokens import TokenAuthority

__all__ = [
    "CODES_SEEN",
    "SECRETS_SEEN",
    "Account",
    "CloudSimulator",
    "GatewaySimulator",
    "Journal",
    "Received",
    "SecondFactor",
    "SentCode",
    "TokenAuthority",
    "UnknownReplicaError",
    "faults",
    "replica_names",
]
