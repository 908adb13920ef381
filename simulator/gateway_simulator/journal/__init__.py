"""What a gateway was asked, and the secrets that it has shown."""

from .journal import Headers, Journal, Received
from .secrets_seen import CODES_SEEN, SECRETS_SEEN, see, see_code
