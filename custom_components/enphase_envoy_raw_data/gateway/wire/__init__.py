"""The way to the gateway: connections, the queue, and which gateway answers."""

from .body_reader import LARGEST_REPLY
from .connections import Admits, Connection, NotAdmitted, SeenCertificates
from .exchanges import Counts, Exchanges
from .identity import INFO_ENDPOINT, Identity, parse_info
from .identity_check import IdentityCheck
from .own_requests import own_request
from .queue import GaveWay, RequestQueue
from .response import Response
from .status import BUSY, raise_for_status
from .transport import Counters, Transport, open_session
