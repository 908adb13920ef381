"""Connections to one gateway: made, looked at, kept as long as it keeps them."""

from .connection import Connection
from .connector import Admits, GatewayConnector, NotAdmitted
from .seen_certificates import SeenCertificates
from .tls import gateway_context
