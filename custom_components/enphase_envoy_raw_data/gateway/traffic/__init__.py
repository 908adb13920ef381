"""Reads and writes: reads are shared and repeated, writes leave at most once."""

from .access import Access
from .cache import DEFAULT_CAPACITY, ReplyCache
from .lifetime import Lifetime
from .limits import DEFAULT_LIMITS, Limits
from .reads import Reads
from .reply import Reply
from .request import Approve, Request
from .writes import Outcome, Write, Writes, merged
