"""Simulates an Enphase gateway and the cloud that makes its tokens.

Real requests over real sockets, on this machine only. It knows nothing of the
client it is used to test.
"""

from . import faults
from .cloud import Account, CloudSimulator
from .journal import Journal, Received
from .recording import BadRecordingError, read_recording
from .replica import Replica, UnknownReplicaError, replica_names
from .secrets_seen import SECRETS_SEEN
from .server import GatewaySimulator
from .tokens import TokenAuthority

__all__ = [
    "SECRETS_SEEN",
    "Account",
    "BadRecordingError",
    "CloudSimulator",
    "GatewaySimulator",
    "Journal",
    "Received",
    "Replica",
    "TokenAuthority",
    "UnknownReplicaError",
    "faults",
    "read_recording",
    "replica_names",
]
