"""The way to the gateway: connections, one request at a time, and who answers."""

from .connections import Admits, Connection, NotAdmitted, SeenCertificates
from .identity import INFO_ENDPOINT, Identity
from .identity_check import IdentityCheck
from .queue import GaveWay, RequestQueue
from .response import Response
from .side_requests import side_request
from .status import raise_for_status
from .transport import Counters, Transport, open_session
