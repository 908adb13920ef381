"""A recording in the place of a gateway: its pages, without a network or a login."""

from .login import RecordedLogin
from .reading import LARGEST_FILE, read_recorded
from .recorded_gateway import RecordedGateway, RecordedPage
from .transport import RecordedTransport
