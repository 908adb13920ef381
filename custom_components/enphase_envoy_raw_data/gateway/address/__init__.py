"""What counts as a host, an endpoint and a page."""

from .endpoint import LONGEST_ENDPOINT, check_endpoint
from .host import parse_host
from .page import is_allowed, same_page
