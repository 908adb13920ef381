"""Client for one Enphase gateway. Knows nothing of Home Assistant."""

from .body import FORM, JSON, WRITE_METHODS, Body, build_body, check_method, encode
from .client import GatewayClient
from .connector import GatewayConnector
from .endpoint import check_endpoint
from .errors import GatewayError
from .host import parse_host
from .identity import Identity
from .json_value import Json, handed_on
from .limits import Limits
from .login import Credentials
from .pause import LoginPause, Rejections
from .reply import Reply
from .shape import WHOLE, Shape, shape
from .token import TokenFacts, is_lower, read_token, tidy_token
from .verification import Verification, verify
from .writes import Write, merged

__all__ = [
    "FORM",
    "JSON",
    "WHOLE",
    "WRITE_METHODS",
    "Body",
    "Credentials",
    "GatewayClient",
    "GatewayConnector",
    "GatewayError",
    "Identity",
    "Json",
    "Limits",
    "LoginPause",
    "Rejections",
    "Reply",
    "Shape",
    "TokenFacts",
    "Verification",
    "Write",
    "build_body",
    "check_endpoint",
    "check_method",
    "encode",
    "handed_on",
    "is_lower",
    "merged",
    "parse_host",
    "read_token",
    "shape",
    "tidy_token",
    "verify",
]
