"""The gateway that is played: its pages, and the ways of its firmware."""

from .firmware import Firmware, session_cookie
from .info import info_page
from .recording import SERVER_HEADERS, BadRecordingError, read_recording
from .replica import Page, Replica, UnknownReplicaError, read_replica, replica_names
