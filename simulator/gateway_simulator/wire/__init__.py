"""Sockets, TLS and HTTP: every byte of a reply is under our control."""

from . import tls
from .http_server import RESET, Answer, Framing, HttpServer, Reply
from .listener import Listener
from .tls import VERSIONS, Handshakes, Tickets, Tls
