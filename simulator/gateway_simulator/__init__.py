"""Simulates an Enphase gateway and the cloud that makes its tokens.

Real requests over real sockets, on this machine only. It knows nothing of the
client it is used to test.
"""

from . import faults
from .cloud import Account, CloudSimulator
from .journal import Journal, Received
from .replica import UnknownReplicaError, replica_names
from .secrets_seen import SECRETS_SEEN
from .server import GatewaySimulator
from .tokens import TokenAuthority

__all__ = [
    "SECRETS_SEEN",
    "Account",
    "CloudSimulator",
    "GatewaySimulator",
    "Journal",
    "Received",
    "TokenAuthority",
    "UnknownReplicaError",
    "faults",
    "replica_names",
]
